import type { ApiContext } from "../../../src/api/context";
import type { KnownTrainingRun, RunFigures } from "../../../src/store/training-runs";
import type { MetricMeaning } from "../../words/model-metrics";
import type { SortableRun } from "./sorted-runs";

/** What every training is put in order, and compared, by. */
export interface ListedRun extends SortableRun {
  readonly id: string;
  readonly modelId: string | null;
}

/** A training whose row is shown. */
export interface ShownRun extends ListedRun {
  readonly run: KnownTrainingRun;
  /** Whether its model is still there. */
  readonly hasModel: boolean;
  /** Whether its job is still there. */
  readonly hasJob: boolean;
  /** Why it failed, as its job tells. */
  readonly error: string | null;
}

/** What the address of the page says. */
export interface Choices {
  readonly sort: string;
  readonly order: "asc" | "desc";
  readonly metrics: readonly MetricMeaning[];
  /** Ids of the runs that are compared. */
  readonly compared: readonly string[];
}

export function listedRun({ id, name, modelId, metrics, startedAt, endedAt, status }: RunFigures): ListedRun {
  return {
    id,
    name,
    modelId,
    metrics,
    createdAt: endedAt,
    durationMs: status === "completed" ? endedAt - startedAt : null,
  };
}

/** The rest of a row; null where the run is gone meanwhile. */
export function shownRun({ store }: ApiContext, tenant: string, listed: ListedRun): ShownRun | null {
  const run = store.trainingRuns.find(tenant, listed.id);
  if (!run) return null;
  const job = store.jobs.find(tenant, run.id);
  const hasModel = run.modelId !== null && store.models.find(tenant, run.modelId) !== null;
  return { ...listed, run, hasModel, hasJob: job !== null, error: job?.error ?? null };
}

/** The page's address with its choices; `changes` replace some of them. */
export function experimentsPath(
  { sort, order, metrics, compared }: Choices,
  changes: Readonly<Record<string, string>>,
): string {
  const parameters = new URLSearchParams({ sort, order });
  for (const { key } of metrics) parameters.append("metric", key);
  for (const id of compared) parameters.append("run", id);
  for (const [name, value] of Object.entries(changes)) parameters.set(name, value);
  return `/app/experiments?${parameters}`;
}
