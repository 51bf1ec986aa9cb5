import type { CleaningReport } from "./cleaning-report";

/**
 * Order lines as a struct of arrays, one element a line, dictionary-encoded. `customer`, `order`, `product` and
 * `country` are indexes into the `customers`, `orders`, `products` and `countries` lists; −1 in `product` or `country`
 * means that the file has none. Lines are sorted by customer, then time, then order.
 */
export interface OrderLines {
  readonly length: number;
  readonly customer: Int32Array;
  readonly order: Int32Array;
  readonly product: Int32Array;
  readonly country: Int32Array;
  /** Moment of the order, milliseconds since 1970-01-01T00:00Z. Times without a zone are read as UTC. */
  readonly time: Float64Array;
  /** Units in a line. If the file has only order totals: 1 (−1 in a return). */
  readonly quantity: Float64Array;
  /**
   * Price of one unit, > 0, in the file's own currency. If the file has one total for all lines of an order, that total
   * divided by the units of the order.
   */
  readonly unitPrice: Float64Array;
}

/** The contents of a file of order lines, read and cleaned. */
export interface Transactions {
  /** The kept purchases: with a customer, quantity > 0, unit price > 0, not cancelled, not an exact duplicate. */
  readonly lines: OrderLines;
  /**
   * Cancelled orders and negative quantities of known customers (quantity < 0), counted apart as features of their own.
   */
  readonly returns: OrderLines;
  /** Customer ids as in the file. Every entry has at least one kept line. */
  readonly customers: readonly string[];
  /** Whether every customer id is a whole number, and so a number in JSON. */
  readonly numericCustomerIds: boolean;
  /** Their numbers in the files, by moment if there are none. */
  readonly orders: { readonly length: number; at(order: number): string | undefined };
  readonly products: readonly string[];
  readonly countries: readonly string[];
  /** What the files write beside each customer and product, null where nothing; null if they have no such column. */
  readonly customerNames: readonly (string | null)[] | null;
  readonly customerEmails: readonly (string | null)[] | null;
  readonly productNames: readonly (string | null)[] | null;
  /** Whether the file has a product column; if not, products are not counted. */
  readonly hasProducts: boolean;
  readonly report: CleaningReport;
}
