import { decodeText } from "../bytes/text-decoding";

/** Rows that a report shows of each finding. */
export const samplesShown = 5;
/** Cells remembered for each group: more than a report shows, since some of their rows drop out for other reasons. */
const perGroup = 64;
/** A group is a kind of cell or a year. */
const groups = 10_000;
/** Reports cut longer cells. */
const shownCharacters = 80;

/** Remembers the text of the first cells of each group, by row, for reports and errors. */
export class CellSamples {
  readonly #texts = new Map<number, string>();
  readonly #counts = new Uint32Array(groups);

  /** Remembers the cell of `row` unless its group (below `groups`) has enough. */
  remember(group: number, row: number, bytes: Uint8Array, start: number, end: number): void {
    if (!(this.#counts[group]! < perGroup)) return;
    this.#counts[group]!++;
    this.#texts.set(row, shown(decodeText(bytes, start, end)));
  }

  /** Whether no more cells of the group are remembered. */
  isFull(group: number): boolean {
    return this.#counts[group]! >= perGroup;
  }

  /** The text of the cell in `row`, if remembered. */
  get(row: number): string | undefined {
    return this.#texts.get(row);
  }
}

/** A text as shown in a report. */
function shown(text: string): string {
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}
