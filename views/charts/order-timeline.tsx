import { scaleLinear, scaleUtc } from "d3-scale";
import type { VNode } from "preact";
import { DAY_MS, isoDay } from "../../src/time";
import {
  type AxisScale,
  BottomAxis,
  Chart,
  type ChartText,
  LeftAxis,
  Legend,
  round,
  type Size,
} from "./frame";

/** One order or return. */
export interface TimelineMark {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Paid, or given back: positive. */
  readonly value: number;
  readonly isReturn: boolean;
  /** In words, for who points at it. */
  readonly words: string;
}

/** Expected spend after `asOf`, added up until `until`, with the range that four in five lie within. */
export interface ForecastFan {
  readonly until: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** In words, for who points at it. */
  readonly words: string;
}

const SIZE: Size = { width: 960, height: 280, left: 60, right: 20, top: 26, bottom: 30 };
export const NARROW_TIMELINE: Size = { width: 336, height: 280, left: 50, right: 12, top: 26, bottom: 30 };

interface OrderTimelineProps extends ChartText {
  readonly marks: readonly TimelineMark[];
  readonly asOf: number;
  /** Null where no order is expected soon. */
  readonly next: number | null;
  /** What the customer is expected to spend until a day after `asOf`; null if unknown. */
  readonly fan: ForecastFan | null;
  readonly money: (value: number) => string;
  readonly day: (time: number) => string;
  readonly size?: Size;
}

/**
 * Orders as discs whose area grows with their value, returns as hollow ones below the line; the moment that all numbers
 * are of, and the day by which the next order is expected.
 */
export function OrderTimeline({
  name,
  title,
  desc,
  marks,
  asOf,
  next,
  fan,
  money,
  day,
  size = SIZE,
}: OrderTimelineProps): VNode {
  const first = Math.min(asOf, ...marks.map(({ time }) => time));
  const last = Math.max(asOf, next ?? asOf, fan?.until ?? asOf);
  const edge = Math.max(DAY_MS * 3, (last - first) * 0.03);
  const x = scaleUtc([first - edge, last + edge], [size.left, size.width - size.right]);
  const most = Math.max(
    0,
    fan?.high ?? 0,
    ...marks.filter(({ isReturn }) => !isReturn).map(({ value }) => value),
  );
  const back = Math.max(0, ...marks.filter(({ isReturn }) => isReturn).map(({ value }) => value));
  const y = scaleLinear([-back, most || 1], [size.height - size.bottom, size.top]).nice(4);
  const radius = (value: number) => round(3 + 8 * Math.sqrt(value / Math.max(most, back, 1e-9)));
  const months = monthAxis(x, size);
  return (
    <figure class="stack">
      <Chart
        {...{ name, title, desc, size }}
        data={{
          columns: ["Date", "Amount"],
          rows: marks.map(({ time, value, isReturn }) => [isoDay(time), isReturn ? -value : value]),
        }}
      >
        <LeftAxis scale={y} size={size} format={money} count={4} />
        <BottomAxis scale={months.scale} size={size} format={months.format} count={months.count} />
        <line class="zero" x1={size.left} x2={size.width - size.right} y1={round(y(0))} y2={round(y(0))} />
        <line
          class="rule"
          x1={round(x(asOf))}
          x2={round(x(asOf))}
          y1={size.top - 6}
          y2={size.height - size.bottom}
        />
        <text x={round(x(asOf))} y={size.top - 12} text-anchor="end">
          {`as of ${day(asOf)}`}
        </text>
        {fan && <Fan fan={fan} asOf={asOf} x={x} y={y} />}
        {marks.map((mark, i) => (
          <Disc key={i} mark={mark} x={round(x(mark.time))} y={y} radius={radius(mark.value)} />
        ))}
        {next !== null && (
          <g class="c2">
            <path class="mark" d={`M${round(x(next))} ${round(y(0) - 8)}l8 8l-8 8l-8 -8z`}>
              <title>{`Next order expected by ${day(next)}`}</title>
            </path>
          </g>
        )}
      </Chart>
      <Legend
        entries={[
          { name: "Order", color: "c1" },
          ...(back > 0 ? [{ name: "Return", color: "c6" }] : []),
          ...(fan ? [{ name: "Expected spend from now on, 4 in 5 within", color: "c3" }] : []),
          ...(next !== null ? [{ name: `Next order expected by ${day(next)}`, color: "c2" }] : []),
        ]}
      />
    </figure>
  );
}

/** The forecast: spend as it adds up, wider the further ahead. */
function Fan({
  fan: { until, expected, low, high, words },
  asOf,
  x,
  y,
}: {
  readonly fan: ForecastFan;
  readonly asOf: number;
  readonly x: (time: number) => number;
  readonly y: (value: number) => number;
}): VNode {
  const [from, to] = [round(x(asOf)), round(x(until))];
  const at = (value: number) => round(y(value));
  return (
    <g class="c3">
      <path class="area" d={`M${from} ${at(0)}L${to} ${at(high)}V${at(low)}Z`}>
        <title>{words}</title>
      </path>
      <line class="line" x1={from} y1={at(0)} x2={to} y2={at(expected)} />
    </g>
  );
}

function Disc({
  mark: { value, isReturn, words },
  x,
  y,
  radius,
}: {
  readonly mark: TimelineMark;
  readonly x: number;
  readonly y: (value: number) => number;
  readonly radius: number;
}): VNode {
  const end = round(y(isReturn ? -value : value));
  return (
    <g class={isReturn ? "c6" : "c1"}>
      <line class="stem" x1={x} x2={x} y1={round(y(0))} y2={end} />
      <circle class={isReturn ? "hollow" : "mark"} cx={x} cy={end} r={radius}>
        <title>{words}</title>
      </circle>
    </g>
  );
}

const MONTH = new Intl.DateTimeFormat("en", { month: "short", year: "2-digit", timeZone: "UTC" });
const DAY = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", timeZone: "UTC" });

/** Ticks at round dates, as numbers. */
function monthAxis(
  x: ReturnType<typeof scaleUtc<number>>,
  size: Size,
): { scale: AxisScale; format: (time: number) => string; count: number } {
  const count = Math.max(3, Math.round((size.width - size.left - size.right) / 90));
  const [from, to] = x.domain() as [Date, Date];
  const isShort = to.getTime() - from.getTime() < 120 * DAY_MS;
  const scale = Object.assign((time: number) => x(time), {
    ticks: (asked?: number) => x.ticks(asked).map((tick) => tick.getTime()),
  });
  return { scale, count, format: (time) => (isShort ? DAY : MONTH).format(time) };
}
