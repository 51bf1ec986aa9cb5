/** Bits of a key that one pass sorts by: three passes for the 32 of a float. */
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/**
 * Orders the rows of one column after another by value: a radix sort of the bits of float32 numbers (Knuth, "The Art of
 * Computer Programming" 3, section 5.2.5, algorithm R). All memory is allocated once, for columns of `length` rows.
 */
export class ColumnOrder {
  readonly #length: number;
  readonly #counts = new Int32Array(3 * DIGITS);
  #keys: Uint32Array;
  #rows: Int32Array;
  #otherKeys: Uint32Array;
  #otherRows: Int32Array;

  constructor(length: number) {
    this.#length = length;
    this.#keys = new Uint32Array(length);
    this.#rows = new Int32Array(length);
    this.#otherKeys = new Uint32Array(length);
    this.#otherRows = new Int32Array(length);
  }

  /**
   * The rows of `column` (`length` float32 numbers, none of them −0) with a value, NaN left out: ascending by value,
   * equal ones by row. The next call overwrites them.
   */
  of(column: Float32Array): Int32Array {
    const known = this.#start(column);
    for (let pass = 0; pass < 3; pass++) this.#sortBy(pass, known);
    return this.#rows.subarray(0, known);
  }

  /** Lists the rows with a value and their keys, and counts the digits of all passes. */
  #start(column: Float32Array): number {
    const bits = new Uint32Array(column.buffer, column.byteOffset, this.#length);
    const counts = this.#counts.fill(0);
    const keys = this.#keys;
    const rows = this.#rows;
    let known = 0;
    for (let row = 0; row < bits.length; row++) {
      if (Number.isNaN(column[row]!)) continue;
      // The order of floats as that of integers: positive ones get the highest bit, negative ones are turned round.
      const bit = bits[row]!;
      const key = (bit ^ ((bit >> 31) | 0x80000000)) >>> 0;
      keys[known] = key;
      rows[known++] = row;
      counts[key & (DIGITS - 1)]!++;
      counts[DIGITS + ((key >>> DIGIT_BITS) & (DIGITS - 1))]!++;
      counts[2 * DIGITS + (key >>> (2 * DIGIT_BITS))]!++;
    }
    return known;
  }

  /** Sorts stably by one digit; leaves the order alone if all digits are the same. */
  #sortBy(pass: number, known: number): void {
    const shift = pass * DIGIT_BITS;
    const next = this.#counts.subarray(pass * DIGITS, (pass + 1) * DIGITS);
    if (known === 0 || next[(this.#keys[0]! >>> shift) & (DIGITS - 1)] === known) return;
    for (let digit = 0, start = 0; digit < DIGITS; digit++) {
      const count = next[digit]!;
      next[digit] = start;
      start += count;
    }
    const [keys, rows, otherKeys, otherRows] = [this.#keys, this.#rows, this.#otherKeys, this.#otherRows];
    for (let i = 0; i < known; i++) {
      const key = keys[i]!;
      const to = next[(key >>> shift) & (DIGITS - 1)]!++;
      otherKeys[to] = key;
      otherRows[to] = rows[i]!;
    }
    [this.#keys, this.#otherKeys] = [otherKeys, keys];
    [this.#rows, this.#otherRows] = [otherRows, rows];
  }
}
