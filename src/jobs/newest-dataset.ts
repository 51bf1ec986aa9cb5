import type { DatasetFile, DatasetRow } from "../store/datasets";
import type { Store } from "../store/store";

/** The data set with the newest orders; among equals, the one added last. Null if the tenant has none. */
export function newestDataset(store: Store, tenant: string): DatasetRow | null {
  const models = store.models.byNewestOrders(tenant, Number.MAX_SAFE_INTEGER);
  let newest: { readonly dataset: DatasetRow; readonly order: number } | null = null;
  for (const dataset of store.datasets.list(tenant)) {
    const orders = dataset.files.map((file) => newestOrderOf(file, models));
    const order = Math.max(...orders);
    if (newest === null || order > newest.order) newest = { dataset, order };
  }
  return newest?.dataset ?? null;
}

type Learned = ReturnType<Store["models"]["byNewestOrders"]>[number];

/**
 * The date of a file's newest order, milliseconds since 1970, from its upload or from a model that has read it.
 * Otherwise the date of the upload.
 */
function newestOrderOf(file: DatasetFile, models: readonly Learned[]): number {
  const { account } = (file.inspection ?? {}) as { account?: { last_order: string | null } | null };
  const seen = Date.parse(account?.last_order ?? "");
  if (!Number.isNaN(seen)) return seen;
  const reader = models.find(({ files }) => files.some(({ file_id }) => file_id === file.id));
  return reader?.asOf ?? file.addedAt;
}
