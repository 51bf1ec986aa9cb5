import type { Collection, DocumentKey } from "../store/mirror";
import { COLLECTIONS } from "../store/mirror-schema";
import type { Store } from "../store/store";
import { documentOf } from "./documents";
import { type Fields, fromFirestore } from "./fields";
import type { MirrorTarget } from "./target";

/** A difference between a document and its row. */
export interface Difference extends DocumentKey {
  /** `missing` in Firestore, `extra` there, or with other content. */
  readonly kind: "missing" | "extra" | "different";
  /** The fields that differ. */
  readonly fields: readonly string[];
  /** Why it has not been copied yet: "" if its turn has not come, null if it is not waiting. */
  readonly waits: string | null;
}

export interface Comparison {
  readonly rows: number;
  readonly documents: number;
  readonly equal: number;
}

/** How many documents to fetch at once. */
const PAGE = 100;

/**
 * Compares every row of every tenant with its document, and reports each difference that is certain: rows change during
 * the comparison, so a mismatch is read again. Holds only one page of documents.
 */
export async function compare(
  store: Store,
  target: MirrorTarget,
  onDifference: (difference: Difference) => void,
): Promise<ReadonlyMap<Collection, Comparison>> {
  const counts = new Map(COLLECTIONS.map((name) => [name, { rows: 0, documents: 0, equal: 0 }]));
  const tenants = new Set(store.tenants.list());
  for await (const tenant of target.tenants()) tenants.add(tenant);
  for (const tenant of [...tenants].sort()) {
    for (const collection of COLLECTIONS) {
      const count = counts.get(collection)!;
      await compareCollection(store, target, tenant, collection, count, onDifference);
    }
  }
  return counts;
}

async function compareCollection(
  store: Store,
  target: MirrorTarget,
  tenant: string,
  collection: Collection,
  count: { rows: number; documents: number; equal: number },
  onDifference: (difference: Difference) => void,
): Promise<void> {
  const doubted: DocumentKey[] = [];
  let withRow = 0;
  for await (const { id, fields } of target.documents(tenant, collection, "fields")) {
    const key = { tenant, collection, id };
    const expected = documentOf(store, key);
    count.documents++;
    if (expected) withRow++;
    if (expected && differing(expected, fields).length === 0) count.equal++;
    else await doubt(key);
  }
  let rows = 0;
  for (const _ of store.mirror.ids(tenant, collection)) rows++;
  count.rows += rows;
  // Ids are unique on both sides: if as many documents have a row as there are rows, none is missing.
  if (withRow !== rows) await lookForMissing();
  await settle();

  async function doubt(key: DocumentKey): Promise<void> {
    doubted.push(key);
    if (doubted.length === PAGE) await settle();
  }

  async function settle(): Promise<void> {
    const keys = doubted.splice(0);
    const found = await target.find(keys);
    for (const [index, key] of keys.entries()) {
      const expected = documentOf(store, key);
      const fields = found[index]!;
      const waits = store.mirror.waits(key);
      if (expected && fields) {
        const names = differing(expected, fields);
        if (names.length === 0) count.equal++;
        else onDifference({ ...key, kind: "different", fields: names, waits });
      } else if (expected || fields)
        onDifference({ ...key, kind: expected ? "missing" : "extra", fields: [], waits });
    }
  }

  async function lookForMissing(): Promise<void> {
    let page: DocumentKey[] = [];
    for (const id of store.mirror.ids(tenant, collection)) {
      page.push({ tenant, collection, id });
      if (page.length === PAGE) await look();
    }
    await look();

    async function look(): Promise<void> {
      const found = await target.find(page);
      for (const [index, key] of page.entries()) if (!found[index]) await doubt(key);
      page = [];
    }
  }
}

/** The names of the fields that differ between two documents. */
function differing(expected: Fields, found: Fields): string[] {
  const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...names].filter((name) => text(expected[name]) !== text(found[name])).sort();
}

/** The same text for the same value, whatever the order of its fields. */
function text(value: unknown): string {
  return (
    JSON.stringify(fromFirestore(value), (_, part) =>
      part !== null && typeof part === "object" && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? ""
  );
}
