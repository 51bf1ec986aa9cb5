import type { DatasetFile, DatasetRow } from "../store/datasets";
import type { Store } from "../store/store";

/**
 * The data set with the newest orders, of equally new ones the one that was made last. Null where the tenant has none.
 */
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
 * When the newest order of a file was made, milliseconds since 1970: as far as its upload or a model that has read it
 * tells; else a file is taken to be as new as its upload.
 */
function newestOrderOf(file: DatasetFile, models: readonly Learned[]): number {
  const { account } = (file.inspection ?? {}) as { account?: { last_order: string | null } | null };
  const seen = Date.parse(account?.last_order ?? "");
  if (!Number.isNaN(seen)) return seen;
  const reader = models.find(({ files }) => files.some(({ file_id }) => file_id === file.id));
  return reader?.asOf ?? file.addedAt;
}
