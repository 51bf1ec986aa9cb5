import { expect, test } from "bun:test";
import { adviceOf } from "../../src/answers/advice";
import { listedCustomers } from "../../src/answers/select";
import { advised } from "./advised";

test("a list says what raises the risk, not what lowers it more; where nothing raises it, what lowers it", () => {
  const unknown = [Number.NaN, Number.NaN, Number.NaN];
  const model = advised({
    CustomerID: ["1", "2", "3"],
    segment: [0, 0, 0],
    segment_name: ["A", "A", "A"],
    churn_probability: unknown,
    ltv_estimate: unknown,
    recency_days: [1, 1, 1],
    frequency: [1, 1, 1],
    monetary: [1, 1, 1],
    reason_1: ["Lowers the risk: 214 different products", "Lowers the risk: 9 orders", ""],
    reason_2: ["Raises the risk: average price of 3.9", "Lowers the risk: 2 countries", ""],
    reason_3: ["Raises the risk: 1 order", "", ""],
  });
  const list = listedCustomers(model, adviceOf(model), Int32Array.of(0, 1, 2));
  expect(list.columns.find(({ name }) => name === "reason")!.cells).toEqual([
    "Raises the risk: average price of 3.9",
    "Lowers the risk: 9 orders",
    "",
  ]);
});
