import type { OrderLines } from "../transactions";
import type { IdList } from "./id-list";

/** What orders are called. There are millions of them, and hardly anyone asks. */
export class OrderTexts {
  /** Those without a number in the file follow the others. */
  readonly #further: string[] = [];

  /** `ids`: order → its id in the list. */
  constructor(
    readonly list: IdList,
    readonly ids: Int32Array,
  ) {
    list.keepAlone();
  }

  get length(): number {
    return this.ids.length + this.#further.length;
  }

  at(order: number): string {
    return order < this.ids.length
      ? this.list.text(this.ids[order]!)!
      : this.#further[order - this.ids.length]!;
  }

  push(text: string): void {
    this.#further.push(text);
  }
}

/** What an order without a number is called. `time`: milliseconds since 1970. */
export function nameByMoment(customer: string, time: number): string {
  return `${customer} ${new Date(time).toISOString()}`;
}

/**
 * Gives lines without an order id (−1) one: a customer's lines of the same moment are one order, named by the two. Adds
 * the names to `orders` and writes to `tables`. `customers`: the texts that the lines' customers index.
 */
export function nameOrdersByMoment(
  tables: readonly OrderLines[],
  customers: readonly string[],
  orders: OrderTexts,
): void {
  const known = new Map<string, number>();
  for (const { length, customer, time, order } of tables) {
    for (let i = 0; i < length; i++) {
      if (order[i]! >= 0) continue;
      const key = `${customer[i]} ${time[i]}`;
      let id = known.get(key);
      if (id === undefined) {
        id = orders.length;
        known.set(key, id);
        orders.push(nameByMoment(customers[customer[i]!] ?? "guest", time[i]!));
      }
      order[i] = id;
    }
  }
}
