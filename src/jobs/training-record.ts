import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { VERSION } from "../config";
import { UserError } from "../errors";
import type { TrainedModels } from "../models/card";
import { DEFAULT_SETTINGS } from "../models/settings";
import { type TrainingParameters, toldParameters, trainingParameters } from "../models/training-parameters";
import type { DatasetRow } from "../store/datasets";
import type { JobRow } from "../store/job-row";
import type { RunArtifact, TrainingRun } from "../store/training-runs";
import { datasetTitle } from "./dataset-names";
import type { HandlerTools } from "./job-handler";
import { settingsOf } from "./training-terms";

type Tools = Pick<HandlerTools, "store" | "blobs">;

/** What only the worker knows about its run. */
export interface TrainingRecord {
  readonly parameters: TrainingParameters;
  readonly tags: Readonly<Record<string, string>>;
  readonly datasetSha256: string;
  readonly artifacts: readonly RunArtifact[];
}

/** The worker's part of a training's record; `folder` holds the model's files. */
export async function trainingRecord(trained: TrainedModels, folder: string): Promise<TrainingRecord> {
  const { settings, churnProtocol, spendProtocol, cleaning, newestOrder } = trained;
  return {
    parameters: trainingParameters(trained),
    tags: {
      program_version: VERSION,
      effort: settings.effort,
      churn_protocol: churnProtocol.kind,
      spend_protocol: spendProtocol.kind,
      as_of: new Date(newestOrder).toISOString(),
    },
    datasetSha256: cleaning.sha256,
    artifacts: await artifactsIn(folder),
  };
}

/** The run of a training that is being completed, in that transaction. */
export function completedRun(
  tools: Tools,
  job: JobRow,
  {
    record,
    name,
    modelId,
    metrics,
    endedAt,
  }: Pick<TrainingRun, "name" | "metrics" | "endedAt"> & {
    readonly record: TrainingRecord;
    readonly modelId: string;
  },
): TrainingRun {
  return {
    ...beginningOf(tools, job),
    ...record,
    tags: { ...record.tags, ...fileTags(tools, job) },
    name,
    status: "completed",
    metrics,
    modelId,
    endedAt,
  };
}

/**
 * The run of a training that has ended, from its job and the store. For a failed or cancelled one, there is nothing
 * else. The reason for a failure stays with the job, because the message may quote the file. `version` is the release
 * that ran it, if known.
 */
export function endedRun(tools: Tools, job: JobRow, version: string | null): TrainingRun {
  const { tenant, result, updatedAt } = job;
  const { model_id } = (result ?? {}) as { model_id?: unknown };
  const modelId = job.status === "completed" && typeof model_id === "string" ? model_id : null;
  const model = modelId === null ? null : tools.store.models.find(tenant, modelId);
  const parameters = parametersOf(job);
  return {
    ...beginningOf(tools, job),
    name: model?.name ?? nameOf(tools, job),
    status: job.status as TrainingRun["status"],
    parameters,
    metrics: model?.metrics ?? {},
    tags: {
      ...(version !== null && { program_version: version }),
      ...(parameters.effort !== undefined && { effort: String(parameters.effort) }),
      ...fileTags(tools, job),
    },
    datasetSha256: sha256Of(datasetOf(tools, job)),
    artifacts: [],
    modelId,
    endedAt: updatedAt,
  };
}

function beginningOf(
  { store }: Tools,
  { tenant, id, createdAt }: JobRow,
): Pick<TrainingRun, "id" | "startedAt"> {
  return { id, startedAt: store.jobs.startedAt(tenant, id) ?? createdAt };
}

/** The job's settings and their defaults; empty if the payload itself was the problem. */
function parametersOf(job: JobRow): TrainingParameters {
  try {
    return toldParameters({ ...DEFAULT_SETTINGS, ...settingsOf(job) });
  } catch (error) {
    if (error instanceof UserError) return {};
    throw error;
  }
}

function nameOf(tools: Tools, job: JobRow): string {
  const { name } = job.payload;
  return typeof name === "string" && name !== "" ? name : (fileNameOf(tools, job) ?? "training");
}

/** The data set's name, and its files if there are several. */
function fileTags(tools: Tools, job: JobRow): Readonly<Record<string, string>> {
  const name = fileNameOf(tools, job);
  const files = datasetOf(tools, job)?.files ?? [];
  return {
    ...(name !== null && { dataset_file: name }),
    ...(files.length > 1 && {
      dataset_files: JSON.stringify(files.map(({ fileName, sha256 }) => ({ name: fileName, sha256 }))),
    }),
  };
}

/** A data set of one file has its hash; several files have no common one. */
function sha256Of(dataset: DatasetRow | null): string | null {
  const [first, ...others] = dataset?.files ?? [];
  return first && others.length === 0 ? first.sha256 : null;
}

function fileNameOf(tools: Tools, job: JobRow): string | null {
  const path = job.payload.dataset_path;
  const dataset = datasetOf(tools, job);
  return dataset ? datasetTitle(dataset) : typeof path === "string" ? basename(path) : null;
}

/** The job's data set; null if it does not exist or was deleted. */
function datasetOf({ store, blobs }: Tools, { tenant, payload }: JobRow) {
  const path = payload.dataset_path;
  if (typeof path !== "string") return null;
  return store.datasets.findByPath(tenant, blobs.keyOf(path));
}

async function artifactsIn(folder: string): Promise<RunArtifact[]> {
  const artifacts: RunArtifact[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const file = Bun.file(join(folder, name));
    const hash = new Bun.CryptoHasher("sha256");
    for await (const chunk of file.stream()) hash.update(chunk);
    artifacts.push({ name, sizeBytes: file.size, sha256: hash.digest("hex") });
  }
  return artifacts;
}
