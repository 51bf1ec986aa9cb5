import { ownOrders } from "../own-orders";
import { rangesOf } from "../part-ranges";
import type { TransactionParts } from "../parts";
import { freeMemory } from "../spill/pages";
import type { SpillFolder } from "../spill/spill-file";
import { LINE_BYTES, StoredLines } from "../spill/stored-lines";
import type { OrderLines, Transactions } from "../transactions";
import type { CleanFile } from "./file-lines";
import type { IdList } from "./id-list";
import { joinedAlone } from "./join-files";
import { type IdTexts, renumberLabels } from "./labels";
import { joinedSpan, Revenue } from "./line-figures";
import { arrangeLines, columnsOf } from "./line-table";
import { LinesSurvey, ofGuests, ofKnown } from "./lines-survey";
import { nameByMoment } from "./moment-orders";
import { renumberBySize, renumberUsed, textsOf } from "./renumber";
import { reportOf, requireKept } from "./report";
import { sortedPositions } from "./sort-lines";

/** Stands for the order of a line without a number, behind all others. */
const noNumber = 2 ** 31 - 1;
/** Lines of a part that are written at once, and the share of the budget for those of all parts that wait for that. */
const mostPieceLines = 8192;
const waitingShare = 1 / 16;

/** The lines of one range of customers, in a file. */
interface StoredPart {
  readonly lines: StoredLines;
  readonly returns: StoredLines;
}

/** What parts need to be read; nothing of all lines. */
interface PartIndex {
  readonly folder: SpillFolder;
  readonly parts: readonly StoredPart[];
  /** Where each part's customers begin, and the number of all. */
  readonly starts: readonly number[];
  readonly customers: { readonly list: IdList; readonly ids: Int32Array };
  readonly names: IdTexts;
  readonly emails: IdTexts;
  readonly orders: IdList;
}

/**
 * What `assemble` does for a file whose lines are not in memory: they go to a file by ranges of customers, and are
 * sorted there. Throws InputError if nothing is left.
 */
export function assembleParts(file: CleanFile, folder: SpillFolder): TransactionParts {
  const { ids, labels } = file;
  const survey = new LinesSurvey(file);
  requireKept([file], survey.rows > 0);
  const bought = Uint8Array.from(survey.linesOf, (lines) => (lines > 0 ? 1 : 0));
  const { numeric, ...customers } = renumberBySize(ids.customer, bought);
  const products = renumberUsed(survey.products);
  const countries = renumberUsed(survey.countries);
  const starts = rangesOf(
    customers.ids.map((id) => survey.linesOf[id]!),
    folder.budgetBytes,
  );
  const numbers = { customer: customers.numbers, product: products.numbers, country: countries.numbers };
  const parts = storeParts(file, numbers, starts, folder);
  file.free();
  const found = sortParts(parts, starts);
  const figures = {
    rows: survey.rows,
    customers: customers.ids.length,
    orders: survey.ordersOf(ofKnown) + found.moments + survey.ordersOf(ofGuests) + survey.guestMoments.size,
    products: survey.boughtProducts.count,
    revenue: 0 + found.revenue.total + survey.guestRevenue.total,
    refunds: 0 - (0 + found.refunds.total + survey.guestRefunds.total),
    discounts: survey.discounts,
    first: survey.span.first,
    last: survey.span.last,
    returnsOfStrangers: survey.returnsOfStrangers,
  };
  const share = {
    lines: survey.rows + survey.guestRows,
    orders: survey.ordersOf(ofKnown | ofGuests) + found.moments + survey.guestsAtMoments.size,
    ...joinedSpan(survey.span, survey.spanOfGuests),
  };
  const texts = textsOf(ids.product, products.ids);
  const shared = {
    numericCustomerIds: numeric,
    products: texts,
    countries: textsOf(ids.country, countries.ids),
    productNames: renumberLabels(labels.productNames, products.numbers, texts.length),
    hasProducts: file.rows.plan.index.product_id >= 0,
    report: reportOf([file], joinedAlone(file, share), figures),
  };
  for (const list of [ids.customer, ids.order]) list.keepAlone();
  const isNamed = (names: IdTexts) =>
    names !== null && customers.ids.some((id) => names[id] != null) ? names : null;
  return partsOf(shared, {
    folder,
    parts,
    starts,
    customers: { list: ids.customer, ids: customers.ids },
    names: isNamed(labels.customerNames),
    emails: isNamed(labels.customerEmails),
    orders: ids.order,
  });
}

/** Old id → new number, −1 if unused, of each list. */
type Numbers = Readonly<Record<"customer" | "product" | "country", Int32Array>>;

