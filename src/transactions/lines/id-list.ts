import { InputError } from "../../errors";
import type { ByteDictionary } from "../bytes/byte-dictionary";
import { isNobody } from "../profiles/nobody";

/** The texts of a dictionary's ids, spelled alike if they mean the same. */
export interface IdList {
  /**
   * Text of each dictionary id as used: `17850.0` becomes `17850`, an e-mail address is in lower case; null if none.
   */
  readonly texts: readonly (string | null)[];
  /** Dictionary id → the first id with the same text; −1 if it is none. */
  readonly canonical: Int32Array;
}

const floatedInteger = /^(-?\d+)(?:\.0+|,00?)$/;
/** A number shortened by a spreadsheet; its last digits are lost. */
const scientific = /^\d(?:[.,]\d+)?\s?E\+\d+$/i;
/** `10,016`: digits grouped by a spreadsheet. */
const grouped = /^\d{1,3}(?:[,'’\s]\d{3})+$/;
/** The apostrophe with which spreadsheets keep a number as text, or quotes on both sides. */
const quoted = /^(?:'([^']+)'?|"([^"]+)")$/;
const address = /^(?:mailto:|.*<)?\s*([^\s<>]+@[^\s<>]+?)>?$/i;
/** Invisible characters, which come with copied addresses. */
const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/gu;
const spaces = /[\s\u00A0]+/gu;

/**
 * Decodes a dictionary of ids, merging different spellings of the same id. `isNone`: texts that mean no id. `alike`:
 * the form by which ids are compared.
 */
export function idList(
  dictionary: ByteDictionary,
  isNone: (text: string) => boolean = (text) => isNobody(text) === "missing",
  alike: (text: string) => string = withoutFloat,
): IdList {
  const texts: (string | null)[] = dictionary.texts();
  let rewritten = false;
  for (let id = 0; id < texts.length; id++) {
    const text = texts[id]!;
    const written = isNone(text) ? null : alike(text);
    rewritten ||= written !== null && written !== text;
    texts[id] = written;
  }
  const canonical = new Int32Array(texts.length);
  for (let id = 0; id < canonical.length; id++) canonical[id] = texts[id] === null ? -1 : id;
  if (rewritten) joinEqual(texts, canonical);
  return { texts, canonical };
}

/**
 * The form by which customers are compared: no invisible characters, doubled blanks or quotes, addresses without case
 * and `mailto:`, integers without `.0` and grouping.
 */
export function personAlike(text: string): string {
  if (isDigits(text)) return text;
  const clean = isPlain(text) ? text : text.replace(invisible, "").replace(spaces, " ").trim();
  const bare = quoted.exec(clean);
  const unquoted = bare === null ? clean : (bare[1] ?? bare[2])!.trim();
  if (unquoted.includes("@")) return (address.exec(unquoted)?.[1] ?? unquoted).toLowerCase();
  return withoutFloat(grouped.test(unquoted) ? unquoted.replace(/\D/g, "") : unquoted);
}

/** An integer without the `.0` left by floating point. */
export function withoutFloat(text: string): string {
  return text.endsWith("0") ? text.replace(floatedInteger, "$1") : text;
}

/** Throws InputError if ids were shortened to `1.00E+13`, so that different `whose` look alike. */
export function refuseShortened(
  texts: readonly (string | null)[],
  column: string | undefined,
  whose: string,
): void {
  const short = texts.find((text) => text?.includes("+") && scientific.test(text));
  if (short === undefined) return;
  throw new InputError(
    `The column ${JSON.stringify(column)} has numbers that a spreadsheet has shortened, such as ${JSON.stringify(short)}: their last digits are lost, and different ${whose} look alike. ` +
      "Export the file again and do not open it before you upload it, or format the column as text before you save it.",
  );
}

function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 126 || code < 33) return false;
  }
  return true;
}

/** Points ids of equal text at the first of them. */
export function joinEqual(texts: readonly (string | null)[], canonical: Int32Array): void {
  const firstOfText = new Map<string, number>();
  texts.forEach((text, id) => {
    if (text === null) return;
    const first = firstOfText.get(text);
    if (first === undefined) firstOfText.set(text, id);
    else canonical[id] = first;
  });
}

/** Whether a text is a whole number from 0 to 2⁵³ as JSON writes it: no sign, no leading zero. */
export function isJsonInteger(text: string): boolean {
  return /^(?:0|[1-9]\d{0,15})$/.test(text) && Number(text) <= 2 ** 53;
}
