import { join } from "node:path";
import type { Config } from "../config";
import type { BlobStore } from "../store/blobs";
import { InUse } from "../store/bucket/in-use";
import { exchangeOf } from "../store/exchange";
import type { Store } from "../store/store";
import { backtestJobs } from "./backtest";
import { erasureJobs } from "./erasure/erasure";
import type { LocalHands } from "./hands";
import { predictionJobs } from "./prediction";
import { Queue } from "./queue";
import type { JobLog } from "./run";
import { JoinedWorkers } from "./steps/joined-workers";
import { RemoteHands } from "./steps/remote-hands";
import { StepDoer } from "./steps/step-doer";
import { trainingJobs } from "./training";

interface OpenQueueOptions {
  readonly store: Store;
  readonly blobs: BlobStore;
  /** Where the workers find the blobs. */
  readonly dataDir: string;
  readonly log: JobLog;
  /** How many jobs run at the same time. Default: cores − 1, but at least 1. */
  readonly workers?: number;
  /** Workers on other machines, if there are any. */
  readonly remote?: RemoteOptions;
}

interface RemoteOptions {
  /** How many jobs run with them at the same time. */
  readonly most: number;
  readonly silenceMs: number;
  readonly patienceMs: number;
  /** Into parts of how many customers lists are divided. */
  readonly customersPerStep: number;
}

export function remoteOf({
  remoteJobs,
  workerSilenceSeconds,
  workerPatienceSeconds,
  customersPerStep,
}: Config): RemoteOptions {
  return {
    most: remoteJobs,
    silenceMs: workerSilenceSeconds * 1000,
    patienceMs: workerPatienceSeconds * 1000,
    customersPerStep,
  };
}

/**
 * A server's queue: trainings, predictions, backtests and erasures. `start` runs jobs; call `stop` before closing the
 * store.
 */
export function openQueue({ store, blobs, dataDir, log, workers, remote }: OpenQueueOptions): Queue {
  const tools = { store, blobs, dataDir, now: Date.now };
  return new Queue({
    store,
    log,
    handlers: {
      training: trainingJobs(tools),
      prediction: predictionJobs({ ...tools, ...(remote && { customersPerStep: remote.customersPerStep }) }),
      backtest: backtestJobs(tools),
      erasure: erasureJobs(tools),
    },
    ...(workers !== undefined && { workers }),
    ...(remote && { elsewhere: (local) => elsewhere({ store, blobs, dataDir, log }, remote, local) }),
  });
}

function elsewhere(
  { store, blobs, dataDir, log }: Pick<OpenQueueOptions, "store" | "blobs" | "dataDir" | "log">,
  { most, silenceMs, patienceMs }: RemoteOptions,
  local: LocalHands,
) {
  const exchange = exchangeOf(blobs);
  const doer = new StepDoer({
    ...{ exchange, silenceMs, log },
    place: blobs.place,
    work: new InUse(join(dataDir, "artifacts_cache", ".steps")),
    hands: local,
    name: "the server",
  });
  const hands = new RemoteHands({
    ...{ store, blobs, exchange, local, doer, silenceMs, patienceMs, log },
    now: Date.now,
  });
  return { hands, most, joined: new JoinedWorkers({ exchange, log, now: Date.now }) };
}
