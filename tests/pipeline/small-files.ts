import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../../src/learning/random";

const DAY_MS = 86_400_000;
const HEADER = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID";

/** An order of one line. */
export interface SmallOrder {
  readonly customer: string | number;
  /** Days since 2020-01-01. */
  readonly day: number;
  readonly value: number;
}

/** A folder that lives as long as `use` runs. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "perennial-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the orders as a CSV file and returns its path. */
export function writeOrders(folder: string, orders: readonly SmallOrder[]): string {
  const rows = orders.map(({ customer, day, value }, i) => {
    const date = new Date(Date.UTC(2020, 0, 1, 12) + day * DAY_MS)
      .toISOString()
      .slice(0, 16)
      .replace("T", " ");
    return `${1000 + i},P${i % 7},1,${date},${value},${customer}`;
  });
  const path = join(folder, "orders.csv");
  writeFileSync(path, [HEADER, ...rows, ""].join("\n"));
  return path;
}

/** `customers` who order at their own rhythm over `days`, some of whom stop; about one order a customer a month. */
export function ordinaryShop(customers: number, days: number, seed = 7): SmallOrder[] {
  const random = new Random(seed);
  const orders: SmallOrder[] = [];
  for (let customer = 0; customer < customers; customer++) {
    const rate = random.gamma(1.5, 45);
    const leaves = random.uniform() * days * 2;
    const spend = random.gamma(3, 0.05);
    for (let day = Math.floor(random.uniform() * days); day < Math.min(days, leaves); ) {
      orders.push({
        customer: 10_000 + customer,
        day,
        value: Math.round(100 * random.gamma(4, 4 / spend) + 1) / 100,
      });
      day += Math.max(1, Math.round(random.exponential(rate)));
    }
  }
  return orders;
}
