import { textIn, textsIn } from "../bytes/byte-dictionary";
import { ownOrders } from "../own-orders";
import { rangesOf } from "../part-ranges";
import type { TransactionParts } from "../parts";
import { collectorFor, passing } from "../spill/collect-garbage";
import { freeMemory } from "../spill/pages";
import type { SpillFolder } from "../spill/spill-file";
import { LINE_BYTES, PieceRoom, StoredLines } from "../spill/stored-lines";
import { StoredTexts } from "../spill/stored-texts";
import type { OrderLines, Transactions } from "../transactions";
import type { CleanFile } from "./file-lines";
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
const mostPieceLines = 1 << 14;
const waitingShare = 1 / 16;

/** The lines of one range of customers, in a file. */
interface StoredPart {
  readonly lines: StoredLines;
  readonly returns: StoredLines;
}

/** A part to be read: its lines are sorted, and its orders numbered from 0. */
interface SortedPart extends StoredPart {
  readonly customers: StoredTexts;
  /** Without those of lines without a number, which have the next one. */
  readonly orders: StoredTexts;
}

/** What parts need to be read; nothing of all lines, and of customers only what is beside them. */
interface PartIndex {
  readonly folder: SpillFolder;
  readonly parts: readonly SortedPart[];
  /** Where each part's customers begin, and the number of all. */
  readonly starts: readonly number[];
  readonly ids: Int32Array;
  readonly names: IdTexts;
  readonly emails: IdTexts;
}

/**
 * What `assemble` does for a file whose lines are not in memory: they go to a file by ranges of customers, and are
 * sorted there. Throws InputError if nothing is left.
 */
