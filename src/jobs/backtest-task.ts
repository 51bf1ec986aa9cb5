import type { FileTests } from "../pipeline/backtest-file";
import type { BlobPlace } from "../store/blobs";
import type { TrainingTask } from "./training-task";

/** What a worker needs to backtest the training on a file. Paths are object keys. */
export interface BacktestTask
  extends Pick<TrainingTask, keyof BlobPlace | "files" | "query" | "reading" | "settings"> {
  /** The maximum number of test dates. */
  readonly tests: number;
  /** Only the date of this number, from 0, for `parts` of the whole. */
  readonly only?: number;
  /** What the tests at each date were: only the report is left to make. */
  readonly parts?: readonly FileTests[];
}
