import { expect, test } from "bun:test";
import { sampleColumns, sampleRows } from "../../../src/learning/boosting/sampling";
import { Random } from "../../../src/learning/random";

test("row sampling parts all rows into the drawn and the others, both rising", () => {
  const rows = new Int32Array(5000);
  const drawn = sampleRows(0.3, new Random(1), rows, new Int32Array(5000));
  expect(Math.abs(drawn / 5000 - 0.3)).toBeLessThan(0.03); // 4.6 standard errors
  expect(new Set(rows).size).toBe(5000);
  for (const part of [rows.subarray(0, drawn), rows.subarray(drawn)]) {
    for (let i = 1; i < part.length; i++) expect(part[i]).toBeGreaterThan(part[i - 1]!);
  }
});

test("row sampling draws one row where chance draws none", () => {
  const rows = new Int32Array(3);
  for (let seed = 0; seed < 20; seed++) {
    expect(sampleRows(1e-9, new Random(seed), rows, new Int32Array(3))).toBe(1);
    expect(Array.from(rows).sort()).toEqual([0, 1, 2]);
    expect(rows[1]).toBeLessThan(rows[2]!);
  }
});

test("column sampling draws each column equally often, without repetition, rising", () => {
  const random = new Random(3);
  const counts = new Int32Array(6);
  const columns = new Int32Array(2);
  for (let draw = 0; draw < 6000; draw++) {
    sampleColumns(6, random, columns);
    expect(columns[0]).toBeLessThan(columns[1]!);
    for (const column of columns) counts[column]!++;
  }
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(170); // 4.6 standard errors
});
