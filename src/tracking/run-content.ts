import { createHash } from "node:crypto";
import type { RunStatus, TrainingRun } from "../store/training-runs";
import { type LoggedValues, loggedKey, loggedValue } from "./batches";

/**
 * By this tag a run is found again. It follows from the tenant and the job's id, which may hold what no filter of
 * MLflow does.
 */
export const RUN_KEY_TAG = "perennial.run_key";

/** What MLflow calls the end of a run. */
export const MLFLOW_STATUS: Readonly<Record<RunStatus, "FINISHED" | "FAILED" | "KILLED">> = {
  completed: "FINISHED",
  failed: "FAILED",
  cancelled: "KILLED",
};

/** What MLflow takes of a data set. */
const LONGEST_NAME = 500;
const DIGEST_CHARACTERS = 36;

/** A data set as MLflow describes it. */
export interface DatasetInput {
  readonly name: string;
  readonly digest: string;
  readonly source_type: string;
  readonly source: string;
}

/** A run's parameters, metrics and tags in MLflow's terms. Its own tags begin with `perennial.` */
export function contentOf(tenant: string, run: TrainingRun): LoggedValues {
  const own = {
    run_id: run.id,
    run_key: idFrom(tenant, run.id),
    tenant_id: tenant,
    ...(run.modelId !== null && { model_id: run.modelId }),
    ...(run.datasetSha256 !== null && { dataset_sha256: run.datasetSha256 }),
    ...run.tags,
  };
  const tags = [
    ["mlflow.runName", run.name],
    ["mlflow.source.name", "perennial"],
    ["mlflow.source.type", "JOB"],
    ["mlflow.user", "perennial"],
    ...Object.entries(own).map(([name, value]) => [`perennial.${name}`, value]),
  ] as [string, string][];
  return {
    metrics: Object.entries(run.metrics).map(([name, value]) => ({
      key: loggedKey(name),
      value,
      timestamp: run.endedAt,
      step: 0,
    })),
    params: Object.entries(run.parameters).map(([name, value]) => ({
      key: loggedKey(name),
      value: loggedValue(value, "params"),
    })),
    tags: tags.map(([name, value]) => ({ key: loggedKey(name), value: loggedValue(value, "tags") })),
  };
}

/**
 * The file that was learned from; null where its hash is not known. The digest is the beginning of its SHA-256: MLflow
 * takes no longer one.
 */
export function datasetOf({ datasetSha256, tags }: TrainingRun): DatasetInput | null {
  if (datasetSha256 === null) return null;
  const name = (tags.dataset_file ?? "order lines").slice(0, LONGEST_NAME);
  return {
    name,
    digest: datasetSha256.slice(0, DIGEST_CHARACTERS),
    source_type: "local",
    source: JSON.stringify({ uri: name, sha256: datasetSha256 }),
  };
}

/** An id of 32 hex digits, as MLflow gives them, that follows from the names. */
export function idFrom(...names: readonly string[]): string {
  return createHash("sha256").update(names.join("\n")).digest("hex").slice(0, 32);
}
