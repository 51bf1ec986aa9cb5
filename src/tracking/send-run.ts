import type { BlobStore } from "../store/blobs";
import type { KnownModel } from "../store/models";
import type { TrainingRun } from "../store/training-runs";
import { batchesOf, type Entry } from "./batches";
import { Refusal } from "./failure";
import type { MlflowClient } from "./mlflow-client";
import { trackedFiles } from "./run-artifacts";
import { contentOf, datasetOf, idFrom, MLFLOW_STATUS, RUN_KEY_TAG } from "./run-content";

/** The parts of MLflow's answer about a run that we use. */
interface MlflowRun {
  readonly info: {
    readonly run_id: string;
    readonly status: string;
    readonly lifecycle_stage: string;
    readonly artifact_uri: string;
    readonly start_time?: number;
  };
  readonly data?: { readonly tags?: readonly Entry[] };
}

interface Experiment {
  readonly experiment_id: string;
  readonly lifecycle_stage: string;
}

/** What to send, and where its files are. */
export interface RunToSend {
  readonly tenant: string;
  readonly run: TrainingRun;
  /** Null if none was made, or it was deleted. */
  readonly model: Pick<KnownModel, "artifactPrefix"> | null;
  readonly blobs: Pick<BlobStore, "list" | "read" | "open">;
  /** The experiment's name. */
  readonly experiment: string;
}

/** How a run arrived. */
export interface SentRun {
  /** MLflow's id for it. */
  readonly as: string;
  /** False if the server keeps artifacts in a place that it does not serve. */
  readonly hasArtifacts: boolean;
}

/** How many MLflow runs to search for tags at once. */
const PAGE = 1000;

/**
 * Sends a complete run. Repeating it changes nothing: it finds a run from an earlier try by its tag and continues. The
 * status, set last, marks the run as complete. Throws a `Refusal` or a `ServiceFailure`.
 */
export async function sendRun(client: MlflowClient, asked: RunToSend): Promise<SentRun> {
  const { tenant, run, model, blobs, experiment } = asked;
  const experimentId = await experimentOf(client, experiment);
  const { tags, metrics, params } = contentOf(tenant, run);
  const key = idFrom(tenant, run.id);
  const { info } =
    (await theOneRun(client, experimentId, key)) ?? (await createRun(client, experimentId, run, tags));
  const runId = info.run_id;
  const place = client.artifactPath(info.artifact_uri);
  const sent = { as: runId, hasArtifacts: place !== null };
  if (info.status === MLFLOW_STATUS[run.status]) return sent;

  for (const batch of batchesOf({ metrics, params, tags }))
    await client.post("runs/log-batch", { run_id: runId, ...batch });
  const dataset = datasetOf(run);
  if (dataset)
    await client.post("runs/log-inputs", {
      run_id: runId,
      datasets: [{ tags: [{ key: "mlflow.data.context", value: "training" }], dataset }],
    });
  if (place !== null)
    for await (const { path, bytes } of trackedFiles(blobs, model, run, runId))
      await client.putArtifact(`${place}/${path}`, bytes);
  await client.post("runs/update", {
    run_id: runId,
    status: MLFLOW_STATUS[run.status],
    end_time: run.endedAt,
    run_name: run.name,
  });
  // An aborted request may still have been carried out, after one that was sent again.
  await theOneRun(client, experimentId, key);
  return sent;
}

/**
 * Deletes all our runs and their artifacts from an experiment, then the experiment unless it contains someone else's
 * run. Its name is free afterwards. Does nothing if it does not exist.
 */
export async function eraseExperiment(client: MlflowClient, name: string): Promise<void> {
  const found = await findExperiment(client, name);
  if (!found || found.lifecycle_stage === "deleted") return;
  const id = found.experiment_id;
  let others = 0;
  for await (const { info, data } of runsOf(client, id)) {
    if (!data?.tags?.some(({ key }) => key === RUN_KEY_TAG)) {
      if (info.lifecycle_stage === "active") others++;
      continue;
    }
    const place = client.artifactPath(info.artifact_uri);
    if (place !== null) await client.deleteArtifacts(place);
    if (info.lifecycle_stage === "active") await client.post("runs/delete", { run_id: info.run_id });
  }
  if (others > 0) return;
  await client.post("experiments/update", { experiment_id: id, new_name: `perennial-erased-${id}` });
  await client.post("experiments/delete", { experiment_id: id });
}

async function createRun(
  client: MlflowClient,
  experimentId: string,
  { name, startedAt }: TrainingRun,
  tags: readonly Entry[],
): Promise<MlflowRun> {
  const { run } = await client.post<{ run: MlflowRun }>("runs/create", {
    experiment_id: experimentId,
    run_name: name,
    start_time: startedAt,
    // One of these tags finds the run, so they must be there from the start.
    tags: tags.filter(({ key }) => key === RUN_KEY_TAG || key.startsWith("mlflow.")),
  });
  return run;
}

/** The experiment with this name, created if necessary. */
async function experimentOf(client: MlflowClient, name: string): Promise<string> {
  const found = await findExperiment(client, name);
  if (found?.lifecycle_stage === "deleted")
    throw new Refusal(
      `The experiment ${name} was deleted on the tracking server. Restore it there, or set another MLFLOW_EXPERIMENT_PREFIX.`,
      400,
      null,
    );
  if (found) return found.experiment_id;
  try {
    return (await client.post<{ experiment_id: string }>("experiments/create", { name })).experiment_id;
  } catch (error) {
    // Someone else was faster.
    const known = isCode(error, "RESOURCE_ALREADY_EXISTS") && (await findExperiment(client, name));
    if (known) return known.experiment_id;
    throw error;
  }
}

async function findExperiment(client: MlflowClient, name: string): Promise<Experiment | null> {
  try {
    const query = { experiment_name: name };
    return (await client.get<{ experiment: Experiment }>("experiments/get-by-name", query)).experiment;
  } catch (error) {
    if (isCode(error, "RESOURCE_DOES_NOT_EXIST")) return null;
    throw error;
  }
}

/** The run with this tag. If there are several, the oldest stays and the others are deleted. */
async function theOneRun(client: MlflowClient, experimentId: string, key: string): Promise<MlflowRun | null> {
  const { runs = [] } = await client.post<{ runs?: readonly MlflowRun[] }>("runs/search", {
    experiment_ids: [experimentId],
    filter: `tags.\`${RUN_KEY_TAG}\` = '${key}'`,
    run_view_type: "ACTIVE_ONLY",
    max_results: 100,
  });
  const [first = null, ...others] = runs.toSorted((a, b) => (isBetter(a, b) ? -1 : 1));
  for (const { info } of others) await client.post("runs/delete", { run_id: info.run_id });
  return first;
}

/** A complete one is better than an incomplete one. */
function isBetter(a: MlflowRun, b: MlflowRun): boolean {
  const [openA, openB] = [a, b].map(({ info }) => info.status === "RUNNING");
  return openA === openB ? a.info.run_id < b.info.run_id : !openA;
}

async function* runsOf(client: MlflowClient, experimentId: string): AsyncGenerator<MlflowRun> {
  for (let token: string | undefined; ; ) {
    const page: { runs?: readonly MlflowRun[]; next_page_token?: string } = await client.post("runs/search", {
      experiment_ids: [experimentId],
      run_view_type: "ALL",
      max_results: PAGE,
      ...(token && { page_token: token }),
    });
    yield* page.runs ?? [];
    token = page.next_page_token;
    if (!token) return;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Refusal && error.code === code;
}
