import { InputError } from "../../errors";
import type { OrderLines, Transactions } from "../transactions";
import type { FileLines, IdLists } from "./file-lines";
import { joinFiles } from "./join-files";
import { renumberLabels } from "./labels";
import { Distinct, Revenue, Span } from "./line-figures";
import { arrangeLines, compactLines, positionsWhere, selectLines } from "./line-table";
import { nameOrdersByMoment, OrderTexts } from "./moment-orders";
import { applyNumbers, renumberByAppearance, renumberBySize, textsOf, usedIds } from "./renumber";
import { reportOf, requireKept } from "./report";
import { sortedPositions } from "./sort-lines";

/**
 * Puts the cleaned files of a data set together: sorted order lines with dense ids, and the account of what was left
 * out. Throws InputError if nothing is left or the files are in different currencies.
 */
export function assemble(files: readonly FileLines[]): Transactions {
  requireOneCurrency(files);
  const joined = joinFiles(files);
  requireKept(
    files,
    joined.sales.customer.some((customer) => customer >= 0),
  );
  const { sales, ids } = joined;
  const guests = selectLines(
    sales,
    positionsWhere(sales.guest === null ? 0 : sales.length, (i) => sales.guest![i] === 1),
  );
  const lines =
    sales.guest === null
      ? sales
      : compactLines(
          sales,
          positionsWhere(sales.length, (i) => sales.guest![i] === 0),
        );
  const { numeric, ...customers } = renumberBySize(
    ids.customer,
    usedIds(ids.customer.size, [lines.customer]),
  );
  const texts = textsOf(ids.customer, customers.ids);
  const isKnown = (i: number) => (customers.numbers[joined.returns.customer[i]!] ?? -1) >= 0;
  const returns = selectLines(joined.returns, positionsWhere(joined.returns.length, isKnown));
  const guestReturns = selectLines(
    joined.returns,
    positionsWhere(joined.returns.length, (i) => joined.returns.customer[i]! < 0),
  );
  const tables = [lines, returns, guests];
  const { productNumbers, ...names } = renumberAll(tables, ids, customers.numbers);
  nameOrdersByMoment(tables, texts, names.orders);
  const table = {
    lines: arrangeLines(lines, sortedPositions(lines, texts.length)),
    returns: arrangeLines(returns, sortedPositions(returns, texts.length)),
    customers: texts,
    numericCustomerIds: numeric,
    ...names,
    customerNames: renumberLabels(joined.labels.customerNames, customers.numbers, texts.length),
    customerEmails: renumberLabels(joined.labels.customerEmails, customers.numbers, texts.length),
    productNames: renumberLabels(joined.labels.productNames, productNumbers, names.products.length),
    hasProducts: files.some(({ rows }) => rows.plan.index.product_id >= 0),
  };
  const { lines: known, orders } = table;
  const count = (column: Int32Array, size: number) => new Distinct(size).add(column).count;
  const value = (...some: readonly OrderLines[]) =>
    some.reduce((sum, each) => sum + new Revenue().add(each).total, 0);
  const report = reportOf(files, joined, {
    rows: known.length,
    customers: table.customers.length,
    orders: count(known.order, orders.length) + count(guests.order, orders.length),
    products: count(known.product, table.products.length),
    revenue: value(known, guests),
    refunds: 0 - value(table.returns, guestReturns),
    discounts: sales.discount?.reduce((sum, amount) => sum + amount, 0) ?? 0,
    ...new Span().add(known),
    returnsOfStrangers: joined.returns.length - returns.length - guestReturns.length,
  });
  return { ...table, report };
}

/** Amounts in different currencies are never added. */
function requireOneCurrency(files: readonly FileLines[]): void {
  const first = files.find(({ currency }) => currency !== null);
  const other = files.find(({ currency }) => currency !== null && currency !== first!.currency);
  if (first === undefined || other === undefined) return;
  throw new InputError(
    `${first.file.name} is in ${first.currency} and ${other.file.name} in ${other.currency}, and the two cannot be added. Choose the currency to count in and give exchange rates.`,
  );
}

/** Replaces dictionary ids with dense numbers in the tables, in place, and returns the lists that they index. */
function renumberAll(
  tables: readonly OrderLines[],
  ids: IdLists,
  customerNumbers: Int32Array,
): Pick<Transactions, "products" | "countries"> & { orders: OrderTexts; productNumbers: Int32Array } {
  const columns = (name: "order" | "product" | "country") => tables.map((lines) => lines[name]);
  const orders = renumberByAppearance(ids.order, columns("order"));
  const products = renumberByAppearance(ids.product, columns("product"));
  const countries = renumberByAppearance(ids.country, columns("country"));
  for (const lines of tables) {
    applyNumbers(lines.customer, customerNumbers);
    applyNumbers(lines.order, orders.numbers);
    applyNumbers(lines.product, products.numbers);
    applyNumbers(lines.country, countries.numbers);
  }
  return {
    orders: new OrderTexts(ids.order, orders.ids),
    products: textsOf(ids.product, products.ids),
    productNumbers: products.numbers,
    countries: textsOf(ids.country, countries.ids),
  };
}
