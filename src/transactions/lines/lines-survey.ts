import { passing } from "../spill/collect-garbage";
import { freeMemory } from "../spill/pages";
import type { OrderLines } from "../transactions";
import type { CleanFile, Sales } from "./file-lines";
import { Distinct, Revenue, Span } from "./line-figures";
import { columnsOf, positionsOf, selectLines } from "./line-table";

export const ofKnown = 1;
export const ofGuests = 2;

const set = Uint8Array.of(0, 1);

/** What one look at all lines of a file tells, in the sequence in which they come. */
export class LinesSurvey {
  /** By customer id: lines, returns among them; 0 for one who bought nothing. */
  readonly linesOf: Int32Array;
  readonly products: Uint8Array;
  readonly countries: Uint8Array;
  /** By order: `ofKnown` if lines of known customers are of it, `ofGuests` if guests' are. */
  readonly orders: Uint8Array;
  readonly boughtProducts: Distinct;
  readonly span = new Span();
  readonly spanOfGuests = new Span();
  readonly guestRevenue = new Revenue();
  readonly guestRefunds = new Revenue();
  /** Orders of guests without a number: by moment, and as `shareOf` counts them. */
  readonly guestMoments = new Set<number>();
  readonly guestsAtMoments = new Set<string>();
  rows = 0;
  guestRows = 0;
  discounts = 0;
  returnsOfStrangers = 0;

  constructor(file: CleanFile) {
    const { customer, order, product, country } = file.ids;
    this.linesOf = new Int32Array(customer.size);
    this.products = new Uint8Array(product.size);
    this.countries = new Uint8Array(country.size);
    this.orders = new Uint8Array(order.size);
    this.boughtProducts = new Distinct(product.size);
    for (const sales of passing(file.sales())) this.#addSales(sales);
    const returned = new Int32Array(customer.size);
    for (const lines of file.returns) this.#addReturns(lines, returned);
    for (let id = 0; id < returned.length; id++) this.linesOf[id]! += returned[id]!;
  }

  /** Orders with one of these flags. */
  ordersOf(flags: number): number {
    let count = 0;
    for (let id = 0; id < this.orders.length; id++) if ((this.orders[id]! & flags) !== 0) count++;
    return count;
  }

  #addSales(sales: Sales): void {
    const { guest, discount } = sales;
    if (discount !== null) for (let i = 0; i < discount.length; i++) this.discounts += discount[i]!;
    use(this.products, sales.product);
    use(this.countries, sales.country);
    this.#addKnown(sales, guest);
    if (guest === null) return;
    const guests = pick(sales, guest);
    this.#addGuests(guests);
    freeMemory(columnsOf(guests));
  }

  #addKnown({ length, customer, order, product, time }: OrderLines, guest: Uint8Array | null): void {
    const { linesOf, orders, boughtProducts, span } = this;
    let { first, last } = span;
    for (let i = 0; i < length; i++) {
      if (guest !== null && guest[i] === 1) continue;
      this.rows++;
      linesOf[customer[i]!]!++;
      if (order[i]! >= 0) orders[order[i]!]! |= ofKnown;
      if (product[i]! >= 0) boughtProducts.addOne(product[i]!);
      if (!(time[i]! >= first)) first = time[i]!;
      if (!(time[i]! <= last)) last = time[i]!;
    }
    span.first = first;
    span.last = last;
  }

  #addGuests(guests: OrderLines): void {
    const { length, customer, order, time } = guests;
    this.guestRows += length;
    this.spanOfGuests.add(guests);
    this.guestRevenue.add(guests);
    for (let i = 0; i < length; i++) {
      if (order[i]! >= 0) this.orders[order[i]!]! |= ofGuests;
      else {
        this.guestMoments.add(time[i]!);
        this.guestsAtMoments.add(`${customer[i]} ${time[i]}`);
      }
    }
  }

  #addReturns(lines: OrderLines, returned: Int32Array): void {
    const { customer } = lines;
    for (let i = 0; i < lines.length; i++) {
      const who = customer[i]!;
      if (who >= 0 && this.linesOf[who] === 0) this.returnsOfStrangers++;
      if (who < 0 || this.linesOf[who] === 0) continue;
      returned[who]!++;
      if (lines.product[i]! >= 0) this.products[lines.product[i]!] = 1;
      if (lines.country[i]! >= 0) this.countries[lines.country[i]!] = 1;
    }
    const isGuests = new Uint8Array(lines.length);
    for (let i = 0; i < lines.length; i++) if (customer[i]! < 0) isGuests[i] = 1;
    if (isGuests.includes(1)) this.guestRefunds.add(pick(lines, isGuests));
  }
}

/** The lines with a 1 in `flags`. */
function pick(lines: OrderLines, flags: Uint8Array): OrderLines {
  return selectLines(lines, positionsOf(flags, lines.length, set));
}

function use(flags: Uint8Array, ids: Int32Array): void {
  for (let i = 0; i < ids.length; i++) if (ids[i]! >= 0) flags[ids[i]!] = 1;
}
