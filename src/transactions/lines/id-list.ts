import { InputError } from "../../errors";
import {
  ByteDictionary,
  type DictionaryValues,
  textIn,
  textsIn,
  valuesOfTexts,
} from "../bytes/byte-dictionary";
import { isNobody } from "../profiles/nobody";

/** The texts of a dictionary's ids, spelled alike if they mean the same, decoded when they are asked for. */
export class IdList {
  readonly size: number;
  #texts: readonly (string | null)[] | null = null;
  #values: ByteDictionary | DictionaryValues | null;
  /** Texts that are not as in the dictionary. */
  #rewritten: ReadonlyMap<number, string | null> | null = null;

  private constructor(
    readonly canonical: Int32Array,
    values: ByteDictionary | null,
    readonly odd: ReadonlyMap<number, string | null> | null,
    texts: readonly (string | null)[] | null,
  ) {
    this.size = canonical.length;
    this.#values = values;
    this.#texts = texts;
  }

  /**
   * Of the values of a dictionary, all as they are but for those of `odd`. `canonical`: id → the first id with the same
   * text; −1 if it is none.
   */
  static ofValues(
    values: ByteDictionary,
    odd: ReadonlyMap<number, string | null>,
    canonical: Int32Array,
  ): IdList {
    return new IdList(canonical, values, odd, null);
  }

  static ofTexts(texts: readonly (string | null)[], canonical?: Int32Array): IdList {
    return new IdList(canonical ?? Int32Array.from(texts, (_, id) => id), null, null, texts);
  }

  /**
   * Text of each dictionary id as used: `17850.0` becomes `17850`, an e-mail address is in lower case; null if none.
   */
  get texts(): readonly (string | null)[] {
    if (this.#texts === null) {
      const texts: (string | null)[] = textsIn(valuesOf(this.#values!));
      for (const [id, text] of this.odd!) texts[id] = text;
      this.#texts = texts;
    }
    return this.#texts;
  }

  text(id: number): string | null {
    if (this.#texts !== null) return this.#texts[id]!;
    const odd = this.odd!.get(id);
    if (odd !== undefined) return odd;
    const values = this.#values!;
    return values instanceof ByteDictionary ? values.text(id) : textIn(values, id);
  }

  /** The value of a text that is a whole number as JSON writes it; NaN if it is not. */
  wholeNumber(id: number): number {
    const values = this.#values;
    if (values instanceof ByteDictionary && this.odd?.has(id) === false) {
      const value = values.digits(id);
      if (!Number.isNaN(value)) return value;
    }
    const text = this.text(id)!;
    return isJsonInteger(text) ? Number(text) : Number.NaN;
  }

  /** Copies the values, so that the dictionary and all that shares its memory can be given up. */
  keepAlone(): void {
    if (this.#texts === null) this.#values = valuesOf(this.#values!);
  }

  /** The texts of ids that have one, as bytes. */
  valuesAt(ids: Int32Array): DictionaryValues {
    const values = this.#values;
    if (values instanceof ByteDictionary) {
      this.#rewritten ??= new Map([...this.odd!].filter(([id, text]) => text !== values.text(id)));
      return values.valuesAt(ids, this.#rewritten);
    }
    return valuesOfTexts(Array.from(ids, (id) => this.text(id)!));
  }

  /** Calls `visit` for all texts but those that are no more than simple numbers or codes, as far as is known. */
  forEachOdd(visit: (text: string | null, id: number) => void): void {
    if (this.odd === null) this.texts.forEach(visit);
    else for (const [id, text] of this.odd) visit(text, id);
  }
}

function valuesOf(values: ByteDictionary | DictionaryValues): DictionaryValues {
  return values instanceof ByteDictionary ? values.values() : values;
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
 * The texts of a dictionary of ids, with different spellings of the same id merged. `isNone`: texts that mean no id;
 * `alike`: the form by which ids are compared. Neither is asked about `simple` ones.
 */
export function idList(
  dictionary: ByteDictionary,
  isNone: (text: string) => boolean = (text) => isNobody(text) === "missing",
  alike: (text: string) => string = withoutFloat,
  simple: "number" | "code" = "code",
): IdList {
  const odd = new Map<number, string | null>();
  const canonical = new Int32Array(dictionary.size);
  for (let id = 0; id < canonical.length; id++) canonical[id] = id;
  let rewritten = false;
  for (const id of dictionary.oddIds(simple)) {
    const text = dictionary.text(id);
    const written = isNone(text) ? null : alike(text);
    rewritten ||= written !== null && written !== text;
    if (written === null) canonical[id] = -1;
    odd.set(id, written);
  }
  const list = IdList.ofValues(dictionary, odd, canonical);
  if (rewritten) joinEqual(list.texts, canonical);
  return list;
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
export function refuseShortened(ids: IdList, column: string | undefined, whose: string): void {
  let short: string | null = null;
  ids.forEachOdd((text) => {
    if (short === null && text?.includes("+") && scientific.test(text)) short = text;
  });
  if (short === null) return;
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
