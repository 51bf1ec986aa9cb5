import type { KnownModel, ModelRow } from "../store/models";
import type { Store } from "../store/store";

/**
 * The model that a model is compared with: of those that were there before, one of the same data set, or else any; of
 * several, the one with the newest orders. Null for the first.
 */
export function previousModel(
  store: Store,
  tenant: string,
  { datasetId, createdAt }: Pick<ModelRow, "datasetId" | "createdAt">,
): KnownModel | null {
  const earlier = store.models
    .byNewestOrders(tenant, Number.MAX_SAFE_INTEGER)
    .filter((model) => model.createdAt < createdAt);
  const ofSameData = earlier.find((model) => datasetId !== null && model.datasetId === datasetId);
  return ofSameData ?? earlier[0] ?? null;
}
