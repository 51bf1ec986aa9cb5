import { DAY_MS, dayNumber, isoDay } from "../../time";
import { farthestZoneMs, zoneStepMs } from "../cells/calendar";
import type { FileLines } from "./file-lines";
import { longestOrderMs, usualOrderMs } from "./order-span";
import { returned, verdictOf } from "./verdict";

/** Which order of the data set each line of a file belongs to, and which file has its latest state. */
interface OrdersOfFiles {
  /** Text of each order of the data set. */
  readonly texts: readonly string[];
  /** Orders placed without an account. */
  readonly guests: number;
  /** The order of a purchase in file `k`, where its order is `id` ≥ 0; −1 if a later file has it again. */
  orderOf(k: number, id: number, time: number): number;
  /** Whether the latest file may hold only part of the order, since exports cut by rows begin and end within one. */
  isCut(order: number): boolean;
  /** The same for a return. Without its purchase it joins the order of that number; it never replaces anything. */
  orderOfReturn(k: number, id: number, time: number): number;
}

/** Rows of one number in one file that are close in time. Moments are NaN if no row has one. */
interface Span {
  first: number;
  last: number;
  /** Of the data set; −1 if unknown. */
  customer: number;
  /** Whether the order was cancelled or refunded. */
  withdrawn: boolean;
  rows: number;
  /** Whether it is the first or the last order of its file. */
  isAtEdge: boolean;
  /** Some rows come a little later than another span of the same order, such as those of a second delivery. */
  continues: Span | null;
  /** Null until known. */
  known: KnownOrder | null;
}

/** A span as far as the files so far tell. */
interface KnownOrder {
  readonly index: number;
  /** Whose order it is too, unless numbers start over. */
  readonly continues: KnownOrder | null;
  begin: number;
  customer: number;
  file: number;
  isGuest: boolean;
  /** Rows in the latest file, and in the file with most. */
  rows: number;
  mostRows: number;
  isAtEdge: boolean;
}

/** This many numbers with several orders show that numbers start over. */
const fewestNumbers = 3;
/** A row that cancels or refunds an order may be dated long after it. */
const latestChange = 366 * DAY_MS;
const returnRow = verdictOf("return_row");
const notGoods = verdictOf("not_goods");
const cancelledOrder = verdictOf("cancelled_order");
const refundedOrder = verdictOf("refunded_order");

/**
 * Tells which orders of several files are the same. A number alone is not enough: some start over every day or month.
 * Two orders are the same if they share the number and the date, or nearly so for a time zone or the same customer.
 * `customers`: by file, customer id there → customer of the data set, −1 if unknown.
 */
export function ordersOfFiles(files: readonly FileLines[], customers: readonly Int32Array[]): OrdersOfFiles {
  const byNumber = new Map<string, KnownOrder[]>();
  const texts: string[] = [];
  const all: KnownOrder[] = [];
  const spans = files.map((file, k) => {
    const found = spansOf(file, customers[k]!);
    found.forEach((ofId, id) => {
      const number = file.orderNumbers.text(id)!;
      const known = knownUnder(byNumber, number);
      for (const span of ofId) {
        const alike = known.filter((order) => isSame(order, span, k));
        const order =
          alike.find(({ customer }) => customer === span.customer) ?? alike[0] ?? add(number, known, span);
        order.file = k;
        order.rows = span.rows;
        order.mostRows = Math.max(order.mostRows, span.rows);
        order.isAtEdge = span.isAtEdge;
        order.isGuest = file.guestNumbers.has(number);
        if (span.customer >= 0) order.customer = span.customer;
        span.known = order;
      }
    });
    return found;
  });
  const begunAgain = [...byNumber.values()].filter(
    (orders) => orders.filter(({ continues }) => continues === null).length > 1,
  );
  const indexOf = (order: KnownOrder): number =>
    order.continues === null || begunAgain.length >= fewestNumbers ? order.index : indexOf(order.continues);
  const cut = new Set(all.filter(({ isAtEdge, rows, mostRows }) => isAtEdge && rows < mostRows).map(indexOf));
  return {
    texts,
    isCut: (order) => cut.has(order),
    guests: new Set(all.filter(({ isGuest }) => isGuest).map(indexOf)).size,
    orderOf(k, id, time) {
      const order = nearest(spans[k]!.get(id)!, time).known!;
      const index = indexOf(order);
      return order.file === k || cut.has(index) ? index : -1;
    },
    orderOfReturn(k, id, time) {
      const own = spans[k]!.get(id);
      const span = own && nearest(own, time);
      if (span !== undefined && distance(span, time) <= usualOrderMs) return this.orderOf(k, id, time);
      const number = files[k]!.orderNumbers.text(id)!;
      const known = knownUnder(byNumber, number);
      const before = known.filter(({ begin }) => !(begin > time));
      if (before.length > 0) return indexOf(before.reduce((a, b) => (b.begin > a.begin ? b : a)));
      return indexOf(known[0] ?? add(number, known, spanOf(time, -1, false)));
    },
  };

  function add(number: string, known: KnownOrder[], { first, customer, continues }: Span): KnownOrder {
    const index = texts.length;
    const day = Number.isNaN(first) ? "" : ` ${isoDay(first)}`;
    texts.push(known.length === 0 ? number : `${number}${day}`);
    const order = {
      index,
      continues: continues?.known ?? null,
      begin: first,
      customer,
      file: -1,
      isGuest: false,
      rows: 0,
      mostRows: 0,
      isAtEdge: false,
    };
    known.push(order);
    all.push(order);
    return order;
  }
}

