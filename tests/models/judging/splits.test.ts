import { describe, expect, test } from "bun:test";
import { labelCustomers, newestOrder, oldestOrder } from "../../../src/customers/labels";
import { matrix } from "../../../src/learning/matrix";
import { Random } from "../../../src/learning/random";
import type { LabelledRows } from "../../../src/models/judging/labelled-rows";
import { type Protocol, planProtocol } from "../../../src/models/judging/protocol";
import { allRows, customerFolds, foldSplits, splitRows, testTable } from "../../../src/models/judging/splits";
import { headMatrix, type Snapshots } from "../../../src/models/snapshot";
import { simulatedSnapshots } from "../simulated-shop";

function laidOut(days: number, horizons: readonly number[]) {
  const snapshots = simulatedSnapshots(3, 150, days);
  const protocol = planProtocol(oldestOrder(snapshots.purchases), newestOrder(snapshots.purchases), horizons);
  return { snapshots, protocol, splits: splitRows(snapshots, protocol, "base", new Random(5)) };
}

/** The rows that these cutoffs should give, from the tables and labels themselves. */
function stacked(snapshots: Snapshots, cutoffs: readonly number[], { horizonDays }: Protocol) {
  const tables = cutoffs.map((cutoff) => snapshots.at(cutoff).table);
  const labels = tables.map((table) => labelCustomers(snapshots.purchases, table, horizonDays));
  return {
    x: tables.flatMap((table) => [...headMatrix(table, "base").data]),
    churned: labels.flatMap(({ churned }) => [...churned]),
    spend: labels.flatMap(({ spend }) => [...spend]),
    customer: tables.flatMap(({ customer }) => [...customer]),
    cutoff: tables.flatMap(({ rows, cutoff }) => new Array<number>(rows).fill(cutoff)),
  };
}

function plain({ x, churned, spend, customer, cutoff }: LabelledRows) {
  return {
    x: [...x.data],
    churned: [...churned],
    spend: [...spend],
    customer: [...customer],
    cutoff: [...cutoff],
  };
}

/** Each row as text, so that rows can be compared whatever their order. */
function rowTexts({ x, churned, spend, customer, cutoff }: LabelledRows): string[] {
  return Array.from(customer, (c, i) =>
    [c, cutoff[i], churned[i], spend[i], ...x.data.subarray(i * x.columns, (i + 1) * x.columns)].join(),
  );
}

/** Customers who have rows on both sides. */
function onBothSides(a: LabelledRows, b: LabelledRows): number[] {
  const others = new Set(b.customer);
  return [...new Set(a.customer)].filter((customer) => others.has(customer));
}

describe("out of time", () => {
  const { snapshots, protocol, splits } = laidOut(340, [60]);

  test("the last fold is the test and those before it are the earlier tests, cutoffs stacked newest first", () => {
    expect(protocol.folds).toHaveLength(3);
    const laid = [...splits.earlier, splits.test];
    expect(laid).toHaveLength(3);
    laid.forEach(({ train, test: held }, i) => {
      const { trainCutoffs, testCutoff } = protocol.folds[i]!;
      expect(plain(train)).toEqual(stacked(snapshots, trainCutoffs, protocol));
      expect(plain(held)).toEqual(stacked(snapshots, [testCutoff], protocol));
    });
  });

  test("every window of a split's training rows ends at or before its test rows begin", () => {
    for (const { train, test: held } of [...splits.earlier, splits.test]) {
      const begins = Math.min(...held.cutoff);
      for (const cutoff of new Set(train.cutoff)) {
        expect(cutoff + protocol.horizonDays * 86_400_000).toBeLessThanOrEqual(begins);
      }
    }
  });

  test("every window of an earlier test ends at or before the test begins", () => {
    const begins = splits.test.test.cutoff[0]!;
    for (const { test: earlier } of splits.earlier) {
      expect(Math.max(...earlier.cutoff) + protocol.horizonDays * 86_400_000).toBeLessThanOrEqual(begins);
    }
  });

  test("the shipped model is fitted on every cutoff with an observed window", () => {
    expect(plain(allRows(snapshots, protocol, "base"))).toEqual(
      stacked(snapshots, protocol.fitCutoffs, protocol),
    );
  });

  test("the table of the test rows is the snapshot at the test cutoff", () => {
    expect(testTable(snapshots, protocol)).toBe(snapshots.at(protocol.folds[2]!.testCutoff).table);
  });

  test("one fold alone has no earlier tests", () => {
    const { test: only, earlier } = foldSplits(snapshots, protocol.folds.slice(0, 1), 60, "base");
    expect(earlier).toEqual([]);
    expect(only).toEqual(splits.earlier[0]!);
  });
});