/** Writes the lines of known customers to files by ranges of customers. */
function storeParts(
  file: CleanFile,
  numbers: Numbers,
  starts: readonly number[],
  folder: SpillFolder,
): StoredPart[] {
  const to = folder.file();
  const count = starts.length - 1;
  const waiting = Math.floor((waitingShare * folder.budgetBytes) / LINE_BYTES / count);
  const pieceLines = Math.min(mostPieceLines, Math.max(64, waiting));
  const parts = Array.from({ length: count }, () => ({
    lines: new StoredLines(to, pieceLines),
    returns: new StoredLines(to, pieceLines),
  }));
  const partOf = new Int32Array(starts.at(-1)!);
  for (let part = 0; part < count; part++) partOf.fill(part, starts[part], starts[part + 1]);
  const store = (lines: OrderLines, kind: keyof StoredPart, isLeftOut: Uint8Array | null) => {
    for (let i = 0; i < lines.length; i++) {
      const who = lines.customer[i]!;
      const customer = who < 0 || isLeftOut?.[i] === 1 ? -1 : numbers.customer[who]!;
      if (customer < 0) continue;
      const part = partOf[customer]!;
      const order = lines.order[i]! < 0 ? noNumber : lines.order[i]!;
      const product = lines.product[i]! < 0 ? -1 : numbers.product[lines.product[i]!]!;
      const country = lines.country[i]! < 0 ? -1 : numbers.country[lines.country[i]!]!;
      parts[part]![kind].add(lines, i, customer - starts[part]!, order, product, country);
    }
  };
  for (const sales of file.sales()) store(sales, "lines", sales.guest);
  for (const lines of file.returns) store(lines, "returns", null);
  for (const { lines, returns } of parts) {
    lines.end();
    returns.end();
  }
  return parts;
}

/** Sorts the lines of each part, and sums what can only be summed in their sequence. */
function sortParts(
  parts: readonly StoredPart[],
  starts: readonly number[],
): { revenue: Revenue; refunds: Revenue; moments: number } {
  const revenue = new Revenue();
  const refunds = new Revenue();
  /** Orders without a number. */
  let moments = 0;
  for (const [part, stored] of parts.entries()) {
    const customers = starts[part + 1]! - starts[part]!;
    for (const [kind, sum] of [
      ["lines", revenue],
      ["returns", refunds],
    ] as const) {
      const unsorted = stored[kind].read();
      const lines = arrangeLines(unsorted, sortedPositions(unsorted, customers));
      sum.add(lines);
      if (kind === "lines") moments += momentsIn(lines);
      stored[kind].replace(lines);
      freeMemory(columnsOf(lines));
    }
  }
  return { revenue, refunds, moments };
}

/** Orders without a number in sorted lines: those of one customer at one moment are one. */
function momentsIn({ length, customer, time, order }: OrderLines): number {
  let count = 0;
  for (let i = 0; i < length; i++) {
    if (order[i] !== noNumber) continue;
    const isSame =
      i > 0 && order[i - 1] === noNumber && customer[i] === customer[i - 1] && time[i] === time[i - 1];
    if (!isSame) count++;
  }
  return count;
}

function partsOf(shared: TransactionParts["shared"], index: PartIndex): TransactionParts {
  const { starts } = index;
  return {
    shared,
    customers: starts.slice(1).map((end, k) => end - starts[k]!),
    async part(number) {
      if (!(number >= 0 && number + 1 < starts.length)) throw new RangeError(`there is no part ${number}`);
      return readPart(shared, index, number);
    },
    async [Symbol.asyncDispose]() {
      index.folder.close();
    },
  };
}

function readPart(
  shared: TransactionParts["shared"],
  { parts, starts, customers, names, emails, orders }: PartIndex,
  number: number,
): Transactions {
  const ids = customers.ids.subarray(starts[number], starts[number + 1]);
  const texts = Array.from(ids, (id) => customers.list.text(id)!);
  const lines = parts[number]!.lines.read();
  const returns = parts[number]!.returns.read();
  const { own, moments } = numberOrders(lines, returns, texts);
  const of = (labels: IdTexts) => labels && Array.from(ids, (id) => labels[id] ?? null);
  return {
    ...shared,
    lines,
    returns,
    customers: texts,
    customerNames: of(names),
    customerEmails: of(emails),
    orders: {
      length: own.length + moments.length,
      at: (order) =>
        order < own.length ? (orders.text(own[order]!) ?? undefined) : moments[order - own.length],
    },
  };
}

/**
 * Numbers the orders of a part from 0, in place. `own`: their ids; `moments`: the names of those without a number, which
 * follow. `customers`: the part's.
 */
function numberOrders(
  lines: OrderLines,
  returns: OrderLines,
  customers: readonly string[],
): { own: Int32Array; moments: string[] } {
  const own = ownOrders([lines, returns]);
  if (own.at(-1) !== noNumber) return { own, moments: [] };
  const first = own.length - 1;
  const known = new Map<string, number>();
  const moments: string[] = [];
  for (const { length, customer, time, order } of [lines, returns])
    for (let i = 0; i < length; i++) {
      if (order[i] !== first) continue;
      const key = `${customer[i]} ${time[i]}`;
      let number = known.get(key);
      if (number === undefined) {
        number = known.size;
        known.set(key, number);
        moments.push(nameByMoment(customers[customer[i]!]!, time[i]!));
      }
      order[i] = first + number;
    }
  return { own: own.subarray(0, first), moments };
}
