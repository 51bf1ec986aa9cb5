import type { DateOrder } from "../cells/date-kind";
import { decimalSeparator } from "../cells/number-kind";
import type { Warning } from "../cleaning-report";
import { isInHundredths } from "../columns/amount-names";
import type { ColumnPlan } from "../columns/plan";
import { normalisedName } from "../columns/synonyms";
import type { ReadLimits } from "../limits";
import type { Rates } from "../rates";
import type { SpillRoom } from "../spill/spill-file";
import { currencyAccounts, statusAccounts, statusWarnings } from "./accounts";
import { cancelledByNumber } from "./cancellations";
import { type Currencies, currencyWarnings, settleCurrencies } from "./currencies";
import { type DateReading, decideDateOrder } from "./date-order";
import type { FileFacts } from "./file-facts";
import type { CleanFile } from "./file-lines";
import { continueOrders, shareWithinOrders, shareWords } from "./fill-down";
import { idList } from "./id-list";
import { judgeRows, resolveCells, type Standards, spreadTotals } from "./judge";
import { labelsById } from "./labels";
import { markRows, type WordMeanings } from "./marks";
import { markOddDates } from "./odd-dates";
import { clearEmptyDates } from "./odd-moments";
import { type Orders, settleOrders } from "./order-numbers";
import type { OrderRows } from "./order-rows";
import { type OrderTotals, settleOrderTotals, type TotalsOf } from "./order-totals";
import { type People, settlePeople } from "./people";
import { requireReadable } from "./report";
import { markOtherRows, markSummaryRows, markTotalRows } from "./summary-rows";
import { decimalWarnings, undecidedDecimals } from "./undecided-decimals";
import { valueLines } from "./value-lines";
import { markReplaced } from "./versions";

/** How to clean the rows of a file. */
interface CleanOptions {
  readonly dateOrder: DateOrder | undefined;
  /** The currency to count in; null for that of most rows. */
  readonly currency: string | null;
  readonly rates: Rates | null;
  readonly limits: ReadLimits;
  /** Where rows and lines go that do not fit into memory; null if all stay there. */
  readonly room: SpillRoom | null;
  /** Whether the file's orders will be compared with those of other files. */
  readonly compared: boolean;
}

/** What is known about the rows before each is judged. */
interface Understanding {
  readonly date: DateReading;
  readonly warnings: readonly Warning[];
  readonly standards: Standards;
  readonly people: People;
  readonly orders: Orders;
  readonly meanings: readonly WordMeanings[];
  readonly currencies: Currencies;
  readonly totals: OrderTotals;
  readonly notes: readonly string[];
}

/**
 * Cleans the rows of one file: whose they are, which belong together, which are purchases, and what was really paid.
 * Every row gets one verdict. Throws InputError if the dates are ambiguous or too many rows are unreadable.
 */
export function cleanFile(rows: OrderRows, file: FileFacts, options: CleanOptions): CleanFile {
  const known = understand(rows, options);
  const { date, standards, people, orders, meanings, currencies, totals } = known;
  const size = orders.ids.size;
  const judged = judgeRows(
    rows,
    cancelledByNumber(rows, orders.numbers),
    people.ids.size,
    rows.plan.profile?.blankCustomerIsGuest === true,
  );
  requireReadable(
    { rows, file, counts: judged.counts, firsts: judged.firsts },
    options.limits.maxUnreadableShare,
  );
  const ids = {
    customer: people.ids,
    order: orders.ids,
    product: idList(rows.products),
    country: idList(rows.countries, (text) => text === ""),
  };
  const { tables, warnings: repeated, ...worth } = valueLines(rows, judged, totals, ids, options.room);
  const valued = { rows, tables, orders: size };
  const inCurrencies = currencyAccounts(valued, currencies);
  const statuses = statusAccounts(valued, meanings);
  if (!options.compared && !worth.needsRows) rows.blocks.free();
  return {
    file,
    rows,
    ...worth,
    ids,
    labels: {
      customerNames: people.names,
      customerEmails: people.emails,
      productNames: labelsById(ids.product.canonical, rows.productNames),
    },
    orderNumbers: orders.numbers,
    guestNumbers: people.guestNumbers,
    owners: people.owners,
    counts: judged.counts,
    firsts: judged.firsts,
    people: judged.people.reduce((sum, seen) => sum + seen, 0),
    currency: currencies.currency,
    currencies: inCurrencies,
    statuses,
    warnings: [
      ...file.warnings,
      ...known.warnings,
      ...currencyWarnings(inCurrencies, currencies, options.currency),
      ...statusWarnings(statuses),
      ...people.warnings,
      ...orders.warnings,
      ...totals.warnings,
      ...repeated,
    ],
    notes: [...known.notes, ...totals.notes, ...undecidedDecimals(rows), ...worth.notes],
    dateFormat: date.description,
    decimalSeparator: standards.priceDecimal,
  };
}

