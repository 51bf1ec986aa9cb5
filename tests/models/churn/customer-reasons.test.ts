import { expect, test } from "bun:test";
import {
  type CustomerReasons,
  explainCustomers,
  reasonTexts,
} from "../../../src/models/churn/customer-reasons";
import { churnExplainer, topReasons } from "../../../src/models/churn/reasons";
import { HEAD_INPUTS } from "../../../src/models/heads";
import { fitFullChurn, SPLITS } from "../simulated-rows";

const model = fitFullChurn("all");
const { x } = SPLITS.all.test;

/** So many customers, more than are explained at a time: the simulated ones again and again. */
const ROWS = 20_000;
const columns = Object.fromEntries(
  HEAD_INPUTS.all.map((name, j) => [
    name,
    Float64Array.from({ length: ROWS }, (_, row) => x.data[(row % x.rows) * x.columns + j]!),
  ]),
);
const table = { cutoff: 0, rows: ROWS, customer: Int32Array.from({ length: ROWS }, (_, i) => i), columns };
const drawn = Int32Array.of(7, 19_999, 8192);
const reasons: CustomerReasons = explainCustomers(model, table, drawn, {
  customers: ROWS,
  sums: new Float64Array(x.columns),
});
const explanation = churnExplainer(model, ROWS)(x);

test("every customer of a large shop has the reasons of their own row", () => {
  for (let place = 0; place < 3; place++) {
    const texts = reasonTexts(reasons, place);
    expect(texts.length).toBe(ROWS);
    for (const row of [0, 1, 8191, 8192, 16_384, 19_999]) {
      const own = topReasons(model, x, explanation, row % x.rows, 3);
      expect(texts[row]!).toBe(own[place]?.text ?? "");
    }
  }
  expect(new Set(reasons.texts).size).toBe(reasons.texts.length);
});

test("what a feature contributes adds up over all customers", () => {
  const means = new Float64Array(x.columns);
  for (let row = 0; row < ROWS; row++)
    for (let j = 0; j < x.columns; j++)
      means[j]! += Math.abs(explanation.contributions[(row % x.rows) * x.columns + j]!) / ROWS;
  expect(reasons.sums.length).toBe(x.columns);
  means.forEach((mean, j) => {
    expect(reasons.sums[j]! / ROWS).toBeCloseTo(mean, 9);
  });
});

test("drawn customers' contributions are told in full, in the order of the draw", () => {
  drawn.forEach((row, i) => {
    const from = (row % x.rows) * x.columns;
    const own = explanation.contributions.subarray(from, from + x.columns);
    expect(reasons.contributions.subarray(i * x.columns, (i + 1) * x.columns)).toEqual(own);
  });
});
