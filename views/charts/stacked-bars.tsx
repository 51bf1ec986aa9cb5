import { scaleBand, scaleLinear } from "d3-scale";
import type { VNode } from "preact";
import { CHART_SIZE, Chart, type ChartText, LeftAxis, Legend, round, type Size, withUnit } from "./frame";

interface StackedBar {
  /** Below the bar, as far as there is room. */
  readonly label: string;
  /** A second line, such as the year of a month; written where it changes. */
  readonly under?: string;
  /** One a part, 0 or more, from the ground up. */
  readonly values: readonly number[];
  /** The whole of it in a sentence. */
  readonly tip: string;
  readonly href?: string;
  /** Not over yet: drawn paler. */
  readonly unfinished?: boolean;
  /** The whole a year earlier: drawn as a line across. */
  readonly before?: number | undefined;
}

const WIDEST_BAR = 72;

interface StackedBarsProps extends ChartText {
  readonly bars: readonly StackedBar[];
  readonly parts: readonly { readonly name: string; readonly color: string }[];
  readonly yFormat?: (value: number) => string;
  readonly yLabel?: string;
  readonly size?: Size;
  /** At most so many labels below the bars. */
  readonly labels?: number;
}

/** Upright bars of parts on top of each other; each is a link where it has somewhere to lead. */
export function StackedBars({
  name,
  title,
  desc,
  bars,
  parts,
  yFormat = String,
  yLabel,
  size: given = CHART_SIZE,
  labels = 14,
}: StackedBarsProps): VNode {
  const size = withUnit(given, yLabel);
  const totals = bars.map(({ values }) => values.reduce((sum, value) => sum + Math.max(0, value), 0));
  const x = scaleBand(
    bars.map((_, b) => b),
    [size.left, size.width - size.right],
  ).padding(0.22);
  const befores = bars.flatMap(({ before }) => before ?? []);
  const y = scaleLinear(
    [0, Math.max(0, ...totals, ...befores) || 1],
    [size.height - size.bottom, size.top],
  ).nice();
  const barWidth = Math.min(WIDEST_BAR, x.bandwidth());
  const every = Math.ceil(bars.length / labels);
  return (
    <figure class="stack">
      <Chart
        {...{ name, title, desc, size }}
        hasLinks={bars.some(({ href }) => href !== undefined)}
        data={{
          columns: ["", ...parts.map(({ name }) => name), ...(befores.length > 0 ? ["A year earlier"] : [])],
          rows: bars.map(({ label, under = "", values, before = null }) => [
            `${label} ${under}`.trim(),
            ...values,
            ...(befores.length > 0 ? [before] : []),
          ]),
        }}
      >
        <LeftAxis scale={y} size={size} format={yFormat} {...(yLabel && { label: yLabel })} />
        {bars.map((bar, b) => {
          const drawn = (
            <>
              <title>{bar.tip}</title>
              {parts.map((part, p) => {
                const below = bar.values.slice(0, p).reduce((sum, value) => sum + Math.max(0, value), 0);
                const top = y(below + Math.max(0, bar.values[p]!));
                return (
                  <rect
                    key={p}
                    class={`bar ${part.color}`}
                    x={round(x(b)! + (x.bandwidth() - barWidth) / 2)}
                    width={round(barWidth)}
                    y={round(top)}
                    height={round(y(below) - top)}
                  />
                );
              })}
            </>
          );
          return (
            <g key={b} {...(bar.unfinished && { class: "unfinished" })}>
              {bar.href ? <a href={bar.href}>{drawn}</a> : <g>{drawn}</g>}
              {bar.before !== undefined && (
                <line
                  class="before"
                  x1={round(x(b)! + (x.bandwidth() - barWidth) / 2 - 4)}
                  x2={round(x(b)! + (x.bandwidth() + barWidth) / 2 + 4)}
                  y1={round(y(bar.before))}
                  y2={round(y(bar.before))}
                />
              )}
              {(bars.length - 1 - b) % every === 0 && (
                <text
                  x={round(x(b)! + x.bandwidth() / 2)}
                  y={size.height - size.bottom + 18}
                  text-anchor="middle"
                >
                  {bar.label}
                </text>
              )}
              {bar.under && (bars.length - 1 - b) % every === 0 && bars[b - every]?.under !== bar.under && (
                <text
                  x={round(x(b)! + x.bandwidth() / 2)}
                  y={size.height - size.bottom + 35}
                  text-anchor="middle"
                >
                  {bar.under}
                </text>
              )}
            </g>
          );
        })}
      </Chart>
      {parts.length + befores.length > 1 && (
        <Legend entries={befores.length > 0 ? [...parts, { name: "A year earlier", color: "ink" }] : parts} />
      )}
    </figure>
  );
}
