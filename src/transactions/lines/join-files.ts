import { dayMs } from "../cells/calendar";
import type { OrderLines } from "../transactions";
import { CutOrders, ExportSurvey } from "./cut-orders";
import { type FileLines, type IdLists, type Sales, selectSales } from "./file-lines";
import { concatLines, positionsWhere, selectLines } from "./line-table";
import type { OrderRows } from "./order-rows";
import { applyNumbers } from "./renumber";

/** The lines of all files of a data set, each order line once. */
export interface JoinedLines {
  readonly sales: Sales;
  readonly returns: OrderLines;
  readonly ids: IdLists;
  /** By file: lines that a later file has again or in a later state. */
  readonly replaced: readonly number[];
  /** By file: its lines that count. */
  readonly kept: readonly FileShare[];
}

/** What a file adds to the joined lines. */
export interface FileShare {
  readonly lines: number;
  readonly orders: number;
  /** Milliseconds since 1970; NaN where no line counts. */
  readonly first: number;
  readonly last: number;
}

/** An order that begins within this time of one of the same number in an earlier file is that order, in a later state. */
const sameOrderMs = 2 * dayMs;

const columns = ["customer", "order", "product", "country"] as const;

/** Joins files in the order they were added: of an order that several have, the last one's version counts. */
export function joinFiles(files: readonly FileLines[]): JoinedLines {
  if (files.length === 1) {
    const { sales, returns, ids } = files[0]!;
    return { sales, returns, ids, replaced: [0], kept: [shareOf(sales, ids.order.texts.length)] };
  }
  const lists = {
    customer: new TextIds(),
    order: new TextIds(),
    product: new TextIds(),
    country: new TextIds(),
  };
  const owners = new Map(files.flatMap(({ owners: own }) => [...own]));
  const orderTexts = namedOrders(files);
  const renumbered = files.map(({ ids }, k) =>
    Object.fromEntries(
      columns.map((column) => [
        column,
        Int32Array.from(ids[column].texts, (text, id) => {
          if (text === null || ids[column].canonical[id] !== id) return -1;
          if (column === "customer") return lists.customer.of(owners.get(text) ?? text);
          return lists[column].of(column === "order" ? orderTexts[k]![id]! : text);
        }),
      ]),
    ),
  ) as Record<(typeof columns)[number], Int32Array>[];
  const latest = latestFile(files, renumbered);
  const cut = cutOrders(files, renumbered, latest);
  const repeated = new Repetitions();
  const parts = files.map((file, k) => {
    for (const lines of [file.sales, file.returns])
      for (const column of columns) applyNumbers(lines[column], renumbered[k]![column]);
    const isLoose = (lines: OrderLines, i: number) => lines.order[i]! < 0 || cut[lines.order[i]!] === 1;
    const current = (lines: OrderLines, i: number) => isLoose(lines, i) || latest[lines.order[i]!] === k;
    const sales = selectSales(
      file.sales,
      positionsWhere(file.sales.length, (i) => current(file.sales, i)),
    );
    const fresh = positionsWhere(sales.length, (i) => !isLoose(sales, i) || repeated.isNew(sales, i));
    const returns = selectLines(
      file.returns,
      positionsWhere(
        file.returns.length,
        (i) => current(file.returns, i) && (!isLoose(file.returns, i) || repeated.isNew(file.returns, i)),
      ),
    );
    repeated.endFile();
    return { sales: selectSales(sales, fresh), returns, replaced: file.sales.length - fresh.length };
  });
  const sales = parts.map((part) => part.sales);
  const orders = latest.length;
  return {
    sales: concatSales(sales),
    returns: concatLines(parts.map((part) => part.returns)),
    ids: {
      customer: lists.customer.list(),
      order: lists.order.list(),
      product: lists.product.list(),
      country: lists.country.list(),
    },
    replaced: parts.map((part) => part.replaced),
    kept: sales.map((part) => shareOf(part, orders)),
  };
}

