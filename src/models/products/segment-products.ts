import type { OrderLines } from "../../transactions/transactions";

/** How much of a product a segment buys. */
export interface SegmentProduct {
  readonly segment: number;
  readonly product: number;
  /** The segment's customers who bought it. */
  readonly customers: number;
  readonly revenue: number;
  /** The share of the segment's customers who bought it over the share of all customers. */
  readonly lift: number;
}

const MOST_KEPT = 10;

/** Counts what the customers of each segment buy, who may come in parts. */
export class SegmentSales {
  readonly #sizes = new Map<number, number>();
  readonly #sold = new Map<number, { customers: Int32Array; revenue: Float64Array }>();
  #customers = 0;

  constructor(private readonly products: number) {}

  /** `segment` is by customer of these lines. */
  add(lines: OrderLines, segment: ArrayLike<number>): void {
    this.#customers += segment.length;
    for (let c = 0; c < segment.length; c++)
      this.#sizes.set(segment[c]!, (this.#sizes.get(segment[c]!) ?? 0) + 1);
    // A customer's lines come together, and a customer is of one segment.
    const last = new Int32Array(this.products).fill(-1);
    let owner = -1;
    let sold = this.#of(segment[0] ?? 0);
    for (let i = 0; i < lines.length; i++) {
      const product = lines.product[i]!;
      const customer = lines.customer[i]!;
      if (customer !== owner) {
        owner = customer;
        sold = this.#of(segment[customer]!);
      }
      if (product < 0) continue;
      sold.revenue[product]! += lines.quantity[i]! * lines.unitPrice[i]!;
      if (last[product] === customer) continue;
      last[product] = customer;
      sold.customers[product]!++;
    }
  }

  #of(segment: number) {
    const sold = this.#sold.get(segment) ?? {
      customers: new Int32Array(this.products),
      revenue: new Float64Array(this.products),
    };
    this.#sold.set(segment, sold);
    return sold;
  }

  /** The products that most of each segment's customers bought; `buyers` by product. */
  most(buyers: Int32Array): SegmentProduct[] {
    const ids = [...this.#sizes.keys()].sort((a, b) => a - b);
    return ids.flatMap((id) => {
      const { customers: bought, revenue: paid } = this.#sold.get(id)!;
      const most = Int32Array.from(bought.keys())
        .filter((product) => bought[product]! > 0)
        .sort((a, b) => bought[b]! - bought[a]! || paid[b]! - paid[a]! || a - b)
        .subarray(0, MOST_KEPT);
      return Array.from(most, (product) => ({
        segment: id,
        product,
        customers: bought[product]!,
        revenue: paid[product]!,
        lift: bought[product]! / this.#sizes.get(id)! / (buyers[product]! / this.#customers),
      }));
    });
  }
}
