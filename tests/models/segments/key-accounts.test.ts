import { describe, expect, test } from "bun:test";
import { describeKeyAccounts, findKeyAccounts } from "../../../src/models/segments/key-accounts";

/** Values at even steps of the quantiles of a lognormal distribution are near enough: exp(ln 100 ± spread × z). */
function shop(n: number, spread: number, giants: readonly number[] = []): Float64Array {
  return Float64Array.from([
    ...Array.from({ length: n }, (_, i) => 100 * Math.exp(spread * ((4 * i) / (n - 1) - 2))),
    ...giants,
  ]);
}

describe("key accounts", () => {
  test("are those beyond 3.5 robust standard deviations of log spend, where they are few and hold over a tenth", () => {
    // Ten of a thousand are under 1 % of 1,010. Logs are even from ln 100 - 2 to ln 100 + 2, with ten giants above
    // them: the median of log(1 + x) is near 4.62, the median absolute deviation near 1 and the threshold near e^(4.62
    // + 3.5 × 1.4826) - 1, about 18,000.
    const { found, text } = findKeyAccounts(shop(1000, 1, new Array(10).fill(50_000)));
    expect(found!.customers).toBe(10);
    expect(found!.leastSpend).toBeGreaterThan(16_000);
    expect(found!.leastSpend).toBeLessThan(21_000);
    expect(found!.customerShare).toBeCloseTo(10 / 1010, 12);
    expect(found!.revenueShare).toBeGreaterThan(0.7);
    expect(text).toContain("the 10 customers who have each spent");
    expect(describeKeyAccounts(found!)).toMatch(/^have each spent \d\d,000 or more/);
  });

  test("are told by a spend of two digits", () => {
    const { found } = findKeyAccounts(shop(1000, 1, [1e6]));
    expect(found!.leastSpend).toBe(Number(found!.leastSpend.toPrecision(2)));
  });

  test("are none where those beyond hold a tenth or less, and it is said", () => {
    const { found, text } = findKeyAccounts(shop(1000, 1, [20_000]));
    expect(found).toBeNull();
    expect(text).toMatch(
      /^No customers are set apart .* holds 9\.\d% of the revenue where more than 10% are needed\.$/,
    );
  });

  test("are none where nobody lies beyond, and it is said", () => {
    const { found, text } = findKeyAccounts(shop(1000, 1));
    expect(found).toBeNull();
    expect(text).toContain("no one has spent");
  });

  test("are none where 1 % of the customers is less than one", () => {
    const { found, text } = findKeyAccounts(Float64Array.from([...new Array(99).fill(10), 1e6]));
    expect(found).toBeNull();
    expect(text).toContain("with 100 customers, even one is not under 1%");
  });

  test("are the largest, just under 1 % of the customers, where more lie beyond", () => {
    const giants = Array.from({ length: 30 }, (_, i) => 100_000 + 1000 * i);
    const { found, text } = findKeyAccounts(shop(1000, 0.1, giants));
    expect(found!.customers).toBeLessThanOrEqual(10);
    expect(found!.customers).toBeGreaterThan(0);
    expect(text).toContain("the largest of those");
  });

  test("are found beside customers who all spend the same, but not a fifth more", () => {
    const same = new Array(400).fill(100);
    expect(findKeyAccounts(Float64Array.from([...same, 1e5])).found).toMatchObject({ customers: 1 });
    expect(findKeyAccounts(Float64Array.from([...same, 120])).found).toBeNull();
    expect(findKeyAccounts(Float64Array.from(same)).found).toBeNull();
  });

  test("are the same whatever the currency, but for the rounding", () => {
    const dollars = shop(1000, 1, [1e6, 2e6]);
    for (const rate of [0.01, 150]) {
      const { found } = findKeyAccounts(dollars.map((value) => value * rate));
      expect(found!.customers).toBe(2);
    }
  });

  test("who have returned more than half of it are counted", () => {
    const spend = shop(1000, 1, [1e6, 2e6]);
    const returnRate = new Float64Array(1002);
    returnRate[1001] = 0.9;
    expect(findKeyAccounts(spend, returnRate).text).toEndWith(
      "1 of them has returned more than half of it: look before you call.",
    );
    expect(findKeyAccounts(spend, new Float64Array(1002)).text).not.toContain("returned");
  });

  test("are looked for in a shop without customers too", () => {
    expect(findKeyAccounts(new Float64Array(0)).found).toBeNull();
  });
});
