import { expect, test } from "bun:test";
import { renderToString } from "preact-render-to-string";
import { readTriangle } from "../../../src/answers/cohort-triangle";
import { CohortTable, heatStep } from "../../../views/charts/cohort-table";
import { FlowChart } from "../../../views/charts/flow-chart";
import { IntervalChart } from "../../../views/charts/interval-chart";
import { ProfitChart } from "../../../views/charts/profit-chart";
import { RfmMap } from "../../../views/charts/rfm-map";
import { expectGolden } from "./golden";

const POINTS = [
  { customers: 0, profit: 0, atRandom: 0 },
  { customers: 100, profit: 80, atRandom: 10 },
  { customers: 200, profit: 100, atRandom: 20 },
  { customers: 400, profit: 40, atRandom: 40 },
];
const profit = (chosen: { customers: number; profit: number } | null) => (
  <ProfitChart
    name="p"
    points={POINTS}
    best={{ customers: 200, profit: 100 }}
    chosen={chosen}
    count={String}
    money={(value) => `£${value}`}
  />
);

test("a profit curve is drawn as it was, the best cut-off and another one marked", () =>
  expectGolden("profit", profit({ customers: 100, profit: 80 })));

test("a profit curve whose best was chosen has one mark", () => {
  const [wide, narrow] = renderToString(profit({ customers: 200, profit: 100 })).split("when-narrow");
  for (const html of [wide!, narrow!]) expect(html.match(/<circle class="mark"/g)).toHaveLength(1);
});

test("a difference is drawn as it was, against none", () =>
  expectGolden(
    "interval",
    <IntervalChart
      name="i"
      title="Difference"
      value={4}
      low={1}
      high={7}
      label="Points"
      format={(value) => `${value}`}
    />,
  ));

const flow = () => (
  <FlowChart
    name="f"
    title="Moves"
    desc="Two segments."
    leftTitle="Before"
    rightTitle="After"
    left={[
      { key: "0", name: "Champions", color: "c1" },
      { key: "1", name: "Sleepers", color: "c2" },
      { key: "new", name: "New", color: "c8" },
    ]}
    right={[
      { key: "0", name: "Champions", color: "c1", href: "/app/customers?segment=0" },
      { key: "1", name: "Sleepers", color: "c2" },
      { key: "gone", name: "Gone", color: "c8" },
    ]}
    flows={[
      { from: "0", to: "0", value: 60, text: "stayed" },
      { from: "0", to: "1", value: 20, text: "fell asleep" },
      { from: "1", to: "0", value: 5, text: "woke up" },
      { from: "1", to: "1", value: 15, text: "sleep on" },
    ]}
    format={String}
  />
);

test("a flow is drawn as it was", () => expectGolden("flow", flow()));

test("boxes that nobody leaves or reaches are left out, and the bands fill the boxes", () => {
  const html = renderToString(flow());
  expect(html).not.toContain("Gone");
  expect(html).not.toContain(">New<");
  const heights = [...html.matchAll(/class="bar c\d" x="\d+" y="[\d.]+" width="12" height="([\d.]+)"/g)].map(
    ([, height]) => Number(height),
  );
  // 320 high for 100 customers: 80 and 20 leave, 65 and 35 arrive.
  expect(heights).toEqual([256, 64, 208, 112]);
});

test("a flow of nobody is an empty picture", () => {
  const html = renderToString(
    <FlowChart
      name="f"
      title="t"
      desc="d"
      left={[]}
      right={[]}
      flows={[]}
      leftTitle="a"
      rightTitle="b"
      format={String}
    />,
  );
  expect(html).not.toContain("NaN");
  expect(html).not.toContain("Infinity");
});

test.each([
  [0, "t0"],
  [NaN, "t0"],
  [0.001, "t1"],
  [0.125, "t1"],
  [0.126, "t2"],
  [1, "t8"],
  [1.5, "t8"],
])("a share of %p is coloured %p", (share, step) => expect(heatStep(share)).toBe(step));

test("the retention triangle marks the month that is not over and opens the customers of each cell", () => {
  const csv = `cohort,customers,revenue,retention,unfinished,months_since
2011-01,10,100,1,false,0
2011-01,5,50,0.5,true,1
2011-02,4,40,1,true,0
`;
  const html = renderToString(
    <CohortTable
      caption="c"
      triangle={readTriangle(csv, "2011-02")}
      measure="customers"
      format={{ count: String, percent: String, shortMoney: String }}
      monthName={(month) => month}
      cohortHref={(cohort) => `/c/${cohort}`}
      cellHref={(cohort, month) => `/c/${cohort}/${month}`}
    />,
  );
  expect([...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
    "/c/2011-01",
    "/c/2011-01/2011-01",
    "/c/2011-01/2011-02",
    "/c/2011-02",
    "/c/2011-02/2011-02",
  ]);
  expect(html.match(/unfinished/g)).toHaveLength(2);
});

test("the RFM map has a link a cell to its customers, where there are any", () => {
  const cells = Array.from({ length: 25 }, (_, i) => ({
    recencyScore: 5 - Math.floor(i / 5),
    frequencySpendScore: 1 + (i % 5),
    group: i < 5 ? "Champions" : "Lost",
    customers: i,
    value: i,
    text: String(i),
  }));
  const html = renderToString(
    <RfmMap
      caption="c"
      cells={cells}
      href={({ customers, recencyScore, frequencySpendScore }) =>
        customers === 0 ? null : `/c/${recencyScore}/${frequencySpendScore}`
      }
    />,
  );
  expect(html.match(/href=/g)).toHaveLength(24);
  expect(html).toContain(
    'href="/c/5/2"><strong class="value">1</strong> <span class="label">Champions</span></a>',
  );
  expect(html).toContain('class="tint c8 t8"');
});
