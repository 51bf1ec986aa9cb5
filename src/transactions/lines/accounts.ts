import type { CurrencyAccount, StatusAccount, Warning } from "../cleaning-report";
import { samplesShown } from "./cell-samples";
import type { Currencies } from "./currencies";
import type { AccountRole, LineTables } from "./line-table";
import type { WordMeanings } from "./marks";
import type { OrderRows } from "./order-rows";
import { linesOf } from "./row-block";
import { kept, verdictOf } from "./verdict";

/** A file whose lines are valued, ready for totals. */
interface Valued {
  readonly rows: OrderRows;
  readonly tables: LineTables;
  readonly orders: number;
}

const otherCurrency = verdictOf("other_currency");
const guestOrder = verdictOf("guest_order");
const duplicateRow = verdictOf("duplicate_row");

interface Sums {
  readonly rows: Float64Array;
  readonly orders: Float64Array;
  readonly revenue: Float64Array;
}

/** What the purchases came to in each currency, largest first. */
export function currencyAccounts(
  { tables, orders }: Valued,
  { uses, currency }: Currencies,
): CurrencyAccount[] {
  if (uses.length === 0) return [];
  const counts = (verdict: number) => verdict === kept || verdict === guestOrder || verdict === otherCurrency;
  const sums = sumBy(tables, orders, "currency", uses.length, counts);
  const byCode = new Map<
    string,
    { currency: string; rows: number; orders: number; revenue: number; use: CurrencyAccount["use"] }
  >();
  uses.forEach(({ code, use }, id) => {
    if (sums.rows[id] === 0) return;
    const account = byCode.get(code) ?? {
      currency: code === "" ? (currency ?? "") : code,
      rows: 0,
      orders: 0,
      revenue: 0,
      use,
    };
    account.rows += sums.rows[id]!;
    account.orders += sums.orders[id]!;
    account.revenue += sums.revenue[id]!;
    byCode.set(code, account);
  });
  return [...byCode.values()].sort((a, b) => b.rows - a.rows);
}

/** What the rows with each word of the status and row-type columns came to, in file order. */
export function statusAccounts(
  { rows, tables, orders }: Valued,
  meanings: readonly WordMeanings[],
): StatusAccount[] {
  return meanings.flatMap(({ role, column, texts, meanings: means, known: isKnown }) => {
    const counted = new Float64Array(texts.length);
    const placed = new Float64Array(texts.length);
    const known = new WordsOfOrders(orders);
    for (const runs of rows.runs)
      for (let i = 0; i < runs.length; i++) {
        const word = runs.words[role]![i]!;
        const order = runs.order[i]!;
        counted[word]! += linesOf(runs, i);
        if (order < 0) placed[word]! += linesOf(runs, i);
        else if (known.isNew(order, word)) placed[word]!++;
      }
    const sums = sumBy(
      tables,
      orders,
      role,
      texts.length,
      (verdict) => verdict !== duplicateRow && verdict !== otherCurrency,
    );
    return texts.flatMap((value, id) =>
      value === "" || counted[id] === 0
        ? []
        : [
            {
              column,
              value,
              meaning: means[id]!,
              known: isKnown[id]!,
              rows: counted[id]!,
              orders: placed[id]!,
              revenue: sums.revenue[id]!,
            },
          ],
    );
  });
}

/** Warns of unknown words and what they affect. */
export function statusWarnings(statuses: readonly StatusAccount[]): Warning[] {
  const columns = [...new Set(statuses.map(({ column }) => column))];
  return columns.flatMap((column) => {
    const unknown = statuses.filter((status) => status.column === column && !status.known);
    if (unknown.length === 0) return [];
    const words = unknown
      .slice(0, 8)
      .map(
        ({ value, orders, revenue }) =>
          `${JSON.stringify(value)} (${orders} ${orders === 1 ? "order" : "orders"}, ${revenue.toFixed(2)})`,
      );
    const more = unknown.length > 8 ? ` and ${unknown.length - 8} more` : "";
    return [
      {
        code: "unknown_status",
        message: `The column ${JSON.stringify(column)} has words whose meaning is not known: ${words.join(", ")}${more}. They were counted as sales. Say what they mean when you review the upload, or under words in the mapping.`,
        rows: unknown.reduce((sum, { rows }) => sum + rows, 0),
        samples: unknown.slice(0, samplesShown).map(({ value }) => ({ row: 0, column, value })),
      },
    ];
  });
}

/** Sums over the lines with each word; all 0 if the lines have no such words. */
function sumBy(
  tables: LineTables,
  orders: number,
  role: AccountRole,
  size: number,
  counts: (verdict: number) => boolean,
): Sums {
  const sums: Sums = {
    rows: new Float64Array(size),
    orders: new Float64Array(size),
    revenue: new Float64Array(size),
  };
  const known = new WordsOfOrders(orders);
  for (const { length, order, quantity, unitPrice, verdict, words } of tables) {
    const word = words[role];
    if (word === undefined) continue;
    for (let i = 0; i < length; i++) {
      if (!counts(verdict[i]!)) continue;
      const id = word[i]!;
      sums.rows[id]!++;
      sums.revenue[id]! += quantity[i]! * unitPrice[i]!;
      if (order[i]! < 0 || known.isNew(order[i]!, id)) sums.orders[id]!++;
    }
  }
  return sums;
}

/** Which words the orders have had so far. Nearly all have one. */
class WordsOfOrders {
  readonly #first: Int32Array;
  readonly #others = new Set<string>();

  constructor(orders: number) {
    this.#first = new Int32Array(orders).fill(-1);
  }

  isNew(order: number, word: number): boolean {
    if (this.#first[order] === word) return false;
    if (this.#first[order]! < 0) {
      this.#first[order] = word;
      return true;
    }
    const size = this.#others.size;
    return this.#others.add(`${order} ${word}`).size > size;
  }
}
