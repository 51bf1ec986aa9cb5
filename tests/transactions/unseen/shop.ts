/** An invented shop. Every export in this folder tells of the same orders, in the form of one system. */
export interface Order {
  /** 1 to 40. */
  readonly n: number;
  readonly at: Date;
  readonly customer: Customer;
  readonly lines: readonly Line[];
  /** Before shipping; prices include a tax of 25 %. */
  readonly goods: number;
  readonly shipping: number;
  /** Off the whole order; not part of `goods`. */
  readonly discount: number;
  readonly state: "paid" | "cancelled" | "unpaid" | "refunded";
}

export interface Customer {
  readonly id: number;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly country: string;
}

export interface Line {
  readonly n: number;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly price: number;
  /** Without tax. */
  readonly net: number;
  readonly total: number;
}

const people =
  "Ann Archer GB|Ben Baker GB|Cyd Carter IE|Dot Draper GB|Eve Ecker DE|Fay Fisher FR|Gus Gruber AT|Hal Hunter GB";
export const customers: readonly Customer[] = people.split("|").map((person, i) => {
  const [first, last, country] = person.split(" ") as [string, string, string];
  return { id: 1041 + 7 * i, first, last, country, email: `${first.toLowerCase()}@example.com` };
});

const products = [
  { sku: "MUG-01", name: "Mug", price: 12.5, net: 10 },
  { sku: "BOWL-7", name: "Bowl", price: 20, net: 16 },
  { sku: "SPOON", name: "Spoon", price: 4.25, net: 3.4 },
  { sku: "TEA-250", name: "Tea 250 g", price: 7.5, net: 6 },
  { sku: "TRAY", name: "Tray", price: 35, net: 28 },
];

export const orders: readonly Order[] = Array.from({ length: 40 }, (_, i) => {
  const n = i + 1;
  const lines = Array.from({ length: 1 + (n % 3) }, (__, k) => {
    const product = products[(n * 2 + k) % products.length]!;
    const quantity = 1 + ((n * 3 + k * 2) % 4);
    return { ...product, n: k + 1, quantity, total: quantity * product.price };
  });
  const goods = lines.reduce((sum, { total }) => sum + total, 0);
  return {
    n,
    at: new Date(Date.UTC(2026, 0, 3 + 4 * i, 8 + (i % 11), (i * 7) % 60, (i * 13) % 60)),
    customer: customers[(i * 3 + (i >> 3)) % customers.length]!,
    lines,
    goods,
    shipping: goods >= 60 ? 0 : 4.95,
    discount: n % 5 === 0 ? cents(goods / 10) : 0,
    state: n === 7 ? "cancelled" : n === 13 ? "unpaid" : n === 19 ? "refunded" : "paid",
  };
});

export const paid = orders.filter(({ state }) => state === "paid");

/** Rows of an export, one for each line of each order. */
export function perLine<T>(row: (order: Order, line: Line) => T, of = orders): T[] {
  return of.flatMap((order) => order.lines.map((line) => row(order, line)));
}

export function sum(of: readonly Order[], amount: (order: Order) => number): number {
  return cents(of.reduce((total, order) => total + amount(order), 0));
}

export function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

export const name = ({ customer }: Order) => `${customer.first} ${customer.last}`;
export const total = ({ goods, shipping, discount }: Order) => cents(goods + shipping - discount);
/** An order without the shipping that a total may hold. */
export const afterDiscount = ({ goods, discount }: Order) => cents(goods - discount);
export const netGoods = ({ lines }: Order) =>
  cents(lines.reduce((all, line) => all + line.net * line.quantity, 0));
/** The part of an order's discount that belongs to one of its lines; the parts add up. */
export function discountOf(order: Order, line: Line): number {
  const before = (k: number) => order.lines.slice(0, k).reduce((all, each) => all + each.total, 0);
  const upTo = (k: number) => cents((order.discount * before(k)) / order.goods);
  return cents(upTo(line.n) - upTo(line.n - 1));
}

type Cell = string | number;

/** A delimited text; what needs quotes gets them. */
export function csv(header: string, rows: readonly (readonly Cell[])[], delimiter = ","): string {
  const columns = header.split("|").map((cell) => cell.trim());
  const quoted = (cell: Cell) => {
    const text = String(cell);
    return text.includes(delimiter) || /["\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  for (const row of rows)
    if (row.length !== columns.length)
      throw new RangeError(`${row.length} cells for ${columns.length}: ${row}`);
  return `${[columns, ...rows].map((row) => row.map(quoted).join(delimiter)).join("\r\n")}\r\n`;
}

const two = (part: number) => String(part).padStart(2, "0");
const clock = (at: Date) => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
const [year, month, day] = [
  (at: Date) => at.getUTCFullYear(),
  (at: Date) => two(at.getUTCMonth() + 1),
  (at: Date) => two(at.getUTCDate()),
];
/** Ways to write a moment. */
export const write = {
  iso: (at: Date) => at.toISOString().slice(0, 10),
  sql: (at: Date) => at.toISOString().slice(0, 19).replace("T", " "),
  zulu: (at: Date) => at.toISOString().replace(".000Z", "Z"),
  clock,
  seconds: (at: Date) => `${clock(at)}:${two(at.getUTCSeconds())}`,
  dmy: (at: Date, between = "/") => [day(at), month(at), year(at)].join(between),
  mdy: (at: Date) => `${month(at)}/${day(at)}/${year(at)}`,
  /** `1/3/26 8:00 AM`. */
  american: (at: Date) => {
    const hour = at.getUTCHours();
    return `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${year(at) % 100} ${hour % 12 || 12}:${two(at.getUTCMinutes())} ${hour < 12 ? "AM" : "PM"}`;
  },
  flat: (at: Date) => write.iso(at).replaceAll("-", ""),
};

export const dot = (amount: number) => amount.toFixed(2);
export const comma = (amount: number) => amount.toFixed(2).replace(".", ",");
/** `1.234,50`. */
export const german = (amount: number) =>
  amount.toLocaleString("de-DE", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
