import { onePart } from "../transactions/parts";
import { type ReadOptions, readTransactions, type SourceFile } from "../transactions/read";
import { openLearningThread } from "./learn";
import { reporter } from "./progress";
import { type TrainPartsOptions, trainPartsWith } from "./train-parts";
import type { Training } from "./training";

export type { SourceFile } from "../transactions/read";

interface TrainFileOptions
  extends TrainPartsOptions,
    Pick<ReadOptions, "mapping" | "mappingPath" | "dateOrder" | "currency" | "rates" | "limits"> {
  /** A file of order lines, or the files of a data set. */
  readonly data: string | readonly SourceFile[];
}

/**
 * The main job: turns order lines into a model folder. Throws an InputError if a file cannot be used. After any
 * failure, no folder remains.
 */
export async function trainFile({ data, ...options }: TrainFileOptions): Promise<Training> {
  const report = reporter(options.onProgress);
  // It starts while this one reads.
  using thread = openLearningThread();
  report("reading");
  const { mapping, mappingPath, dateOrder, currency, rates, limits } = options;
  const transactions = await readTransactions(data, {
    ...{ mapping, mappingPath, dateOrder, currency, rates, limits },
    onProgress: (fraction) => report("reading", fraction),
  });
  return await trainPartsWith(thread, onePart(transactions), options);
}
