import type { CleaningReport } from "../src/transactions/cleaning-report";
import type { OrderLines, Transactions } from "../src/transactions/transactions";

/** One order line of a made-up shop. A quantity below 0 is a return. */
export interface ShopLine {
  readonly customer: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly order: string;
  readonly product: string | null;
  readonly quantity: number;
  readonly price: number;
  readonly country: string | null;
}

/**
 * A shop from its lines, one a line of text: `customer moment order product quantity price country`, where the moment is
 * ISO 8601 without a zone (read as UTC), and a `-` as product or country says that the file holds none.
 *
 * ```
 * ann 2011-01-05T10:00 A1 mug  2 3.50 UK
 * ann 2011-01-09T16:30 A2 mug -1 3.50 UK
 * ```
 */
export function shopOf(text: string): Transactions {
  return shopOfLines(shopLines(text));
}

/** The lines of that text. */
export function shopLines(text: string): ShopLine[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const cells = line.split(/\s+/);
      if (cells.length !== 7) throw new RangeError(`"${line}" has ${cells.length} cells, not 7`);
      const [customer, moment, order, product, quantity, price, country] = cells as [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
      ];
      return {
        customer,
        time: utc(moment),
        order,
        product: product === "-" ? null : product,
        quantity: Number(quantity),
        price: Number(price),
        country: country === "-" ? null : country,
      };
    });
}

/** `2011-01-05` or `2011-01-05T10:00` → milliseconds since 1970. */
export function utc(moment: string): number {
  const time = Date.parse(moment.includes("T") ? `${moment}Z` : moment);
  if (Number.isNaN(time)) throw new RangeError(`"${moment}" is no moment`);
  return time;
}

/** What a reader would make of these lines, in any order: sorted, encoded by dictionaries, returns set apart. */
export function shopOfLines(given: readonly ShopLine[]): Transactions {
  const kept = given.filter((line) => line.quantity > 0);
  const buyers = new Set(kept.map((line) => line.customer));
  const returned = given.filter((line) => line.quantity < 0 && buyers.has(line.customer));
  const customers = [...buyers].sort();
  const both = [...kept, ...returned];
  const orders = distinct(both.map((line) => line.order));
  const products = distinct(both.map((line) => line.product));
  const countries = distinct(both.map((line) => line.country));
  const encode = (part: readonly ShopLine[]) => orderLines(part, customers, orders, products, countries);
  return {
    lines: encode(kept),
    returns: encode(returned),
    customers,
    numericCustomerIds: customers.every((id) => /^\d+$/.test(id)),
    orders,
    products,
    countries,
    customerNames: null,
    customerEmails: null,
    productNames: null,
    hasProducts: products.length > 0,
    report: cleaningReport(kept, returned),
  };
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values)].filter((value) => value !== null).sort();
}

function orderLines(
  part: readonly ShopLine[],
  customers: readonly string[],
  orders: readonly string[],
  products: readonly string[],
  countries: readonly string[],
): OrderLines {
  const ids = (list: readonly string[]) => new Map<string | null, number>(list.map((name, id) => [name, id]));
  const [customerId, orderId, productId, countryId] = [
    ids(customers),
    ids(orders),
    ids(products),
    ids(countries),
  ];
  const sorted = [...part].sort(
    (a, b) =>
      customerId.get(a.customer)! - customerId.get(b.customer)! ||
      a.time - b.time ||
      orderId.get(a.order)! - orderId.get(b.order)!,
  );
  return {
    length: sorted.length,
    customer: Int32Array.from(sorted, (line) => customerId.get(line.customer)!),
    order: Int32Array.from(sorted, (line) => orderId.get(line.order)!),
    product: Int32Array.from(sorted, (line) => productId.get(line.product) ?? -1),
    country: Int32Array.from(sorted, (line) => countryId.get(line.country) ?? -1),
    time: Float64Array.from(sorted, (line) => line.time),
    quantity: Float64Array.from(sorted, (line) => line.quantity),
    unitPrice: Float64Array.from(sorted, (line) => line.price),
  };
}

function cleaningReport(kept: readonly ShopLine[], returned: readonly ShopLine[]): CleaningReport {
  const times = kept.map((line) => line.time);
  const day = (time: number) => (Number.isFinite(time) ? new Date(time).toISOString() : "");
  return {
    file: "shop.csv",
    format: "csv",
    encoding: "utf-8",
    delimiter: ",",
    sha256: "0".repeat(64),
    size_bytes: 0,
    columns: [],
    mapping: { customer_id: "customer", order_datetime: "moment" },
    date_format: "year-month-day",
    decimal_separator: ".",
    rows_read: kept.length + returned.length,
    rows_kept: kept.length,
    rows_returned: returned.length,
    dropped: {},
    customers: new Set(kept.map((line) => line.customer)).size,
    orders: new Set(kept.map((line) => line.order)).size,
    products: distinct(kept.map((line) => line.product)).length,
    revenue: kept.reduce((sum, line) => sum + line.quantity * line.price, 0),
    discounts: 0,
    refunds: 0,
    net_revenue: kept.reduce((sum, line) => sum + line.quantity * line.price, 0),
    tax: null,
    currency: null,
    currencies: [],
    guest_orders: 0,
    customers_left_out: 0,
    statuses: [],
    profile: null,
    roles: {},
    warnings: [],
    files: [],
    first_order: day(times.reduce((a, b) => Math.min(a, b), Infinity)),
    last_order: day(times.reduce((a, b) => Math.max(a, b), -Infinity)),
    notes: [],
  };
}
