import { type ColumnTable, fromCSV } from "arquero";
import type { ArrowColumns } from "../pipeline/arrow-columns";
import type { CustomerIds } from "./customer-table";
import { DamagedModelError } from "./damaged-model";
import { startsOfEntries } from "./entries-of-customers";
import { type Files, modelColumns, modelText } from "./model-files";
import type { OpenModel } from "./open-model";

/** A product of the shop. Money in the file's currency. */
export interface Product {
  /** As in the file. */
  readonly id: string;
  /** Null where the file has none. */
  readonly name: string | null;
  readonly customers: number;
  readonly orders: number;
  readonly units: number;
  readonly revenue: number;
  /** Sent back or cancelled. */
  readonly returned: number;
  /** `2011-12-09` */
  readonly lastOrder: string;
}

/** A product that is in the same order as another (`together`) or in the next one, more often than by chance. */
export interface LinkedProduct {
  readonly product: Product;
  readonly kind: "together" | "next";
  readonly orders: number;
  readonly share: number;
  readonly lift: number;
}

/** A product that a segment's customers buy. */
export interface BoughtBySegment {
  readonly product: Product;
  readonly customers: number;
  readonly revenue: number;
  readonly lift: number;
}

/** A product that a customer bought. */
export interface OwnProduct {
  readonly product: Product;
  readonly orders: number;
  readonly units: number;
  readonly value: number;
  /** Of the last order with it, milliseconds since 1970. */
  readonly last: number;
  /** The customer's last order has it. */
  readonly isLatest: boolean;
}

/** How hints did on orders that were held back. */
export interface HintsTest {
  readonly testDays: number;
  readonly customers: number;
  readonly hits: number;
  readonly popularHits: number;
  /** Whether they are shown. */
  readonly wins: boolean;
}

/** What a model knows of products. */
export class Products {
  /** Most revenue first. */
  readonly all: readonly Product[];
  readonly #byId: ReadonlyMap<string, Product>;
  readonly #links: ReadonlyMap<string, LinkedProduct[]>;
  readonly #bySegment: ReadonlyMap<number, BoughtBySegment[]>;
  readonly #own: ArrowColumns;
  /** Where each customer's rows in `#own` begin. */
  readonly #start: Int32Array;

  constructor(
    tables: Readonly<Record<"products" | "links" | "bySegment", ColumnTable>> & {
      readonly own: ArrowColumns;
    },
    readonly test: HintsTest,
    ids: CustomerIds,
  ) {
    this.all = rowsOf(tables.products).map((row) => ({
      id: String(row.product),
      name: row.name === null ? null : String(row.name),
      customers: Number(row.customers),
      orders: Number(row.orders),
      units: Number(row.units),
      revenue: Number(row.revenue),
      returned: Number(row.returned),
      lastOrder: String(row.last_order),
    }));
    this.#byId = new Map(this.all.map((product) => [product.id, product]));
    this.#links = grouped(
      rowsOf(tables.links),
      ({ product }) => String(product),
      (row) => ({
        product: this.#byId.get(String(row.other))!,
        kind: row.kind as LinkedProduct["kind"],
        orders: Number(row.orders),
        share: Number(row.share),
        lift: Number(row.lift),
      }),
    );
    this.#bySegment = grouped(
      rowsOf(tables.bySegment),
      ({ segment }) => Number(segment),
      (row) => ({
        product: this.#byId.get(String(row.product))!,
        customers: Number(row.customers),
        revenue: Number(row.revenue),
        lift: Number(row.lift),
      }),
    );
    this.#own = tables.own;
    this.#start = startsOfEntries(tables.own, ids);
  }

  find(id: string): Product | null {
    return this.#byId.get(id) ?? null;
  }

  /** The strongest links, those of most orders first. */
  linksOf({ id }: Product): readonly LinkedProduct[] {
    return this.#links.get(id) ?? [];
  }

  /** What most of a segment's customers bought. */
  ofSegment(id: number): readonly BoughtBySegment[] {
    return this.#bySegment.get(id) ?? [];
  }

  /** What a customer, a row of the customer table, buys most, and what the last order had. */
  ofCustomer(row: number): readonly OwnProduct[] {
    const [from, to] = [this.#start[row]!, this.#start[row + 1]!];
    const at = (name: string, i: number) => Number(this.#own.column(name)!.at(i));
    return Array.from({ length: to - from }, (_, k) => ({
      product: this.all[at("product", from + k)]!,
      orders: at("orders", from + k),
      units: at("units", from + k),
      value: at("value", from + k),
      last: at("time", from + k),
      isLatest: at("is_latest", from + k) === 1,
    }));
  }
}

/** What to call a product. */
export function productTitle({ id, name }: Pick<Product, "id" | "name">): string {
  return name ?? id;
}

const opened = new WeakMap<object, Promise<Products | null>>();

/** The products of an open model; null if its file had none, or if it is of an earlier release. Read once for a model. */
export function productsOfModel(
  files: Files,
  artifactPrefix: string,
  model: Pick<OpenModel, "customers">,
): Promise<Products | null> {
  let products = opened.get(model);
  if (!products) {
    products = readProducts(files, artifactPrefix, model.customers.ids);
    opened.set(model, products);
    products.catch(() => opened.delete(model));
  }
  return products;
}

async function readProducts(
  files: Files,
  artifactPrefix: string,
  ids: CustomerIds,
): Promise<Products | null> {
  const model = { artifactPrefix };
  const own = await modelColumns(files, model, "customer_products.arrow");
  if (!own) return null;
  const text = async (name: string) => (await modelText(files, model, name)) ?? "";
  const csv = async (name: string) => fromCSV(await text(name), { autoType: false });
  try {
    const told = JSON.parse(await text("products.json")) as {
      readonly test_days: number;
      readonly wins: boolean;
      readonly test: Pick<HintsTest, "customers" | "hits" | "popularHits">;
    };
    const { customers, hits, popularHits } = told.test;
    return new Products(
      {
        products: await csv("products.csv"),
        links: await csv("product_links.csv"),
        bySegment: await csv("segment_products.csv"),
        own,
      },
      { testDays: told.test_days, wins: told.wins, customers, hits, popularHits },
      ids,
    );
  } catch (error) {
    throw new DamagedModelError(error);
  }
}

type Row = Readonly<Record<string, unknown>>;

function rowsOf(table: ColumnTable): Row[] {
  // Spreadsheets need the apostrophe before what looks like a formula; we do not.
  const names = table.columnNames();
  return (table.objects() as Row[]).map((row) =>
    Object.fromEntries(
      names.map((name) => {
        const cell = row[name];
        if (cell === "" || cell === undefined) return [name, null];
        return [name, typeof cell === "string" && /^'[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell];
      }),
    ),
  );
}

function grouped<Key, Value>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
  toldBy: (row: Row) => Value,
): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const row of rows) {
    const known = groups.get(keyOf(row));
    if (known) known.push(toldBy(row));
    else groups.set(keyOf(row), [toldBy(row)]);
  }
  return groups;
}

/** What to call the product that a filter names; null if it names none, or one that the model does not know. */
export async function filteredProductTitle(
  files: Files,
  artifactPrefix: string,
  model: OpenModel,
  { first_product: id }: { readonly first_product?: string | undefined },
): Promise<string | null> {
  if (id === undefined) return null;
  const product = (await productsOfModel(files, artifactPrefix, model))?.find(id);
  return product ? productTitle(product) : null;
}
