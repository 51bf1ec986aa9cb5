import { describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { table } from "arquero";
import { arrowFile, tableOfArrow } from "../../src/pipeline/arrow-file";
import { codedArrowWhenWritten } from "../../src/pipeline/coded-arrow-file";
import { copyArrowWithout } from "../../src/pipeline/erase/table-without";

const IDS = ["12", "nobody", "13", "14"];
const bytes = () =>
  Buffer.concat([
    ...codedArrowWhenWritten(IDS, () => ({
      places: Int32Array.of(0, 0, 2, 3),
      counts: { product: Int32Array.of(5, 6, 5, 0), recency_days: Int32Array.of(1, 2, 3, 4) },
    })),
  ]);

describe("an Arrow file of coded ids", () => {
  test("holds what the usual one would, and only the ids of its rows", () => {
    const columns = {
      CustomerID: ["12", "12", "13", "14"],
      product: [5, 6, 5, 0],
      recency_days: [1, 2, 3, 4],
    };
    expect(tableOfArrow(bytes()).objects()).toEqual(tableOfArrow(arrowFile(table(columns))).objects());
    expect(bytes().includes("nobody")).toBe(false);
  });

  test("loses a customer who is erased", () => {
    const folder = mkdtempSync(join(tmpdir(), "coded-"));
    try {
      const [from, to] = [join(folder, "purchases.arrow"), join(folder, "copy.arrow")];
      writeFileSync(from, bytes());
      expect(copyArrowWithout(from, to, { id: "12", emails: [] })).toBe(2);
      expect(tableOfArrow(readFileSync(to)).objects()).toEqual([
        { CustomerID: "13", product: 5, recency_days: 3 },
        { CustomerID: "14", product: 0, recency_days: 4 },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("may be empty", () => {
    const [file] = codedArrowWhenWritten(IDS, () => ({
      places: new Int32Array(0),
      counts: { product: new Int32Array(0) },
    }));
    expect(tableOfArrow(file!).numRows()).toBe(0);
  });
});
