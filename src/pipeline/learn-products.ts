import type { ColumnTable } from "arquero";
import type { ModelFiles } from "../models/model-folder";
import { customerOrigins } from "../models/products/customer-products";
import { trainProducts } from "../models/products/train-products";
import type { Transactions } from "../transactions/transactions";
import type { Ground } from "./ground";
import { productFiles } from "./product-files";

/** What is known of products: columns of the customers' table, by its rows, and files of the model. */
interface LearnedProducts {
  /**
   * `country` and `first_product` as in the shop's file, and the product to mention, `product_hint_id` and its name,
   * `product_hint`; each only if the file tells it.
   */
  readonly columns: Readonly<Record<string, readonly (string | null)[]>>;
  readonly files: ModelFiles;
}

/** Learns about products from all order lines; `scored` has a row for each customer, in their order. */
export function learnProducts(
  transactions: Transactions,
  scored: ColumnTable,
  { oldest, newest }: Pick<Ground, "oldest" | "newest">,
): LearnedProducts {
  const { lines, customers, countries, products, productNames } = transactions;
  const trained = trainProducts(transactions, scored.array("segment") as Int32Array, oldest, newest);
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
    files: trained ? productFiles(transactions, trained) : {},
  };
}
