import { describe, expect, test } from "bun:test";
import { knownSigns } from "../../../src/models/churn/known-signs";
import { HEAD_FEATURES } from "../../../src/models/heads";

describe("known signs", () => {
  test("follow the order of the features, and are 0 for those of which nothing is known", () => {
    const features = ["mean_hour", "frequency", "recency_days", "monetary"];
    expect(knownSigns("leaving", features)).toEqual([0, -1, 1, 0]);
    expect(knownSigns("spending", features)).toEqual([0, 0, 0, 1]);
  });

  test("of leaving rise with every measure of silence, and with nothing else", () => {
    const signs = knownSigns("leaving", HEAD_FEATURES.all);
    const rising = HEAD_FEATURES.all.filter((_, j) => signs[j] === 1);
    expect(rising).toEqual(
      HEAD_FEATURES.all.filter((name) => name.startsWith("recency_") || name === "btyd_no_order_log_odds"),
    );
  });

  test("of leaving fall with orders, with activity and with the chance of being a customer still", () => {
    const signs = knownSigns("leaving", HEAD_FEATURES.all);
    const falling = HEAD_FEATURES.all.filter((_, j) => signs[j] === -1);
    for (const name of ["frequency", "orders_30d", "orders_90d", "orders_180d", "btyd_p_alive"])
      expect(falling).toContain(name);
    expect(falling.filter((name) => !/frequency|orders|active|alive/.test(name))).toEqual([]);
  });

  test("of spending rise with money, and no feature makes customers spend less", () => {
    const signs = knownSigns("spending", HEAD_FEATURES.all);
    const rising = HEAD_FEATURES.all.filter((_, j) => signs[j] === 1);
    for (const name of ["monetary", "spend_30d", "spend_90d", "spend_180d", "btyd_expected_spend"])
      expect(rising).toContain(name);
    expect(rising.filter((name) => !/monetary|spend|value|expected_orders/.test(name))).toEqual([]);
    expect(signs.filter((sign) => sign < 0)).toEqual([]);
  });
});
