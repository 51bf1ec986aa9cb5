import { describe, expect, test } from "bun:test";
import { baseFeaturesOf, featureRange, widened } from "../../src/answers/what-if";

describe("what if", () => {
  test("the average order and the span follow from what is moved", () => {
    const moved = {
      recency_days: 3,
      frequency: 5,
      monetary: 100,
      unique_products: 9,
      avg_interpurchase_days: 10.6,
    };
    expect(baseFeaturesOf(moved)).toEqual({ ...moved, avg_basket_value: 20, purchase_span_days: 42 });
  });

  test("one order has no gap and no span, whatever the slider says", () => {
    const moved = {
      recency_days: 3,
      frequency: 1,
      monetary: 100,
      unique_products: 9,
      avg_interpurchase_days: 30,
    };
    expect(baseFeaturesOf(moved)).toMatchObject({
      avg_interpurchase_days: 0,
      avg_basket_value: 100,
      purchase_span_days: 0,
    });
  });

  test("a slider goes to what one in a hundred has more than, in round numbers", () => {
    const values = Float64Array.from({ length: 1001 }, (_, i) => i);
    expect(featureRange("monetary", values)).toEqual({ least: 0, most: 990, middle: 500 });
    expect(featureRange("frequency", [1, 1, 1])).toEqual({ least: 1, most: 11, middle: 1 });
    expect(featureRange("recency_days", [])).toEqual({ least: 0, most: 10, middle: 0 });
  });

  test("a slider is widened to hold a value beyond it", () => {
    const range = { least: 0, most: 100, middle: 5 };
    expect(widened(range, 77_183.6)).toEqual({ least: 0, most: 78_000, middle: 5 });
    expect(widened(range, 100)).toBe(range);
  });
});
