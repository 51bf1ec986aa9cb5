import { InputError } from "../../errors";
import type { OrderLines, Transactions } from "../transactions";
import type { FileLines, IdLists, Sales } from "./file-lines";
import { joinFiles } from "./join-files";
import { renumberLabels } from "./labels";
import { arrangeLines, compactLines, positionsWhere, selectLines } from "./line-table";
import { nameOrdersByMoment, OrderTexts } from "./moment-orders";
import { applyNumbers, renumberByAppearance, renumberBySize, textsOf } from "./renumber";
import { reportOf, requireKept } from "./report";
import { sortedPositions } from "./sort-lines";

/**
 * Puts the cleaned files of a data set together: sorted order lines with dense ids, and the account of what was left
 * out. Throws InputError if nothing is left or the files are in different currencies.
 */
export function assemble(files: readonly FileLines[]): Transactions {
  requireOneCurrency(files);
  const joined = joinFiles(files);
  requireKept(files, joined);
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
  const customers = renumberBySize(ids.customer, [lines.customer]);
  const isKnown = (i: number) => (customers.numbers[joined.returns.customer[i]!] ?? -1) >= 0;
  const returns = selectLines(joined.returns, positionsWhere(joined.returns.length, isKnown));
  const guestReturns = selectLines(
    joined.returns,
    positionsWhere(joined.returns.length, (i) => joined.returns.customer[i]! < 0),
  );
  const tables = [lines, returns, guests];
  const { productNumbers, ...names } = renumberAll(tables, ids, customers.numbers);
  nameOrdersByMoment(tables, customers.texts, names.orders);
  const table = {
    lines: arrangeLines(lines, sortedPositions(lines, customers.texts.length)),
    returns: arrangeLines(returns, sortedPositions(returns, customers.texts.length)),
    customers: customers.texts,
    numericCustomerIds: customers.numeric,
    ...names,
    customerNames: renumberLabels(joined.labels.customerNames, customers.numbers, customers.texts.length),
    customerEmails: renumberLabels(joined.labels.customerEmails, customers.numbers, customers.texts.length),
    productNames: renumberLabels(joined.labels.productNames, productNumbers, names.products.length),
    hasProducts: files.some(({ rows }) => rows.plan.index.product_id >= 0),
  };
  const strangers = joined.returns.length - returns.length - guestReturns.length;
  const report = reportOf(files, joined, table, {
    guests,
    guestReturns,
    returnsOfStrangers: strangers,
    discounts: discountsOf(sales),
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

function discountsOf({ discount }: Sales): number {
  let sum = 0;
  for (const amount of discount ?? []) sum += amount;
  return sum;
}
