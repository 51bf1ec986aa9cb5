import { collectPurchases, collectReturns } from "../../src/customers/purchases";
import { Random } from "../../src/learning/random";
import { type Horizons, Snapshots } from "../../src/models/snapshot";
import { DAY_MS } from "../../src/time";
import { type ShopLine, shopOfLines, utc } from "../shop";

export const SHOP_START = utc("2010-01-04T08:00");

/**
 * Order lines of a shop whose customers are as the buy-till-you-die models suppose: each joins at a uniform moment of
 * the first 70 % of `days`, orders at a rate of their own (gamma) and leaves for good after an exponential time;
 * baskets of one to three products at lognormal prices, some of which come back. The last order is at the very end of
 * the span.
 */
export function simulatedLines(seed: number, customers: number, days: number): ShopLine[] {
  const random = new Random(seed);
  const lines: ShopLine[] = [];
  for (let c = 0; c < customers; c++) {
    const customer = String(10_000 + c);
    const country = random.uniform() < 0.8 ? "United Kingdom" : "France";
    const ratePerDay = random.gamma(1.6, 40);
    const leavesPerDay = random.gamma(1.2, 250);
    const level = 15 * Math.exp(0.8 * random.normal());
    let day = random.uniform() * days * 0.7;
    const leaves = day + random.exponential(leavesPerDay);
    for (let n = 0; day < days && (n === 0 || day < leaves); n++) {
      const order = `${customer}-${n}`;
      const time = SHOP_START + Math.floor(day * 24 * 60) * 60_000;
      const basket = 1 + random.integer(3);
      for (let i = 0; i < basket; i++) {
        const product = `p${random.integer(40)}`;
        const price = Math.round(100 * level * Math.exp(0.3 * random.normal())) / 100 + 0.01;
        const quantity = 1 + random.integer(4);
        lines.push({ customer, time, order, product, quantity, price, country });
        if (random.uniform() < 0.05) {
          lines.push({
            customer,
            time: time + DAY_MS,
            order: `R${order}`,
            product,
            quantity: -1,
            price,
            country,
          });
        }
      }
      day += random.exponential(ratePerDay);
    }
  }
  const time = SHOP_START + days * DAY_MS;
  lines.push({ ...lines[0]!, time, order: "the last", quantity: 1 });
  return lines;
}

/** What most tests look ahead. */
export const HORIZONS: Horizons = { churnDays: 60, spendDays: 90 };

/** The snapshots of that shop. */
export function simulatedSnapshots(seed: number, customers: number, days: number): Snapshots {
  return snapshotsOf(simulatedLines(seed, customers, days));
}

/** The snapshots of a shop with these order lines. */
export function snapshotsOf(lines: readonly ShopLine[], horizons: Horizons = HORIZONS): Snapshots {
  const shop = shopOfLines(lines);
  return new Snapshots(collectPurchases(shop), collectReturns(shop), horizons);
}
