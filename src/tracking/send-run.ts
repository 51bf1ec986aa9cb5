import type { BlobStore } from "../store/blobs";
import type { KnownModel } from "../store/models";
import type { TrainingRun } from "../store/training-runs";
import { batchesOf, type Entry } from "./batches";
import { Refusal } from "./failure";
import type { MlflowClient } from "./mlflow-client";
import { trackedFiles } from "./run-artifacts";
import { contentOf, datasetOf, idFrom, MLFLOW_STATUS, RUN_KEY_TAG } from "./run-content";

/** A run as MLflow answers it, as far as it is asked for. */
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

/** What is to be sent, and from where its files are read. */
export interface RunToSend {
  readonly tenant: string;
  readonly run: TrainingRun;
  /** Null where none was made, or it was deleted. */
  readonly model: Pick<KnownModel, "artifactPrefix"> | null;
  readonly blobs: Pick<BlobStore, "list" | "read" | "open">;
  /** The experiment's name. */
  readonly experiment: string;
}

/** How a run got there. */
export interface SentRun {
  /** MLflow's id of it. */
  readonly as: string;
  /** False where the server keeps artifacts in a place that is not reached through it. */
  readonly hasArtifacts: boolean;
}

/** MLflow runs that tags are looked through at once. */
const PAGE = 1000;

/**
 * Sends a run as a whole. Doing so again changes nothing: a run that an earlier try has begun is found by its tag and
 * gone on with, and its status, set last, says that all of it is there. Throws a `Refusal` or a `ServiceFailure`.
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
  // A request that was given up may have been done after all, behind one that was sent again.
  await theOneRun(client, experimentId, key);
  return sent;
}

/**
 * Deletes all runs of ours, and their artifacts, from an experiment, then the experiment where nobody else has a run in
 * it, whose name is free from then on. Nothing happens where there is none.
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
    // It is found by one of them, which must be there from the first moment on.
    tags: tags.filter(({ key }) => key === RUN_KEY_TAG || key.startsWith("mlflow.")),
  });
  return run;
}

/** The experiment of this name, made where it is not there. */
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
    // Somebody else was quicker.
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

/** The run of this tag; where there are several, the one that was begun first stays and the others are deleted. */
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

/** One that is whole is better than one that is not. */
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
