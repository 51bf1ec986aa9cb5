import type { Config } from "../config";
import { counted } from "../figures";
import { type Integration, type IntegrationStatus, waitingWords } from "../integration";
import { systemClock } from "../loop";
import type { BlobStore } from "../store/blobs";
import type { Store } from "../store/store";
import { TrackingSender, type TrackingSenderOptions } from "./sender";

export interface TrackingTools extends Pick<TrackingSenderOptions, "log"> {
  /** Milliseconds since 1970. */
  now(): number;
  readonly config: Pick<
    Config,
    "trackingUri" | "trackingToken" | "trackingUsername" | "trackingPassword" | "trackingExperimentPrefix"
  >;
  readonly store: Store;
  readonly blobs: BlobStore;
}

const NAME = "tracking";
const PURPOSE = "Sends every training as a run to an MLflow tracking server";

/** Sending runs to a tracking server, on or off. */
export function experimentTracking({ config, store, blobs, log, now }: TrackingTools): Integration {
  const { trackingUri: url } = config;
  if (url === null) return { name: NAME, purpose: PURPOSE, status: () => OFF };
  const sender = new TrackingSender({
    store,
    blobs,
    lock: store.trackingLock(),
    server: { url, authorization: authorizationOf(config), fetch: (address, init) => fetch(address, init) },
    experimentPrefix: config.trackingExperimentPrefix,
    log,
    clock: { ...systemClock, now },
  });
  let listenNoMore = () => {};
  return {
    name: NAME,
    purpose: PURPOSE,
    status: () => statusOf(sender, store, new URL(url).host),
    start() {
      listenNoMore = store.jobs.onChange((job) => {
        if (job.kind === "training" && job.status !== "queued" && job.status !== "processing") sender.wake();
        if (job.kind === "erasure" && job.status === "completed") sender.wake();
      });
      sender.start();
    },
    stop(graceMs) {
      listenNoMore();
      return sender.stop(graceMs);
    },
  };
}

const OFF: IntegrationStatus = {
  state: "off",
  detail: "Runs are only kept here. Set MLFLOW_TRACKING_URI to the address of an MLflow server.",
};

function statusOf(sender: TrackingSender, store: Store, host: string): IntegrationStatus {
  const { waiting, refused } = store.trainingRuns.unsent();
  const { state } = sender;
  const waits = waitingWords(waiting, "run");
  const aside =
    refused === 0
      ? ""
      : ` ${counted(refused, "run")} ${refused === 1 ? "was" : "were"} refused and will be tried again; the log says why.`;
  if (state.doing === "failing")
    return {
      state: "failing",
      detail: `Nothing reaches ${host}: ${state.reason} ${waits}.${aside}`,
    };
  if (state.doing === "standing by")
    return { state: "well", detail: `Another server of this store sends to ${host}; ${waits}.${aside}` };
  const without = state.leavesOutArtifacts
    ? " It does not serve artifacts, so runs are sent without files. Start it with --serve-artifacts."
    : "";
  const all = waiting === 0 ? "every run is there" : waits;
  return { state: refused === 0 ? "well" : "failing", detail: `Sends to ${host}: ${all}.${aside}${without}` };
}

function authorizationOf({ trackingToken, trackingUsername, trackingPassword }: TrackingTools["config"]) {
  if (trackingToken !== null) return `Bearer ${trackingToken}`;
  if (trackingUsername === null) return null;
  return `Basic ${Buffer.from(`${trackingUsername}:${trackingPassword}`).toString("base64")}`;
}
