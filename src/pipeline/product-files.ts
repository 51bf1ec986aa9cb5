import { type ColumnTable, table as columnTable, from } from "arquero";
import type { ModelFiles } from "../models/model-folder";
import { boughtProducts } from "../models/products/bought-products";
import type { SegmentProduct } from "../models/products/segment-products";
import type { ProductSales, ProductTies } from "../models/products/train-products";
import { isoDay } from "../time";
import type { Transactions } from "../transactions/transactions";
import { arrowWhenWritten } from "./arrow-file";
import { codedArrowWhenWritten } from "./coded-arrow-file";
import { csv } from "./csv-text";

/**
 * The files about products, by name. Ids as in the shop's file; the row of a product is its row in `products.csv`. `newest`
 * is the newest order, milliseconds since 1970.
 */
export function productFiles(
  { lines, products, productNames, customers }: Transactions,
  newest: number,
  { totals, byCustomer }: ProductSales,
  { links, hints }: ProductTies,
  bySegment: readonly SegmentProduct[],
): ModelFiles {
  const ranked = Int32Array.from(products.keys())
    .filter((id) => totals.orders[id]! > 0)
    .sort((a, b) => totals.revenue[b]! - totals.revenue[a]! || a - b);
  const row = new Int32Array(products.length).fill(-1);
  ranked.forEach((id, at) => {
    row[id] = at;
  });
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
    "customer_products.arrow": arrowWhenWritten(
      () =>
        columnTable({
          CustomerID: Array.from(byCustomer.customer, (customer) => customers[customer]!),
          product: byCustomer.product.map((id) => row[id]!),
          orders: byCustomer.orders,
          units: byCustomer.units,
          value: byCustomer.value,
          time: byCustomer.last,
          is_latest: byCustomer.isLatest,
        }),
      "plain",
    ),
    "purchases.arrow": codedArrowWhenWritten(customers, () => {
      const { customer, product, recencyDays } = boughtProducts(lines, products.length, newest);
      return {
        places: customer,
        counts: { product: product.map((id) => row[id]!), recency_days: recencyDays },
      };
    }),
    "products.json": `${JSON.stringify({ test_days: testDays, test, wins, own_weight: ownWeight }, null, 2)}\n`,
  };
}

/** A table of at least its columns, also without rows. */
function rowsOf<Row>(rows: readonly Row[], told: (row: Row) => object): ColumnTable {
  return from(rows.map(told));
}
