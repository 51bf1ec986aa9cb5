import type { Warning } from "../cleaning-report";
import type { OrderLines } from "../transactions";
import { type FileAccounts, type FileLines, type IdLists, type Sales, selectSales } from "./file-lines";
import { IdList } from "./id-list";
import { type FileLabels, joinLabels } from "./labels";
import { Distinct, Span } from "./line-figures";
import { concatLines, positionsWhere, selectLines } from "./line-table";
import { ordersOfFiles } from "./orders-of-files";
import { joinPadded } from "./padded-ids";
import { applyNumbers } from "./renumber";

/** The lines of all files of a data set, each order line once. */
interface JoinedLines extends JoinedAccounts {
  readonly sales: Sales;
  readonly returns: OrderLines;
  readonly labels: FileLabels;
}

/** What is known of all files together. */
export interface JoinedAccounts {
  readonly ids: IdLists;
  /** Orders placed without an account. */
  readonly guestOrders: number;
  /** By file. */
  readonly replaced: readonly ReplacedRows[];
  /** By file: its lines that count. */
  readonly kept: readonly FileShare[];
  /** What is doubtful about the files together. */
  readonly warnings: readonly Warning[];
}

/** Rows that a later file repeats or has in a later state. */
export interface ReplacedRows {
  /** Purchases, including those of guests. */
  readonly sales: number;
  readonly guests: number;
  readonly returns: number;
}

/** What a file adds to the joined lines. */
interface FileShare {
  readonly lines: number;
  readonly orders: number;
  /** Milliseconds since 1970; NaN if no line counts. */
  readonly first: number;
  readonly last: number;
}

const noneReplaced: ReplacedRows = { sales: 0, guests: 0, returns: 0 };

/** Joins files in the order they were added: if several have an order, the last one's version counts. */
export function joinFiles(files: readonly FileLines[]): JoinedLines {
  if (files.length === 1) {
    const { sales, returns, ids, labels, guestNumbers } = files[0]!;
    const kept = shareOf(sales, ids.order.size);
    return { sales, returns, labels, ...joinedAlone({ ids, guestNumbers }, kept) };
  }
  const owners = new Map(files.flatMap(({ owners: own }) => [...own]));
  const lists = {
    customer: joinLists(
      files.map(({ ids }) => ids.customer),
      (text) => owners.get(text) ?? text,
    ),
    product: joinLists(files.map(({ ids }) => ids.product)),
    country: joinLists(files.map(({ ids }) => ids.country)),
  };
  const warnings = joinPadded(lists.customer.list, files.at(-1)!.rows.plan.mapping.customer_id);
  for (const numbers of lists.customer.numbers) applyNumbers(numbers, lists.customer.list.canonical);
  const labels = labelsOf(files, lists);
  const orders = ordersOfFiles(files, lists.customer.numbers);
  const repeated = new Repetitions();
  const parts = files.map((file, k) => {
    const { sales, returns } = file;
    for (const lines of [sales, returns])
      for (const column of ["customer", "product", "country"] as const)
        applyNumbers(lines[column], lists[column].numbers[k]!);
    const freshSales = positionsWhere(sales.length, (i) => {
      const id = sales.order[i]!;
      if (id < 0) return repeated.isNew(sales, i);
      const order = orders.orderOf(k, id, sales.time[i]!);
      sales.order[i] = order;
      return order >= 0 && (!orders.isCut(order) || repeated.isNew(sales, i));
    });
    const freshReturns = positionsWhere(returns.length, (i) => {
      const id = returns.order[i]!;
      if (id < 0) return repeated.isNew(returns, i);
      returns.order[i] = orders.orderOfReturn(k, id, returns.time[i]!);
      return returns.order[i]! >= 0 && repeated.isNew(returns, i);
    });
    repeated.endFile();
    return {
      sales: selectSales(sales, freshSales),
      returns: selectLines(returns, freshReturns),
      replaced: replacedRows(file, freshSales, freshReturns),
    };
  });
  const sales = parts.map((part) => part.sales);
  return {
    sales: concatSales(sales),
    returns: concatLines(parts.map((part) => part.returns)),
    ids: {
      customer: lists.customer.list,
      order: IdList.ofTexts(orders.texts),
      product: lists.product.list,
      country: lists.country.list,
    },
    labels,
    guestOrders: orders.guests,
    replaced: parts.map((part) => part.replaced),
    kept: sales.map((part) => shareOf(part, orders.texts.length)),
    warnings: [...warnings, ...doubtsOf(files)],
  };
}

