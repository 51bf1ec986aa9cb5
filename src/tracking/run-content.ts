import { createHash } from "node:crypto";
import type { RunStatus, TrainingRun } from "../store/training-runs";
import { type LoggedValues, loggedKey, loggedValue } from "./batches";

/**
 * The tag that finds a run again. It is a hash of the tenant and the job's id, because ids may contain characters that
 * MLflow's filters do not allow.
 */
export const RUN_KEY_TAG = "perennial.run_key";

/** MLflow's words for a run's outcome. */
export const MLFLOW_STATUS: Readonly<Record<RunStatus, "FINISHED" | "FAILED" | "KILLED">> = {
  completed: "FINISHED",
  failed: "FAILED",
  cancelled: "KILLED",
};

/** MLflow's limits for a data set. */
const LONGEST_NAME = 500;
const DIGEST_CHARACTERS = 36;

/** A data set in MLflow's description. */
export interface DatasetInput {
  readonly name: string;
  readonly digest: string;
  readonly source_type: string;
  readonly source: string;
}

/** A run's parameters, metrics and tags in MLflow's terms. Our own tags begin with `perennial.` */
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
 * The training's file; null if its hash is unknown. The digest is the beginning of its SHA-256, because MLflow allows
 * no more.
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

/** An id of 32 hex digits in MLflow's form, derived from the names. */
export function idFrom(...names: readonly string[]): string {
  return createHash("sha256").update(names.join("\n")).digest("hex").slice(0, 32);
}
