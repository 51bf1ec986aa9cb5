import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "@uwdata/flechette";
import { table, toArrowIPC } from "arquero";
import { arrowFile, tableOfArrow } from "../../src/pipeline/arrow-file";
import { copyArrowWithout } from "../../src/pipeline/erase/arrow-without";
import { withFolder } from "./small-files";

const SHOP = table({
  CustomerID: ["a", "b", "c"],
  frequency: Float64Array.of(1, 2, 3),
  monetary: Float64Array.of(10, 20, 30),
  time: Float64Array.of(0, 1_323_502_200_000, 1_323_502_200_001),
  next_order_date: ["2011-12-10", "", "2012-01-01"],
  r_score: Float64Array.of(1, 2.5, 3),
});
const typesOf = (bytes: Uint8Array) =>
  Object.fromEntries(tableFromIPC(bytes).schema.fields.map(({ name, type }) => [name, type.typeId]));
/** Of Arrow's format: integers, floating-point numbers, timestamps. */
const [INT, FLOAT, TIMESTAMP] = [2, 3, 10];

describe("an Arrow file of ours", () => {
  test("has the footer that read_feather looks for, moments as timestamps and counts as integers", () => {
    const bytes = arrowFile(SHOP);
    expect(Buffer.from(bytes.subarray(0, 6)).toString()).toBe("ARROW1");
    expect(Buffer.from(bytes.subarray(-6)).toString()).toBe("ARROW1");
    expect(typesOf(bytes)).toMatchObject({
      frequency: INT,
      monetary: FLOAT,
      time: TIMESTAMP,
      next_order_date: TIMESTAMP,
      r_score: FLOAT,
    });
  });

  test("is read as the table that was written", () => {
    expect(tableOfArrow(arrowFile(SHOP)).objects()).toEqual(SHOP.objects());
  });

  test("may have no counts, or no rows", () => {
    const names = table({ CustomerID: ["a", "b"], name: ["Alba", "Bruno"] });
    expect(tableOfArrow(arrowFile(names)).objects()).toEqual(names.objects());
    const none = table({ CustomerID: [] as string[], frequency: new Float64Array(0) });
    expect(tableOfArrow(arrowFile(none)).objects()).toEqual([]);
  });

  test("of an earlier release, a stream with days as texts, is read alike", () => {
    expect(tableOfArrow(toArrowIPC(SHOP)!).objects()).toEqual(SHOP.objects());
  });

  test("keeps its types where a customer is taken out of it", () =>
    withFolder(async (folder) => {
      const [from, to] = [join(folder, "from.arrow"), join(folder, "to.arrow")];
      writeFileSync(from, arrowFile(SHOP));
      expect(copyArrowWithout(from, to, { id: "b", emails: [] })).toBe(1);
      const copy = readFileSync(to);
      expect(typesOf(copy)).toMatchObject({ time: TIMESTAMP, next_order_date: TIMESTAMP, frequency: INT });
      const kept = SHOP.objects().filter((_, row) => row !== 1);
      expect(tableOfArrow(copy).objects()).toEqual(kept);
    }));
});
