import type { ColumnTable } from "arquero";
import { BASE_FEATURES } from "../customers/base-features";
import { NET_FEATURES } from "../customers/net-spend";
import { orderHistory } from "../customers/order-history";
import { HEAD_FEATURES } from "../models/heads";
import type { FileSink, FileWriter } from "../models/model-folder";
import { boughtProducts } from "../models/products/bought-products";
import { customerProducts } from "../models/products/customer-products";
import { linesOfCustomers } from "../transactions/lines-of-customers";
import { collectGarbage } from "../transactions/spill/collect-garbage";
import { ArrowWriter } from "./arrow-writer";
import { csv } from "./csv-text";
import { customerRows, type RowsMaterial } from "./customer-rows";
import type { ShopPart, ShopParts } from "./shop-parts";

/** Columns of `segmented_customers.csv` after the id: the answers of a batch prediction, then its inputs. */
const SEGMENTED_COLUMNS = [
  "segment",
  "churn_probability",
  "ltv_estimate",
  "recommended_action",
  "segment_name",
  "reason_1",
  "reason_2",
  "reason_3",
  "ltv_low",
  "ltv_high",
  "next_order_date",
  "days_overdue",
  "overdue_value",
  "value_if_kept",
  "contact_profit",
  ...BASE_FEATURES,
  "net_monetary",
  "r_score",
  "f_score",
  "m_score",
  "rfm_group",
];

/** They are rounded to float32 when they are made. */
const FEATURES: ReadonlySet<string> = new Set([...HEAD_FEATURES.all, ...Object.keys(NET_FEATURES)]);

/** Rows of a file that are in memory at a time. */
const CUSTOMERS_A_PIECE = 1 << 16;
const ROWS_A_PIECE = 1 << 18;

/**
 * Writes the files with rows for every customer, part by part. `rowOfProduct`: each product's row in `products.csv`; null
 * if the file has none. `hasContacts`: whether the shop's files tell names or addresses.
 */
export function largeFiles(
  shop: ShopParts,
  material: RowsMaterial,
  rowOfProduct: Int32Array | null,
  hasContacts: boolean,
): FileWriter {
  return async (open) => {
    const customers = new ArrowWriter(open, "customers.arrow", CUSTOMERS_A_PIECE);
    const orders = new ArrowWriter(open, "orders.arrow", ROWS_A_PIECE);
    const products = rowOfProduct && new ProductWriter(open, rowOfProduct, material.ground.newest);
    const people = hasContacts ? new ArrowWriter(open, "people.arrow", CUSTOMERS_A_PIECE) : null;
    const features = new CsvWriter(open("feature_store.csv"), ["CustomerID", ...FEATURES]);
    const segmented = new CsvWriter(open("segmented_customers.csv"), ["CustomerID", ...SEGMENTED_COLUMNS]);
    for await (const part of shop.each()) {
      let from = 0;
      for (const rows of customerRows(part, material)) {
        const to = from + rows.numRows();
        customers.append(columnsOf(rows));
        for (const file of [features, segmented]) file.append(rows);
        orders.append(columnsOf(orderHistory(part.transactions, part.purchases, from, to)));
        products?.append(part, from, to);
        people?.append(contactsOf(part, from, to));
        from = to;
        collectGarbage();
      }
    }
    for (const file of [customers, orders, features, segmented]) file.close();
    products?.close();
    people?.close();
  };
}

type Columns = Parameters<ArrowWriter["append"]>[0];

function columnsOf(rows: ColumnTable): Columns {
  return rows.data() as Columns;
}

/**
 * Names and addresses of some customers. They have a file of their own, so that nothing else of a model can carry them
 * elsewhere.
 */
function contactsOf(
  { transactions: { customers, customerNames, customerEmails } }: ShopPart,
  from: number,
  to: number,
): Columns {
  const own = (texts: readonly (string | null)[] | null) =>
    texts ? texts.slice(from, to) : new Array<null>(to - from).fill(null);
  return { CustomerID: customers.slice(from, to), name: own(customerNames), email: own(customerEmails) };
}

/** What each customer bought; ids as in the shop's file, products by their row in `products.csv`. */
class ProductWriter {
  readonly #most: ArrowWriter;
  readonly #all: ArrowWriter;

  constructor(
    open: (name: string) => FileSink,
    private readonly rowOf: Int32Array,
    private readonly newest: number,
  ) {
    this.#most = new ArrowWriter(open, "customer_products.arrow", ROWS_A_PIECE);
    this.#all = new ArrowWriter(open, "purchases.arrow", ROWS_A_PIECE);
  }

  append({ transactions }: ShopPart, from: number, to: number): void {
    const { customers, products } = transactions;
    const lines = linesOfCustomers(transactions.lines, from, to);
    const rows = (ids: Int32Array) => ids.map((id) => this.rowOf[id]!);
    const most = customerProducts(lines, to - from, products.length);
    this.#most.append({
      CustomerID: Array.from(most.customer, (customer) => customers[customer]!),
      product: rows(most.product),
      orders: most.orders,
      units: most.units,
      value: most.value,
      time: most.last,
      is_latest: most.isLatest,
    });
    const { customer, product, recencyDays } = boughtProducts(lines, products.length, this.newest);
    this.#all.append({
      CustomerID: { places: customer, texts: customers },
      product: rows(product),
      recency_days: recencyDays,
    });
  }

  close(): void {
    this.#most.close();
    this.#all.close();
  }
}

class CsvWriter {
  #rows = 0;

  constructor(
    private readonly sink: FileSink,
    private readonly columns: readonly string[],
  ) {}

  append(rows: ColumnTable): void {
    for (const chunk of csv(rows, [...this.columns], FEATURES, this.#rows)) this.sink.write(chunk);
    this.#rows += rows.numRows();
  }

  close(): void {
    this.sink.close();
  }
}
