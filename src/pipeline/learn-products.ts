import type { ModelFiles } from "../models/model-folder";
import { customerOrigins } from "../models/products/customer-products";
import { segmentProducts } from "../models/products/segment-products";
import { trainProducts } from "../models/products/train-products";
import type { Transactions } from "../transactions/transactions";
import type { Ground } from "./ground";
import { productFiles } from "./product-files";

/** What is known of products before segments are. */
interface LearnedProducts {
  /**
   * Columns of the customers' table, by its rows: `country` and `first_product` as in the shop's file, and the product
   * to mention, `product_hint_id` and its name, `product_hint`; each only if the file tells it.
   */
  readonly columns: Readonly<Record<string, readonly (string | null)[]>>;
  /** Files of the model; `segment` is by customer. */
  readonly files: (segment: ArrayLike<number>) => ModelFiles;
}

/** Learns about products from all order lines. */
export function learnProducts(
  transactions: Transactions,
  { oldest, newest }: Pick<Ground, "oldest" | "newest">,
): LearnedProducts {
  const { lines, customers, countries, products, productNames } = transactions;
  const trained = trainProducts(transactions, oldest, newest);
  const { country, firstProduct } = customerOrigins(lines, customers.length);
  const texts = (ids: Int32Array, of: readonly string[]) => Array.from(ids, (id) => of[id] ?? null);
  return {
    columns: {
      ...(countries.length > 0 && { country: texts(country, countries) }),
      ...(trained && {
        first_product: texts(firstProduct, products),
        product_hint_id: texts(trained.hints.product, products),
        product_hint: Array.from(trained.hints.product, (id) => productNames?.[id] ?? products[id] ?? null),
      }),
    },
    files: (segment) =>
      trained
        ? productFiles(transactions, trained, segmentProducts(lines, segment, trained.totals.customers))
        : {},
  };
}