export function assembleParts(file: CleanFile, folder: SpillFolder): TransactionParts {
  const { ids, labels } = file;
  const collect = collectorFor(file.counts.reduce((sum, rows) => sum + rows, 0));
  collect();
  const survey = new LinesSurvey(file);
  collect();
  requireKept([file], survey.rows > 0);
  const bought = Uint8Array.from(survey.linesOf, (lines) => (lines > 0 ? 1 : 0));
  const { numeric, ...customers } = renumberBySize(ids.customer, bought);
  collect();
  const products = renumberUsed(survey.products);
  const countries = renumberUsed(survey.countries);
  const starts = rangesOf(
    customers.ids.map((id) => survey.linesOf[id]!),
    folder.budgetBytes,
  );
  const numbers = { customer: customers.numbers, product: products.numbers, country: countries.numbers };
  const stored = storeParts(file, numbers, starts, folder);
  file.free();
  collect();
  const { parts, ...found } = sortParts(stored, { starts, customers: customers.ids }, file, folder, collect);
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
  const isNamed = (names: IdTexts) =>
    names !== null && customers.ids.some((id) => names[id] != null) ? names : null;
  return partsOf(shared, {
    folder,
    parts,
    starts,
    ids: customers.ids,
    names: isNamed(labels.customerNames),
    emails: isNamed(labels.customerEmails),
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
  const room = new PieceRoom(Math.min(mostPieceLines, Math.max(64, waiting)));
  const parts = Array.from({ length: count }, () => ({
    lines: new StoredLines(to, room),
    returns: new StoredLines(to, room),
  }));
  const partOf = new Int32Array(starts.at(-1)!);
  for (let part = 0; part < count; part++) partOf.fill(part, starts[part], starts[part + 1]);
  const divided = new DividedLines();
  const store = (lines: OrderLines, kind: keyof StoredPart, isLeftOut: Uint8Array | null) => {
    divided.take(lines, isLeftOut, numbers, partOf, starts);
    for (const [part, stored] of parts.entries()) {
      const positions = divided.of(part);
      if (positions.length > 0) stored[kind].add(divided.columns, positions);
    }
  };
  for (const sales of passing(file.sales())) store(sales, "lines", sales.guest);
  for (const lines of file.returns) store(lines, "returns", null);
  for (const { lines, returns } of parts) {
    lines.end();
    returns.end();
  }
  return parts;
}

/** Some lines with new numbers, customers from 0 in each part, and which of them are of which part. */
class DividedLines {
  columns: Omit<OrderLines, "length"> = linesOf(0);
  #positions = new Int32Array(0);
  #parts = new Int32Array(0);
  /** Where each part's positions begin and, at last, end. */
  #starts = new Int32Array(0);

  take(
    lines: OrderLines,
    isLeftOut: Uint8Array | null,
    numbers: Numbers,
    partOf: Int32Array,
    begins: readonly number[],
  ): void {
    const { length } = lines;
    if (this.#positions.length < length) {
      this.columns = linesOf(length);
      this.#positions = new Int32Array(length);
      this.#parts = new Int32Array(length);
    }
    const { customer, order, product, country } = this.columns;
    const parts = this.#parts;
    const starts = new Int32Array(begins.length + 1);
    for (let i = 0; i < length; i++) {
      const who = lines.customer[i]!;
      const number = who < 0 || (isLeftOut !== null && isLeftOut[i] === 1) ? -1 : numbers.customer[who]!;
      const part = number < 0 ? -1 : partOf[number]!;
      parts[i] = part;
      if (part < 0) continue;
      starts[part + 2]!++;
      customer[i] = number - begins[part]!;
      order[i] = lines.order[i]! < 0 ? noNumber : lines.order[i]!;
    }
    renumber(lines.product, numbers.product, product, length);
    renumber(lines.country, numbers.country, country, length);
    for (let part = 2; part < starts.length; part++) starts[part]! += starts[part - 1]!;
    // Of the part before, until each is filled.
    for (let i = 0; i < length; i++) if (parts[i]! >= 0) this.#positions[starts[parts[i]! + 1]!++] = i;
    this.#starts = starts;
    const { time, quantity, unitPrice } = lines;
    this.columns = { customer, order, product, country, time, quantity, unitPrice };
  }

  of(part: number): Int32Array {
    return this.#positions.subarray(this.#starts[part], this.#starts[part + 1]);
  }
}

function linesOf(length: number): Omit<OrderLines, "length"> {
  const ids = () => new Int32Array(length);
  const none = new Float64Array(0);
  return {
    customer: ids(),
    order: ids(),
    product: ids(),
    country: ids(),
    time: none,
    quantity: none,
    unitPrice: none,
  };
}

function renumber(ids: Int32Array, numbers: Int32Array, out: Int32Array, length: number): void {
  for (let i = 0; i < length; i++) out[i] = ids[i]! < 0 ? -1 : numbers[ids[i]!]!;
}

/**
 * Sorts the lines of each part, numbers its orders from 0, writes their texts beside them, and sums what can only be
 * summed in the sequence of lines.
 */
function sortParts(
  stored: readonly StoredPart[],
  { starts, customers }: { readonly starts: readonly number[]; readonly customers: Int32Array },
  { ids }: CleanFile,
  folder: SpillFolder,
  collect: () => void,
): { parts: SortedPart[]; revenue: Revenue; refunds: Revenue; moments: number } {
  const revenue = new Revenue();
  const refunds = new Revenue();
  /** Orders without a number. */
  let moments = 0;
  const to = folder.file();
  const parts = stored.map((part, k) => {
    collect();
    const people = customers.subarray(starts[k], starts[k + 1]);
    const sorted = (unsorted: OrderLines) => arrangeLines(unsorted, sortedPositions(unsorted, people.length));
    const lines = sorted(part.lines.read());
    const returns = sorted(part.returns.read());
    revenue.add(lines);
    refunds.add(returns);
    moments += momentsIn(lines);
    const own = ownOrders([lines, returns]);
    const written = (columns: OrderLines, { room }: StoredLines) => {
      const file = new StoredLines(to, room);
      file.addAll(columns);
      freeMemory(columnsOf(columns));
      return file;
    };
    return {
      lines: written(lines, part.lines),
      returns: written(returns, part.returns),
      customers: new StoredTexts(to, ids.customer.valuesAt(people)),
      orders: new StoredTexts(
        to,
        ids.order.valuesAt(own.at(-1) === noNumber ? own.subarray(0, own.length - 1) : own),
      ),
    };
  });
  stored[0]?.lines.file.close();
  return { parts, revenue, refunds, moments };
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
  { parts, starts, ids, names, emails }: PartIndex,
  number: number,
): Transactions {
  const part = parts[number]!;
  const customers = textsIn(part.customers.read());
  const lines = part.lines.read();
  const returns = part.returns.read();
  const orders = part.orders.read();
  const own = orders.ends.length;
  const moments = nameOrders(lines, returns, own, customers);
  const people = ids.subarray(starts[number], starts[number + 1]);
  const of = (labels: IdTexts) => labels && Array.from(people, (id) => labels[id] ?? null);
  return {
    ...shared,
    lines,
    returns,
    customers,
    customerNames: of(names),
    customerEmails: of(emails),
    orders: {
      length: own + moments.length,
      at: (order) => (order >= 0 && order < own ? textIn(orders, order) : moments[order - own]),
    },
  };
}

/**
 * Numbers the orders without a number from `first` on, the number that they all have, in place, and returns their names.
 * `customers`: the part's.
 */
function nameOrders(
  lines: OrderLines,
  returns: OrderLines,
  first: number,
  customers: readonly string[],
): string[] {
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
  return moments;
}
