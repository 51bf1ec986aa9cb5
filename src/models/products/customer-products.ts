import type { OrderLines } from "../../transactions/transactions";

/** So many of a customer's products are kept by orders, and so many of the last order by value. */
const MOST_KEPT = 5;

/** What each customer buys most and bought last, by customer. Element for element one product of one customer. */
export interface CustomerProducts {
  readonly customer: Int32Array;
  readonly product: Int32Array;
  /** The customer's orders with it. */
  readonly orders: Int32Array;
  readonly units: Float64Array;
  readonly value: Float64Array;
  /** Of the last order with it, milliseconds since 1970. */
  readonly last: Float64Array;
  /** 1 if the customer's last order has it. */
  readonly isLatest: Uint8Array;
}

/** A customer's first basket and where they live, by customer. */
export interface CustomerOrigins {
  /** The product of the first order that cost most; −1 if unknown. */
  readonly firstProduct: Int32Array;
  /** Of the last line that names one; −1 if unknown. */
  readonly country: Int32Array;
}

/** Picks each customer's products from the lines, which are sorted by customer, then time, then order. */
export function customerProducts(lines: OrderLines, customers: number, products: number): CustomerProducts {
  const own = new OwnProducts(products);
  const most = Math.min(lines.length, 2 * MOST_KEPT * customers);
  const picked = {
    customer: new Int32Array(most),
    product: new Int32Array(most),
    orders: new Int32Array(most),
    units: new Float64Array(most),
    value: new Float64Array(most),
    last: new Float64Array(most),
    isLatest: new Uint8Array(most),
  };
  let count = 0;
  for (let from = 0; from < lines.length; ) {
    const customer = lines.customer[from]!;
    let to = from;
    while (to < lines.length && lines.customer[to] === customer) to++;
    own.add(lines, from, to);
    const latest = lines.order[to - 1]!;
    for (const id of own.kept(latest)) {
      picked.customer[count] = customer;
      picked.product[count] = id;
      picked.orders[count] = own.orders[id]!;
      picked.units[count] = own.units[id]!;
      picked.value[count] = own.value[id]!;
      picked.last[count] = own.last[id]!;
      picked.isLatest[count] = own.lastOrder[id] === latest ? 1 : 0;
      count++;
    }
    own.clear();
    from = to;
  }
  return {
    customer: picked.customer.subarray(0, count),
    product: picked.product.subarray(0, count),
    orders: picked.orders.subarray(0, count),
    units: picked.units.subarray(0, count),
    value: picked.value.subarray(0, count),
    last: picked.last.subarray(0, count),
    isLatest: picked.isLatest.subarray(0, count),
  };
}

/** The sums of one customer after the other, in arrays by product that are used again. */
class OwnProducts {
  readonly orders: Int32Array;
  readonly units: Float64Array;
  readonly value: Float64Array;
  readonly last: Float64Array;
  readonly lastOrder: Int32Array;
  readonly #ids: number[] = [];

  constructor(products: number) {
    this.orders = new Int32Array(products);
    this.units = new Float64Array(products);
    this.value = new Float64Array(products);
    this.last = new Float64Array(products);
    this.lastOrder = new Int32Array(products);
  }

  add({ product, order, quantity, unitPrice, time }: OrderLines, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const id = product[i]!;
      if (id < 0) continue;
      if (this.orders[id] === 0) this.#ids.push(id);
      if (this.orders[id] === 0 || this.lastOrder[id] !== order[i]) this.orders[id]!++;
      this.lastOrder[id] = order[i]!;
      this.units[id]! += quantity[i]!;
      this.value[id]! += quantity[i]! * unitPrice[i]!;
      this.last[id] = time[i]!;
    }
  }

  /** The products bought in most orders, then those of the last order worth most. */
  kept(lastOrder: number): number[] {
    const ids = this.#ids;
    if (ids.length <= MOST_KEPT) return ids.sort((a, b) => this.#byOrders(a, b));
    const most = ids.sort((a, b) => this.#byOrders(a, b)).slice(0, MOST_KEPT);
    const latest = ids
      .filter((id) => this.lastOrder[id] === lastOrder)
      .sort((a, b) => this.value[b]! - this.value[a]! || a - b)
      .slice(0, MOST_KEPT);
    return [...most, ...latest.filter((id) => !most.includes(id))];
  }

  clear(): void {
    for (const id of this.#ids) {
      this.orders[id] = 0;
      this.units[id] = 0;
      this.value[id] = 0;
    }
    this.#ids.length = 0;
  }

  #byOrders(a: number, b: number): number {
    return this.orders[b]! - this.orders[a]! || this.value[b]! - this.value[a]! || a - b;
  }
}

/** Each customer's first product and country. */
export function customerOrigins(lines: OrderLines, customers: number): CustomerOrigins {
  const firstProduct = new Int32Array(customers).fill(-1);
  const country = new Int32Array(customers).fill(-1);
  let [customer, order, most] = [-1, -1, 0];
  for (let i = 0; i < lines.length; i++) {
    if (lines.customer[i] !== customer) {
      customer = lines.customer[i]!;
      order = lines.order[i]!;
      most = -1;
    }
    if (lines.country[i]! >= 0) country[customer] = lines.country[i]!;
    const value = lines.quantity[i]! * lines.unitPrice[i]!;
    if (lines.order[i] !== order || lines.product[i]! < 0 || value <= most) continue;
    most = value;
    firstProduct[customer] = lines.product[i]!;
  }
  return { firstProduct, country };
}
