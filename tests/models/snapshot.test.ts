import { describe, expect, test } from "bun:test";
import { NET_FEATURES } from "../../src/customers/net-spend";
import { collectPurchases, collectReturns } from "../../src/customers/purchases";
import { stackRows, takeRows } from "../../src/learning/matrix";
import { HEAD_FEATURES, HEAD_INPUTS } from "../../src/models/heads";
import {
  BaseTables,
  GivenTables,
  headMatrix,
  headRows,
  type Snapshot,
  Snapshots,
} from "../../src/models/snapshot";
import { DAY_MS } from "../../src/time";
import { type ShopLine, shopOfLines } from "../shop";
import { HORIZONS, SHOP_START, simulatedLines } from "./simulated-shop";

const LINES = simulatedLines(7, 300, 300);
const CUTOFF = SHOP_START + 200 * DAY_MS;

/** The snapshot at the cutoff of a shop whose lines went through `change`. */
function snapshotOf(change: (line: ShopLine) => ShopLine | null = (line) => line) {
  const shop = shopOfLines(LINES.map(change).filter((line) => line !== null));
  const snapshots = new Snapshots(collectPurchases(shop), collectReturns(shop), HORIZONS);
  const snapshot = snapshots.at(CUTOFF);
  return { snapshots, snapshot, ids: Array.from(snapshot.table.customer, (c) => shop.customers[c]!) };
}

/** Every feature's bits in hexadecimal, by name. */
function bits({ table }: Snapshot): Record<string, string> {
  return Object.fromEntries(
    Object.entries(table.columns).map(([name, { buffer, byteOffset, byteLength }]) => [
      name,
      Buffer.from(buffer, byteOffset, byteLength).toString("hex"),
    ]),
  );
}

const isLater = (line: ShopLine) => line.time > CUTOFF;
const before = snapshotOf();

describe("nothing after the cutoff reaches a feature, bit for bit:", () => {
  test.each<[string, (line: ShopLine) => ShopLine | null]>([
    ["all that comes later is deleted", (line) => (isLater(line) ? null : line)],
    [
      "all that comes later comes later still",
      (line) => (isLater(line) ? { ...line, time: line.time + 100 * DAY_MS } : line),
    ],
    ["all that comes later comes at once", (line) => (isLater(line) ? { ...line, time: CUTOFF + 1 } : line)],
    [
      "all that comes later is multiplied",
      (line) => (isLater(line) ? { ...line, quantity: line.quantity * 7, price: line.price * 3 } : line),
    ],
    [
      "all that comes later comes from elsewhere",
      (line) => (isLater(line) ? { ...line, country: "Elsewhere", product: `new ${line.product}` } : line),
    ],
  ])("%s", (_, change) => {
    const after = snapshotOf(change);
    expect(after.ids).toEqual(before.ids);
    expect(bits(after.snapshot)).toEqual(bits(before.snapshot));
    expect(after.snapshot.btyd.family).toBe(before.snapshot.btyd.family);
    expect(after.snapshot.btyd.messages).toEqual(before.snapshot.btyd.messages);
  });

  test("while a change before the cutoff does reach them", () => {
    const after = snapshotOf((line) => (isLater(line) ? line : { ...line, price: line.price * 2 }));
    const changed = Object.entries(bits(after.snapshot)).filter(
      ([name, hex]) => hex !== bits(before.snapshot)[name],
    );
    const names = changed.map(([name]) => name);
    expect(names).toContain("monetary");
    expect(names).toContain("spend_90d");
    expect(names).toContain("btyd_expected_spend");
    expect(names).not.toContain("recency_days");
  });

  test("and the buy-till-you-die models were fitted, so that their columns were compared too", () => {
    expect(before.snapshot.btyd.purchases).not.toBeNull();
    expect(before.snapshot.table.columns.btyd_expected_spend!.every((value) => value >= 0)).toBe(true);
  });
});

describe("a snapshot", () => {
  test("holds float32 numbers only, one column for each feature of the larger head and of what is kept", () => {
    const { columns } = before.snapshot.table;
    expect(Object.keys(columns).sort()).toEqual([...HEAD_FEATURES.all, ...Object.keys(NET_FEATURES)].sort());
    const wider = Object.entries(columns).filter(([, column]) =>
      column.some((value) => !Object.is(value, Math.fround(value))),
    );
    expect(wider).toEqual([]);
  });

  test("is made once for each cutoff", () => {
    expect(before.snapshots.at(CUTOFF)).toBe(before.snapshot);
  });

  test("gives each head its features in the head's order, the base head with its rates behind them", () => {
    const { table } = before.snapshot;
    for (const head of ["all", "base"] as const) {
      const x = headMatrix(table, head);
      expect([x.rows, x.columns]).toEqual([table.rows, HEAD_FEATURES[head].length]);
      HEAD_INPUTS[head].forEach((name, j) => {
        expect(x.data[3 * x.columns + j]!).toBe(table.columns[name]![3]!);
      });
    }
  });

  test("lies in memory that a thread can share", () => {
    for (const { buffer } of Object.values(before.snapshot.table.columns))
      expect(buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test("has the base features that are made without it, and only what was given is given", () => {
    const { purchases, returns } = before.snapshots;
    const { table } = before.snapshot;
    const bases = new BaseTables(purchases, returns, "gross");
    const { columns, customer } = bases.at(CUTOFF).table;
    expect(customer).toEqual(table.customer);
    expect(Object.keys(columns)).toEqual(expect.arrayContaining([...HEAD_INPUTS.base]));
    for (const [name, column] of Object.entries(columns)) expect(column).toEqual(table.columns[name]!);
    expect(bases.at(CUTOFF)).toBe(bases.at(CUTOFF));
    const given = new GivenTables(purchases, returns, "gross", [table]);
    expect(given.at(CUTOFF).table).toBe(table);
    expect(() => given.at(CUTOFF - DAY_MS)).toThrow("2010-07-22T08:00:00.000Z");
  });

  test("stacks the rows of several tables, or those that are chosen of each", () => {
    const { table } = before.snapshot;
    const all = headMatrix(table, "base");
    const some = headRows([table, table], "base", [[5, 2], [7]]);
    expect(some).toEqual(takeRows(all, [5, 2, 7]));
    expect(headRows([table, table], "base")).toEqual(stackRows([all, all]));
  });

  test("a table that lacks a feature of the head is refused", () => {
    const { table } = before.snapshot;
    const { frequency, ...others } = table.columns;
    expect(() => headMatrix({ ...table, columns: others }, "base")).toThrow("frequency");
  });
});
