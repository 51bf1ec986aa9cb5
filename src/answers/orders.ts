import { tableOfArrow } from "../pipeline/arrow-file";
import { CUSTOMER_COLUMN } from "./customer-table";
import type { Files } from "./model-files";
import type { OpenModel } from "./open-model";

/** Orders and returns, one element each, in time order. */
export interface OrderEntries {
  /** Milliseconds since 1970. */
  readonly time: Float64Array;
  /** Paid, or in a return given back: positive in both. */
  readonly value: Float64Array;
  readonly lines: Int32Array;
  readonly units: Float64Array;
  readonly isReturn: Uint8Array;
  /** 0 where the entry goes on with an order that has begun before. */
  readonly opensOrder: Uint8Array;
}

/** The orders and returns of a model's customers; `start[row]` is where those of a row of the customer table begin. */
export class Orders {
  constructor(
    /** Offsets, a row of the customer table and one more. */
    readonly start: Int32Array,
    readonly entries: OrderEntries,
  ) {}

  get customers(): number {
    return this.start.length - 1;
  }

  /** Those of one customer, by the row in the customer table. */
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

  /** What all of them paid after `from` and until `to`, milliseconds since 1970, without what was given back. */
  paidBetween(from: number, to: number): number {
    const { time, value, isReturn } = this.entries;
    let sum = 0;
    for (let i = 0; i < time.length; i++)
      if (time[i]! > from && time[i]! <= to && isReturn[i] === 0) sum += value[i]!;
    return sum;
  }

  /** 1 for each customer with an order at `from` or later and before `to`, milliseconds since 1970. */
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

  /** 1 for each customer whose first order lies at `from` or later and before `to`. */
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
 * The orders behind an open model; null where it was trained before models kept them. They are read once an opened
 * model, and live as long: the model cache bounds both, and opens both again once its tables were rewritten.
 */
export function ordersOfModel(
  { blobs }: Files,
  artifactPrefix: string,
  model: Pick<OpenModel, "customers">,
): Promise<Orders | null> {
  let orders = opened.get(model);
  if (!orders) {
    const ids = model.customers.texts(CUSTOMER_COLUMN);
    orders = blobs.read(`${artifactPrefix}/orders.arrow`).then((bytes) => bytes && ordersIn(bytes, ids));
    opened.set(model, orders);
    orders.catch(() => opened.delete(model));
  }
  return orders;
}

function ordersIn(bytes: Uint8Array, ids: readonly string[]): Orders {
  const table = tableOfArrow(bytes);
  // Erased customers may leave a table of other column types: each is brought to the one that is promised.
  const array = <T>(name: string, type: { new (from: ArrayLike<number>): T }): T => {
    // The column's own array, not the table's copy of it.
    const values = (table.column(name) as unknown as { toArray(): ArrayLike<number> }).toArray();
    return values instanceof type ? values : new type(values);
  };
  const start = offsets(table.numRows(), table.column("CustomerID") as unknown as IdColumn, ids);
  return new Orders(start, {
    time: array("time", Float64Array),
    value: array("value", Float64Array),
    lines: array("lines", Int32Array),
    units: array("units", Float64Array),
    isReturn: array("is_return", Uint8Array),
    opensOrder: array("opens_order", Uint8Array),
  });
}

/** A dictionary column: `key` is where in the dictionary a row's value is. */
interface IdColumn {
  at(row: number): string;
  key(row: number): number;
}

/**
 * Where each customer's entries begin. Both tables have their customers in the same order; one without entries begins
 * where the next does.
 */
function offsets(entries: number, column: IdColumn, ids: readonly string[]): Int32Array {
  const start = new Int32Array(ids.length + 1);
  let i = 0;
  for (let row = 0; row < ids.length; row++) {
    start[row] = i;
    if (i === entries || column.at(i) !== ids[row]) continue;
    const key = column.key(i);
    while (i < entries && column.key(i) === key) i++;
  }
  start[ids.length] = i;
  if (i !== entries) throw new RangeError("the orders are of other customers than the model's");
  return start;
}

/** First and past-the-last millisecond of `2011-03`; null where it is no month. */
export function monthBounds(month: string): readonly [number, number] | null {
  const found = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  if (!found) return null;
  const [year, m] = [Number(found[1]), Number(found[2])];
  return [Date.UTC(year, m - 1, 1), Date.UTC(year, m, 1)];
}
