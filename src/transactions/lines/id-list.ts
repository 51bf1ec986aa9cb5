import type { ByteDictionary } from "../bytes/byte-dictionary";
import { isMissingId } from "./missing-id";

/** The texts of a dictionary's ids and what they have in common. */
export interface IdList {
  /** Text of each dictionary id, `17850.0` written `17850` where the whole column is numeric; null where missing. */
  readonly texts: readonly (string | null)[];
  /** Dictionary id → the first id with the same text, −1 where it is missing. */
  readonly canonical: Int32Array;
}

/** The ids of the four columns that a dictionary is kept of. */
export interface IdLists {
  readonly customer: IdList;
  readonly order: IdList;
  readonly product: IdList;
  readonly country: IdList;
}

const floatedInteger = /^(-?\d+)\.0+$/;
const wholeNumber = /^-?\d+(?:\.0+)?$/;

/**
 * Decodes a dictionary of ids. Where every id that is not missing is a whole number, a `.0` that pandas adds to
 * integer columns with gaps is taken off, and ids that become equal are one.
 */
export function idList(dictionary: ByteDictionary): IdList {
  const texts: (string | null)[] = [];
  let numeric = true;
  let floated = false;
  for (let id = 0; id < dictionary.size; id++) {
    const text = dictionary.text(id);
    const missing = isMissingId(text);
    texts.push(missing ? null : text);
    if (missing || !numeric) continue;
    numeric = wholeNumber.test(text);
    floated ||= text.includes(".");
  }
  const canonical = Int32Array.from(texts, (text, id) => (text === null ? -1 : id));
  if (numeric && floated) joinFloated(texts, canonical);
  return { texts, canonical };
}

function joinFloated(texts: (string | null)[], canonical: Int32Array): void {
  const firstOfText = new Map<string, number>();
  for (let id = 0; id < texts.length; id++) {
    const text = texts[id]?.replace(floatedInteger, "$1") ?? null;
    texts[id] = text;
    if (text === null) continue;
    const first = firstOfText.get(text);
    if (first === undefined) firstOfText.set(text, id);
    else canonical[id] = first;
  }
}

/** Whether a text is a whole number of 0 to 2⁵³ as JSON would write it: no sign, no leading zero. */
export function isJsonInteger(text: string): boolean {
  return /^(?:0|[1-9]\d{0,15})$/.test(text) && Number(text) <= 2 ** 53;
}
