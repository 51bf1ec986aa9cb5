import type { BlobPlace } from "../store/blobs";
import type { TrainingTask } from "./training-task";

/** What a worker needs to test the training on a file. Places are object keys. */
export interface BacktestTask extends Pick<TrainingTask, keyof BlobPlace | "files" | "reading" | "settings"> {
  /** At most so many test dates. */
  readonly tests: number;
}
