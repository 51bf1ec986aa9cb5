import { expect, test } from "bun:test";
import { accountRows } from "../../../views/words/row-account";

const DROPPED = {
  duplicate_row: { rows: 5, meaning: "equal", samples: [{ row: 9 }] },
  missing_customer: { rows: 20, meaning: "nobody", samples: [] },
};

test("the rows that are used come first, the largest of the others next, and all add up to the rows read", () => {
  const parts = accountRows({ rows_read: 100, rows_kept: 75, dropped: DROPPED });
  expect(parts.map(({ key, rows, share }) => [key, rows, share])).toEqual([
    ["kept", 75, 0.75],
    ["missing_customer", 20, 0.2],
    ["duplicate_row", 5, 0.05],
  ]);
  expect(parts.reduce((sum, { rows }) => sum + rows, 0)).toBe(100);
  expect(parts[2]!.samples).toEqual([{ row: 9 }]);
});

test("of a file without rows every share is 0", () => {
  expect(accountRows({ rows_read: 0, rows_kept: 0, dropped: {} })).toMatchObject([{ rows: 0, share: 0 }]);
});
