import type { OrderLines } from "../transactions";
import type { CleanFile, Sales } from "./file-lines";
import { Distinct, Revenue, Span } from "./line-figures";
import { positionsWhere, selectLines } from "./line-table";

/** What one look at all lines of a file tells, in the sequence in which they come. */
export class LinesSurvey {
  /** By customer id: lines, returns among them; 0 for one who bought nothing. */
  readonly linesOf: Int32Array;
  readonly products: Uint8Array;
  readonly countries: Uint8Array;
  /** Of the lines of known customers, of guests, and of both. */
  readonly knownOrders: Distinct;
  readonly guestOrders: Distinct;
  readonly allOrders: Distinct;
  readonly boughtProducts: Distinct;
  readonly span = new Span();
  readonly spanOfAll = new Span();
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
    this.knownOrders = new Distinct(order.size);
    this.guestOrders = new Distinct(order.size);
    this.allOrders = new Distinct(order.size);
    this.boughtProducts = new Distinct(product.size);
    for (const sales of file.sales()) this.#addSales(sales);
    const returned = new Int32Array(customer.size);
    for (const lines of file.returns) this.#addReturns(lines, returned);
    for (let id = 0; id < returned.length; id++) this.linesOf[id]! += returned[id]!;
  }

  #addSales(sales: Sales): void {
    const { guest, discount } = sales;
    this.allOrders.add(sales.order);
    this.spanOfAll.add(sales);
    if (discount !== null) for (let i = 0; i < discount.length; i++) this.discounts += discount[i]!;
    const guests = pick(sales, guest ?? noGuest(sales), 1);
    const lines = guest === null ? sales : pick(sales, guest, 0);
    this.rows += lines.length;
    this.guestRows += guests.length;
    this.span.add(lines);
    this.knownOrders.add(lines.order);
    this.boughtProducts.add(lines.product);
    for (let i = 0; i < lines.length; i++) this.linesOf[lines.customer[i]!]!++;
    this.#use(lines);
    this.guestOrders.add(guests.order);
    this.guestRevenue.add(guests);
    this.#use(guests);
    for (let i = 0; i < guests.length; i++) {
      if (guests.order[i]! >= 0) continue;
      this.guestMoments.add(guests.time[i]!);
      this.guestsAtMoments.add(`${guests.customer[i]} ${guests.time[i]}`);
    }
  }

  #addReturns(lines: OrderLines, returned: Int32Array): void {
    const { customer } = lines;
    for (let i = 0; i < lines.length; i++) {
      const who = customer[i]!;
      if (who >= 0 && this.linesOf[who] === 0) this.returnsOfStrangers++;
      if (who < 0 || this.linesOf[who] === 0) continue;
      returned[who]!++;
      use(this.products, lines.product[i]!);
      use(this.countries, lines.country[i]!);
    }
    const ofGuests = Uint8Array.from(customer, (who) => (who < 0 ? 1 : 0));
    if (ofGuests.includes(1)) this.guestRefunds.add(pick(lines, ofGuests, 1));
  }

  #use({ length, product, country }: OrderLines): void {
    for (let i = 0; i < length; i++) {
      use(this.products, product[i]!);
      use(this.countries, country[i]!);
    }
  }
}

function noGuest({ length }: OrderLines): Uint8Array {
  return new Uint8Array(length);
}

function pick(lines: OrderLines, flags: Uint8Array, flag: number): OrderLines {
  return selectLines(
    lines,
    positionsWhere(lines.length, (i) => flags[i] === flag),
  );
}

function use(flags: Uint8Array, id: number): void {
  if (id >= 0) flags[id] = 1;
}
