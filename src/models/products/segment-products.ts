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
  const found: SegmentProduct[] = [];
  for (const [id, size] of [...sizes].sort(([a], [b]) => a - b)) {
    const customers = new Int32Array(products);
    const revenue = new Float64Array(products);
    const last = new Int32Array(products).fill(-1);
    for (let i = 0; i < lines.length; i++) {
      const product = lines.product[i]!;
      const customer = lines.customer[i]!;
      if (product < 0 || segment[customer] !== id) continue;
      revenue[product]! += lines.quantity[i]! * lines.unitPrice[i]!;
      if (last[product] === customer) continue;
      last[product] = customer;
      customers[product]!++;
    }
    const most = Int32Array.from(customers.keys())
      .filter((product) => customers[product]! > 0)
      .sort((a, b) => customers[b]! - customers[a]! || revenue[b]! - revenue[a]! || a - b)
      .subarray(0, MOST_KEPT);
    for (const product of most)
      found.push({
        segment: id,
        product,
        customers: customers[product]!,
        revenue: revenue[product]!,
        lift: customers[product]! / size / (buyers[product]! / segment.length),
      });
  }
  return found;
}
