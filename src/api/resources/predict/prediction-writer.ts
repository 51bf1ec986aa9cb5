import { isMarked } from "../../../store/customer-mark";
import type { ErasedCustomer } from "../../../store/erasures";
import type { PredictionRow } from "../../../store/predictions";
import { Store } from "../../../store/store";

/** A prediction and its tenant. */
export interface Recorded {
  readonly tenant: string;
  readonly row: PredictionRow;
}

/** What the thread receives: first which store to open, then batches, finally `close`. */
export type WriterRequest =
  | { readonly kind: "open"; readonly path: string }
  | { readonly kind: "batch"; readonly rows: readonly Recorded[] }
  | { readonly kind: "close" };

/** One per batch, in order, and one for `close`. `failure` says why rows of a batch are not in the store. */
export type WriterAnswer =
  | { readonly kind: "written"; readonly lost: number; readonly failure: string | null }
  | { readonly kind: "closed" };

// A commit waits for the disk. On its own thread, it makes no request wait.
declare const self: Worker;
let store: Store | null = null;

self.onmessage = ({ data }: MessageEvent<WriterRequest>) => {
  switch (data.kind) {
    case "open":
      store = Store.open(data.path);
      return;
    case "batch":
      tell({ kind: "written", ...write(data.rows) });
      return;
    case "close":
      store?.close();
      tell({ kind: "closed" });
  }
};

/** Writes a batch in one transaction. A row that fails does not affect the others. */
function write(rows: readonly Recorded[]): { lost: number; failure: string | null } {
  let lost = 0;
  let failure: string | null = null;
  try {
    store!.longTransaction(() => {
      const isThere = modelLookup(store!);
      const isErased = erasedLookup(store!, Math.min(...rows.map(({ row }) => row.createdAt)));
      for (const { tenant, row } of rows) {
        try {
          if (isThere(tenant, row.modelId) && !isErased(tenant, row)) store!.predictions.insert(tenant, row);
        } catch (error) {
          lost++;
          failure ??= String(error);
        }
      }
    });
    return { lost, failure };
  } catch (error) {
    return { lost: rows.length, failure: String(error) };
  }
}

/**
 * Says whether a model exists, asking the store once for each. Answers of a model deleted in the meantime, perhaps with
 * its tenant, are not recorded.
 */
function modelLookup(store: Store): (tenant: string, model: string) => boolean {
  const known = new Map<string, boolean>();
  return (tenant, model) => {
    const key = `${tenant}/${model}`;
    let isThere = known.get(key);
    if (isThere === undefined) {
      isThere = store.models.find(tenant, model) !== null;
      known.set(key, isThere);
    }
    return isThere;
  };
}

/**
 * Says whether a prediction is about someone erased after it was requested. Such predictions are not recorded. `since`:
 * when the first of all the predictions was requested.
 */
function erasedLookup(store: Store, since: number): (tenant: string, row: PredictionRow) => boolean {
  const known = new Map<string, ErasedCustomer[]>();
  return (tenant, { payload, createdAt }) => {
    let erased = known.get(tenant);
    if (!erased) {
      erased = store.erasures.customersErased(tenant, since);
      known.set(tenant, erased);
    }
    if (erased.length === 0) return false;
    const { customer_id: id } = (payload ?? {}) as { customer_id?: unknown };
    return erased.some(({ customer, until }) => createdAt <= until && isMarked(customer, String(id)));
  };
}

function tell(answer: WriterAnswer): void {
  self.postMessage(answer);
}
