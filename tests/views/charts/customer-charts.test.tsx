import { expect, test } from "bun:test";
import { renderToString } from "preact-render-to-string";
import { ChanceCurve } from "../../../views/charts/chance-curve";
import { ContributionBars } from "../../../views/charts/contribution-bars";
import { type ForecastFan, OrderTimeline } from "../../../views/charts/order-timeline";
import { expectGolden } from "./golden";

const day = (text: string) => Date.parse(`${text}T12:00Z`);
const words = { title: "A title", desc: "A description." };

const timeline = (
  marks: Parameters<typeof OrderTimeline>[0]["marks"],
  next: number | null,
  fan: ForecastFan | null = null,
) => (
  <OrderTimeline
    name="timeline"
    {...words}
    marks={marks}
    asOf={day("2011-12-09")}
    next={next}
    fan={fan}
    money={(value) => `£${value}`}
    day={(time) => new Date(time).toISOString().slice(0, 10)}
  />
);

const MARKS = [
  { time: day("2011-01-05"), value: 100, isReturn: false, words: "Order of £100" },
  { time: day("2011-03-05"), value: 400, isReturn: false, words: `"'><img src=x onerror=1>` },
  { time: day("2011-03-20"), value: 50, isReturn: true, words: "Return of £50" },
];

test("orders over time are drawn as they were, with returns, the as-of line and the next order", () =>
  expectGolden("order-timeline", timeline(MARKS, day("2012-01-15"))));

test("the forecast opens as a fan from the as-of line, its middle within its range", () => {
  const fan = { until: day("2012-03-09"), expected: 200, low: 100, high: 400, words: "£200 in 91 days" };
  const svg = renderToString(timeline(MARKS, null, fan));
  const [, from, zero, to, high, low] = /class="area" d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)V([\d.]+)Z"/
    .exec(svg)!
    .map(Number);
  const middle = Number(/class="line" x1="[\d.]+" y1="[\d.]+" x2="[\d.]+" y2="([\d.]+)"/.exec(svg)![1]);
  expect(to!).toBeGreaterThan(from!);
  // Upwards is smaller: a range of 100 to 400 around 200, all of it above the line of nothing.
  expect(high! < middle && middle < low! && low! < zero!).toBe(true);
  expect((zero! - high!) / (zero! - low!)).toBeCloseTo(4, 1);
  expect(svg).toContain("£200 in 91 days");
});

test("a disc's area grows with its value", () => {
  const [small, large] = [...renderToString(timeline(MARKS, null)).matchAll(/ r="([\d.]+)"/g)].map(([, r]) =>
    Number(r),
  );
  // 3 + 8 √(value / largest): a quarter of the value is half of the radius beyond the least.
  expect(small).toBe(7);
  expect(large).toBe(11);
});

test("one order on the very day, and nothing to come, is drawn without a number that is none", () => {
  const svg = renderToString(
    timeline([{ time: day("2011-12-09"), value: 0, isReturn: false, words: "Order" }], null),
  );
  expect(svg).not.toContain("NaN");
});

const curve = (median: number) => (
  <ChanceCurve
    name="chance"
    {...words}
    days={[7, 14, 30, 60, 90]}
    noOrder={[0.9, 0.8, 0.6, 0.4, 0.3]}
    median={median}
    since="9 December 2011"
    percent={(share) => `${Math.round(100 * share)}%`}
    count={String}
  />
);

test("the chance of an order is drawn as it was, even odds marked", () =>
  expectGolden("chance-curve", curve(45)));

test("where even odds are far off, no day is marked", () => {
  expect(renderToString(curve(NaN))).not.toContain('<circle class="mark"');
});

const CONTRIBUTIONS = [
  { words: "Last order 90 days ago", value: 0.8 },
  { words: "7 orders so far", value: -0.4 },
  { words: `"'><img src=x onerror=1>`, value: 0.2 },
];

test("what moves the risk is drawn as it was, to the right what raises it", () =>
  expectGolden("contribution-bars", <ContributionBars contributions={CONTRIBUTIONS} />));

test("the largest effect takes its whole half, the others in proportion", () => {
  const bars = [
    ...renderToString(<ContributionBars contributions={CONTRIBUTIONS} />).matchAll(
      /class="bar" x="([\d.]+)" width="([\d.]+)"/g,
    ),
  ];
  expect(bars.map(([, x, width]) => [Number(x), Number(width)])).toEqual([
    [50, 50],
    [50, 12.5],
    [25, 25],
  ]);
});
