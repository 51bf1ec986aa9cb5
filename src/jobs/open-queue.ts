import type { BlobStore } from "../store/blobs";
import type { Store } from "../store/store";
import { backtestJobs } from "./backtest";
import { erasureJobs } from "./erasure/erasure";
import { predictionJobs } from "./prediction";
import { Queue } from "./queue";
import type { JobLog } from "./run";
import { trainingJobs } from "./training";

interface OpenQueueOptions {
  readonly store: Store;
  readonly blobs: BlobStore;
  /** Where the workers find the blobs. */
  readonly dataDir: string;
  readonly log: JobLog;
  /** How many jobs run at the same time. Default: cores − 1, but at least 1. */
  readonly workers?: number;
}

/**
 * A server's queue: trainings, predictions, backtests and erasures. `start` runs jobs; call `stop` before closing the
 * store.
 */
export function openQueue({ store, blobs, dataDir, log, workers }: OpenQueueOptions): Queue {
  const tools = { store, blobs, dataDir, now: Date.now };
  return new Queue({
    store,
    log,
    handlers: {
      training: trainingJobs(tools),
      prediction: predictionJobs(tools),
      backtest: backtestJobs(tools),
      erasure: erasureJobs(tools),
    },
    ...(workers !== undefined && { workers }),
  });
}
