import { describe, expect, test } from "bun:test";
import { newestOrder, oldestOrder } from "../../../src/customers/labels";
import { collectPurchases, collectReturns } from "../../../src/customers/purchases";
import { Random } from "../../../src/learning/random";
import { sampleCustomers } from "../../../src/models/segments/customer-sample";
import { Snapshots } from "../../../src/models/snapshot";
import { shopOfLines } from "../../shop";
import { HORIZONS, simulatedLines } from "../simulated-shop";

const shop = shopOfLines(simulatedLines(31, 120, 300));
const purchases = collectPurchases(shop);
const returns = collectReturns(shop);

type History = Record<string, number[]>;

/** Everything that is known of customer `c`. */
function historyOf(c: number, of: { purchases: typeof purchases; returns: typeof returns }): History {
  const part = (
    values: ArrayLike<number> & { subarray(a: number, b: number): Iterable<number> },
    start: Int32Array,
  ) => Array.from(values.subarray(start[c]!, start[c + 1]!));
  const { start, customers, ...columns } = of.purchases;
  return {
    ...Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, part(values, start)])),
    returnTime: part(of.returns.time, of.returns.start),
    returnValue: part(of.returns.value, of.returns.start),
  };
}

describe("a sample of the customers", () => {
  test.each([2, 3, 30, 119])(
    "of %i at most has whole histories at their own index, and no others",
    (most) => {
      for (let seed = 0; seed < 10; seed++) {
        const sample = sampleCustomers(purchases, returns, most, new Random(seed));
        expect(sample.purchases.customers).toBe(120);
        let kept = 0;
        for (let c = 0; c < 120; c++) {
          const history = historyOf(c, sample);
          if (history.time!.length === 0) {
            expect(history.returnTime).toEqual([]);
            continue;
          }
          kept++;
          expect(history).toEqual(historyOf(c, { purchases, returns }));
        }
        expect(kept).toBeLessThanOrEqual(most);
        expect(kept).toBeGreaterThanOrEqual(Math.max(1, most - 2));
      }
    },
  );

  test.each([2, 10])("of %i spans the same days, whoever is drawn", (most) => {
    for (let seed = 0; seed < 20; seed++) {
      const sample = sampleCustomers(purchases, returns, most, new Random(seed));
      expect(oldestOrder(sample.purchases)).toBe(oldestOrder(purchases));
      expect(newestOrder(sample.purchases)).toBe(newestOrder(purchases));
    }
  });

  test("spans the same days also where the first customers have no purchases", () => {
    const dropped = new Set([0, 1, 119].map((c) => shop.customers[c]!));
    const gaps = collectPurchases({
      ...shop,
      lines: shopOfLines(simulatedLines(31, 120, 300)).lines,
    });
    // The entries of those customers are cut out, their indexes stay.
    const kept = Int32Array.from(gaps.time.keys()).filter((i) => {
      const c = gaps.start.findLastIndex((start) => start <= i);
      return !dropped.has(shop.customers[c]!);
    });
    const offsets = gaps.start.map((start) => kept.filter((i) => i < start).length);
    const pick = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]!);
    const thinned = {
      customers: 120,
      start: offsets,
      time: pick(gaps.time),
      value: pick(gaps.value),
      units: pick(gaps.units),
      lines: pick(gaps.lines),
      opensOrder: Uint8Array.from(kept, (i) => gaps.opensOrder[i]!),
      newProducts: pick(gaps.newProducts),
      country: Int32Array.from(kept, (i) => gaps.country[i]!),
    };
    for (let seed = 0; seed < 20; seed++) {
      const sample = sampleCustomers(thinned, returns, 2, new Random(seed));
      expect(oldestOrder(sample.purchases)).toBe(oldestOrder(thinned));
      expect(newestOrder(sample.purchases)).toBe(newestOrder(thinned));
    }
  });

  test.each([120, 121, 50_000])("of %i where there are 120 is the shop itself", (most) => {
    const sample = sampleCustomers(purchases, returns, most, new Random(1));
    expect(sample.purchases).toBe(purchases);
    expect(sample.returns).toBe(returns);
  });

  test("is drawn by the seed", () => {
    const drawn = (seed: number) => sampleCustomers(purchases, returns, 40, new Random(seed)).purchases.start;
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
  });

  test("gives each of its customers the features that they have among all", () => {
    const sample = sampleCustomers(purchases, returns, 40, new Random(1));
    const cutoff = newestOrder(purchases);
    const among = new Snapshots(purchases, returns, HORIZONS).at(cutoff).table;
    const alone = new Snapshots(sample.purchases, sample.returns, HORIZONS).at(cutoff).table;
    expect(alone.rows).toBeGreaterThan(30);
    for (let row = 0; row < alone.rows; row++) {
      const other = among.customer.indexOf(alone.customer[row]!);
      for (const name of ["recency_days", "frequency", "monetary", "spend_90d", "return_rate"]) {
        expect(alone.columns[name]![row]).toBe(among.columns[name]![other]!);
      }
    }
  });
});
