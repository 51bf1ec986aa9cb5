import { expect, test } from "bun:test";
import { BgNbd, days, daysToWeeks } from "../../../src/learning/btyd/index";
import type { BtydFits } from "../../../src/models/spend/btyd-features";
import { spendByHorizon, spendOver } from "../../../src/models/spend/spend-horizon";

const model = new BgNbd("weeks", { r: 0.24, alpha: 4.4, a: 0.79, b: 2.4 });
const histories = {
  unit: "weeks" as const,
  x: Float64Array.of(2, 8),
  tx: Float64Array.of(30.43, 37),
  T: Float64Array.of(38.86, 38.86),
};
const spend = Float64Array.of(120, 400);

test("spend by horizon follows the orders that the purchase model expects, and not the days", () => {
  const fits = { purchases: model, histories } as unknown as BtydFits;
  const columns = spendByHorizon(fits, 90, spend);
  expect(Object.keys(columns)).toEqual(["ltv_30d", "ltv_60d", "ltv_90d", "ltv_180d", "ltv_365d", "ltv_730d"]);
  const orders = (horizon: number) => model.expectedPurchases(histories, daysToWeeks(days(horizon)));
  for (const horizon of [30, 60, 180, 365, 730])
    for (const i of [0, 1])
      expect(columns[`ltv_${horizon}d`]![i]).toBeCloseTo(
        (spend[i]! * orders(horizon)[i]!) / orders(90)[i]!,
        9,
      );
  expect([...columns.ltv_90d!]).toEqual([120, 400]);
  // Customers leave, so a year brings less than four times a quarter.
  expect(columns.ltv_365d![0]!).toBeLessThan(0.9 * 120 * (365 / 90));
});

test("without a purchase model spend is as long as its days", () => {
  const fits = { purchases: null, histories } as unknown as BtydFits;
  expect([...spendByHorizon(fits, 90, spend).ltv_180d!]).toEqual([240, 800]);
});

test("between two horizons spend runs straight, and beyond them nothing is told", () => {
  const by = (horizon: number) => ({ 30: 10, 60: 16, 90: 20, 180: 32, 365: 50, 730: 70 })[horizon]!;
  expect([30, 45, 120, 730].map((horizon) => spendOver(horizon, by))).toEqual([10, 13, 24, 70]);
  for (const horizon of [29, 731, Number.NaN]) expect(() => spendOver(horizon, by)).toThrow(RangeError);
});
