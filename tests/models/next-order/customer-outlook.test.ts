import { expect, test } from "bun:test";
import type { FeatureTable } from "../../../src/customers/feature-table";
import { BgNbd } from "../../../src/learning/btyd/index";
import { DEFAULT_CONTACT_TERMS } from "../../../src/models/contact/action-value";
import {
  customerOutlook,
  keptValues,
  netOf,
  outlookColumns,
} from "../../../src/models/next-order/customer-outlook";
import type { Snapshot } from "../../../src/models/snapshot";

const values = (...all: number[]) => Float64Array.from(all);
const unknown = values(Number.NaN, Number.NaN, Number.NaN);

const table: FeatureTable = {
  cutoff: 0,
  rows: 3,
  customer: Int32Array.of(0, 1, 2),
  columns: {
    return_rate: values(0.25, 0, 1),
    avg_basket_value: values(40, 80, 10),
    frequency: values(3, 1, 3),
    tenure_days: values(63, 28, 21),
  },
};

/** Gaps of rate Gamma(1 + x, 3 + tx) weeks. */
const snapshot = {
  table,
  btyd: {
    purchases: new BgNbd("weeks", { r: 1, alpha: 3, a: 1, b: 2 }),
    histories: { unit: "weeks", x: values(2, 0, 2), tx: values(3, 0, 3), T: values(9, 4, 3) },
    rhythm: {
      usualGapDays: unknown,
      longest: unknown,
      shortest: unknown,
      silentDays: values(42, 28, 0),
      pooled: values(),
    },
  },
} as unknown as Snapshot;

const curves = {
  days: [30, 90, 180],
  cumulativeHazard: { rows: 3, columns: 3, data: values(0.1, 0.3, 0.6, 1, 3, 6, 0.1, 0.3, 0.6) },
};

test("what is told of a customer is what the models say, figure by figure", () => {
  // P(no order) in 90 days is 0.8, 0.2 and 0.5, and as the hazards double until 180 days its square there.
  const outlook = customerOutlook(
    snapshot,
    curves,
    values(0.8, 0.2, 0.5),
    values(180, 100, 5),
    { churnDays: 90, spendDays: 180 },
    DEFAULT_CONTACT_TERMS,
  );
  const columns = outlookColumns(outlook, Date.UTC(2011, 11, 9, 12, 50)) as Record<string, ArrayLike<number>>;
  const expected: Record<string, readonly number[]> = {
    no_order_30d: [0.8 ** (1 / 3), 0.2 ** (1 / 3), 0.5 ** (1 / 3)],
    no_order_90d: [0.8, 0.2, 0.5],
    no_order_180d: [0.64, 0.04, 0.25],
    no_order_probability: [0.64, 0.04, 0.25],
    // 6 of 12 weeks of silence: (1/2)³; 4 of 7 weeks: 3/7; none.
    silence_probability: [1 / 8, 3 / 7, 1],
    // The gap that one in five exceeds: 42 (5^⅓ − 1) days and 84 days.
    days_overdue: [42 - 42 * (5 ** (1 / 3) - 1), 0, 0],
    // 30 kept of the mean order × (1 + 180 × 3/42); 100/0.96; sends everything back.
    value_if_kept: [30 * (1 + (180 * 3) / 42), 100 / 0.96, 0],
    overdue_value: [(7 / 8) * 0.64 * 30 * (1 + (180 * 3) / 42), 0, 0],
    // p × 0.1 × (0.3 × value − 5) − (1 − p) × 5 − 1
    contact_profit: [
      0.064 * (0.3 * (2910 / 7) - 5) - 1.8 - 1,
      0.004 * (31.25 - 5) - 4.8 - 1,
      -0.125 - 3.75 - 1,
    ],
  };
  for (const [name, wanted] of Object.entries(expected))
    for (const [i, value] of wanted.entries())
      expect({ name, i, value: columns[name]![i]!.toFixed(9) }).toEqual({ name, i, value: value.toFixed(9) });
  // Medians: none within 180 days; 30 + 60 (ln 2 − ln 5 / 3) / (ln 5 × 2/3) days; 90 days.
  expect(columns.next_order_date as unknown as string[]).toEqual(["", "2012-01-17", "2012-03-08"]);
});

test("without a rhythm the orders of the whole time count, at least of the horizon's", () => {
  const long = { ...table, columns: { ...table.columns, tenure_days: values(360, 28, 21) } };
  const kept = keptValues(long, { ordersPerDay: unknown }, values(0.9, 0.9, 0.9), values(20, 10, 10), 180);
  // 30 × (1 + 180 × 3/360); 80 × (1 + 180 × 1/180), more than 10/0.1; nothing.
  expect([...kept].map((value) => Number(value.toFixed(9)))).toEqual([75, 100, 0]);
});

test("spend forecast as paid is less what comes back, and spend forecast net stays", () => {
  expect([...netOf(values(100, 100, 100), table, "gross")]).toEqual([75, 100, 0]);
  expect([...netOf(values(100, 100, 100), table, "net")]).toEqual([100, 100, 100]);
});
