import { InputError } from "../../errors";
import { DateColumn } from "../../transactions/cells/date-column";
import { DateKind } from "../../transactions/cells/date-kind";
import { NumberColumn } from "../../transactions/cells/number-column";
import { NumberKind } from "../../transactions/cells/number-kind";
import type { Warning } from "../../transactions/cleaning-report";
import { resolveColumns } from "../../transactions/columns/resolve";
import { detectionBounds } from "../../transactions/limits";
import { areContinued } from "../../transactions/lines/fill-down";
import type { WordMeanings } from "../../transactions/lines/marks";
import { totalWords } from "../../transactions/lines/summary-rows";
import { parseRates } from "../../transactions/rates";
import type { Engine, EngineColumn } from "../engine";
import { all, call, column, countOf, equal, matches, noText, number, text } from "../plan/expressions";
import { Rows } from "../plan/relations";
import { theQuery } from "../the-query";
import type { WarehouseOptions } from "../warehouse-options";
import { Asker } from "./ask";
import { type Cells, cellsOf, isUnread, momentOf, textOf, withEmpty } from "./cells";
import { type Currencies, settleCurrencies } from "./currencies";
import { type Ids, settleIds } from "./ids";
import { judged, markCancelled } from "./judge";
import { type Lines, ledgerOf, valueLines } from "./lines";
import { inUnits, markRows } from "./marks";
import { settleMoments } from "./moments";
import { settleOrders, shareWords } from "./orders";
import { type People, settlePeople } from "./people";
import { settleTotals } from "./totals";

/** What a query selects, understood: plans whose answers are the report and the lines. */
export interface Understanding {
  readonly ask: Asker;
  readonly cells: Cells;
  /** All rows, with their verdicts. */
  readonly judged: Rows;
  readonly lines: Lines;
  readonly ledger: Rows;
  readonly byDay: boolean;
  readonly currencies: Currencies;
  /** The currency that the caller counts in. */
  readonly wanted: string | null;
  readonly meanings: readonly WordMeanings[];
  readonly warnings: readonly Warning[];
  readonly notes: readonly string[];
}

/** Most distinct products whose names are looked at. */
const mostProducts = 3_000_000;
const mostUnread = 1000;
/** About as many does a reading ask before its lines are fetched. */
const usualStatements = 30;

/** Settles what the rows mean, in the order of `cleanFile` of the local reader. */
export async function understand(
  engine: Engine,
  written: string,
  options: WarehouseOptions,
): Promise<Understanding> {
  const ask = new Asker(engine, options.signal, (statements) =>
    options.onProgress?.(Math.min(0.99, statements / usualStatements), 0),
  );
  const query = theQuery(written, engine.dialect);
  const columns = await engine.describe(query, options.signal);
  requireNames(columns);
  const rows = Rows.of(query);
  const plan = resolveColumns(
    columns.map(({ name }) => name),
    await sampleOf(ask, rows, columns),
    options.mapping,
  );
  const wanted = options.currency?.toUpperCase() ?? null;
  const rates = options.rates === undefined ? null : parseRates(options.rates, wanted);
  const read = cellsOf(rows, columns, plan);
  const asRead = { ...read, rows: await ask.kept(read.rows) };
  const cells = withEmpty(asRead, await emptyWords(ask, asRead));
  await refuseOrderOfRows(ask, cells);
  const dated = await settleMoments(ask, cells);
  const { rows: named, warnings } = await settleNames(ask, { ...cells, rows: dated.rows });
  const orders = await settleOrders(ask, named, cells);
  const worded = inUnits(await shareWords(ask, orders.rows, cells), cells);
  const marks = await markRows(ask, worded, cells, {
    products: plan.index.product_id < 0 ? [] : await textsOf(ask, cells, "product"),
    titles: cells.words.includes("product_name") ? await textsOf(ask, cells, "product_name") : [],
  });
  const currencies = await settleCurrencies(ask, marks.rows, cells, wanted, rates);
  const totals = await settleTotals(ask, currencies.rows, cells);
  const judging = judged((await markCancelled(ask, totals.rows, cells)).settled(), cells);
  const all = await ask.settled(judging.only(neededLater(cells)));
  await ask.forget(named);
  const mayRepeat =
    plan.index.order_id < 0 && (await areDays(ask, cells, columns[plan.index.order_datetime]!));
  await ask.forget(asRead.rows);
  const valued = await valueLines(ask, all, cells, totals.mayBeOfOrders, mayRepeat);
  const lines = { ...valued, rows: await ask.kept(valued.rows) };
  return {
    ask,
    cells,
    judged: all,
    lines,
    ledger: ledgerOf(lines, cells),
    byDay: orders.byDay,
    currencies,
    wanted,
    meanings: marks.meanings,
    warnings: [
      ...dated.warnings,
      ...plan.doubts.map((doubt) => ({ ...doubt, rows: 0, samples: [] })),
      ...marks.warnings,
      ...warnings,
      ...orders.warnings,
      ...totals.warnings,
      ...lines.warnings,
    ],
    notes: [
      ...plan.notes,
      ...(orders.shared > 0
        ? [`${orders.shared} rows lack a customer or a date and took it from another row of their order.`]
        : []),
      ...(plan.unit === 1
        ? []
        : ["The amounts are in hundredths, as the name of their column says, and were divided by 100."]),
      ...totals.notes,
    ],
  };
}

