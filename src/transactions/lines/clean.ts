import type { DateOrder } from "../cells/date-kind";
import { decimalSeparator } from "../cells/number-kind";
import { normalisedName } from "../columns/synonyms";
import type { ReadLimits } from "../limits";
import type { OrderLines, Transactions } from "../transactions";
import { gatherCandidates } from "./candidates";
import { decideDateOrder } from "./date-order";
import { type IdLists, idList } from "./id-list";
import { judgeRows, type Standards } from "./judge";
import { positionsWhere, selectLines } from "./line-table";
import { nameOrdersByMoment } from "./moment-orders";
import type { OrderRows } from "./order-rows";
import { divideTotals } from "./order-totals";
import { applyNumbers, renumberByAppearance, renumberBySize } from "./renumber";
import { type Account, type FileFacts, reportOf, requireKept, requireReadable } from "./report";
import { sortedPositions } from "./sort-lines";
import { undecidedDecimals } from "./undecided-decimals";
import { kept, returned, verdictOf } from "./verdict";

/**
 * Turns the rows of a file into clean, sorted order lines and the account of what was left out. Throws InputError where
 * the dates are ambiguous, too many rows are unreadable, or nothing is left.
 */
export function cleanRows(
  rows: OrderRows,
  file: FileFacts,
  options: { dateOrder: DateOrder | undefined; limits: ReadLimits },
): Transactions {
  const columnName = rows.plan.mapping.order_datetime;
  const date = decideDateOrder(rows.dates, rows.blocks, columnName, options.dateOrder);
  const ids: IdLists = {
    customer: idList(rows.customers),
    order: idList(rows.orders),
    product: idList(rows.products),
    country: idList(rows.countries),
  };
  const standards = standardsOf(rows, ids, date.order);
  const judged = judgeRows(rows, standards);
  requireReadable({ rows, file, counts: judged.counts }, options.limits.maxUnreadableShare);

  const purchases = gatherCandidates(rows.blocks, judged.counts[kept]!, (verdict) => verdict === kept, ids);
  const takenBack = gatherCandidates(rows.blocks, judged.returned, (verdict) => verdict >= returned, ids);
  judged.counts[verdictOf("duplicate_row")] = purchases.duplicates;
  judged.counts[kept]! -= purchases.duplicates;
  const account: Account = { rows, file, counts: judged.counts };
  requireKept(account);

  const lines = selectLines(
    purchases.lines,
    positionsWhere(purchases.lines.length, (i) => purchases.duplicate[i] === 0),
  );
  const customers = renumberBySize(ids.customer, [lines.customer]);
  const isKnown = (i: number) => customers.numbers[takenBack.lines.customer[i]!]! >= 0;
  const returns = selectLines(
    takenBack.lines,
    positionsWhere(takenBack.lines.length, (i) => takenBack.duplicate[i] === 0 && isKnown(i)),
  );
  for (const part of [lines, returns]) divideTotals(part, judged.totals.once);
  const names = renumberAll([lines, returns], ids, customers.numbers);
  nameOrdersByMoment([lines, returns], customers.texts, names.orders);

  const table = {
    lines: selectLines(lines, sortedPositions(lines, customers.texts.length)),
    returns: selectLines(returns, sortedPositions(returns, customers.texts.length)),
    customers: customers.texts,
    numericCustomerIds: customers.numeric,
    ...names,
    hasProducts: rows.plan.index.product_id >= 0,
  };
  const report = reportOf(account, table, {
    dateFormat: date.description,
    decimalSeparator: standards.priceDecimal,
    duplicateRows: purchases.lines.row.filter((_, i) => purchases.duplicate[i] === 1),
    duplicateReturns: takenBack.duplicates,
    notes: [...judged.totals.notes, ...undecidedDecimals(rows)],
    returnsOfStrangers: takenBack.lines.length - takenBack.duplicates - returns.length,
  });
  return { ...table, report };
}

function standardsOf(rows: OrderRows, orders: IdLists, dateOrder: DateOrder): Standards {
  const quantity = decimalSeparator(rows.quantities.counts);
  const price = decimalSeparator(rows.prices.counts);
  const { index } = rows.plan;
  const total = index.quantity >= 0 ? "quantity_and_total" : "total";
  return {
    dateOrder,
    quantityDecimal: quantity ?? price ?? ".",
    priceDecimal: price ?? quantity ?? ".",
    orders: orders.order,
    value: index.unit_price >= 0 ? "unit_price" : total,
    areLineTotals: normalisedName(rows.plan.mapping.order_total ?? "").startsWith("line"),
  };
}

/** Replaces dictionary ids by dense numbers in the tables, in place, and returns the lists that they index. */
function renumberAll(
  tables: readonly OrderLines[],
  ids: IdLists,
  customerNumbers: Int32Array,
): { orders: string[]; products: readonly string[]; countries: readonly string[] } {
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
  return { orders: [...orders.texts], products: products.texts, countries: countries.texts };
}
