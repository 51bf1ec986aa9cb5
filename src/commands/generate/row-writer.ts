import type { Catalogue } from "./catalogue";

/**
 * Where bytes go. A chunk is used again for other bytes once the call, or its promise, is done: copy what is to be
 * kept.
 */
export type Sink = (chunk: Uint8Array) => void | Promise<void>;

const HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\r\n";

const CAPACITY = 1 << 20;
/** A buffer as full as this is handed on; what is left of it holds the longest invoice. */
const FULL = CAPACITY - (1 << 18);

/** Puts rows of the file into bytes: latin-1, CRLF, quoted where RFC 4180 asks for it, prices as `2.1` and `18.0`. */
export class RowWriter {
  readonly #bytes = new Uint8Array(CAPACITY);
  readonly #sink: Sink;
  /** `,code,description,` of each product. */
  readonly #products: readonly Uint8Array[];
  readonly #blank: readonly Uint8Array[];
  #used = 0;
  /** What the rows of the invoice begin with, have before the price, and end with. */
  readonly #invoice = new Text();
  readonly #date = new Text();
  readonly #customer = new Text();
  #rows = 0;

  constructor(sink: Sink, { codes, descriptions }: Catalogue) {
    this.#sink = sink;
    this.#products = codes.map((code, i) => latin1(`,${quoted(code)},${quoted(descriptions[i]!)},`));
    this.#blank = codes.map((code) => latin1(`,${quoted(code)},,`));
    this.#put(latin1(HEADER));
  }

  /** Rows written so far, without the header. */
  get rows(): number {
    return this.#rows;
  }

  /** Begins an invoice: what its rows have in common. `customer` is empty where the file knows none. */
  begin(invoice: string, date: string, customer: string, country: string): void {
    this.#invoice.set(invoice);
    this.#date.set(`,${date},`);
    this.#customer.set(`,${customer},${country}\r\n`);
  }

  /** A row of the invoice. `blank` leaves out the description. */
  row(product: number, quantity: number, priceCents: number, blank = false): void {
    this.#put(this.#invoice.bytes, this.#invoice.length);
    this.#put((blank ? this.#blank : this.#products)[product]!);
    this.#integer(quantity);
    this.#put(this.#date.bytes, this.#date.length);
    this.#price(priceCents);
    this.#put(this.#customer.bytes, this.#customer.length);
    this.#rows++;
  }

  /** To be called after each invoice: hands the bytes on where there are enough of them. */
  flushIfFull(): void | Promise<void> {
    if (this.#used >= FULL) return this.flush();
  }

  /** Hands on what is left. */
  flush(): void | Promise<void> {
    const chunk = this.#bytes.subarray(0, this.#used);
    this.#used = 0;
    return chunk.length > 0 ? this.#sink(chunk) : undefined;
  }

  #put(text: Uint8Array, length = text.length): void {
    const bytes = this.#bytes;
    let used = this.#used;
    for (let i = 0; i < length; i++) bytes[used++] = text[i]!;
    this.#used = used;
  }

  #integer(value: number): void {
    let rest = value;
    if (rest < 0) {
      this.#bytes[this.#used++] = 45;
      rest = -rest;
    }
    let power = 1;
    while (power * 10 <= rest) power *= 10;
    for (; power >= 1; power = Math.floor(power / 10)) {
      this.#bytes[this.#used++] = 48 + (Math.floor(rest / power) % 10);
    }
  }

  #price(cents: number): void {
    const size = Math.abs(cents);
    if (cents < 0) this.#bytes[this.#used++] = 45;
    this.#integer(Math.floor(size / 100));
    this.#bytes[this.#used++] = 46;
    this.#bytes[this.#used++] = 48 + (Math.floor(size / 10) % 10);
    if (size % 10 !== 0) this.#bytes[this.#used++] = 48 + (size % 10);
  }
}

/** A short latin-1 text whose bytes are written over, time and again. */
class Text {
  readonly bytes = new Uint8Array(64);
  length = 0;

  set(text: string): void {
    for (let i = 0; i < text.length; i++) this.bytes[i] = text.charCodeAt(i);
    this.length = text.length;
  }
}

function quoted(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
