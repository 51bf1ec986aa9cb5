import { decodeText } from "../bytes/text-decoding";
import { isNobody } from "../profiles/nobody";

/** Longer texts are notes, which nobody chooses customers by; they are cut. */
export const longestText = 200;

/** The cells of one column of a customers' file: each distinct text once, and its number by row. */
export class ColumnTexts {
  readonly texts: string[] = [];
  /** By row: the place in `texts`; -1 for a cell that says nothing, such as a blank one or `n/a`. */
  readonly codes: number[] = [];
  /** Cells that say something. */
  filled = 0;
  cut = 0;
  readonly #places = new Map<string, number>();

  constructor(readonly name: string) {}

  add(bytes: Uint8Array, start: number, end: number): void {
    let text = start === end ? "" : decodeText(bytes, start, end).replace(/\s+/g, " ").trim();
    if (text.length > longestText) {
      text = `${text.slice(0, longestText)}…`;
      this.cut++;
    }
    if (isNobody(text) === "missing") {
      this.codes.push(-1);
      return;
    }
    let place = this.#places.get(text);
    if (place === undefined) {
      place = this.texts.push(text) - 1;
      this.#places.set(text, place);
    }
    this.codes.push(place);
    this.filled++;
  }

  /** How many cells have each text. */
  counts(): Uint32Array {
    const counts = new Uint32Array(this.texts.length);
    for (const code of this.codes) if (code >= 0) counts[code]!++;
    return counts;
  }
}
