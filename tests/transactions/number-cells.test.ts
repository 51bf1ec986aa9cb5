import { expect, test } from "bun:test";
import { NumberCells } from "../../src/transactions/lines/number-cells";
import { blockRows } from "../../src/transactions/lines/row-block";

test("cells of a number change one by one, and the others that are equal do not", () => {
  const cells = new NumberCells(Uint16Array.of(0, 1, 0, 1), Float64Array.of(2.5, 3), Uint8Array.of(2, 1));
  cells.set(2, 7);
  cells.set(3, 2.5, 2);
  expect([0, 1, 2, 3].map((i) => [cells.at(i), cells.kindAt(i)])).toEqual([
    [2.5, 2],
    [3, 1],
    [7, 2],
    [2.5, 2],
  ]);
  cells.change((value, kind) => (kind === 2 ? -value : value));
  cells.set(1, -7, 2);
  expect([0, 1, 2, 3].map((i) => cells.at(i))).toEqual([-2.5, -7, -7, -2.5]);
});

test("a block whose numbers are all different takes as many others, and then some of the first again", () => {
  const code = Uint16Array.from({ length: blockRows }, (_, i) => i);
  const values = Float64Array.from(code);
  const cells = new NumberCells(code.slice(), values.slice(), new Uint8Array(blockRows));
  const expected = Array.from(values);
  const write = (i: number, value: number) => {
    cells.set(i, value);
    expected[i] = value;
  };
  for (let i = 0; i < blockRows; i++) write(i, -1 - i);
  for (let i = 0; i < blockRows; i += 3) write(i, i);
  for (let i = 0; i < blockRows; i += 5) write(i, Number.NaN);
  for (let i = 0; i < 1000; i++) write(i, i % 7);
  expect(Array.from({ length: blockRows }, (_, i) => cells.at(i))).toEqual(expected);
});