/** Rows with the ids of customers, orders, products and countries, in the columns that later steps need. */
async function settleNames(ask: Asker, cells: Cells): Promise<People> {
  const { mapping } = cells.plan;
  const people = await settlePeople(ask, cells);
  const numbers = await codesOf(ask, cells, "number", mapping.order_id, "orders");
  const products = await codesOf(ask, cells, "product", mapping.product_id, "products");
  const countries = await codesOf(ask, cells, "country", mapping.country, "countries");
  const coded = people.rows.with({
    order_number: numbers?.id ?? noText,
    product_id: products?.id ?? noText,
    country_id: countries?.id ?? noText,
  });
  return { rows: await ask.settled(coded.only(neededOf(cells))), warnings: people.warnings };
}

/** Columns of which orders, marks, money and verdicts are made. */
function neededOf({ words, amounts, rest }: Cells): string[] {
  return [
    ...["order_number", "buyer", "account", "nobody", "dated", "empty_moment", "odd_date"],
    ...["product", "product_id", "country_id", "quantity", "price", "empty_price", "name", "title"],
    ...(words.includes("email") ? ["address"] : []),
    ...[...words, ...amounts, ...rest],
  ];
}

/** Columns of judged rows of which lines, the report and labels are made. */
function neededLater({ words, amounts, rest }: Cells): string[] {
  return [
    ...["who", "account", "order_key", "order_number", "at", "product_id", "country_id", "name", "title"],
    ...["verdict", "sold", "paid", "filled", "once"],
    ...(words.includes("email") ? ["address"] : []),
    ...words.filter((role) => role !== "product_name").map((role) => `word_${role}`),
    ...amounts.map((role) => `sum_${role}`),
    ...rest,
  ];
}

function requireNames(columns: readonly EngineColumn[]): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (name === "") throw new InputError("A column of the query has no name. Give it one with AS.");
    if (seen.has(name.toLowerCase()))
      throw new InputError(
        `The query has two columns named ${JSON.stringify(name)}. Name each column of it once, with AS.`,
      );
    seen.add(name.toLowerCase());
  }
}

/** The first rows, as a file would have them: moments in ISO form. */
async function sampleOf(
  ask: Asker,
  rows: Rows,
  columns: readonly EngineColumn[],
): Promise<(column: number) => readonly string[]> {
  const isTimed = ({ kind }: EngineColumn) => kind === "moment" || kind === "day";
  const names = columns.map((_, i) => `sample_${i}`);
  const selected = rows
    .first(detectionBounds.rows)
    .select(
      Object.fromEntries(
        columns.map((each, i) => [names[i]!, isTimed(each) ? momentOf(each) : textOf(each)]),
      ),
    );
  const found = await ask.rows(selected, ...names);
  if (found.length === 0)
    throw new InputError("The query selects no rows. At least one order line is needed.");
  return (column) =>
    found.map((row) => {
      const value = row[names[column]!];
      if (value == null) return "";
      if (!isTimed(columns[column]!)) return String(value);
      const iso = new Date(Number(value)).toISOString();
      return columns[column]!.kind === "day" ? iso.slice(0, 10) : iso.slice(0, 19).replace("T", " ");
    });
}

/**
 * Words that the local reader takes for an empty cell in text columns of dates and numbers. Throws InputError for a text
 * that it could read, but SQL cannot: it would be lost without a word.
 */
