import type { Transactions } from "./transactions";

/**
 * A cleaned data set in parts, so that no more than one of them has to be in memory. Each part has every line of its
 * customers.
 */
export interface TransactionParts extends AsyncDisposable {
  /** Of the whole data set; what the lines of all parts index. */
  readonly shared: Pick<
    Transactions,
    "numericCustomerIds" | "products" | "countries" | "productNames" | "hasProducts" | "report"
  >;
  /** The number of customers in each part; one part at least. */
  readonly customers: readonly number[];
  /**
   * Reads a part, any number of times: its own customers and orders, with the lists and the report of the whole
   * data set. Throws a RangeError for a part that there is not.
   */
  part(index: number): Promise<Transactions>;
}

/** A data set that is in memory, as one part. */
export function onePart(transactions: Transactions): TransactionParts {
  return {
    shared: transactions,
    customers: [transactions.customers.length],
    async part(index) {
      if (index !== 0) throw new RangeError(`there is no part ${index}`);
      return transactions;
    },
    async [Symbol.asyncDispose]() {},
  };
}
