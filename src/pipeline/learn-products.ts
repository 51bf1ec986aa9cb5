import type { ModelFiles } from "../models/model-folder";
import { type Baskets, collectBaskets } from "../models/products/baskets";
import { customerOrigins } from "../models/products/customer-products";
import { segmentProducts } from "../models/products/segment-products";
import { type ProductTies, productSales } from "../models/products/train-products";
import type { Transactions } from "../transactions/transactions";
import type { Ground } from "./ground";
import type { LearningThread } from "./learn";
import { productFiles } from "./product-files";

/** What is known of products. */
interface LearnedProducts {
  /**
   * Columns of the customers' table, by its rows: `country` and `first_product` as in the shop's file, and the product
   * to mention, `product_hint_id` and its name, `product_hint`; each only if the file tells it.
   */
  readonly columns: Readonly<Record<string, readonly (string | null)[]>>;
  /** Files of the model; `segment` is by customer. */
  readonly files: (segment: ArrayLike<number>) => ModelFiles;
}

/** What was bought together; null if the file has no products. */
export function basketsOf({ lines, customers, products }: Transactions): Baskets | null {
  return products.length === 0 ? null : collectBaskets(lines, customers.length, products.length);
}

/** What goes with what: `thread` finds it out. */
export function askAboutProducts(
  baskets: Baskets,
  { products }: Transactions,
  { oldest, newest, settings: { effort } }: Ground,
  thread: LearningThread,
): Promise<ProductTies> {
  const asked = thread.ask({
    learn: "products",
    ...{ baskets, products: products.length, oldest, newest, effort },
  });
  return asked as Promise<ProductTies>;
}

/**
 * Adds up all order lines by product, to which `ties` add what `askAboutProducts` found. `newest` is the newest order,
 * milliseconds since 1970.
 */
export function learnProducts(
  transactions: Transactions,
  newest: number,
): (ties: ProductTies | null) => LearnedProducts {
  const { lines, customers, countries, products, productNames } = transactions;
  const sales = productSales(transactions);
  const { country, firstProduct } = customerOrigins(lines, customers.length);
  const texts = (ids: Int32Array, of: readonly string[]) => Array.from(ids, (id) => of[id] ?? null);
  return (ties) => ({
    columns: {
      ...(countries.length > 0 && { country: texts(country, countries) }),
      ...(ties && {
        first_product: texts(firstProduct, products),
        product_hint_id: texts(ties.hints.product, products),
        product_hint: Array.from(ties.hints.product, (id) => productNames?.[id] ?? products[id] ?? null),
      }),
    },
    files: (segment) =>
      sales && ties
        ? productFiles(
            transactions,
            newest,
            sales,
            ties,
            segmentProducts(lines, segment, sales.totals.customers),
          )
        : {},
  });
}
