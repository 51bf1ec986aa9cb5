import { Random } from "../learning/random";
import { checkContactTerms } from "../models/contact/action-value";
import type { EarlierSegment } from "../models/segments/segmentation";
import { DEFAULT_SETTINGS, type TrainingSettings } from "../models/settings";
import type { ReadAttributes } from "../transactions/attributes/read-attributes";
import type { Transactions } from "../transactions/transactions";
import { groundOf } from "./ground";
import { type LearningThread, learn, openLearningThread } from "./learn";
import { type ProgressListener, reporter } from "./progress";
import type { Training } from "./training";

export interface TrainOptions {
  readonly settings?: Partial<TrainingSettings>;
  /** The previous model's segments; the new ones keep their ids and names. */
  readonly earlierSegments?: readonly EarlierSegment[];
  readonly onProgress?: ProgressListener;
  /** What the shop told about its customers, in the order of `Transactions.customers`. */
  readonly told?: ReadAttributes | null;
}

/**
 * Learns segments, churn and lifetime value from cleaned order lines and scores every customer at the newest snapshot
 * with the exported ONNX files only. The same transactions and settings give the same result, bit for bit.
 */
export async function train(transactions: Transactions, options: TrainOptions = {}): Promise<Training> {
  using thread = openLearningThread();
  return await trainWith(thread, transactions, options);
}

/** `train` with a thread that is already open. */
export async function trainWith(
  thread: LearningThread,
  transactions: Transactions,
  options: TrainOptions,
): Promise<Training> {
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  checkContactTerms(settings.contact);
  const report = reporter(options.onProgress);
  report("features");
  const ground = groundOf(transactions, settings, new Random(settings.seed));
  const learning = learn(ground, options.earlierSegments, thread, report);
  // A failure is thrown where it is awaited.
  learning.catch(() => {});
  // What comes after learning is loaded while the thread learns: it takes longer than this one.
  const { finishTraining, withoutModels } = await import("./finish-training");
  const known = withoutModels(transactions, ground);
  const learned = await learning;
  const { told = null } = options;
  return await finishTraining(ground, learned, transactions, { ...known, told }, thread, report);
}