/** By file and order id: the text that names the order in the data set. Numbers that begin again in a later file get their day. */
function namedOrders(files: readonly FileLines[]): string[][] {
  const begun = new Map<string, number>();
  return files.map(({ ids, rows }) => {
    const times = firstMoments(rows, ids.order.texts.length);
    return ids.order.texts.map((text, id) => {
      if (text === null) return "";
      const time = times[id]!;
      const earlier = begun.get(text);
      if (earlier === undefined || Number.isNaN(time) || Math.abs(time - earlier) <= sameOrderMs) {
        if (earlier === undefined && !Number.isNaN(time)) begun.set(text, time);
        return text;
      }
      const named = `${text} ${new Date(time).toISOString().slice(0, 10)}`;
      begun.set(named, time);
      return named;
    });
  });
}

/** By order: its first moment in a file, whatever became of it; NaN where it has none. */
function firstMoments({ blocks }: OrderRows, orders: number): Float64Array {
  const first = new Float64Array(orders).fill(Number.NaN);
  for (const { length, order, moment } of blocks)
    for (let i = 0; i < length; i++)
      if (order[i]! >= 0 && !(moment[i]! >= first[order[i]!]!) && !Number.isNaN(moment[i]))
        first[order[i]!] = moment[i]!;
  return first;
}

/** By order: the last file that has it, whatever became of it there. */
function latestFile(files: readonly FileLines[], renumbered: readonly { order: Int32Array }[]): Int32Array {
  let size = 0;
  for (const { order } of renumbered) for (const id of order) size = Math.max(size, id + 1);
  const latest = new Int32Array(size).fill(-1);
  files.forEach((_, k) => {
    for (const id of renumbered[k]!.order) if (id >= 0) latest[id] = k;
  });
  return latest;
}

/** Orders that their last file may hold in part: their lines are joined, not replaced. */
function cutOrders(
  files: readonly FileLines[],
  renumbered: readonly { order: Int32Array }[],
  latest: Int32Array,
): Uint8Array {
  const cut = new CutOrders(latest);
  files.forEach(({ rows: { blocks } }, k) => {
    const { rows, first, last } = new ExportSurvey().addBlocks(blocks);
    for (const [id, count] of rows) {
      const order = renumbered[k]!.order[id]!;
      if (order >= 0) cut.add(order, k, count, id === first || id === last);
    }
  });
  return cut.flags();
}

/** Distinct texts, numbered by first appearance. */
class TextIds {
  readonly #ids = new Map<string, number>();

  of(text: string): number {
    let id = this.#ids.get(text);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(text, id);
    }
    return id;
  }

  list() {
    const texts = [...this.#ids.keys()];
    return { texts, canonical: Int32Array.from(texts, (_, id) => id) };
  }
}

/**
 * Lines without an order id, or of an order that a file has in part, that several files have: a line counts as often as in the file that has it most often, since two equal
 * lines in one file are two.
 */
class Repetitions {
  readonly #most = new Map<string, number>();
  #here = new Map<string, number>();

  isNew({ customer, time, product, quantity, unitPrice }: OrderLines, i: number): boolean {
    const key = `${customer[i]} ${time[i]} ${product[i]} ${quantity[i]} ${unitPrice[i]}`;
    const count = (this.#here.get(key) ?? 0) + 1;
    this.#here.set(key, count);
    return count > (this.#most.get(key) ?? 0);
  }

  endFile(): void {
    for (const [key, count] of this.#here) if (count > (this.#most.get(key) ?? 0)) this.#most.set(key, count);
    this.#here = new Map();
  }
}

function concatSales(parts: readonly Sales[]): Sales {
  const has = (column: "discount" | "guest") => parts.some((part) => part[column] !== null);
  return {
    ...concatLines(parts),
    discount: has("discount")
      ? Float64Array.from(
          parts.flatMap(({ discount, length }) => [...(discount ?? new Float64Array(length))]),
        )
      : null,
    guest: has("guest")
      ? Uint8Array.from(parts.flatMap(({ guest, length }) => [...(guest ?? new Uint8Array(length))]))
      : null,
  };
}

function shareOf({ length, order, time }: Sales, size: number): FileShare {
  const seen = new Uint8Array(size);
  let orders = 0;
  let first = Number.NaN;
  let last = Number.NaN;
  for (let i = 0; i < length; i++) {
    const id = order[i]!;
    if (id >= 0 && seen[id] === 0) {
      seen[id] = 1;
      orders++;
    }
    if (!(time[i]! >= first)) first = time[i]!;
    if (!(time[i]! <= last)) last = time[i]!;
  }
  return { lines: length, orders, first, last };
}
