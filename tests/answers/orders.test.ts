import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { table, toArrowIPC } from "arquero";
import { CustomerTable } from "../../src/answers/customer-table";
import { ordersOfModel } from "../../src/answers/orders";
import { orderHistory } from "../../src/customers/order-history";
import { collectPurchases } from "../../src/customers/purchases";
import { copyArrowWithout } from "../../src/pipeline/erase/arrow-without";
import type { BlobStore } from "../../src/store/blobs";
import { monthBounds } from "../../src/time";
import { shopOf } from "../shop";

const folder = mkdtempSync(join(tmpdir(), "perennial-orders-"));
afterAll(() => rmSync(folder, { recursive: true }));

const SHOP = shopOf(`
  ann 2011-01-05T10:00 A1 mug  2 3.50 UK
  ann 2011-01-05T10:01 A1 jar  1 7 UK
  ann 2011-03-31T23:59 A2 mug  3 2 UK
  ann 2011-04-01T00:00 C1 mug -1 2 UK
  bob 2011-03-09T10:00 B1 mug  1 4 UK
  cid 2011-01-09T10:00 D1 mug  1 9 UK
`);
writeFileSync(join(folder, "orders.arrow"), toArrowIPC(orderHistory(SHOP, collectPurchases(SHOP)))!);

/** The orders of a model folder at `path` whose customers are `ids`. */
function readOrders(path: string, ids: readonly string[]) {
  const fetched = async (key: string) => ({ path: join(path, key), async [Symbol.asyncDispose]() {} });
  const model = { customers: new CustomerTable(table({ CustomerID: ids }), false) };
  return ordersOfModel({ blobs: { fetched } as Partial<BlobStore> as BlobStore }, ".", model);
}

const year = (text: string) => monthBounds(text)!;

describe("the orders of a model", () => {
  test("are found by the customer's row", async () => {
    const orders = (await readOrders(folder, ["ann", "bob", "cid"]))!;
    expect(Array.from(orders.start)).toEqual([0, 4, 5, 6]);
    const ann = orders.ordersOf(0);
    expect(Array.from(ann.value)).toEqual([7, 7, 6, 2]);
    expect(Array.from(ann.isReturn)).toEqual([0, 0, 0, 1]);
    expect(Array.from(ann.opensOrder)).toEqual([1, 0, 1, 0]);
    expect(Array.from(orders.ordersOf(1).time)).toEqual([Date.parse("2011-03-09T10:00Z")]);
  });

  test("tell who was active in a month and whose first order lies in it; a return is neither", async () => {
    const orders = (await readOrders(folder, ["ann", "bob", "cid"]))!;
    expect(Array.from(orders.activeBetween(...year("2011-03")))).toEqual([1, 1, 0]);
    expect(Array.from(orders.activeBetween(...year("2011-04")))).toEqual([0, 0, 0]);
    expect(Array.from(orders.firstBetween(...year("2011-01")))).toEqual([1, 0, 1]);
  });

  test("are without who was erased, and the others' are as they were", async () => {
    const other = mkdtempSync(join(folder, "erased-"));
    expect(
      copyArrowWithout(join(folder, "orders.arrow"), join(other, "orders.arrow"), { id: "ann", emails: [] }),
    ).toBe(4);
    const orders = (await readOrders(other, ["bob", "cid"]))!;
    expect(Array.from(orders.ordersOf(0).value)).toEqual([4]);
    expect(Array.from(orders.ordersOf(1).value)).toEqual([9]);
    expect(orders.entries.isReturn).toBeInstanceOf(Uint8Array);
  });

  test("are none where the folder was written before there were any", async () => {
    expect(await readOrders(join(folder, "none"), ["ann"])).toBeNull();
  });

  test("of other customers than the model's are refused", () => {
    expect(readOrders(folder, ["ann", "bob"])).rejects.toThrow(RangeError);
  });

  test("a month is written with two digits", () => {
    expect(monthBounds("2011-3")).toBeNull();
    expect(monthBounds("2011-13")).toBeNull();
    expect(monthBounds("2011-12")).toEqual([Date.UTC(2011, 11, 1), Date.UTC(2012, 0, 1)]);
  });
});
