import { type ModelFiles, writeModelFolder } from "../models/model-folder";
import { readAttributes } from "../transactions/attributes/read-attributes";
import { type ReadOptions, readTransactions, type SourceFile } from "../transactions/read";
import type { Transactions } from "../transactions/transactions";
import { freeMemory } from "./free-memory";
import { openLearningThread } from "./learn";
import type { EarlierModel } from "./monitor";
import { reporter } from "./progress";
import { type TrainOptions, trainWith } from "./train";
import type { Training } from "./training";

export type { SourceFile } from "../transactions/read";

interface TrainFileOptions
  extends TrainOptions,
    Pick<ReadOptions, "mapping" | "mappingPath" | "dateOrder" | "currency" | "rates" | "limits"> {
  /** A file of order lines, or the files of a data set. */
  readonly data: string | readonly SourceFile[];
  /** What the shop knows about its customers, one row each; the newest file last. */
  readonly customerFiles?: readonly SourceFile[];
  /** The model folder to write. Replaces an existing one completely. */
  readonly folder: string;
  /** The shop's earlier models, newest first. The new data shows how well they did. */
  readonly earlierModels?: readonly EarlierModel[];
}

/**
 * The main job: turns order lines into a model folder. Throws an InputError if a file cannot be used. After any
 * failure, no folder remains.
 */
export async function trainFile({ data, folder, ...options }: TrainFileOptions): Promise<Training> {
  const report = reporter(options.onProgress);
  // It starts while this one reads.
  using thread = openLearningThread();
  report("reading");
  const { mapping, mappingPath, dateOrder, currency, rates, limits } = options;
  const transactions = await readTransactions(data, {
    ...{ mapping, mappingPath, dateOrder, currency, rates, limits },
    onProgress: (fraction) => report("reading", fraction),
  });
  const { customerFiles = [] } = options;
  const told = customerFiles.length > 0 ? await readAttributes(customerFiles, transactions) : null;
  freeMemory();
  const training = await trainWith(thread, transactions, { ...options, told });
  freeMemory();
  report("writing");
  const { modelFiles } = await import("./artifacts");
  const files = modelFiles(training);
  await writeModelFolder(folder, await withEarlier(files, options.earlierModels ?? [], transactions));
  report("writing", 1);
  return training;
}

/** With what the new data shows about the earlier models, if there are any. */
async function withEarlier(
  files: ModelFiles,
  models: readonly EarlierModel[],
  transactions: Transactions,
): Promise<ModelFiles> {
  if (models.length === 0) return files;
  const [{ monitorEarlier }, { withEarlierModels }] = await Promise.all([
    import("./monitor"),
    import("./earlier-model-files"),
  ]);
  return withEarlierModels(files, await monitorEarlier(models, transactions));
}
