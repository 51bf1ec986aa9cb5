import type { JobRow } from "../store/job-row";
import type { HandlerTools } from "./job-handler";
import { requiredText } from "./payload";
import { previousModel } from "./previous-model";
import type { SavedTask } from "./training-task";

/** What a training needs to evaluate the tenant's saved segments. */
export function savedTask(
  { store, blobs }: Pick<HandlerTools, "store" | "blobs">,
  { tenant, payload }: JobRow,
  now: number,
): SavedTask {
  const datasetPath = blobs.keyOf(requiredText(payload, "dataset_path"));
  const datasetId = store.datasets.findByPath(tenant, datasetPath)?.id ?? null;
  const previous = previousModel(store, tenant, { datasetId, createdAt: now });
  return {
    segments: store.savedSegments.list(tenant).map(({ id, name, rule }) => ({ id, name, rule })),
    previous: previous && { id: previous.id, prefix: previous.artifactPrefix },
    tenantSettings: store.tenants.settings(tenant),
  };
}
