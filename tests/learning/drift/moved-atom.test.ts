import { describe, expect, test } from "bun:test";
import { atomsOf, movedAtomsBack } from "../../../src/learning/drift";

const of = (...values: number[]) => Float64Array.from(values);

describe("the atoms of a column", () => {
  test("are the values that a tenth of the known rows share", () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i < 10 ? 7 : i < 19 ? 3 : 1000 + i));
    expect(Array.from(atomsOf(values))).toEqual([7]);
    expect(Array.from(atomsOf(of(NaN, NaN, 4)))).toEqual([4]);
    expect(Array.from(atomsOf(of(NaN)))).toEqual([]);
  });
});

describe("an atom that has moved", () => {
  test("is put back where it was, and nothing else", () => {
    expect(Array.from(movedAtomsBack(of(428, 428, 900, 428), of(410), 50))).toEqual([410, 410, 900, 410]);
  });

  test("stays where it is beyond reach, where the old place is still taken, and where it was an atom before", () => {
    const far = of(500, 500, 900);
    expect(movedAtomsBack(far, of(410), 50)).toBe(far);
    const both = of(410, 428, 428);
    expect(movedAtomsBack(both, of(410), 50)).toBe(both);
    expect(Array.from(movedAtomsBack(of(0, 0, 5, 5), of(0, 3), 1))).toEqual([0, 0, 5, 5]);
  });

  test("takes the nearest of the vacant places", () => {
    expect(Array.from(movedAtomsBack(of(5, 5, 5), of(1, 6), 10))).toEqual([6, 6, 6]);
  });
});
