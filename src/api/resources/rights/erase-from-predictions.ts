import type { PredictionRow } from "../../../store/predictions";
import type { ApiContext } from "../../context";
import { eraseFromCsv } from "./erase-from-model";

const PAGE = 500;

/** What was taken out of the recorded predictions. */
export interface ErasedPredictions {
  readonly predictions_deleted: number;
  readonly batches_rewritten: number;
}

/** Deletes the predictions about a customer, and takes the customer out of the batches. */
export async function eraseFromPredictions(
  { store, blobs }: ApiContext,
  tenant: string,
  customerId: string,
): Promise<ErasedPredictions> {
  let deleted = 0;
  let batches = 0;
  for (const row of allPredictions(store, tenant)) {
    if (isAbout(row, customerId)) {
      store.predictions.delete(tenant, row.id);
      deleted++;
    } else if (row.batchFileUrl !== null) {
      const removed = await eraseFromCsv(blobs, row.batchFileUrl, customerId);
      const result = batchWithout(row.result, customerId, removed);
      if (!result) continue;
      store.transaction(() => {
        store.predictions.delete(tenant, row.id);
        store.predictions.insert(tenant, { ...row, result });
      });
      batches++;
    }
  }
  return { predictions_deleted: deleted, batches_rewritten: batches };
}

/** The tenant's predictions, newest first, a page at a time in memory. */
export function* allPredictions(store: ApiContext["store"], tenant: string): Generator<PredictionRow> {
  for (let cursor: string | null = null; ; ) {
    const page: PredictionRow[] = store.predictions.list(tenant, PAGE, cursor);
    yield* page;
    if (page.length < PAGE) return;
    cursor = page.at(-1)!.id;
  }
}

function isAbout({ payload, result }: PredictionRow, customerId: string): boolean {
  return [payload, result].some((part) => {
    const id = (part as { customer_id?: unknown } | null)?.customer_id;
    return id !== undefined && id !== null && String(id) === customerId;
  });
}

/** A batch's record without the customer; null where neither it nor its file had one. */
function batchWithout(result: unknown, customerId: string, removedFromFile: number): unknown {
  const { rows = [], count = 0 } = result as { rows?: readonly Record<string, unknown>[]; count?: number };
  const kept = rows.filter((row) => String(row.CustomerID) !== customerId);
  if (kept.length === rows.length && removedFromFile === 0) return null;
  return { ...(result as object), rows: kept, count: count - removedFromFile };
}
