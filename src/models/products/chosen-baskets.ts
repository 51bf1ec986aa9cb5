import type { Baskets } from "./baskets";

/** The orders of some customers of a shop, collected part by part; every customer keeps their index. */
export class ChosenBaskets {
  readonly #parts: { readonly customers: Int32Array; readonly of: Baskets }[] = [];
  #whole: Baskets | null = null;

  /** Of `customers` in all, those that `isChosen` by their number in the shop. */
  constructor(
    private readonly customers: number,
    private readonly isChosen: (customer: number) => boolean,
  ) {}

  /** Adds the customers of a part; `first` is the number of the first. All of a shop's need no choice. */
  add(baskets: Baskets, first: number): void {
    const own = baskets.orderStart.length - 1;
    if (own === this.customers) {
      this.#whole = baskets;
      return;
    }
    const chosen = Int32Array.from({ length: own }, (_, c) => c).filter((c) => this.isChosen(first + c));
    this.#parts.push({ customers: chosen.map((c) => first + c), of: ordersOf(baskets, chosen) });
  }

  get baskets(): Baskets {
    if (this.#whole) return this.#whole;
    const [orders, products] = [
      this.#parts.reduce((sum, { of }) => sum + of.time.length, 0),
      this.#parts.reduce((sum, { of }) => sum + of.product.length, 0),
    ];
    const all = emptyBaskets(this.customers, orders, products);
    let [order, product, next] = [0, 0, 0];
    for (const { customers, of } of this.#parts) {
      customers.forEach((customer, at) => {
        all.orderStart.fill(order + of.orderStart[at]!, next, customer + 1);
        next = customer + 1;
      });
      all.time.set(of.time, order);
      all.product.set(of.product, product);
      for (let k = 0; k < of.time.length; k++) all.productStart[order + k] = product + of.productStart[k]!;
      order += of.time.length;
      product += of.product.length;
    }
    all.orderStart.fill(order, next);
    all.productStart[order] = product;
    return all;
  }
}

function ordersOf({ orderStart, productStart, time, product }: Baskets, customers: Int32Array): Baskets {
  let [orders, products] = [0, 0];
  for (const c of customers) {
    orders += orderStart[c + 1]! - orderStart[c]!;
    products += productStart[orderStart[c + 1]!]! - productStart[orderStart[c]!]!;
  }
  const own = emptyBaskets(customers.length, orders, products);
  let [order, at] = [0, 0];
  customers.forEach((c, i) => {
    own.orderStart[i] = order;
    for (let k = orderStart[c]!; k < orderStart[c + 1]!; k++) {
      own.productStart[order] = at;
      own.time[order] = time[k]!;
      own.product.set(product.subarray(productStart[k]!, productStart[k + 1]!), at);
      at += productStart[k + 1]! - productStart[k]!;
      order++;
    }
  });
  own.orderStart[customers.length] = order;
  own.productStart[order] = at;
  return own;
}

/** In memory that threads share. */
function emptyBaskets(customers: number, orders: number, products: number): Baskets {
  const integers = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));
  return {
    orderStart: integers(customers + 1),
    productStart: integers(orders + 1),
    time: new Float64Array(new SharedArrayBuffer(8 * orders)),
    product: integers(products),
  };
}
