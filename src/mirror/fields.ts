/** What a document holds: JSON, and moments as dates. */
export type Fields = { readonly [name: string]: unknown };

/** Firestore takes 20 levels; the document's own are among them. */
const MOST_DEPTH = 16;
const MOST_NAME_BYTES = 1500;
/** Stand for what Firestore does not take as it is: an array in an array, and everything else as JSON text. */
const LIST = "$list";
const JSON_TEXT = "$json";

/**
 * A value as Firestore takes it. Rows hold JSON of any form, and Firestore knows no array within an array, no more than
 * 20 levels and not every name of a field; such a part becomes `{ "$list": […] }` or `{ "$json": "…" }`.
 */
export function toFirestore(value: unknown, depth = 1, inArray = false): unknown {
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  if (depth > MOST_DEPTH) return { [JSON_TEXT]: JSON.stringify(value) };
  if (Array.isArray(value)) {
    const items = value.map((item) => toFirestore(item, depth + (inArray ? 2 : 1), true));
    return inArray ? { [LIST]: items } : items;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (!entries.every(([name]) => isName(name))) return { [JSON_TEXT]: JSON.stringify(value) };
  return Object.fromEntries(entries.map(([name, item]) => [name, toFirestore(item, depth + 1)]));
}

/** The value that `toFirestore` was given. Firestore's own moments, which can tell their milliseconds, become dates. */
export function fromFirestore(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(fromFirestore);
  if (value instanceof Date) return value;
  if ("toMillis" in value && typeof value.toMillis === "function") return new Date(value.toMillis());
  const entries = Object.entries(value);
  const [[name, item] = []] = entries;
  if (entries.length === 1 && name === LIST && Array.isArray(item)) return item.map(fromFirestore);
  if (entries.length === 1 && name === JSON_TEXT && typeof item === "string") return parsed(item);
  return Object.fromEntries(entries.map(([key, each]) => [key, fromFirestore(each)]));
}

function isName(name: string): boolean {
  return (
    name !== "" &&
    name !== LIST &&
    name !== JSON_TEXT &&
    !/^__.*__$/s.test(name) &&
    Buffer.byteLength(name) <= MOST_NAME_BYTES
  );
}

/** Text that was cut is no JSON any more, and stays what it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
