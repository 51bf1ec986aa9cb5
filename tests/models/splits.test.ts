import { describe, expect, test } from "bun:test";
import { labelCustomers, newestOrder, oldestOrder } from "../../src/customers/labels";
import { Random } from "../../src/learning/random";
import { type Protocol, planProtocol } from "../../src/models/protocol";
import { headMatrix, type Snapshots } from "../../src/models/snapshot";
import { type LabelledRows, splitRows, testTable } from "../../src/models/splits";
import { simulatedSnapshots } from "./simulated-shop";

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
  };
}

function plain({ x, churned, spend, customer }: LabelledRows) {
  return { x: [...x.data], churned: [...churned], spend: [...spend], customer: [...customer] };
}

/** Customers who have rows on both sides. */
function onBothSides(a: LabelledRows, b: LabelledRows): number[] {
  const others = new Set(b.customer);
  return [...new Set(a.customer)].filter((customer) => others.has(customer));
}

describe("out of time", () => {
  const { snapshots, protocol, splits } = laidOut(340, [90]);

  test("the last fold is the test and the one before it is for choosing, cutoffs stacked newest first", () => {
    expect(protocol.folds).toHaveLength(2);
    const [earlier, last] = protocol.folds as [(typeof protocol.folds)[0], (typeof protocol.folds)[0]];
    expect(plain(splits.test.train)).toEqual(stacked(snapshots, last.trainCutoffs, protocol));
    expect(plain(splits.test.test)).toEqual(stacked(snapshots, [last.testCutoff], protocol));
    expect(splits.selection).toHaveLength(1);
    expect(plain(splits.selection[0]!.train)).toEqual(stacked(snapshots, earlier.trainCutoffs, protocol));
    expect(plain(splits.selection[0]!.test)).toEqual(stacked(snapshots, [earlier.testCutoff], protocol));
  });

  test("the shipped model is fitted on every cutoff with an observed window", () => {
    expect(plain(splits.all)).toEqual(stacked(snapshots, protocol.fitCutoffs, protocol));
  });

  test("the table of the test rows is the snapshot at the test cutoff", () => {
    expect(testTable(snapshots, protocol)).toBe(snapshots.at(protocol.folds[1]!.testCutoff).table);
  });

  test("with one fold only, settings are chosen on customers held out of the training rows", () => {
    const one = laidOut(255, [90]);
    expect(one.protocol.folds).toHaveLength(1);
    const [selection] = one.splits.selection;
    expect(onBothSides(selection!.train, selection!.test)).toEqual([]);
    const together = [...selection!.train.customer, ...selection!.test.customer].sort((a, b) => a - b);
    expect(together).toEqual([...one.splits.test.train.customer].sort((a, b) => a - b));
  });
});

describe("held-out customers", () => {
  const { snapshots, protocol, splits } = laidOut(170, [90]);

  test("are 30 % of all, and nobody is on both sides of the test or of the selection", () => {
    expect(protocol.kind).toBe("held_out_customers");
    const { train, test: held } = splits.test;
    const all = new Set(splits.all.customer);
    expect(new Set(held.customer).size).toBe(Math.round(all.size * 0.3));
    expect(new Set([...held.customer, ...train.customer])).toEqual(all);
    expect(onBothSides(train, held)).toEqual([]);
    const [selection] = splits.selection;
    expect(onBothSides(selection!.train, selection!.test)).toEqual([]);
    expect(onBothSides(selection!.train, held)).toEqual([]);
    expect(onBothSides(selection!.test, held)).toEqual([]);
  });

  test("keep all rows of a customer together, each with its own labels, over several cutoffs", () => {
    expect(protocol.fitCutoffs.length).toBeGreaterThan(1);
    const rows = ({ x, churned, spend, customer }: LabelledRows) =>
      Array.from(customer, (c, i) =>
        [c, churned[i], spend[i], ...x.data.subarray(i * x.columns, (i + 1) * x.columns)].join(),
      );
    const { train, test: held } = splits.test;
    expect([...rows(train), ...rows(held)].sort()).toEqual(rows(splits.all).sort());
    expect(rows(splits.all)).toHaveLength(stacked(snapshots, protocol.fitCutoffs, protocol).customer.length);
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

test("a protocol without windows has no rows", () => {
  const snapshots = simulatedSnapshots(3, 20, 30);
  expect(() => splitRows(snapshots, planProtocol(0, 0, [30]), "base", new Random(5))).toThrow(RangeError);
});
