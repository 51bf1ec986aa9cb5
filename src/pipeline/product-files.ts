import { type ColumnTable, table as columnTable, from } from "arquero";
import type { ModelFiles } from "../models/model-folder";
import type { ProductTotals } from "../models/products/product-totals";
import type { SegmentProduct } from "../models/products/segment-products";
import type { ProductTies } from "../models/products/train-products";
import { isoDay } from "../time";
import type { Transactions } from "../transactions/transactions";
import { csv } from "./csv-text";

/** The products that anybody bought, by revenue, and each product's row among them; −1 for none. */
export function rankedProducts(totals: ProductTotals): { ranked: Int32Array; row: Int32Array } {
  const ranked = Int32Array.from(totals.orders.keys())
    .filter((id) => totals.orders[id]! > 0)
    .sort((a, b) => totals.revenue[b]! - totals.revenue[a]! || a - b);
  const row = new Int32Array(totals.orders.length).fill(-1);
  ranked.forEach((id, at) => {
    row[id] = at;
  });
  return { ranked, row };
}

/** The files about products, by name; without those that have rows for every customer. Ids as in the shop's file. */
export function productFiles(
  { products, productNames }: Pick<Transactions, "products" | "productNames">,
  totals: ProductTotals,
  ranked: Int32Array,
  { links, hints }: ProductTies,
  bySegment: readonly SegmentProduct[],
): ModelFiles {
  const pick = (values: ArrayLike<number>) => Float64Array.from(ranked, (id) => values[id]!);
  const { test, testDays, wins, ownWeight } = hints;
  return {
    "products.csv": csv(
      columnTable({
        product: Array.from(ranked, (id) => products[id]!),
        name: Array.from(ranked, (id) => productNames?.[id] ?? null),
        customers: pick(totals.customers),
        orders: pick(totals.orders),
        units: pick(totals.units),
        revenue: pick(totals.revenue),
        returned: pick(totals.returned),
        last_order: Array.from(ranked, (id) => isoDay(totals.last[id]!)),
      }),
    ),
    "product_links.csv": csv(
      rowsOf(links, ({ product, other, ...link }) => ({
        ...link,
        product: products[product]!,
        other: products[other]!,
      })),
    ),
    "segment_products.csv": csv(
      rowsOf(bySegment, ({ product, ...told }) => ({ ...told, product: products[product]! })),
    ),
    "products.json": `${JSON.stringify({ test_days: testDays, test, wins, own_weight: ownWeight }, null, 2)}\n`,
  };
}

/** A table of at least its columns, also without rows. */
function rowsOf<Row>(rows: readonly Row[], told: (row: Row) => object): ColumnTable {
  return from(rows.map(told));
}
