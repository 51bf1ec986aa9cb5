import { expect, test } from "bun:test";
import { renderToString } from "preact-render-to-string";
import { StackedBars } from "../../../views/charts/stacked-bars";
import { expectGolden } from "./golden";

const chart = (bars = 3) => (
  <StackedBars
    name="s"
    title="Revenue by month"
    desc="Three months."
    bars={Array.from({ length: bars }, (_, b) => ({
      label: `M${b}`,
      values: [10 * (b + 1), 5],
      tip: `Month ${b}`,
      unfinished: b === bars - 1,
      ...(b > 0 && { href: `/app/customers?active_month=${b}` }),
    }))}
    parts={[
      { name: "Known", color: "c1" },
      { name: "New", color: "c2" },
    ]}
  />
);

test("stacked bars are drawn as they were", () => expectGolden("stacked-bars", chart()));

test("the parts of a bar stand on each other", () => {
  const [known, fresh] = [...renderToString(chart(1)).matchAll(/ y="([\d.]+)" height="([\d.]+)"/g)].map(
    ([, y, height]) => ({ y: Number(y), height: Number(height) }),
  );
  expect(fresh!.y + fresh!.height).toBeCloseTo(known!.y, 1);
  expect(known!.height).toBeCloseTo(2 * fresh!.height, 1);
});

test("only as many labels are written as there is room for, the last one always", () => {
  const labels = [...renderToString(chart(40)).matchAll(/>(M\d+)<\/text>/g)].map(([, label]) => label);
  expect(labels.length).toBeLessThanOrEqual(14);
  expect(labels).toContain("M39");
});
