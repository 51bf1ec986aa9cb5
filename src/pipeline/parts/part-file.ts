import {
  type Column,
  float64,
  int8,
  type Table,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
} from "@uwdata/flechette";
import type { TransactionParts } from "../../transactions/parts";
import type { OrderLines, Transactions } from "../../transactions/transactions";
import { codedColumn, plainColumn } from "../coded-column";

/** The lists of a whole data set that lines point into, and where each text of them is. */
export interface SharedLists {
  readonly shared: TransactionParts["shared"];
  readonly productAt: ReadonlyMap<string, number>;
  readonly countryAt: ReadonlyMap<string, number>;
}

export function sharedLists(shared: TransactionParts["shared"]): SharedLists {
  const places = (texts: readonly string[]) => new Map(texts.map((text, i) => [text, i]));
  return { shared, productAt: places(shared.products), countryAt: places(shared.countries) };
}

/**
 * A part as an Arrow file: a row for each line, purchases first, in their sequence. It names products and countries, so
 * that it can be read beside lists of another day; a line without one has the empty text.
 */
export function partFile(part: Transactions): Uint8Array {
  const { lines, returns, customers, customerNames, customerEmails } = part;
  const both = (of: (lines: OrderLines) => Int32Array) => joined(Int32Array, of(lines), of(returns), part);
  const amounts = (of: (lines: OrderLines) => Float64Array) =>
    plainColumn(float64(), joined(Float64Array, of(lines), of(returns), part));
  const customer = both((all) => all.customer);
  const orders = Array.from({ length: part.orders.length }, (_, i) => part.orders.at(i) ?? "");
  const isReturn = new Int8Array(lines.length + returns.length).fill(1, lines.length);
  const texts = (list: readonly (string | null)[] | null) => list?.map((text) => text ?? "");
  const [names, emails] = [texts(customerNames), texts(customerEmails)];
  return tableToIPC(
    tableFromColumns({
      CustomerID: codedColumn(customers, customer),
      ...(names && { customer_name: codedColumn(names, customer) }),
      ...(emails && { customer_email: codedColumn(emails, customer) }),
      order: codedColumn(
        orders,
        both((all) => all.order),
      ),
      product: named(
        part.products,
        both((all) => all.product),
      ),
      country: named(
        part.countries,
        both((all) => all.country),
      ),
      time: amounts((all) => all.time),
      quantity: amounts((all) => all.quantity),
      unit_price: amounts((all) => all.unitPrice),
      is_return: plainColumn(int8(), isReturn),
    }),
    { format: "file" },
  )!;
}

/** The part that is in the file; null if it names a product or country that the data set does not have. */
export function readPartFile(
  bytes: Uint8Array,
  { shared, productAt, countryAt }: SharedLists,
): Transactions | null {
  const table = tableFromIPC(bytes);
  const customer = codesOf(table, "CustomerID")!;
  const order = codesOf(table, "order")!;
  const product = renamed(codesOf(table, "product")!, productAt);
  const country = renamed(codesOf(table, "country")!, countryAt);
  if (product === null || country === null) return null;
  const isReturn = table.getChild("is_return")!.toArray() as Int8Array;
  const first = isReturn.indexOf(1);
  const purchases = first < 0 ? isReturn.length : first;
  const number = (name: string) => table.getChild(name)!.toArray() as Float64Array;
  const [time, quantity, unitPrice] = ["time", "quantity", "unit_price"].map(number) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const from = (begin: number, end: number): OrderLines => ({
    length: end - begin,
    customer: customer.codes.slice(begin, end),
    order: order.codes.slice(begin, end),
    product: product.slice(begin, end),
    country: country.slice(begin, end),
    time: time.slice(begin, end),
    quantity: quantity.slice(begin, end),
    unitPrice: unitPrice.slice(begin, end),
  });
  const told = (name: string) =>
    codesOf(table, name)?.texts.map((text) => (text === "" ? null : text)) ?? null;
  return {
    ...shared,
    lines: from(0, purchases),
    returns: from(purchases, isReturn.length),
    customers: customer.texts,
    customerNames: told("customer_name"),
    customerEmails: told("customer_email"),
    orders: order.texts,
  };
}

function joined<T extends Int32Array | Float64Array>(
  kind: new (length: number) => T,
  of: T,
  ofReturns: T,
  { lines, returns }: Transactions,
): T {
  const all = new kind(lines.length + returns.length);
  all.set(of.subarray(0, lines.length));
  all.set(ofReturns.subarray(0, returns.length), lines.length);
  return all;
}

/** Texts by their places in a long list, of which the file gets only those that occur. −1 is the empty text. */
function named(list: readonly string[], places: Int32Array): Column<unknown> {
  const texts: string[] = [];
  const codeOf = new Map<number, number>();
  const codes = places.map((place) => {
    const known = codeOf.get(place);
    if (known !== undefined) return known;
    codeOf.set(place, texts.length);
    return texts.push(place < 0 ? "" : list[place]!) - 1;
  });
  return codedColumn(texts, codes);
}

interface Coded {
  readonly codes: Int32Array;
  readonly texts: readonly string[];
}

/** A column of texts as they are in the file: places in a list. Null if there is no such column. */
function codesOf(table: Table, name: string): Coded | null {
  const column = table.getChild(name);
  if (!column) return null;
  if (table.numRows === 0) return { codes: new Int32Array(0), texts: [] };
  const [batch] = column.data as unknown as readonly { values: Int32Array; dictionary: Column<string> }[];
  const { values, dictionary } = batch!;
  return { codes: values.slice(0, table.numRows), texts: Array.from(dictionary, String) };
}

/** The places in the data set's list; null if a text is not in it. */
function renamed({ codes, texts }: Coded, placeOf: ReadonlyMap<string, number>): Int32Array | null {
  const places = texts.map((text) => (text === "" ? -1 : placeOf.get(text)));
  if (codes.some((code) => places[code] === undefined)) return null;
  return codes.map((code) => places[code]!);
}
