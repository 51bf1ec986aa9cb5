import { describe, expect, test } from "bun:test";
import { NET_FEATURES } from "../../src/customers/net-spend";
import { collectPurchases, collectReturns } from "../../src/customers/purchases";
import { HEAD_FEATURES, HEAD_INPUTS } from "../../src/models/heads";
import { headMatrix, type Snapshot, Snapshots } from "../../src/models/snapshot";
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
    Object.entries(table.columns).map(([name, { buffer }]) => [name, Buffer.from(buffer).toString("hex")]),
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

  test("a table that lacks a feature of the head is refused", () => {
    const { table } = before.snapshot;
    const { frequency, ...others } = table.columns;
    expect(() => headMatrix({ ...table, columns: others }, "base")).toThrow("frequency");
  });
});
