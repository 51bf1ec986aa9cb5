/** The content of a document: JSON, with moments as dates. */
export type Fields = { readonly [name: string]: unknown };

/** Firestore allows 20 levels, including the document's own. */
const MOST_DEPTH = 16;
const MOST_NAME_BYTES = 1500;
/** Replace what Firestore does not accept: an array in an array, and everything else as JSON text. */
const LIST = "$list";
const JSON_TEXT = "$json";

/**
 * A value in Firestore's form. Rows hold any JSON, but Firestore allows no array in an array, no more than 20 levels
 * and not every field name. Such a part becomes `{ "$list": […] }` or `{ "$json": "…" }`.
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

/** The original value before `toFirestore`. Firestore's own timestamps (they have `toMillis`) become dates. */
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

/** Cut text is no longer JSON, so it stays as it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
