/** The date must change this often from row to row before the sequence counts as evidence. */
const fewestChanges = 20;

/** Counts the steps up and down in a sequence of moments. */
export class RowSequence {
  #up = 0;
  #down = 0;
  #last = Number.NaN;

  add(value: number): void {
    if (value > this.#last) this.#up++;
    else if (value < this.#last) this.#down++;
    this.#last = value;
  }

  get changes(): number {
    return this.#up + this.#down;
  }

  /** Steps against the prevailing direction. */
  get against(): number {
    return Math.min(this.#up, this.#down);
  }

  /** Whether it runs through time while `other`, another reading of the same rows, plainly does not. */
  beats(other: RowSequence): boolean {
    return (
      other.changes >= fewestChanges &&
      this.#share <= 0.005 &&
      other.#share >= 0.05 &&
      other.#share >= 10 * this.#share
    );
  }

  /** Why this reading is believed rather than `other`. */
  reason(other: RowSequence): string {
    return `no date settles it, but read this way the rows run through time (${this.against} of ${this.changes} steps against), and the other way they do not (${other.against} of ${other.changes})`;
  }

  get #share(): number {
    return this.changes === 0 ? 0 : this.against / this.changes;
  }
}
