import { describe, expect, test } from "bun:test";
import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type ColumnTable, table } from "arquero";
import { arrowFile, tableOfArrow } from "../../src/pipeline/arrow-file";
import { ArrowWriter } from "../../src/pipeline/arrow-writer";
import { copyArrowWithout } from "../../src/pipeline/erase/arrow-without";
import { withFolder } from "./small-files";

const ROWS = 100;
/** Of every kind of column that a model's files have. */
const COLUMNS = {
  CustomerID: Array.from({ length: ROWS }, (_, i) => `c${Math.floor(i / 2)}`),
  frequency: Float64Array.from({ length: ROWS }, (_, i) => i % 7),
  monetary: Float64Array.from({ length: ROWS }, (_, i) => (i % 11 === 0 ? NaN : i / 3)),
  time: Float64Array.from({ length: ROWS }, (_, i) => 1_300_000_000_000 + i),
  next_order_date: Array.from({ length: ROWS }, (_, i) => (i % 3 === 0 ? "" : "2011-12-10")),
  segment: Int32Array.from({ length: ROWS }, (_, i) => i % 4),
  is_return: Uint8Array.from({ length: ROWS }, (_, i) => i % 2),
  product_hint: Array.from({ length: ROWS }, (_, i) => (i % 16 > 12 ? null : `p${i % 5}`)),
  name: new Array<null>(ROWS).fill(null),
  email: Array.from({ length: ROWS }, (_, i) => (i % 5 === 1 ? null : `${i}@é.example`)),
  nothing: new Array<null>(ROWS).fill(null),
};

type Columns = Readonly<
  Record<string, Exclude<Parameters<ArrowWriter["append"]>[0][string], { readonly type: unknown }>>
>;

/** The bytes of the columns, `step` rows at a time. */
function written(folder: string, columns: Columns, rows: number, pieceRows: number, step: number): Buffer {
  const open = (name: string) => {
    const path = join(folder, name);
    const file = openSync(path, "w");
    return {
      path,
      write: (bytes: Uint8Array) => void writeSync(file, bytes),
      close: () => closeSync(file),
    };
  };
  const writer = new ArrowWriter(open, "written.arrow", pieceRows);
  for (let from = 0; from < rows; from += step)
    writer.append(
      Object.fromEntries(
        Object.entries(columns).map(([name, values]) => [
          name,
          "places" in values
            ? { ...values, places: values.places.slice(from, from + step) }
            : values.slice(from, from + step),
        ]),
      ),
    );
  writer.close();
  expect(existsSync(join(folder, "written.arrow.rows"))).toBe(false);
  return readFileSync(join(folder, "written.arrow"));
}

const objects = (of: ColumnTable) => of.objects() as object[];

describe("an Arrow file that is written while its rows are made", () => {
  test("has the bytes of the whole table's file, however many rows come or wait at a time", async () => {
    await withFolder(async (folder) => {
      const whole = Buffer.from(arrowFile(table(COLUMNS), "plain"));
      for (const pieceRows of [8, 16, 104])
        for (const step of [1, 13, ROWS])
          expect(written(folder, COLUMNS, ROWS, pieceRows, step).equals(whole)).toBe(true);
      expect(objects(tableOfArrow(whole))).toEqual(objects(table(COLUMNS)));
    });
  });

  test("takes ids as places in a list, holds only those of its rows, and loses a customer who is erased", async () => {
    await withFolder(async (folder) => {
      const columns = {
        CustomerID: { places: Int32Array.of(0, 0, 2, 3), texts: ["12", "nobody", "13", "14"] },
        product: Int32Array.of(5, 6, 5, 0),
      };
      const bytes = written(folder, columns, 4, 8, 3);
      expect(bytes.includes("nobody")).toBe(false);
      const copy = join(folder, "copy.arrow");
      expect(copyArrowWithout(join(folder, "written.arrow"), copy, { id: "12", emails: [] })).toBe(2);
      expect(objects(tableOfArrow(readFileSync(copy)))).toEqual([
        { CustomerID: "13", product: 5 },
        { CustomerID: "14", product: 0 },
      ]);
    });
  });

  test("may be empty", async () => {
    await withFolder(async (folder) => {
      const columns = { CustomerID: [], product: new Int32Array(0) };
      expect(tableOfArrow(written(folder, columns, 1, 16, 1)).numRows()).toBe(0);
    });
  });

  test("has no counts in a column with a fraction among whole numbers", async () => {
    await withFolder(async (folder) => {
      const orders = Float64Array.from({ length: ROWS }, (_, i) => (i === 90 ? 2.5 : i));
      const columns = { CustomerID: COLUMNS.CustomerID, orders };
      const whole = Buffer.from(arrowFile(table(columns), "plain"));
      expect(written(folder, columns, ROWS, 8, 7).equals(whole)).toBe(true);
    });
  });
});
