import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../errors";
import type { BlobStore } from "../store/blobs";
import type { Store } from "../store/store";
import type { TrainingRun } from "../store/training-runs";
import { mlflowYaml } from "./mlflow-yaml";
import { trackedFiles } from "./run-artifacts";
import { contentOf, type DatasetInput, datasetOf, idFrom, MLFLOW_STATUS } from "./run-content";

/** The numbers for a run's outcome in MLflow's files. */
const STATUS_NUMBERS = { FINISHED: 3, FAILED: 4, KILLED: 5 } as const;

export interface MlrunsOptions {
  readonly store: Pick<Store, "trainingRuns" | "models">;
  readonly blobs: Pick<BlobStore, "list" | "read" | "open">;
  readonly tenants: readonly string[];
  /** The prefix of a tenant's experiment name. */
  readonly experimentPrefix: string;
  /** The folder to create. It must be empty or not exist. */
  readonly folder: string;
}

/**
 * Writes tenants' runs as a folder that MLflow reads (its file store), with an experiment per tenant and a run per
 * training. The folder appears complete or not at all. The same runs in the same place give the same bytes. Returns the
 * number of runs. Throws a UserError if the place is taken.
 */
export async function writeMlruns({ folder, tenants, ...options }: MlrunsOptions): Promise<number> {
  const place = resolve(folder);
  await requireFree(place);
  await mkdir(dirname(place), { recursive: true });
  const beside = join(dirname(place), `.${basename(place)}.${randomUUID()}`);
  try {
    let runs = 0;
    await mkdir(beside);
    for (const tenant of tenants) runs += await writeExperiment(beside, place, tenant, options);
    // Replaces an empty folder.
    await rename(beside, place);
    return runs;
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }
}

async function requireFree(place: string): Promise<void> {
  try {
    if ((await readdir(place)).length === 0) return;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return;
    if (code !== "ENOTDIR") throw error;
  }
  throw new UserError(`${place} already exists and is not an empty folder. Give --mlruns a new one.`);
}

async function writeExperiment(
  root: string,
  place: string,
  tenant: string,
  { store, blobs, experimentPrefix }: Omit<MlrunsOptions, "folder" | "tenants">,
): Promise<number> {
  const name = `${experimentPrefix}${tenant}`;
  const id = experimentId(name);
  const folder = join(root, id);
  let [count, first, last] = [0, Infinity, 0];
  for (const run of store.trainingRuns.all(tenant)) {
    const runId = idFrom(tenant, run.id);
    await writeRun({ folder, place: join(place, id), experiment: id, tenant, run, runId });
    const model = run.modelId === null ? null : store.models.find(tenant, run.modelId);
    const artifacts = join(folder, runId, "artifacts");
    for await (const { path, bytes } of trackedFiles(blobs, model, run, runId))
      await write(join(artifacts, path), bytes);
    count++;
    first = Math.min(first, run.startedAt);
    last = Math.max(last, run.endedAt);
  }
  if (count === 0) return 0;
  await writeYaml(folder, {
    artifact_location: pathToFileURL(join(place, id)).href,
    creation_time: first,
    experiment_id: id,
    last_update_time: last,
    lifecycle_stage: "active",
    name,
  });
  return count;
}

interface RunToWrite {
  /** Where the experiment is written, and its final place. */
  readonly folder: string;
  readonly place: string;
  readonly experiment: string;
  readonly tenant: string;
  readonly run: TrainingRun;
  readonly runId: string;
}

async function writeRun({ folder, place, experiment, tenant, run, runId }: RunToWrite): Promise<void> {
  const { metrics, params, tags } = contentOf(tenant, run);
  const own = join(folder, runId);
  for (const empty of ["artifacts", "metrics", "params", "tags"])
    await mkdir(join(own, empty), { recursive: true });
  for (const { key, value } of params) await write(join(own, "params", key), value);
  for (const { key, value } of tags) await write(join(own, "tags", key), value);
  for (const { key, value, timestamp, step } of metrics)
    await write(join(own, "metrics", key), `${timestamp} ${value} ${step}\n`);
  const dataset = datasetOf(run);
  if (dataset) await writeInput(folder, runId, dataset);
  await writeYaml(own, {
    artifact_uri: pathToFileURL(join(place, runId, "artifacts")).href,
    end_time: run.endedAt,
    entry_point_name: "",
    experiment_id: experiment,
    lifecycle_stage: "active",
    run_id: runId,
    run_name: run.name,
    run_uuid: runId,
    source_name: "",
    source_type: 4,
    source_version: "",
    start_time: run.startedAt,
    status: STATUS_NUMBERS[MLFLOW_STATUS[run.status]],
    tags: [],
    user_id: "perennial",
  });
}

/** MLflow identifies a data set by name and digest, and links it to a run by the two ids. */
async function writeInput(folder: string, runId: string, dataset: DatasetInput): Promise<void> {
  const id = md5(dataset.name, dataset.digest);
  await writeYaml(join(folder, "datasets", id), { ...dataset, profile: null, schema: null });
  await writeYaml(join(folder, runId, "inputs", md5(id, runId)), {
    destination_id: id,
    destination_type: "RUN",
    source_id: id,
    source_type: "DATASET",
    tags: { "mlflow.data.context": "training" },
  });
}

/** MLflow's files need a unique number of at most 18 digits for the experiment. */
function experimentId(name: string): string {
  const number = createHash("sha256").update(name).digest().readBigUInt64BE() % 900_000_000_000_000_000n;
  return String(100_000_000_000_000_000n + number);
}

function md5(...texts: readonly string[]): string {
  return createHash("md5").update(texts.join("")).digest("hex");
}

function writeYaml(folder: string, value: object): Promise<void> {
  return write(join(folder, "meta.yaml"), mlflowYaml(value));
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
