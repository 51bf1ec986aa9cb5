import type { Random } from "../../src/learning/random";

export const names = "Order,Date,SKU,Title,Qty,Price,Customer,Country,Discount,Status,Note";

/** Mostly `usual` cells, and every so often an odd one. */
const columns: readonly { usual: (n: number) => string; odd: readonly string[] }[] = [
  { usual: (n) => String(10_000 + (n >> 2)), odd: ["C10007", " 10003 ", '"10004"', "", "1e5"] },
  { usual: (n) => dateOf(n >> 2), odd: ["", "soon", " 3/4/2021 9:30", "5 Jan 2021", "3/4/21", "2021-02-30"] },
  { usual: (n) => `P${n % 97}`, odd: ['"P,5"', '"P""7"', '"P\n8"', "\t", "Ünter", "x".repeat(300)] },
  { usual: (n) => `Thing ${n % 31}`, odd: ['"a, b"', '"say ""so"""', "T\xe4sse", "Dose €", '5" pipe', ""] },
  { usual: (n) => String(1 + (n % 9)), odd: ["-2", "0", "", "1.5", "1,5", "two", "1.000", "3 pcs", " 4 "] },
  {
    usual: (n) => `${n % 50}.${10 + (n % 80)}`,
    odd: ["-1.5", "$3.00", "", "free", "1e3", "9999999999999", "7"],
  },
  { usual: (n) => String(12_000 + (n % 400)), odd: ["", "guest", "n/a", "0", "A17", "12001.0", '"12002"'] },
  { usual: (n) => ["UK", "France", "Österreich"][n % 3]!, odd: ["", "\xd6sterreich", '"Korea, Rep."'] },
  { usual: (n) => (n % 5 === 0 ? "1.25" : ""), odd: ["-1", "0", "abc", "€2", "0.5"] },
  { usual: (n) => (n % 7 === 0 ? "shipped" : "paid"), odd: ["cancelled", "Refunded", "", " paid"] },
  { usual: (n) => (n % 11 === 0 ? "fragile" : ""), odd: ['"two\nlines"', "\xff\xfe", "ok"] },
];

function dateOf(n: number): string {
  const moment = new Date(Date.UTC(2021, 0, 5) + n * 7_000_000);
  const iso = moment.toISOString();
  if (n % 10 < 7)
    return `${moment.getUTCMonth() + 1}/${moment.getUTCDate()}/2021 ${moment.getUTCHours()}:${iso.slice(14, 16)}`;
  if (n % 10 === 7) return iso;
  return n % 10 === 8 ? `${iso.slice(0, 19)}+02:00` : `${iso.slice(0, 10)} 11:05 PM`;
}

/** A table of order lines. `oddity`: the share of odd cells. In single bytes, so that letters beyond ASCII are no UTF-8. */
export function randomTable(rows: number, oddity: number, random: Random): Uint8Array {
  const lines = [names];
  for (let n = 0; n < rows; n++) {
    const cells = columns.map(({ usual, odd }) =>
      random.uniform() < oddity ? odd[Math.floor(random.uniform() * odd.length)]! : usual(n),
    );
    if (random.uniform() < oddity / 4) cells.pop();
    if (random.uniform() < oddity / 4) cells.push("one more");
    const end = random.uniform() < oddity ? "\n\n" : random.uniform() < 0.5 ? "\r\n" : "\n";
    lines.push(cells.join(",") + end);
    // A repeated header is told with its row, so the rest of such a table is read in sequence.
    if (oddity >= 0.01 && random.uniform() < oddity / 4) lines.push(`${names}\n`);
  }
  const text = `${lines[0]}\n${lines.slice(1).join("")}`;
  const latin1 = random.uniform() < 0.5;
  return latin1 ? Buffer.from(text.replaceAll("€", "E"), "latin1") : Buffer.from(text);
}

/** Which column holds what. */
export const mapping = {
  customer_id: "Customer",
  order_id: "Order",
  order_datetime: "Date",
  product_id: "SKU",
  quantity: "Qty",
  unit_price: "Price",
  country: "Country",
  discount: "Discount",
  status: "Status",
  product_name: "Title",
  customer_name: "Note",
};
