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

/** The products that most of each segment's customers bought. `segment` is by customer. */
export function segmentProducts(
  lines: OrderLines,
  segment: ArrayLike<number>,
  buyers: Int32Array,
): SegmentProduct[] {
  const products = buyers.length;
  const sizes = new Map<number, number>();
  for (let c = 0; c < segment.length; c++) sizes.set(segment[c]!, (sizes.get(segment[c]!) ?? 0) + 1);
  const ids = [...sizes.keys()].sort((a, b) => a - b);
  const { customers, revenue } = soldTo(ids, lines, segment, products);
  return ids.flatMap((id, place) => {
    const from = place * products;
    const bought = customers.subarray(from, from + products);
    const paid = revenue.subarray(from, from + products);
    const most = Int32Array.from(bought.keys())
      .filter((product) => bought[product]! > 0)
      .sort((a, b) => bought[b]! - bought[a]! || paid[b]! - paid[a]! || a - b)
      .subarray(0, MOST_KEPT);
    return Array.from(most, (product) => ({
      segment: id,
      product,
      customers: bought[product]!,
      revenue: paid[product]!,
      lift: bought[product]! / sizes.get(id)! / (buyers[product]! / segment.length),
    }));
  });
}

/** Customers and revenue of each product in each of the segments `ids`: element place of the segment × products + product. */
function soldTo(ids: readonly number[], lines: OrderLines, segment: ArrayLike<number>, products: number) {
  const places = new Map(ids.map((id, place) => [id, place * products]));
  const customers = new Int32Array(ids.length * products);
  const revenue = new Float64Array(ids.length * products);
  // A customer's lines come together, and a customer is of one segment.
  const last = new Int32Array(products).fill(-1);
  for (let i = 0, owner = -1, from = 0; i < lines.length; i++) {
    const product = lines.product[i]!;
    const customer = lines.customer[i]!;
    if (customer !== owner) {
      owner = customer;
      from = places.get(segment[customer]!)!;
    }
    if (product < 0) continue;
    revenue[from + product]! += lines.quantity[i]! * lines.unitPrice[i]!;
    if (last[product] === customer) continue;
    last[product] = customer;
    customers[from + product]!++;
  }
  return { customers, revenue };
}
