import type { Purchases, Returns } from "../../customers/purchases";
import type { Random } from "../../learning/random";

/** The histories of a sample of customers. */
export interface CustomerSample {
  readonly purchases: Purchases;
  readonly returns: Returns;
}

/**
 * At most `most` (2 or more) customers of a shop, drawn at random, with their whole histories; every customer keeps
 * their index, those left out have no entries. The customers with the oldest and the newest purchase are kept, so that
 * the sample spans the same days. With no more than `most` customers, the same objects are returned.
 */
export function sampleCustomers(
  purchases: Purchases,
  returns: Returns,
  most: number,
  random: Random,
): CustomerSample {
  const drawing = new SampleDrawing(purchases.customers, most, random);
  drawing.add(purchases, returns);
  return drawing.sample;
}

/** Some customers' histories, one after the other, and their places in the shop. */
interface Histories extends CustomerSample {
  readonly customers: Int32Array;
}

/** `sampleCustomers` of a shop whose customers come in parts, in their order. */
export class SampleDrawing {
  /** Null: everybody is kept. */
  readonly #kept: Uint8Array | null = null;
  readonly #parts: Histories[] = [];
  #oldest: { readonly time: number; readonly of: Histories } | null = null;
  #newest: { readonly time: number; readonly of: Histories } | null = null;
  #customers = 0;

  constructor(
    private readonly all: number,
    most: number,
    random: Random,
  ) {
    if (all <= most) return;
    this.#kept = new Uint8Array(all);
    for (const c of random.sample(all, most - 2)) this.#kept[c] = 1;
  }

  /** Whether every customer is in the sample. */
  get isEverybody(): boolean {
    return this.#kept === null;
  }

  add(purchases: Purchases, returns: Returns): void {
    const first = this.#customers;
    const { customers, start, time } = purchases;
    this.#customers += customers;
    const places = Int32Array.from({ length: customers }, (_, c) => c);
    const kept = this.#kept;
    if (!kept) {
      this.#parts.push({ purchases, returns, customers: places.map((c) => first + c) });
      return;
    }
    let [oldest, newest] = [-1, -1];
    let oldestTime = this.#oldest?.time ?? Infinity;
    let newestTime = this.#newest?.time ?? -Infinity;
    for (let c = 0; c < customers; c++) {
      const [from, end] = [start[c]!, start[c + 1]!];
      if (from === end) continue;
      if (time[from]! < oldestTime) [oldest, oldestTime] = [c, time[from]!];
      if (time[end - 1]! > newestTime) [newest, newestTime] = [c, time[end - 1]!];
    }
    const of = (rows: Int32Array) => historiesOf(rows, purchases, returns, first);
    if (oldest >= 0) this.#oldest = { time: oldestTime, of: of(Int32Array.of(oldest)) };
    if (newest >= 0) this.#newest = { time: newestTime, of: of(Int32Array.of(newest)) };
    this.#parts.push(of(places.filter((c) => kept[first + c] === 1)));
  }

  get sample(): CustomerSample {
    const [first] = this.#parts;
    if (!this.#kept && this.#parts.length === 1)
      return { purchases: first!.purchases, returns: first!.returns };
    const found: { readonly customer: number; readonly of: Histories; readonly at: number }[] = [];
    const seen = new Set<number>();
    for (const of of [...this.#parts, this.#oldest?.of, this.#newest?.of]) {
      of?.customers.forEach((customer, at) => {
        if (!seen.has(customer)) found.push({ customer, of, at });
        seen.add(customer);
      });
    }
    return joined(
      found.sort((a, b) => a.customer - b.customer),
      this.all,
    );
  }
}

const PURCHASE_COLUMNS = ["time", "value", "units", "lines", "opensOrder", "newProducts", "country"] as const;

/** The histories of the customers at `rows`; the first of all is number `first` of the shop. */
function historiesOf(rows: Int32Array, purchases: Purchases, returns: Returns, first: number): Histories {
  const found = Array.from(rows, (at) => ({ of: { purchases, returns }, at }));
  const { purchases: own, returns: back } = joined(
    found.map((one, i) => ({ ...one, customer: i })),
    rows.length,
  );
  return { customers: rows.map((c) => first + c), purchases: own, returns: back };
}

/** The histories of customers from several lists as those of the shop's `all` customers. */
function joined(
  found: readonly { readonly customer: number; readonly of: CustomerSample; readonly at: number }[],
  all: number,
): CustomerSample {
  const start = startsOf(found, all, ({ of: { purchases }, at }) => [
    purchases.start[at]!,
    purchases.start[at + 1]!,
  ]);
  const back = startsOf(found, all, ({ of: { returns }, at }) => [
    returns.start[at]!,
    returns.start[at + 1]!,
  ]);
  const bought = start[all]!;
  const purchases = {
    customers: all,
    start,
    time: new Float64Array(bought),
    value: new Float64Array(bought),
    units: new Float64Array(bought),
    lines: new Float64Array(bought),
    opensOrder: new Uint8Array(bought),
    newProducts: new Float64Array(bought),
    country: new Int32Array(bought),
  };
  const returns = {
    start: back,
    time: new Float64Array(back[all]!),
    value: new Float64Array(back[all]!),
  };
  for (const { customer, of, at } of found) {
    const own = of.purchases;
    for (const name of PURCHASE_COLUMNS)
      purchases[name].set(own[name].subarray(own.start[at]!, own.start[at + 1]!), start[customer]!);
    const [from, end] = [of.returns.start[at]!, of.returns.start[at + 1]!];
    returns.time.set(of.returns.time.subarray(from, end), back[customer]!);
    returns.value.set(of.returns.value.subarray(from, end), back[customer]!);
  }
  return { purchases, returns };
}

/** Where each of the shop's customers begins, of whom only those found have entries. */
function startsOf<Found extends { readonly customer: number }>(
  found: readonly Found[],
  all: number,
  entriesOf: (one: Found) => readonly [from: number, end: number],
): Int32Array {
  const start = new Int32Array(all + 1);
  let entries = 0;
  let next = 0;
  for (const one of found) {
    start.fill(entries, next, one.customer + 1);
    const [from, end] = entriesOf(one);
    entries += end - from;
    next = one.customer + 1;
  }
  start.fill(entries, next);
  return start;
}
