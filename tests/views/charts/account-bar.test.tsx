import { expect, test } from "bun:test";
import { renderToString } from "preact-render-to-string";
import { AccountBar } from "../../../views/charts/account-bar";
import { expectGolden } from "./golden";

const bar = (counts: readonly number[]) => (
  <AccountBar
    name="rows"
    title="What became of the rows"
    desc="Of 100 rows."
    parts={counts.map((count, i) => ({ label: `Part ${i}`, count, color: `c${i + 1}` }))}
  />
);

test("the bar of an account is drawn as it was", () => expectGolden("account-bar", bar([75, 20, 5])));

test("the parts fill the width in proportion, the smallest is still seen, and one of nothing is left out", () => {
  const widths = [...renderToString(bar([1_000_000, 0, 1])).matchAll(/ width="([\d.]+)" height="36"/g)].map(
    ([, width]) => Number(width),
  );
  expect(widths).toHaveLength(2);
  expect(widths[1]).toBeGreaterThanOrEqual(2);
  expect(widths[0]! + widths[1]! + 2).toBeCloseTo(640, 1);
});
