import type { ArrowColumns } from "../pipeline/arrow-columns";
import type { CustomerIds } from "./customer-table";
import { startsOfEntries } from "./entries-of-customers";
import { type Files, modelColumns } from "./model-files";
import type { OpenModel } from "./open-model";

/** Orders and returns as parallel arrays, in time order. */
export interface OrderEntries {
  /** Milliseconds since 1970. */
  readonly time: Float64Array;
  /** The amount paid, or given back in a return; positive in both cases. */
  readonly value: Float64Array;
  readonly lines: Int32Array;
  readonly units: Float64Array;
  readonly isReturn: Uint8Array;
  /** 0 if the entry continues an order that began earlier. */
  readonly opensOrder: Uint8Array;
}

/** The orders and returns of a model's customers. `start[row]` is where a row's entries begin. */
export class Orders {
  constructor(
    /** Offsets: one per row of the customer table, plus one. */
    readonly start: Int32Array,
    readonly entries: OrderEntries,
  ) {}

  get customers(): number {
    return this.start.length - 1;
  }

  /** One customer's orders, by row in the customer table. */
  ordersOf(row: number): OrderEntries {
    const [from, to] = [this.start[row]!, this.start[row + 1]!];
    const { time, value, lines, units, isReturn, opensOrder } = this.entries;
    return {
      time: time.subarray(from, to),
      value: value.subarray(from, to),
      lines: lines.subarray(from, to),
      units: units.subarray(from, to),
      isReturn: isReturn.subarray(from, to),
      opensOrder: opensOrder.subarray(from, to),
    };
  }

  /** What everyone paid after `from` and until `to` (milliseconds since 1970), not counting returns. */
  paidBetween(from: number, to: number): number {
    const { time, value, isReturn } = this.entries;
    let sum = 0;
    for (let i = 0; i < time.length; i++)
      if (time[i]! > from && time[i]! <= to && isReturn[i] === 0) sum += value[i]!;
    return sum;
  }

  /**
   * The entries of orders, without returns, after `from` and until `to`, of the customers whose row is chosen, by row.
   * `customers`: how many they are of.
   */
  paymentsBetween(
    from: number,
    to: number,
    isChosen: (row: number) => boolean,
  ): { readonly entries: Int32Array; readonly customers: number } {
    const { time, isReturn } = this.entries;
    const entries = new Int32Array(time.length);
    let count = 0;
    let customers = 0;
    for (let row = 0; row < this.customers; row++) {
      if (!isChosen(row)) continue;
      const before = count;
      for (let entry = this.start[row]!; entry < this.start[row + 1]!; entry++)
        if (time[entry]! > from && time[entry]! <= to && isReturn[entry] === 0) entries[count++] = entry;
      if (count > before) customers++;
    }
    return { entries: entries.slice(0, count), customers };
  }

  /** The row of an entry's customer. */
  rowOf(entry: number): number {
    let [low, high] = [0, this.customers];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.start[middle]! <= entry) low = middle;
      else high = middle;
    }
    return low;
  }

  /** 1 for each customer with an order from `from` up to but not including `to` (milliseconds since 1970). */
  activeBetween(from: number, to: number): Uint8Array {
    const { time, isReturn } = this.entries;
    const active = new Uint8Array(this.customers);
    for (let row = 0; row < active.length; row++) {
      for (let i = this.start[row]!; i < this.start[row + 1]! && time[i]! < to; i++) {
        if (time[i]! >= from && isReturn[i] === 0) {
          active[row] = 1;
          break;
        }
      }
    }
    return active;
  }

  /** 1 for each customer whose first order is from `from` up to but not including `to`. */
  firstBetween(from: number, to: number): Uint8Array {
    const { time, isReturn } = this.entries;
    const first = new Uint8Array(this.customers);
    for (let row = 0; row < first.length; row++) {
      let i = this.start[row]!;
      while (i < this.start[row + 1]! && isReturn[i] === 1) i++;
      if (i < this.start[row + 1]! && time[i]! >= from && time[i]! < to) first[row] = 1;
    }
    return first;
  }
}

const opened = new WeakMap<object, Promise<Orders | null>>();

/**
 * The orders behind an open model; null if it is older than this file. Read once per opened model and kept as long: the
 * model cache limits both, and reopens both after their tables were rewritten.
 */
export function ordersOfModel(
  files: Files,
  artifactPrefix: string,
  model: Pick<OpenModel, "customers">,
): Promise<Orders | null> {
  let orders = opened.get(model);
  if (!orders) {
    const { ids } = model.customers;
    orders = modelColumns(files, { artifactPrefix }, "orders.arrow").then(
      (columns) => columns && ordersIn(columns, ids),
    );
    opened.set(model, orders);
    orders.catch(() => opened.delete(model));
  }
  return orders;
}

function ordersIn(columns: ArrowColumns, ids: CustomerIds): Orders {
  // After an erasure a table may have other column types. We convert each to the promised one.
  const array = <T>(name: string, type: { new (from: ArrayLike<number>): T }): T => {
    const values = columns.column(name)!.toArray!() as ArrayLike<number>;
    return values instanceof type ? values : new type(values);
  };
  return new Orders(startsOfEntries(columns, ids), {
    time: columns.moments("time"),
    value: array("value", Float64Array),
    lines: array("lines", Int32Array),
    units: array("units", Float64Array),
    isReturn: array("is_return", Uint8Array),
    opensOrder: array("opens_order", Uint8Array),
  });
}
