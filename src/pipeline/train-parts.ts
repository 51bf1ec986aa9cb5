import { type ModelFiles, writeModelFolder } from "../models/model-folder";
import { joinedParts } from "../transactions/joined-parts";
import type { TransactionParts } from "../transactions/parts";
import { collectGarbage } from "../transactions/spill/collect-garbage";
import { LINE_BYTES } from "../transactions/spill/stored-lines";
import { type LearningThread, openLearningThread } from "./learn";
import type { EarlierModel } from "./monitor";
import { reporter } from "./progress";
import { ShopParts } from "./shop-parts";
import { type TrainOptions, trainShop } from "./train";
import type { Training } from "./training";

export interface TrainPartsOptions extends TrainOptions {
  /** The model folder to write. Replaces an existing one completely. */
  readonly folder: string;
  /** The shop's earlier models, newest first. The new data shows how well they did. */
  readonly earlierModels?: readonly EarlierModel[];
}

/**
 * Turns a cleaned data set into a model folder. The folder's bytes do not depend on how many parts it comes in. Throws an
 * InputError if a customers' file cannot be used. After any failure, no folder remains.
 */
export async function trainParts(parts: TransactionParts, options: TrainPartsOptions): Promise<Training> {
  using thread = openLearningThread();
  return await trainPartsWith(thread, parts, options);
}

/** `trainParts` with a thread that is already open. */
export async function trainPartsWith(
  thread: LearningThread,
  parts: TransactionParts,
  { folder, earlierModels = [], ...options }: TrainPartsOptions,
): Promise<Training> {
  const report = reporter(options.onProgress);
  collectGarbage();
  const training = await trainShop(thread, new ShopParts(parts), options);
  collectGarbage();
  report("writing");
  const { modelFiles } = await import("./artifacts");
  const files = await withEarlier(modelFiles(training), earlierModels, parts);
  await writeModelFolder(folder, files, training.writeLarge);
  report("writing", 1);
  return training;
}

/** A data set whose lines take more than this is not compared with earlier models: that takes all of it at once. */
const MOST_JOINED_BYTES = 2 * 1024 ** 3;

/** With what the new data shows about the earlier models, if there are any. */
async function withEarlier(
  files: ModelFiles,
  models: readonly EarlierModel[],
  parts: TransactionParts,
): Promise<ModelFiles> {
  if (models.length === 0) return files;
  const [{ monitorEarlier }, { withEarlierModels }] = await Promise.all([
    import("./monitor"),
    import("./earlier-model-files"),
  ]);
  if (parts.customers.length > 1 && LINE_BYTES * parts.shared.report.rows_kept > MOST_JOINED_BYTES) {
    const unreadable =
      "The new orders are too many to be held in memory at once, so it was not compared with them.";
    const realised = models.map(({ id }) => ({ model_id: id, unreadable }));
    return withEarlierModels(files, { drift: null, realised });
  }
  return withEarlierModels(files, await monitorEarlier(models, await joinedParts(parts)));
}