describe("held-out customers", () => {
  const { snapshots, protocol, splits } = laidOut(170, [90]);
  const all = allRows(snapshots, protocol, "base");

  test("are 30 % of all, and nobody is on both sides", () => {
    expect(protocol.kind).toBe("held_out_customers");
    const { train, test: held } = splits.test;
    const customers = new Set(all.customer);
    expect(new Set(held.customer).size).toBe(Math.round(customers.size * 0.3));
    expect(new Set([...held.customer, ...train.customer])).toEqual(customers);
    expect(onBothSides(train, held)).toEqual([]);
    expect(splits.earlier).toEqual([]);
  });

  test("keep all rows of a customer together, each with its own labels, over several cutoffs", () => {
    expect(protocol.fitCutoffs.length).toBeGreaterThan(1);
    const { train, test: held } = splits.test;
    expect([...rowTexts(train), ...rowTexts(held)].sort()).toEqual(rowTexts(all).sort());
    expect(all.customer).toHaveLength(stacked(snapshots, protocol.fitCutoffs, protocol).customer.length);
  });

  test("are drawn by the seed and by nothing else", () => {
    const again = splitRows(snapshots, protocol, "base", new Random(5));
    const other = splitRows(snapshots, protocol, "base", new Random(6));
    expect(again).toEqual(splits);
    expect(other.test.test.customer).not.toEqual(splits.test.test.customer);
  });

  test("have no test table of one snapshot", () => {
    expect(testTable(snapshots, protocol)).toBeNull();
  });
});

describe("the folds that settings are chosen by", () => {
  const { splits } = laidOut(340, [60]);
  const rows = splits.test.train;
  const folds = customerFolds(rows, "full", new Random(2));

  test("are four, hold each row out once, and have nobody on both sides", () => {
    expect(folds).toHaveLength(4);
    const held = folds.flatMap((fold) => rowTexts(fold.test));
    expect(held.sort()).toEqual(rowTexts(rows).sort());
    for (const { train, test: out } of folds) {
      expect(onBothSides(train, out)).toEqual([]);
      expect([...rowTexts(train), ...rowTexts(out)].sort()).toEqual(rowTexts(rows).sort());
    }
  });

  test("do not depend on labels or features, only on whose the rows are and on the seed", () => {
    const other = {
      ...rows,
      churned: rows.churned.map((label) => 1 - label),
      spend: rows.spend.map(() => 7),
    };
    const customers = (given: LabelledRows, seed: number) =>
      customerFolds(given, "full", new Random(seed)).map(({ test: out }) => [...out.customer]);
    expect(customers(other, 2)).toEqual(folds.map(({ test: out }) => [...out.customer]));
    expect(customers(rows, 3)).not.toEqual(customers(rows, 2));
  });

  test.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
    [9, 4],
  ])("of %i customers are %i", (customers, expected) => {
    const n = customers * 5;
    const some: LabelledRows = {
      x: matrix(n, 1),
      churned: new Float64Array(n),
      spend: new Float64Array(n),
      customer: Int32Array.from({ length: n }, (_, i) => i % customers),
      cutoff: new Float64Array(n),
    };
    const dealt = customerFolds(some, "full", new Random(1));
    expect(dealt).toHaveLength(expected);
    for (const { train, test: held } of dealt) {
      expect(train.customer.length).toBeGreaterThan(0);
      expect(held.customer.length).toBeGreaterThan(0);
    }
  });

  test("use no more than 30,000 rows, and whole customers", () => {
    const n = 40_000;
    const many: LabelledRows = {
      x: matrix(n, 1),
      churned: new Float64Array(n),
      spend: new Float64Array(n),
      customer: Int32Array.from({ length: n }, (_, i) => i % 8000),
      cutoff: new Float64Array(n),
    };
    const dealt = customerFolds(many, "full", new Random(1));
    expect(dealt.reduce((sum, { test: held }) => sum + held.customer.length, 0)).toBe(30_000);
    const counts = new Map<number, number>();
    for (const { test: held } of dealt)
      for (const customer of held.customer) counts.set(customer, (counts.get(customer) ?? 0) + 1);
    expect(new Set(counts.values())).toEqual(new Set([5]));
  });
});

test("a protocol without windows has no rows", () => {
  const snapshots = simulatedSnapshots(3, 20, 30);
  expect(() => splitRows(snapshots, planProtocol(0, 0, [30]), "base", new Random(5))).toThrow(RangeError);
});