async function emptyWords(ask: Asker, cells: Cells): Promise<ReadonlyMap<string, readonly string[]>> {
  const empty = new Map<string, readonly string[]>();
  const encoder = new TextEncoder();
  for (const each of cells.texts) {
    const unread = cells.rows
      .where(isUnread(each))
      .group({ written: column(each.written) }, {})
      .first(mostUnread, "written");
    const words: string[] = [];
    for (const { written } of await ask.rows(unread, "written")) {
      const cell = String(written);
      const bytes = encoder.encode(cell);
      const isDate = each.role === "order_datetime";
      const reader = isDate
        ? new DateColumn()
        : new NumberColumn(each.role === "quantity" || each.role === "discount" ? each.role : "amount");
      reader.parse(bytes, 0, bytes.length);
      const [none, unreadable] = isDate
        ? [DateKind.empty, [DateKind.unreadable]]
        : [NumberKind.empty, [NumberKind.unreadable, NumberKind.tooLarge]];
      if (reader.kind === none) words.push(cell);
      else if (!(unreadable as readonly number[]).includes(reader.kind))
        throw new InputError(
          `The column ${JSON.stringify(each.column.name)} holds text such as ${JSON.stringify(cell)}. Cast it to a ${isDate ? "timestamp" : "number"} in the query; as text, only ${isDate ? "dates such as 2011-12-09 or 2011-12-09 12:50:00" : "numbers such as 12.50"} are read.`,
        );
    }
    if (words.length > 0) empty.set(each.written, words);
  }
  return empty;
}

/** Throws InputError for rows that only their place in a file explains: SQL has no rows above and below. */
async function refuseOrderOfRows(ask: Asker, { rows, plan, hasOrders }: Cells): Promise<void> {
  const isBlank = (name: string) => equal(column(name), text(""));
  const isUndated = equal(column("empty_moment"), number(1));
  const found = await ask.one(
    rows.group(
      {},
      {
        rows: call("count"),
        blank: countOf(hasOrders ? isBlank("number") : isUndated),
        continued: countOf(all(isBlank("customer"), isUndated, ...(hasOrders ? [isBlank("number")] : []))),
      },
    ),
    "rows",
    "blank",
    "continued",
  );
  if (areContinued(found.continued, found.blank, found.rows))
    throw new InputError(
      `${found.continued.toLocaleString("en")} rows have no order, customer or date, as if they continued the row above. The rows of a query have no order: repeat ${JSON.stringify(plan.mapping.customer_id)} and ${JSON.stringify(plan.mapping.order_datetime)} on each line of an order in the query.`,
    );
  const start = call("lower", call("part", column("name_of_total"), number(1), number(40)));
  const names = ["customer", ...(hasOrders ? ["number"] : [])];
  for (const name of names) {
    const words = await ask.rows(
      rows
        .select({ name_of_total: column(name) })
        .where(matches(start, "^(grand|sub)?[ -]*(total|sum|gesamt|zwischensumme|insgesamt)"))
        .group({ name_of_total: column("name_of_total") }, {})
        .first(mostUnread, "name_of_total"),
      "name_of_total",
    );
    const total = words.map((each) => String(each.name_of_total)).find((each) => totalWords.test(each));
    if (total !== undefined)
      throw new InputError(
        `A row has ${JSON.stringify(total)} as its ${name === "customer" ? "customer" : "order"}, as rows of totals have. Leave them out in the query, with WHERE, or rename them if they are real.`,
      );
  }
}

async function codesOf(
  ask: Asker,
  cells: Cells,
  name: "number" | "product" | "country",
  mapped: string | undefined,
  whose: string,
): Promise<Ids | null> {
  return mapped === undefined
    ? null
    : settleIds(ask, cells.rows, name, name === "country" ? "word" : "code", { column: mapped, whose });
}

async function textsOf(ask: Asker, { rows }: Cells, name: string): Promise<string[]> {
  const texts = await ask.rows(
    rows.group({ written: column(name) }, {}).first(mostProducts + 1, "written"),
    "written",
  );
  if (texts.length > mostProducts)
    throw new InputError(
      `The query has more than ${mostProducts.toLocaleString("en")} different products. Map product_id to a coarser column, such as a category.`,
    );
  return texts.map(({ written }) => String(written ?? ""));
}

/** Whether the dates have no time of day, so that two equal rows may well be two purchases. */
async function areDays(ask: Asker, { rows }: Cells, date: EngineColumn): Promise<boolean> {
  if (date.kind !== "text") return date.kind === "day";
  const long = call(">", call("length", column("written_moment")), number(10));
  const { timed } = await ask.one(rows.group({}, { timed: countOf(long) }), "timed");
  return timed === 0;
}
