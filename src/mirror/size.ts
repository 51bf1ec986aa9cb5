import type { Fields } from "./fields";

/** Firestore's limit for one document, https://firebase.google.com/docs/firestore/quotas */
const MOST_BYTES = 1_048_576;
/** For the document's name, and whatever Firestore counts differently. */
const RESERVE_BYTES = 16_384;

type Part = Record<string, unknown> | unknown[];

/** A value's size in bytes as Firestore counts it, https://firebase.google.com/docs/firestore/storage-size */
export function sizeOf(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value) + 1;
  if (value === null || typeof value === "boolean") return 1;
  if (typeof value !== "object" || value instanceof Date) return 8;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 0);
  return Object.entries(value).reduce(
    (sum, [name, item]) => sum + Buffer.byteLength(name) + 1 + sizeOf(item),
    0,
  );
}

/**
 * The fields, cut if they exceed a document's size: the largest array, text or map is halved until they fit. The field
 * `mirror_cut` names what was cut, such as `result.rows`.
 */
export function fitted(fields: Fields, mostBytes = MOST_BYTES - RESERVE_BYTES): Fields {
  if (sizeOf(fields) <= mostBytes) return fields;
  const copy = structuredClone(fields) as Record<string, unknown>;
  const cut = new Set<string>();
  while (sizeOf({ ...copy, mirror_cut: [...cut] }) > mostBytes) cut.add(halveLargest(copy));
  return { ...copy, mirror_cut: [...cut].sort() };
}

/** Halves the heaviest part and returns its name: the path to it in field names. */
function halveLargest(fields: Record<string, unknown>): string {
  const way: string[] = [];
  let [parent, key] = largestOf(fields);
  for (;;) {
    // The position in a list would tell nobody anything.
    if (!Array.isArray(parent)) way.push(key);
    const value = (parent as Record<string, unknown>)[key];
    if (typeof value !== "object" || value === null) {
      (parent as Record<string, unknown>)[key] = typeof value === "string" ? halfOf(value) : null;
      return way.join(".");
    }
    const [inner, innerKey] = largestOf(value as Part);
    const outweighs = sizeOf((inner as Record<string, unknown>)[innerKey]) * 2 > sizeOf(value);
    if (!outweighs) {
      (parent as Record<string, unknown>)[key] = Array.isArray(value)
        ? value.slice(0, value.length >> 1)
        : Object.fromEntries(Object.entries(value).slice(0, Object.keys(value).length >> 1));
      return way.join(".");
    }
    [parent, key] = [inner, innerKey];
  }
}

function largestOf(part: Part): [Part, string] {
  let [largest, most] = ["", -1];
  for (const [key, value] of Object.entries(part)) {
    const size = sizeOf(value);
    if (size > most) [largest, most] = [key, size];
  }
  return [part, largest];
}

/** Never cuts a character in half. */
function halfOf(text: string): string {
  const end = text.length >> 1;
  return text.slice(0, /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) ? end - 1 : end);
}
