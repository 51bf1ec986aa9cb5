import type { Pages } from "../spill/pages";
import type { LineGatherer } from "./line-gatherer";
import { type LineTable, newTable } from "./line-table";
import { blockRows, type RowBlock } from "./row-block";
import { verdictOf } from "./verdict";

const duplicateRow = verdictOf("duplicate_row");

/**
 * The rows whose verdict has a 1 in `take`, block by block, gathered each time they are wanted: where blocks lie
 * in a file, that takes less than storing lines, which are thrice as large. A table is void once the next one is asked
 * for, and nothing that is changed in it is kept.
 */
export class GatheredAgain implements Iterable<LineTable> {
  /** By block: its lines that repeat an earlier one. */
  readonly repeated: Int32Array[] = [];

  constructor(
    readonly blocks: Pages<RowBlock>,
    readonly take: Uint8Array,
    readonly gatherer: LineGatherer,
  ) {}

  *[Symbol.iterator](): Generator<LineTable> {
    let room: LineTable | null = null;
    for (const [number, block] of this.blocks.entries()) {
      const count = this.gatherer.begin(block, this.take);
      if (room === null || room.verdict.length < count) room = newTable(block.length, block);
      const table = firstLines(room, count);
      this.gatherer.copyTo(table, block, 0);
      table.duplicate.fill(0);
      this.#mark(table, this.repeated[number]!);
      yield table;
    }
  }

  /** Only the verdicts, in tables as void as the others. */
  *verdicts(): Generator<Pick<LineTable, "length" | "verdict" | "judged">> {
    const judged = new Uint8Array(blockRows);
    const verdict = new Uint8Array(blockRows);
    for (const [number, block] of this.blocks.entries()) {
      let length = 0;
      for (let i = 0; i < block.length; i++)
        if (this.take[block.verdict[i]!] === 1) judged[length++] = block.verdict[i]!;
      verdict.set(judged.subarray(0, length));
      for (const line of this.repeated[number]!) verdict[line] = duplicateRow;
      yield { length, verdict, judged };
    }
  }

  free(): void {
    this.blocks.free();
  }

  #mark({ duplicate, verdict }: LineTable, lines: Int32Array): void {
    for (const line of lines) {
      duplicate[line] = 1;
      verdict[line] = duplicateRow;
    }
  }
}

/** The first lines of a table, in its memory. */
function firstLines(table: LineTable, length: number): LineTable {
  const cut = <T extends object>(value: T): T =>
    Object.fromEntries(
      Object.entries(value).map(([name, part]) => [
        name,
        part instanceof Int32Array || part instanceof Float64Array || part instanceof Uint8Array
          ? part.subarray(0, length)
          : part,
      ]),
    ) as T;
  return { ...cut(table), length, words: cut(table.words), amounts: cut(table.amounts) };
}
