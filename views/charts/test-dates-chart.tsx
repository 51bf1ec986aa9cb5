import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { VNode } from "preact";
import { EachWidth } from "./each-width";
import { Chart, type ChartText, LeftAxis, Legend, round, type Size } from "./frame";

/** A figure at each test date; NaN where it is not known. */
export interface DatedSeries {
  readonly name: string;
  /** `c1` to `c8`. */
  readonly color: string;
  readonly values: readonly number[];
  /** Thin, dashed and without dots: what the others are compared with. */
  readonly isBaseline?: boolean;
}

const SIZE: Size = { width: 520, height: 260, left: 56, right: 24, top: 12, bottom: 28 };

interface TestDatesChartProps extends ChartText {
  /** As they are written below the plot, in time order. */
  readonly dates: readonly string[];
  readonly series: readonly DatedSeries[];
  readonly format: (value: number) => string;
  /** What the axis holds at least. */
  readonly domain: readonly [number, number];
  readonly size?: Size;
}

/** A figure from test date to test date, with a dot a date. */
export function TestDatesChart({
  name,
  title,
  desc,
  dates,
  series,
  format,
  domain,
  size = SIZE,
}: TestDatesChartProps): VNode {
  const values = series.flatMap((one) => one.values).filter((value) => Number.isFinite(value));
  const [least = 0, most = 1] = extent([...domain, ...values]);
  const draw = (size: Size, name: string) => {
    const y = scaleLinear([least, most], [size.height - size.bottom, size.top]).nice();
    const step = (size.width - size.left - size.right) / Math.max(1, dates.length - 1);
    const x = (place: number) =>
      round(dates.length === 1 ? (size.left + size.width - size.right) / 2 : size.left + place * step);
    const pathOf = line<number>(
      (_, place) => x(place),
      (value) => round(y(value)),
    ).defined((value) => Number.isFinite(value));
    // The first and the last date keep off the axis and the edge.
    const anchorOf = (place: number) =>
      dates.length === 1 || (place > 0 && place < dates.length - 1)
        ? "middle"
        : place === 0
          ? "start"
          : "end";
    // As many dates as there is room for words.
    const every = Math.ceil(72 / step);
    return (
      <Chart
        {...{ name, title, desc, size }}
        data={{
          columns: ["", ...series.map((one) => one.name)],
          rows: dates.map((date, place) => [date, ...series.map((one) => one.values[place] ?? null)]),
        }}
      >
        <LeftAxis scale={y} size={size} format={format} count={4} />
        <g class="axis">
          {dates.map(
            (date, place) =>
              (dates.length - 1 - place) % every === 0 && (
                <text
                  key={date}
                  x={x(place)}
                  y={size.height - size.bottom + 22}
                  text-anchor={anchorOf(place)}
                >
                  {date}
                </text>
              ),
          )}
        </g>
        {series.map(({ name: label, color, values, isBaseline = false }) => (
          <g key={label} class={color}>
            <path class={isBaseline ? "series thin" : "series"} d={pathOf(values) ?? ""}>
              <title>{label}</title>
            </path>
            {values.map((value, place) => {
              if (!Number.isFinite(value)) return null;
              const [look, r] = isBaseline ? (["bar", 2] as const) : (["mark", 4.5] as const);
              return (
                <circle key={dates[place]} class={look} cx={x(place)} cy={round(y(value))} r={r}>
                  <title>{`${label}, ${dates[place]}: ${format(value)}`}</title>
                </circle>
              );
            })}
          </g>
        ))}
      </Chart>
    );
  };
  return (
    <figure class="stack">
      <EachWidth name={name} size={size} draw={draw} />
      <Legend entries={series} />
    </figure>
  );
}
