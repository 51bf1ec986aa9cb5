import { decodeText } from "../bytes/text-decoding";

/** Cells remembered for each kind of cell: more than a report shows, since some of their rows drop out otherwise. */
const perKind = 64;
/** Longer cells are cut in a report. */
const shownCharacters = 80;

/** Remembers the text of the first cells that may turn out unreadable, by row, for the report and for errors. */
export class CellSamples {
  readonly #texts = new Map<number, string>();
  readonly #counts = new Uint32Array(8);

  /** Remembers the cell of `row` unless enough of its kind (0 to 7) are known. */
  remember(kind: number, row: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.#counts[kind]! >= perKind) return;
    this.#counts[kind]!++;
    this.#texts.set(row, shown(decodeText(bytes, start, end)));
  }

  /** The text of the cell in `row`, if it is remembered. */
  get(row: number): string | undefined {
    return this.#texts.get(row);
  }
}

/** A text as a report shows it. */
export function shown(text: string): string {
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}
