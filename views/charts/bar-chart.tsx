import { scaleBand, scaleLinear } from "d3-scale";
import type { VNode } from "preact";
import { EachWidth } from "./each-width";
import {
  CHART_SIZE,
  Chart,
  type ChartText,
  LeftAxis,
  Legend,
  Linked,
  round,
  type Size,
  withUnit,
} from "./frame";

interface Bar {
  readonly label: string;
  /** One a series. */
  readonly values: readonly number[];
  readonly href?: string;
}

interface BarChartProps extends ChartText {
  readonly bars: readonly Bar[];
  /** What the values of a bar are, with their colours. */
  readonly series: readonly { readonly name: string; readonly color: string }[];
  readonly yLabel?: string;
  readonly yFormat?: (value: number) => string;
  readonly size?: Size;
}

/** Upright bars, side by side where there are several series. */
export function BarChart({
  name,
  title,
  desc,
  bars,
  series,
  yLabel,
  yFormat = String,
  size: given = CHART_SIZE,
}: BarChartProps): VNode {
  const size = withUnit(given, yLabel);
  const labels = bars.map(({ label }) => label);
  const most = Math.max(0, ...bars.flatMap(({ values }) => values.filter(Number.isFinite)));
  const least = Math.min(0, ...bars.flatMap(({ values }) => values.filter(Number.isFinite)));
  const draw = (size: Size, name: string) => {
    const x = scaleBand(labels, [size.left, size.width - size.right]).padding(0.2);
    const inner = scaleBand(
      series.map(({ name }) => name),
      [0, x.bandwidth()],
    ).paddingInner(0.1);
    const y = scaleLinear([least, most || 1], [size.height - size.bottom, size.top]).nice();
    const every = Math.ceil(labels.length / (size.width < 400 ? 6 : 14));
    return (
      <Chart
        {...{ name, title, desc, size }}
        hasLinks={bars.some(({ href }) => href !== undefined)}
        data={size.width === given.width ? dataOf(bars, series) : undefined}
      >
        <LeftAxis scale={y} size={size} format={yFormat} {...(yLabel && { label: yLabel })} />
        {bars.map(({ label, values, href }, b) => {
          const drawn = series.map((one, s) => {
            const value = Number.isFinite(values[s]) ? values[s]! : 0;
            return (
              <rect
                key={one.name}
                class={`bar ${one.color}`}
                x={round(x(label)! + inner(one.name)!)}
                width={round(inner.bandwidth())}
                y={round(y(Math.max(0, value)))}
                height={round(Math.abs(y(value) - y(0)))}
                rx="2"
              >
                <title>{`${label}${series.length > 1 ? `, ${one.name}` : ""}: ${yFormat(value)}`}</title>
              </rect>
            );
          });
          return (
            <g key={label}>
              <Linked href={href} label={label}>
                {drawn}
              </Linked>
              {b % every === 0 && (
                <text
                  x={round(x(label)! + x.bandwidth() / 2)}
                  y={size.height - size.bottom + 18}
                  text-anchor="middle"
                >
                  {label}
                </text>
              )}
            </g>
          );
        })}
      </Chart>
    );
  };
  return (
    <figure class="stack">
      <EachWidth name={name} size={size} draw={draw} />
      {series.length > 1 && <Legend entries={series} />}
    </figure>
  );
}

function dataOf(bars: BarChartProps["bars"], series: BarChartProps["series"]) {
  return {
    columns: ["", ...series.map(({ name }) => name)],
    rows: bars.map(({ label, values }) => [label, ...values]),
  };
}
