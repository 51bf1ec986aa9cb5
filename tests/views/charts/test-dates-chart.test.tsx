import { expect, test } from "bun:test";
import { renderToString } from "preact-render-to-string";
import { TestDatesChart } from "../../../views/charts/test-dates-chart";
import { expectGolden } from "./golden";

const chart = (
  <TestDatesChart
    name="auc"
    title="A title"
    desc="A description."
    dates={["12 Jul 2011", "11 Aug 2011", "10 Sept 2011"]}
    series={[
      { name: "The model", color: "c1", values: [0.77, Number.NaN, 0.75] },
      { name: `"'><img src=x onerror=1>`, color: "c2", values: [0.68, 0.7, 0.66], isBaseline: true },
    ]}
    format={(value) => `${Math.round(100 * value)}%`}
    domain={[0.5, 0.8]}
  />
);

test("a figure over test dates is drawn as before", () => expectGolden("test-dates", chart));

test("it is drawn for a wide and a narrow screen, with ids of their own", () => {
  const html = renderToString(chart);
  expect(html.match(/<svg/g)).toHaveLength(2);
  expect([...html.matchAll(/id="([^"]+)"/g)].map(([, id]) => id)).toEqual([
    "auc-title",
    "auc-desc",
    "auc-narrow-title",
    "auc-narrow-desc",
  ]);
  expect(html).not.toContain("<img");
  expect(html).not.toContain("NaN");
});
