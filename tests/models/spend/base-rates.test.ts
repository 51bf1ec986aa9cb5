import { describe, expect, test } from "bun:test";
import { matrix } from "../../../src/learning/matrix";
import { HEAD_FEATURES } from "../../../src/models/heads";
import { withBaseRates, withWhatFollows } from "../../../src/models/spend/base-rates";

describe("the rates of the base head", () => {
  // recency, frequency, monetary, basket, products, gap, span
  const rates = (...given: number[]) =>
    Array.from(withBaseRates(matrix(1, 7, Float64Array.from(given))).data).slice(7);

  test("are silence against the gap, and spend and orders a day since the first order", () => {
    // Watched for 19 + 100 + 1 = 120 days.
    expect(rates(19, 6, 600, 100, 10, 20, 100)).toEqual([
      Math.fround(19 / 21),
      Math.fround(5),
      Math.fround(6 / 120),
    ]);
  });

  test("of somebody who is new are taken over 60 days", () => {
    expect(rates(0, 1, 90, 90, 3, 0, 0)).toEqual([0, 1.5, Math.fround(1 / 60)]);
    expect(rates(58, 1, 90, 90, 3, 0, 0)).toEqual([58, 1.5, Math.fround(1 / 60)]);
  });

  test("are not known where what they are made of is not", () => {
    expect(rates(10, 2, 90, 45, 3, 30, NaN)).toEqual([Math.fround(10 / 31), NaN, NaN]);
    expect(rates(10, 2, 90, 45, 3, NaN, 30)[0]).toBeNaN();
    expect(rates(NaN, 2, 90, 45, 3, 30, 30)).toEqual([NaN, NaN, NaN]);
  });

  test("stand behind the seven that are given, rounded to float32", () => {
    const { columns, data } = withBaseRates(matrix(1, 7, Float64Array.of(1, 2, 0.1, 4, 5, 6, 7)));
    expect(columns).toBe(HEAD_FEATURES.base.length);
    expect(data[2]).toBe(Math.fround(0.1));
  });
});

describe("what follows from the features that are given", () => {
  test("is the average order, and the span from the gap or the gap from the span", () => {
    const three = { recency_days: 5, frequency: 3, monetary: 90 };
    expect(withWhatFollows({ ...three, avg_interpurchase_days: 20 })).toMatchObject({
      avg_basket_value: 30,
      purchase_span_days: 40,
    });
    expect(withWhatFollows({ ...three, purchase_span_days: 50 })).toMatchObject({
      avg_interpurchase_days: 25,
    });
    expect(withWhatFollows(three)).toEqual({ ...three, avg_basket_value: 30 });
  });

  test("of one order is that both are 0", () => {
    expect(withWhatFollows({ recency_days: 5, frequency: 1, monetary: 90 })).toMatchObject({
      avg_interpurchase_days: 0,
      purchase_span_days: 0,
    });
  });

  test("never changes what was given", () => {
    const all = {
      recency_days: 5,
      frequency: 3,
      monetary: 90,
      avg_basket_value: 7,
      avg_interpurchase_days: 1,
      purchase_span_days: 99,
    };
    expect(withWhatFollows(all)).toEqual(all);
  });
});
