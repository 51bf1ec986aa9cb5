import type { OrderLines } from "../transactions";

/** What the lines of a data set come to. */
export interface LineFigures {
  /** Lines of known customers. */
  readonly rows: number;
  readonly customers: number;
  /** Those of guests too. */
  readonly orders: number;
  readonly products: number;
  /** With guests' purchases. */
  readonly revenue: number;
  readonly refunds: number;
  readonly discounts: number;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
  /** Returns of customers without a kept purchase; they are left out. */
  readonly returnsOfStrangers: number;
}

/** Σ quantity × unit price by compensated summation (Neumaier 1974): rounding does not grow with the rows. */
export class Revenue {
  #sum = 0;
  #lost = 0;

  add({ length, quantity, unitPrice }: OrderLines): this {
    let sum = this.#sum;
    let lost = this.#lost;
    for (let i = 0; i < length; i++) {
      const value = quantity[i]! * unitPrice[i]!;
      const next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
    }
    this.#sum = sum;
    this.#lost = lost;
    return this;
  }

  get total(): number {
    return this.#sum + this.#lost;
  }
}

/** The first and the last moment of lines, ms since 1970; NaN if there are none. */
export class Span {
  first = Number.NaN;
  last = Number.NaN;

  add({ length, time }: OrderLines): this {
    let { first, last } = this;
    for (let i = 0; i < length; i++) {
      if (!(time[i]! >= first)) first = time[i]!;
      if (!(time[i]! <= last)) last = time[i]!;
    }
    this.first = first;
    this.last = last;
    return this;
  }
}

/** From the first moment of both to the last. */
export function joinedSpan(a: Span, b: Span): Pick<Span, "first" | "last"> {
  return {
    first: b.first < a.first || Number.isNaN(a.first) ? b.first : a.first,
    last: b.last > a.last || Number.isNaN(a.last) ? b.last : a.last,
  };
}

/** Counts the numbers that occur, all below `size`; −1 is none. */
export class Distinct {
  readonly flags: Uint8Array;
  count = 0;

  constructor(size: number) {
    this.flags = new Uint8Array(size);
  }

  add(numbers: Int32Array): this {
    const { flags } = this;
    let count = 0;
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i]!;
      if (number < 0 || flags[number] === 1) continue;
      flags[number] = 1;
      count++;
    }
    this.count += count;
    return this;
  }

  /** `number` ≥ 0. */
  addOne(number: number): void {
    this.count += 1 - this.flags[number]!;
    this.flags[number] = 1;
  }
}
