import { describe, expect, test } from "bun:test";
import { isControl } from "../../../src/models/contact/control-group";

const IDS = Array.from({ length: 20_000 }, (_, i) => String(10_000 + i));
const controls = (campaign: string, share: number) => IDS.filter((id) => isControl(id, campaign, share));

describe("a control group", () => {
  test("is the share that was asked for, up to chance", () => {
    for (const share of [0.05, 0.2, 0.5]) {
      const spread = Math.sqrt(IDS.length * share * (1 - share));
      expect(Math.abs(controls("spring", share).length - IDS.length * share)).toBeLessThan(4 * spread);
    }
  });

  test("is nobody where nobody is to be held out", () => {
    expect(controls("spring", 0)).toEqual([]);
  });

  test("is the same customers each time, and a larger share holds those of a smaller one", () => {
    const few = controls("spring", 0.1);
    expect(controls("spring", 0.1)).toEqual(few);
    const many = new Set(controls("spring", 0.3));
    expect(few.every((id) => many.has(id))).toBe(true);
  });

  test("has nothing to do with that of another campaign", () => {
    const other = new Set(controls("autumn", 0.5));
    const both = controls("spring", 0.5).filter((id) => other.has(id)).length;
    // Independent halves share a quarter, ± 4 standard deviations.
    expect(Math.abs(both - IDS.length / 4)).toBeLessThan(4 * Math.sqrt(IDS.length * 0.25 * 0.75));
  });

  test("has nothing to do with the last digit of an id", () => {
    const byDigit = Array.from({ length: 10 }, (_, digit) => {
      const of = IDS.filter((id) => id.endsWith(String(digit)));
      return of.filter((id) => isControl(id, "spring", 0.2)).length / of.length;
    });
    for (const share of byDigit) expect(Math.abs(share - 0.2)).toBeLessThan(4 * Math.sqrt(0.16 / 2000));
  });

  test("is the same on every machine: FNV-1a with MurmurHash3's finaliser", () => {
    // Computed by a separate program in Python with 32-bit arithmetic.
    expect(["10000", "10001", "10002", "10003"].map((id) => isControl(id, "x", 0.5))).toEqual(PYTHON);
  });
});

const PYTHON = [false, true, false, false];