/** Settles, in this order, dates and numbers, people, orders, the meaning of words, and the currency. */
function understand(rows: OrderRows, options: CleanOptions): Understanding {
  const { plan } = rows;
  const date = decideDateOrder(rows.dates, rows.runs, plan.mapping.order_datetime, options.dateOrder, (row) =>
    rows.dateSamples.get(row),
  );
  const standards = standardsOf(rows, date);
  const warnings = [...date.warnings, ...decimalWarnings(rows), ...columnWarnings(rows)];
  const continued = continueOrders(rows);
  resolveCells(rows, standards);
  if (plan.unit !== 1) takeUnit(rows, plan.unit);
  clearEmptyDates(rows.runs);
  warnings.push(...markOddDates(rows));
  const totalRows = markTotalRows(rows, plan.money.value === "unit_price");
  const people = settlePeople(rows);
  const orders = settleOrders(rows);
  const size = orders.ids.size;
  const shared = orders.isPartial ? shareWithinOrders(rows, size) : 0;
  shareWords(rows, size);
  markReplaced(rows, size);
  const meanings = markRows(rows, size);
  const summaries = markSummaryRows(rows, size, plan.money.value === "unit_price");
  warnings.push(...markOtherRows(rows));
  const currencies = settleCurrencies(rows, options.currency, options.rates);
  const notes: string[] = [];
  if (continued > 0)
    notes.push(
      `${continued} rows leave order, date and customer blank and were read as more lines of the order above.`,
    );
  if (shared > 0)
    notes.push(`${shared} rows lack a customer or a date and took it from another row of their order.`);
  if (plan.unit !== 1)
    notes.push(`The amounts are in hundredths, as the name of their column says, and were divided by 100.`);
  if (summaries > 0) notes.push(`${summaries} rows add up the items of their order and were left out.`);
  if (totalRows > 0)
    notes.push(
      `${totalRows} ${totalRows === 1 ? "row is" : "rows are"} called a total, sum the rows above and were left out.`,
    );
  return {
    date,
    warnings,
    standards,
    people,
    orders,
    meanings,
    currencies,
    totals: settleTotals(rows, size),
    notes,
  };
}

const namedAfterOrders =
  /^(?:order|invoice|receipt|bestell|auftrags|rechnungs|commande|facture|pedido|ordine|zamowien)(?:en)?(?:total|value|amount|sum|summe|wert|betrag|montant|importe)|(?:total|montant|importe|totale|wartosc)(?:of|de|della|del)?(?:la|l)?(?:order|invoice|commande|facture|pedido|orden|ordine|zamowienia)|grandtotal/;

/** Turns cents into whole units, in place. */
function takeUnit(rows: OrderRows, unit: number): void {
  const inUnits = (value: number) => value * unit;
  for (const { price, amounts } of rows.blocks) {
    price.change(inUnits);
    for (const role of ["discount", "refund", "shipping", "tax"] as const)
      if (isInHundredths(rows.plan.mapping[role] ?? "")) amounts[role]?.change(inUnits);
  }
}

function standardsOf(rows: OrderRows, date: DateReading): Standards {
  const quantity = decimalSeparator(rows.quantities.counts);
  const price = decimalSeparator(rows.prices.counts);
  return { date, quantityDecimal: quantity ?? price ?? ".", priceDecimal: price ?? quantity ?? "." };
}

function columnWarnings({ plan, rows }: OrderRows): Warning[] {
  return plan.doubts.map((doubt) => ({ ...doubt, rows, samples: [] }));
}

/** Whose totals the value column has, by what is known of it before a row is read. */
export function totalsOf({ money, mapping }: ColumnPlan): TotalsOf {
  if (money.value === "line_total") return "of lines";
  if (money.value === "order_total") return "of orders";
  return namedAfterOrders.test(normalisedName(mapping.order_total ?? "")) ? "maybe of orders" : "unknown";
}

function settleTotals(rows: OrderRows, orders: number): OrderTotals {
  const { money, index } = rows.plan;
  if (money.value === "unit_price") return { once: new Uint8Array(orders), notes: [], warnings: [] };
  const are = totalsOf(rows.plan);
  const totals = settleOrderTotals(rows.blocks, orders, are);
  spreadTotals(rows.blocks, index.quantity >= 0);
  return totals;
}
