import { describe, expect, test } from "bun:test";
import { labelCustomers, newestOrder, oldestOrder } from "../../../src/customers/labels";
import { Random } from "../../../src/learning/random";
import type { LabelledRows } from "../../../src/models/judging/labelled-rows";
import { type Protocol, planProtocol } from "../../../src/models/judging/protocol";
import { allRows, heldOutSplit, rowsAt, testFolds, testTable } from "../../../src/models/judging/splits";
import { headMatrix, type Snapshots } from "../../../src/models/snapshot";
import { simulatedSnapshots } from "../simulated-shop";

function laidOut(days: number, horizons: readonly number[]) {
  const snapshots = simulatedSnapshots(3, 150, days);
  const protocol = planProtocol(oldestOrder(snapshots.purchases), newestOrder(snapshots.purchases), horizons);
  return { snapshots, protocol };
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
  const { snapshots, protocol } = laidOut(340, [60]);
  const { horizonDays } = protocol;

  test("the rows of several windows are stacked in the order of their cutoffs", () => {
    expect(protocol.folds).toHaveLength(3);
    for (const { trainCutoffs, testCutoff } of protocol.folds) {
      expect(plain(rowsAt(snapshots, trainCutoffs, horizonDays, "base"))).toEqual(
        stacked(snapshots, trainCutoffs, protocol),
      );
      expect(plain(rowsAt(snapshots, [testCutoff], horizonDays, "base"))).toEqual(
        stacked(snapshots, [testCutoff], protocol),
      );
    }
  });

  test("every training window of a fold ends at or before its test begins", () => {
    for (const { trainCutoffs, testCutoff } of protocol.folds) {
      for (const cutoff of trainCutoffs) {
        expect(cutoff + horizonDays * 86_400_000).toBeLessThanOrEqual(testCutoff);
      }
    }
  });

  test("every window of an earlier test ends at or before the next test begins", () => {
    const tests = protocol.folds.map(({ testCutoff }) => testCutoff);
    for (const [i, cutoff] of tests.slice(1).entries()) {
      expect(tests[i]! + horizonDays * 86_400_000).toBeLessThanOrEqual(cutoff);
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
});

describe("held-out customers", () => {
  const { snapshots, protocol } = laidOut(170, [90]);
  const split = heldOutSplit(snapshots, protocol, "base", new Random(5));
  const all = allRows(snapshots, protocol, "base");

  test("are 30 % of all, and nobody is on both sides", () => {
    expect(protocol.kind).toBe("held_out_customers");
    const { train, test: held } = split;
    const customers = new Set(all.customer);
    expect(new Set(held.customer).size).toBe(Math.round(customers.size * 0.3));
    expect(new Set([...held.customer, ...train.customer])).toEqual(customers);
    expect(onBothSides(train, held)).toEqual([]);
  });

  test("keep all rows of a customer together, each with its own labels, over several cutoffs", () => {
    expect(protocol.fitCutoffs.length).toBeGreaterThan(1);
    const { train, test: held } = split;
    expect([...rowTexts(train), ...rowTexts(held)].sort()).toEqual(rowTexts(all).sort());
    expect(all.customer).toHaveLength(stacked(snapshots, protocol.fitCutoffs, protocol).customer.length);
  });

  test("are drawn by the seed and by nothing else", () => {
    const again = heldOutSplit(snapshots, protocol, "base", new Random(5));
    const other = heldOutSplit(snapshots, protocol, "base", new Random(6));
    expect(again).toEqual(split);
    expect(other.test.customer).not.toEqual(split.test.customer);
  });

  test("have no test table of one snapshot", () => {
    expect(testTable(snapshots, protocol)).toBeNull();
  });
});

describe("a training's tests", () => {
  const { protocol } = laidOut(420, [60]);

  test.each([
    ["all", 4],
    ["base", 1],
  ] as const)("are the newest for the head of %s features: %i", (head, count) => {
    expect(protocol.folds).toHaveLength(4);
    expect(testFolds(protocol.folds, head)).toEqual(protocol.folds.slice(-count));
  });

  test("are as many as there are", () => {
    expect(testFolds(protocol.folds.slice(0, 1), "all")).toEqual(protocol.folds.slice(0, 1));
    expect(testFolds([], "all")).toEqual([]);
  });
});