function spanOf(time: number, customer: number, withdrawn: boolean): Span {
  return {
    first: time,
    last: time,
    customer,
    withdrawn,
    rows: 1,
    isAtEdge: false,
    continues: null,
    known: null,
  };
}

/** Numbers are compared without the `#` of some exports and without leading zeros, which spreadsheets drop. */
function knownUnder(byNumber: Map<string, KnownOrder[]>, number: string): KnownOrder[] {
  const alike = number.replace(/^#/, "").replace(/^0+(?=\d+$)/, "");
  let known = byNumber.get(alike);
  if (known === undefined) {
    known = [];
    byNumber.set(alike, known);
  }
  return known;
}

/** Two orders of one number in one file stay two. */
function isSame(order: KnownOrder, span: Span, file: number): boolean {
  if (order.file === file) return false;
  if (Number.isNaN(order.begin) || Number.isNaN(span.first)) return true;
  const apart = Math.abs(span.first - order.begin);
  if (order.customer >= 0 && span.customer >= 0) {
    if (order.customer !== span.customer) return apart === 0 && !isMidnight(span.first);
    if (apart <= (isMidnight(order.begin) === isMidnight(span.first) ? farthestZoneMs : usualOrderMs))
      return true;
    return span.withdrawn && span.first > order.begin && apart <= latestChange;
  }
  if (apart === 0) return true;
  if (dayNumber(order.begin) === dayNumber(span.first) && isMidnight(order.begin) !== isMidnight(span.first))
    return true;
  // Tills restart their numbers daily: a zone shift into another day is believed only if the minutes are not round.
  const isZone = apart <= farthestZoneMs && apart % zoneStepMs === 0;
  return isZone && (dayNumber(order.begin) === dayNumber(span.first) || order.begin % zoneStepMs !== 0);
}

function isMidnight(time: number): boolean {
  return time % DAY_MS === 0;
}

/** By order id of a file: the orders that its rows form. Returns and rows that are no goods form none. */
function spansOf({ rows }: FileLines, customers: Int32Array): Map<number, Span[]> {
  const found = new Map<number, Span[]>();
  let lastOrder = -1;
  const wide = new Map<number, Span[]>();
  const visit = (take: (id: number, time: number, person: number, withdrawn: boolean) => void) => {
    for (const { length, run, runs, verdict } of rows.blocks)
      for (let i = 0; i < length; i++) {
        const what = verdict[i]!;
        const order = runs.order[run[i]!]!;
        if (order < 0 || what >= returned || what === returnRow || what === notGoods) continue;
        const customer = runs.customer[run[i]!]!;
        const person = customer < 0 ? -1 : customers[customer]!;
        take(order, runs.moment[run[i]!]!, person, what === cancelledOrder || what === refundedOrder);
      }
  };
  visit((id, time, person, withdrawn) => {
    lastOrder = id;
    const own = found.get(id)?.[0];
    if (own === undefined) found.set(id, [spanOf(time, person, withdrawn)]);
    else if (distance(own, time) <= usualOrderMs) widen(own, time, person, withdrawn);
    else wide.set(id, []);
  });
  if (wide.size > 0) {
    visit((id, time, person, withdrawn) => wide.get(id)?.push(spanOf(time, person, withdrawn)));
    for (const [id, list] of wide) found.set(id, joined(list));
  }
  const [firstOrder] = found.keys();
  for (const edge of [firstOrder, lastOrder])
    for (const span of found.get(edge ?? -1) ?? []) span.isAtEdge = true;
  return found;
}

/** Spans of single rows, merging those near each other. */
function joined(list: Span[]): Span[] {
  list.sort((a, b) => (a.first || 0) - (b.first || 0));
  const spans: Span[] = [];
  for (const row of list) {
    const own = spans.at(-1);
    if (own !== undefined && distance(own, row.first) <= usualOrderMs)
      widen(own, row.first, row.customer, row.withdrawn);
    else {
      const differs = own !== undefined && own.customer !== row.customer && row.customer >= 0;
      if (own !== undefined && !(differs && own.customer >= 0) && distance(own, row.first) <= longestOrderMs)
        row.continues = own;
      spans.push(row);
    }
  }
  return spans;
}

function widen(span: Span, time: number, customer: number, withdrawn: boolean): void {
  if (!(span.first <= time) && !Number.isNaN(time)) span.first = time;
  if (!(span.last >= time) && !Number.isNaN(time)) span.last = time;
  if (span.customer < 0) span.customer = customer;
  span.withdrawn &&= withdrawn;
  span.rows++;
}

/** How far a moment lies outside a span; 0 if unknown. */
function distance({ first, last }: Span, time: number): number {
  return Math.max(0, first - time, time - last) || 0;
}

function nearest(spans: readonly Span[], time: number): Span {
  return spans.reduce((a, b) => (distance(b, time) < distance(a, time) ? b : a));
}
