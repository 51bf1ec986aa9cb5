import type { DocumentKey } from "../store/mirror";
import { COLLECTIONS } from "../store/mirror-schema";
import type { Store } from "../store/store";
import type { MirrorTarget } from "./target";

/** Documents noted per transaction. */
const PAGE = 500;

/**
 * Notes every document without a row, so that it is deleted: its row was deleted while the mirror was off. Reads the
 * ids of all documents. False if `signal` ended it early.
 */
export async function sweep(
  store: Store,
  target: MirrorTarget,
  now: () => number,
  signal: AbortSignal,
): Promise<boolean> {
  let found: DocumentKey[] = [];
  const note = () => {
    if (found.length > 0) store.mirror.note(found, now());
    found = [];
  };
  for await (const tenant of target.tenants()) {
    for (const collection of COLLECTIONS) {
      for await (const { id } of target.documents(tenant, collection, "ids")) {
        if (signal.aborted) return false;
        const key = { tenant, collection, id };
        if (!store.mirror.has(key)) found.push(key);
        if (found.length === PAGE) note();
      }
    }
  }
  note();
  return true;
}
