import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { escape as byFunction, type ColumnTable, table } from "arquero";
import { arrowFile, tableOfArrow } from "../../../src/pipeline/arrow-file";
import { copyArrowWithout } from "../../../src/pipeline/erase/arrow-without";
import { withFolder } from "../small-files";

/** More than are copied at a time. */
const ROWS = (1 << 16) + 5000;
const by = <T>(of: (row: number) => T) => Array.from({ length: ROWS }, (_, row) => of(row));
/** Every kind of column that a model's files have; what the shop told of its customers may be missing. */
const SHOP = table({
  CustomerID: by((row) => `c${row >> 1}`),
  frequency: Float64Array.from(by((row) => row % 7)),
  monetary: Float64Array.from(by((row) => (row % 11 === 0 ? NaN : row / 3))),
  time: Float64Array.from(by((row) => 1_300_000_000_000 + row)),
  next_order_date: by((row) => (row % 3 === 0 ? "" : "2011-12-10")),
  segment: Int32Array.from(by((row) => row % 4)),
  is_return: Uint8Array.from(by((row) => row % 2)),
  product_hint: by((row) => (row % 16 > 12 ? null : `p${row % 5}`)),
  "text:town": by((row) => (row === 30 ? "Only theirs" : `town ${row % 9}`)),
  "number:age": by((row) => (row % 13 === 0 ? null : (row % 80) + 0.5)),
  "date:birthday": by((row) => (row % 5 === 0 ? null : 86_400_000 * row)),
  "yes_no:club": by((row) => (row % 17 === 0 ? null : row % 2 === 0)),
  nothing: by(() => null),
});

/** What remains of the file, made in memory. */
function remaining(bytes: Uint8Array, isKept: (id: string) => boolean): Buffer {
  const kept: ColumnTable = tableOfArrow(bytes)
    .filter(byFunction(({ CustomerID }: { CustomerID: string }) => isKept(CustomerID)))
    .reify();
  return Buffer.from(arrowFile(kept, "plain"));
}

describe("a copy of a table that is made some rows at a time", () => {
  test.each([
    ["the first customer", "c0"],
    ["one whose text nobody else has", "c15"],
    ["one whose rows lie in two pieces of what remains", "c32768"],
    ["the last customer", `c${(ROWS - 1) >> 1}`],
  ])("has the bytes of the whole table's without %s", async (_, id) => {
    await withFolder(async (folder) => {
      const [from, to] = [join(folder, "from.arrow"), join(folder, "to.arrow")];
      const bytes = arrowFile(SHOP, "plain");
      writeFileSync(from, bytes);
      expect(copyArrowWithout(from, to, { id, emails: [] })).toBe(2);
      const copy = readFileSync(to);
      expect(copy.equals(remaining(bytes, (other) => other !== id))).toBe(true);
      if (id === "c15") expect(copy.includes("Only theirs")).toBe(false);
      expect(readdirSync(folder).sort()).toEqual(["from.arrow", "to.arrow"]);
    });
  });

  test("is none where the person is not in the file", async () => {
    await withFolder(async (folder) => {
      const [from, to] = [join(folder, "from.arrow"), join(folder, "to.arrow")];
      writeFileSync(from, arrowFile(SHOP, "plain"));
      expect(copyArrowWithout(from, to, { id: "c", emails: ["c1@example.com"] })).toBe(0);
      expect(existsSync(to)).toBe(false);
    });
  });

  test("may have no rows", async () => {
    await withFolder(async (folder) => {
      const [from, to] = [join(folder, "from.arrow"), join(folder, "to.arrow")];
      writeFileSync(from, arrowFile(table({ CustomerID: ["1", "1"], orders: [1, 2] }), "plain"));
      expect(copyArrowWithout(from, to, { id: "1", emails: [] })).toBe(2);
      expect(tableOfArrow(readFileSync(to)).numRows()).toBe(0);
    });
  });
});
