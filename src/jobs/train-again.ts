import type { DatasetRow } from "../store/datasets";
import type { Store } from "../store/store";
import { termsOfTenant } from "./training-terms";

/** The payload to retrain on all files of `dataset`, read as before, with the tenant's current terms. */
export function trainAgain(store: Store, tenant: string, dataset: DatasetRow): Record<string, unknown> {
  const { datasetPath, id } = dataset;
  const last = store.models.list(tenant).find((model) => model.datasetId === id);
  const asked = (last && store.jobs.find(tenant, last.jobId)?.payload) ?? {};
  const { date_order, effort } = asked;
  return {
    dataset_path: datasetPath,
    ...(date_order !== undefined && { date_order }),
    ...(effort !== undefined && { effort }),
    ...termsOfTenant(store.tenants.settings(tenant)),
  };
}
