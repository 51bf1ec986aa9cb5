import { collectPurchases, collectReturns, type Purchases } from "../../src/customers/purchases";
import { readTransactions } from "../../src/transactions/read";
import { sharedFile } from "../reference";
import { INVENTED, type InventedName, inventPurchases } from "./invented";
import type { Shop, ShopName } from "./trial";

type RealName = Exclude<ShopName, InventedName>;

/** In the order of the report. */
export const REAL_SHOPS: readonly RealName[] = ["online_retail", "cdnow"];

const FILES: Readonly<Record<RealName, string>> = {
  online_retail: "datasets/OnlineRetail.csv.gz",
  cdnow: "datasets/CDNOW_master.txt.gz",
};

/** Where a shop's file lies, or null on a machine without it. */
export function shopFile(name: RealName): string | null {
  return sharedFile(FILES[name]);
}

/** `every`: only each n-th customer of CDNOW is kept. */
export async function readShop(name: RealName, path: string, every: number): Promise<Shop> {
  if (name === "cdnow") {
    const purchases = await readCdnowMaster(path, every);
    return { name, purchases, returns: noReturns(purchases) };
  }
  const transactions = await readTransactions(path);
  return { name, purchases: collectPurchases(transactions), returns: collectReturns(transactions) };
}

/** The shops whose business moves in known ways. */
export function inventedShops(customers: number, seed: number): Shop[] {
  return (Object.keys(INVENTED) as InventedName[]).map((name) => {
    const purchases = inventPurchases(name, customers, seed);
    return { name, purchases, returns: noReturns(purchases) };
  });
}

function noReturns({ customers }: Purchases): Shop["returns"] {
  const none = new Float64Array(0);
  return { start: new Int32Array(customers + 1), time: none, value: none };
}

/**
 * CDNOW (23,570 customers who first bought in early 1997; rows of customer, yyyymmdd, CDs, dollars). Rows of one
 * customer and day are one order. Rows without dollars are left out, as the product leaves out lines without a price.
 * Only customers whose number is divisible by `every` are kept.
 */
async function readCdnowMaster(path: string, every: number): Promise<Purchases> {
  const text = new TextDecoder().decode(Bun.gunzipSync(await Bun.file(path).bytes()));
  const rows: { customer: number; time: number; units: number; dollars: number }[] = [];
  for (const line of text.split("\n")) {
    const [customer, date, units, dollars] = line.trim().split(/\s+/);
    if (!date || !/^\d{8}$/.test(date) || !(Number(dollars) > 0)) continue;
    if (Number(customer) % every !== 0) continue;
    const time = Date.UTC(+date.slice(0, 4), +date.slice(4, 6) - 1, +date.slice(6, 8));
    rows.push({ customer: Number(customer), time, units: Number(units), dollars: Number(dollars) });
  }
  rows.sort((a, b) => a.customer - b.customer || a.time - b.time);
  const isNew = (i: number) =>
    i === 0 || rows[i]!.customer !== rows[i - 1]!.customer || rows[i]!.time !== rows[i - 1]!.time;
  const entries = rows.filter((_, i) => isNew(i)).length;
  const purchases = {
    time: new Float64Array(entries),
    value: new Float64Array(entries),
    units: new Float64Array(entries),
    lines: new Float64Array(entries),
    opensOrder: new Uint8Array(entries).fill(1),
    newProducts: new Float64Array(entries),
    country: new Int32Array(entries).fill(-1),
  };
  const start: number[] = [];
  let entry = -1;
  rows.forEach(({ customer, time, units, dollars }, i) => {
    if (isNew(i)) {
      entry++;
      if (customer !== rows[i - 1]?.customer) start.push(entry);
      purchases.time[entry] = time;
    }
    purchases.value[entry]! += dollars;
    purchases.units[entry]! += units;
    purchases.lines[entry]!++;
  });
  return { customers: start.length, start: Int32Array.from([...start, entries]), ...purchases };
}
