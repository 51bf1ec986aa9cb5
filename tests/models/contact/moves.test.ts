import { describe, expect, test } from "bun:test";
import { isMoveKey, type MoveColumns, moveGroups, moveKey } from "../../../src/models/contact/moves";

const RULE = { atRisk: 0.3, worthACall: 100 };
//                      key    call   late   segment 2    loses, unknown, zero
const COLUMNS: MoveColumns = {
  gain: Float64Array.of(1, 5, 3, 9, 2, 9.5, -4, NaN, 0),
  segment: [7, 2, 2, 2, 2, 1, 7, 2, 2],
  churn: Float64Array.of(0.9, 0.3, 0.2, 0.2, 0.9, 0.1, 0.9, 0.9, 0.9),
  spend: Float64Array.of(500, 101, 500, 500, 100, 1, 500, 500, 500),
  daysOverdue: Float64Array.of(9, 9, 9, 0, 0, 0, 9, 9, 9),
};

describe("the moves", () => {
  const groups = moveGroups(COLUMNS, RULE, 7);
  const told = Object.fromEntries(groups.map((group) => [moveKey(group), [...group.rows]]));

  test("put everyone whom a contact pays for into exactly one, best first, and nobody else", () => {
    expect(told).toEqual({ key_accounts: [0], call: [1], overdue: [2], segment_2: [3, 4], segment_1: [5] });
  });

  test("have names that an address may hold", () => {
    expect(Object.keys(told).every(isMoveKey)).toBe(true);
    for (const text of ["", "segment_", "segment_-1", "everybody", undefined])
      expect(isMoveKey(text)).toBe(false);
  });

  test("know no key accounts where there are none", () => {
    const others = moveGroups(COLUMNS, RULE, null);
    expect(others.some(({ kind }) => kind === "key_accounts")).toBe(false);
    expect(others.find(({ kind }) => kind === "call")!.rows).toEqual(Int32Array.of(1, 0));
  });
});
