import type { BlobPlace } from "../store/blobs";
import type { TrainingTask } from "./training-task";

/** What a worker needs to backtest the training on a file. Paths are object keys. */
export interface BacktestTask extends Pick<TrainingTask, keyof BlobPlace | "files" | "reading" | "settings"> {
  /** The maximum number of test dates. */
  readonly tests: number;
}
