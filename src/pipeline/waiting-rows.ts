/** Rows that were added some at a time and are taken others at a time. */
export class Waiting<List extends ArrayLike<unknown>> {
  readonly #lists: List[] = [];
  /** Rows of the first list that were taken. */
  #taken = 0;

  add(list: List): void {
    if (list.length > 0) this.#lists.push(list);
  }

  /** The first so many rows; in `into`, unless they are a list as it was added. */
  take(rows: number, into: List): List {
    if (this.#taken === 0 && this.#lists[0]?.length === rows) return this.#lists.shift()!;
    const out = into as unknown as { [row: number]: unknown };
    for (let filled = 0; filled < rows; ) {
      const list = this.#lists[0];
      if (!list) throw new RangeError(`${rows} rows are asked for, and ${filled} wait`);
      const count = Math.min(list.length - this.#taken, rows - filled);
      for (let i = 0; i < count; i++) out[filled + i] = list[this.#taken + i];
      filled += count;
      this.#taken += count;
      if (this.#taken < list.length) continue;
      this.#lists.shift();
      this.#taken = 0;
    }
    return into;
  }
}
