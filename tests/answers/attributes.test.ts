import { describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Attributes } from "../../src/answers/attributes";
import { ArrowColumns } from "../../src/pipeline/arrow-columns";
import { arrowFile } from "../../src/pipeline/arrow-file";
import { attributesTable } from "../../src/pipeline/attributes-table";
import { copyArrowWithout } from "../../src/pipeline/erase/arrow-without";

const DAY = Date.UTC(1980, 1, 29);
const TABLE = attributesTable(
  ["12", "13", "14"],
  [
    { name: "email", kind: "yes_no", cells: [true, null, false] },
    { name: "time", kind: "date", cells: [DAY, null, DAY + 86_400_000] },
    { name: "orders", kind: "number", cells: [null, 2.5, 3] },
    { name: "channel", kind: "text", cells: ["Ads", "Shop", "Ads"] },
  ],
);

describe("the attributes of a model", () => {
  test("are read by kind, whatever their columns are called", () => {
    const attributes = new Attributes(new ArrowColumns(arrowFile(TABLE)));
    expect(attributes.columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "email yes_no",
      "time date",
      "orders number",
      "channel text",
    ]);
    const values = (name: string) => {
      const found = attributes.values(name);
      return found.kind === "text" ? [[...found.codes], found.labels] : [...found.numbers];
    };
    expect(values("email")).toEqual([1, NaN, 0]);
    expect(values("time")).toEqual([DAY, NaN, DAY + 86_400_000]);
    expect(values("orders")).toEqual([NaN, 2.5, 3]);
    expect(values("channel")).toEqual([
      [0, 1, 0],
      ["Ads", "Shop"],
    ]);
    expect([0, 1].map((row) => attributes.columns.map(({ name }) => attributes.cell(name, row)))).toEqual([
      [true, "1980-02-29", null, "Ads"],
      [null, null, 2.5, "Shop"],
    ]);
    expect(() => attributes.values("Channel")).toThrow("the model has no attribute Channel");
  });

  test("keep their kinds when a customer is erased from the file", () => {
    const folder = mkdtempSync(join(tmpdir(), "attributes-"));
    try {
      const [from, to] = [join(folder, "attributes.arrow"), join(folder, "copy.arrow")];
      writeFileSync(from, arrowFile(TABLE));
      expect(copyArrowWithout(from, to, { id: "13", emails: [] })).toBe(1);
      const kept = new ArrowColumns(readFileSync(to));
      const attributes = new Attributes(kept);
      expect(kept.column("CustomerID")!.at(1)).toBe("14");
      expect(attributes.columns.map(({ name }) => attributes.cell(name, 1))).toEqual([
        false,
        "1980-03-01",
        3,
        "Ads",
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
