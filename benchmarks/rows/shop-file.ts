import { existsSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import { Random } from "../../src/learning/random";

/** Lines per customer, guests' lines among them: 10 million lines have about 494,000 customers who count. */
const LINES_PER_CUSTOMER = 19;
const LINES_PER_ORDER = 4.98;
const DAYS = 373;
const START = Date.UTC(2010, 11, 1);
const MINUTE_MS = 60_000;
const PRODUCTS = 4000;
/** Shares of orders without a customer, of cancelled ones, and of lines exported twice. */
const [GUESTS, CANCELLED, TWICE] = [0.1, 0.02, 0.004];
const CHUNK = 1 << 20;

/**
 * A file of so many order lines in the columns of Online Retail, in order of time, made once and kept in `cache`. The
 * same bytes for the same number.
 */
export async function shopFile(cache: string, lines: number): Promise<string> {
  const path = join(cache, `shop-${lines}.csv`);
  if (existsSync(path)) return path;
  const random = new Random(7);
  const orders = ordersOf(lines, random);
  const prices = Float64Array.from(
    { length: PRODUCTS },
    () => Math.ceil(50 + 900 * random.uniform() ** 3) / 100,
  );
  const file = await open(`${path}.partial`, "w");
  let text = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
  let written = 0;
  for (let i = 0; written < lines; i++) {
    const order = orders[Math.min(i, orders.length - 1)]!;
    const minute = Math.floor(order / 2 ** 26);
    const customer = order % 2 ** 26;
    const moment = momentOf(minute);
    const who = random.uniform() < GUESTS ? "" : String(12_000 + customer);
    const isCancelled = random.uniform() < CANCELLED;
    const invoice = `${isCancelled ? "C" : ""}${536_365 + i}`;
    for (let more = true; more && written < lines; more = random.uniform() < 0.8) {
      const product = Math.floor(PRODUCTS * random.uniform() ** 2);
      const quantity = (isCancelled ? -1 : 1) * (1 + Math.floor(12 * random.uniform() ** 2));
      const line = `${invoice},${20_000 + product},PRODUCT NUMBER ${product} OF THE RANGE,${quantity},${moment},${prices[product]},${who},United Kingdom\n`;
      const twice = random.uniform() < TWICE && written + 1 < lines;
      text += twice ? line + line : line;
      written += twice ? 2 : 1;
    }
    if (text.length > CHUNK) {
      await file.writeFile(text);
      text = "";
    }
  }
  await file.writeFile(text);
  await file.close();
  await rename(`${path}.partial`, path);
  return path;
}

/** The orders' minutes and customers in one number each, in order of time. */
function ordersOf(lines: number, random: Random): Float64Array {
  const customers = Math.ceil(lines / LINES_PER_CUSTOMER);
  const orders = new Float64Array(Math.ceil(lines / LINES_PER_ORDER));
  let n = 0;
  while (n < orders.length) {
    for (let customer = 0; customer < customers && n < orders.length; customer++) {
      // Some come once, others every few weeks until they stay away.
      const gap = 8 + 80 * random.uniform() ** 2;
      for (
        let day = DAYS * random.uniform();
        day < DAYS && n < orders.length;
        day -= gap * Math.log(random.uniform())
      ) {
        orders[n++] = Math.floor(day * 1440) * 2 ** 26 + customer;
        if (random.uniform() < 0.18) break;
      }
    }
  }
  return orders.sort();
}

function momentOf(minute: number): string {
  const at = new Date(START + minute * MINUTE_MS);
  const clock = `${at.getUTCHours()}:${String(at.getUTCMinutes()).padStart(2, "0")}`;
  return `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()} ${clock}`;
}