/** One file, of which so much counts, as all files together. */
export function joinedAlone(
  { ids, guestNumbers }: Pick<FileAccounts, "ids" | "guestNumbers">,
  kept: FileShare,
): JoinedAccounts {
  return { ids, guestOrders: guestNumbers.size, replaced: [noneReplaced], kept: [kept], warnings: [] };
}

function labelsOf(
  files: readonly FileLines[],
  { customer, product }: Record<"customer" | "product", ReturnType<typeof joinLists>>,
): FileLabels {
  const joined = (what: keyof FileLabels, { list, numbers }: ReturnType<typeof joinLists>) =>
    joinLabels(
      files.map(({ labels }) => labels[what]),
      numbers,
      list.texts.length,
    );
  return {
    customerNames: joined("customerNames", customer),
    customerEmails: joined("customerEmails", customer),
    productNames: joined("productNames", product),
  };
}

/** Rows of a file that are not among the remaining positions. */
function replacedRows(
  { sales, returnedRows }: FileLines,
  freshSales: Int32Array,
  freshReturns: Int32Array,
): ReplacedRows {
  let guests = 0;
  if (sales.guest !== null) {
    for (const flag of sales.guest) guests += flag;
    for (const position of freshSales) guests -= sales.guest[position]!;
  }
  // Refunds from a column of the order follow the returned rows; they are not rows themselves.
  const returns = returnedRows - freshReturns.filter((position) => position < returnedRows).length;
  return { sales: sales.length - freshSales.length, guests, returns };
}

/** What remains open once the files are put together. */
function doubtsOf(files: readonly FileLines[]): Warning[] {
  const warnings: Warning[] = [];
  const doubt = (code: string, message: string) => warnings.push({ code, message, rows: 0, samples: [] });
  const names = (list: readonly FileLines[]) => list.map(({ file }) => file.name).join(", ");
  const without = files.filter(({ rows }) => rows.plan.index.order_id < 0);
  if (without.length > 0 && without.length < files.length)
    doubt(
      "order_ids_in_some_files",
      `${names(without)} ${without.length === 1 ? "has" : "have"} no order ids, but the other files do. Orders in both are counted twice. Export all files with order ids.`,
    );
  const silent = files.filter(isSilent);
  const currency = files.find((file) => !isSilent(file) && file.currency !== null)?.currency;
  if (silent.length > 0 && currency !== undefined)
    doubt(
      "currency_of_some_files",
      `${names(silent)} ${silent.length === 1 ? "does" : "do"} not say the currency. The amounts were read as ${currency}, as in the other files.`,
    );
  return warnings;
}

/** Whether a file does not name the currency of its amounts. */
function isSilent({ currencies, rows }: FileLines): boolean {
  const { profile, currency } = rows.plan;
  return currencies.length === 0 && currency === null && !profile?.amountsInShopCurrency;
}

/** One list of the texts of all files and, by file, the number of each of its ids in it; −1 if none. */
function joinLists(
  parts: readonly IdList[],
  named: (text: string) => string = (text) => text,
): { list: IdList; numbers: readonly Int32Array[] } {
  const known = new Map<string, number>();
  const numbers = parts.map(({ texts, canonical }) =>
    Int32Array.from(canonical, (first) => {
      if (first < 0) return -1;
      const text = named(texts[first]!);
      const number = known.get(text) ?? known.size;
      known.set(text, number);
      return number;
    }),
  );
  const texts = [...known.keys()];
  return { list: IdList.ofTexts(texts), numbers };
}

/**
 * Several files may have the same returns, the same lines without an order id, or lines of an order that one has in
 * part: a line counts as often as in the file that has it most often, since two equal lines in one file are two.
 */
class Repetitions {
  readonly #most = new Map<string, number>();
  #here = new Map<string, number>();

  isNew({ customer, order, time, product, quantity, unitPrice }: OrderLines, i: number): boolean {
    const key = `${customer[i]} ${order[i]} ${time[i]} ${product[i]} ${quantity[i]} ${unitPrice[i]}`;
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

function shareOf(sales: Sales, size: number): FileShare {
  const { length, customer, order, time } = sales;
  const orders = new Distinct(size).add(order);
  // Lines without an order id form orders by customer and moment, as `nameOrdersByMoment` makes them.
  const moments = new Set<string>();
  for (let i = 0; i < length; i++) if (order[i]! < 0) moments.add(`${customer[i]} ${time[i]}`);
  const { first, last } = new Span().add(sales);
  return { lines: length, orders: orders.count + moments.size, first, last };
}
