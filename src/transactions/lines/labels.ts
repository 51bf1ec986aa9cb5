import { ByteDictionary, type DictionaryValues } from "../bytes/byte-dictionary";
import type { Kernel } from "../kernel/kernel";
import { isNobody } from "../profiles/nobody";

/**
 * What a file writes beside its ids: a customer's name or address, a product's title. The first text beside an id
 * counts, and is kept once an id: nothing grows with the lines.
 */
export class Labels {
  readonly texts: ByteDictionary;

  /** `which`: the number that the kernel gives to this column of texts. */
  constructor(
    readonly kernel: Kernel,
    readonly which: number,
  ) {
    this.texts = new ByteDictionary(kernel);
  }

  /** Whether the id needs no further look. */
  has(id: number): boolean {
    return this.kernel.run.labelOf(this.which, id) > 0;
  }

  /** Notes the text `bytes[start, end)` for an id that has none; a word for nobody or nothing is none. */
  note(id: number, bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    const text = this.texts.intern(bytes, start, end);
    if (isNobody(this.texts.text(text)) === null) this.kernel.run.setLabel(this.which, id, text);
  }

  /** Of the ids below `size`, the number of each one's text + 1; 0 if it has none. */
  ofIds(size: number): Int32Array<ArrayBuffer> {
    return Int32Array.from({ length: size }, (_, id) => this.kernel.run.labelOf(this.which, id));
  }

  /**
   * Notes the texts beside the ids of another dictionary, unless they have one; see `ofIds`. `numbers`: where the ids
   * here lie in the kernel's memory.
   */
  addAll(ofIds: Int32Array, texts: DictionaryValues, numbers: number): void {
    const { kernel } = this;
    const textsAt = this.texts.internValues(texts) >>> 2;
    for (let other = 0; other < ofIds.length; other++) {
      const id = kernel.words[(numbers >>> 2) + other]!;
      if (ofIds[other]! > 0 && !this.has(id))
        kernel.run.setLabel(this.which, id, kernel.words[textsAt + ofIds[other]! - 1]!);
    }
  }

  /** The text of an id; null if there is none. */
  text(id: number): string | null {
    const text = this.kernel.run.labelOf(this.which, id);
    return text > 0 ? this.texts.text(text - 1) : null;
  }
}

/** What labels tell of an id. */
export type LabelTexts = Pick<Labels, "text">;

/** The parts of a name as one, without those that are missing; null where the file has no column of any. */
export function joinedNames(parts: readonly (LabelTexts | null)[]): LabelTexts | null {
  const known = parts.filter((part) => part !== null);
  if (known.length === 0) return null;
  return { text: (id) => known.flatMap((part) => part.text(id) ?? []).join(" ") || null };
}

/** Texts by id of an `IdList`; null if the file has no such column. */
export type IdTexts = readonly (string | null)[] | null;

/** What one file calls its customers and products. */
export interface FileLabels {
  readonly customerNames: IdTexts;
  readonly customerEmails: IdTexts;
  readonly productNames: IdTexts;
}

/** The texts of dictionary ids at the first id of the same meaning; null if nothing has one. */
export function labelsById(canonical: Int32Array, labels: LabelTexts | null): IdTexts {
  if (labels === null) return null;
  const texts = new Array<string | null>(canonical.length).fill(null);
  let isEmpty = true;
  for (let id = 0; id < canonical.length; id++) {
    const first = canonical[id]!;
    if (first < 0 || texts[first] !== null) continue;
    texts[first] = labels.text(id);
    isEmpty &&= texts[first] === null;
  }
  return isEmpty ? null : texts;
}

/** The texts of several files' ids in a joined list, by `numbers` of each file; a later file's text counts. */
export function joinLabels(parts: readonly IdTexts[], numbers: readonly Int32Array[], size: number): IdTexts {
  if (parts.every((texts) => texts === null)) return null;
  const joined = new Array<string | null>(size).fill(null);
  parts.forEach((texts, k) => {
    texts?.forEach((text, id) => {
      const number = numbers[k]![id]!;
      if (number >= 0 && text !== null) joined[number] = text;
    });
  });
  return joined;
}

/** The texts by new numbers, as ids in use were renumbered; null if none of these has one. */
export function renumberLabels(texts: IdTexts, numbers: Int32Array, size: number): IdTexts {
  if (texts === null) return null;
  const renumbered = new Array<string | null>(size).fill(null);
  let isEmpty = true;
  for (let id = 0; id < numbers.length; id++) {
    if (numbers[id]! < 0) continue;
    renumbered[numbers[id]!] = texts[id] ?? null;
    isEmpty &&= texts[id] == null;
  }
  return isEmpty ? null : renumbered;
}
