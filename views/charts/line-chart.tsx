import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import type { ComponentChildren, VNode } from "preact";
import { EachWidth } from "./each-width";
import { BottomAxis, CHART_SIZE, Chart, type ChartText, LeftAxis, Legend, round, type Size } from "./frame";

/** A line: points in rising order of x. */
export interface Series {
  readonly name: string;
  /** `c1` to `c8`. */
  readonly color: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Thin and dashed: what the others are compared with. */
  readonly isBaseline?: boolean;
  readonly isFilled?: boolean;
}

interface LineChartProps extends ChartText {
  readonly series: readonly Series[];
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly xFormat?: (value: number) => string;
  readonly yFormat?: (value: number) => string;
  readonly xDomain?: readonly [number, number];
  readonly yDomain?: readonly [number, number];
  readonly size?: Size;
  readonly children?: (x: (value: number) => number, y: (value: number) => number) => ComponentChildren;
}

/** Lines over a common x. `children` get the scales and are drawn above: marks, rules. */
export function LineChart({
  name,
  title,
  desc,
  series,
  xLabel,
  yLabel,
  xFormat,
  yFormat,
  xDomain,
  yDomain,
  size = CHART_SIZE,
  children,
}: LineChartProps): VNode {
  const all = (of: (one: Series) => ArrayLike<number>) => series.flatMap((one) => Array.from(of(one)));
  const [x0 = 0, x1 = 1] = xDomain ?? (extent(all((one) => one.x)) as [number, number]);
  const [y0 = 0, y1 = 1] = yDomain ?? (extent([0, ...all((one) => one.y)]) as [number, number]);
  const draw = (size: Size, name: string) => {
    const x = scaleLinear([x0, x1], [size.left, size.width - size.right]);
    const y = scaleLinear([y0, y1], [size.height - size.bottom, size.top]);
    if (!yDomain) y.nice();
    const places = (one: Series) => Array.from(one.x, (_, i) => i);
    const pathOf = (one: Series) =>
      line<number>(
        (i) => round(x(one.x[i]!)),
        (i) => round(y(one.y[i]!)),
      )(places(one)) ?? "";
    const areaOf = (one: Series) =>
      area<number>(
        (i) => round(x(one.x[i]!)),
        round(y(Math.max(y0, Math.min(0, y1)))),
        (i) => round(y(one.y[i]!)),
      )(places(one)) ?? "";
    return (
      <Chart {...{ name, title, desc, size }}>
        <LeftAxis
          scale={y}
          size={size}
          {...(yLabel && { label: yLabel })}
          {...(yFormat && { format: yFormat })}
        />
        <BottomAxis
          scale={x}
          size={size}
          {...(xLabel && { label: xLabel })}
          {...(xFormat && { format: xFormat })}
        />
        {series.map((one) => (
          <g key={one.name} class={one.color}>
            {one.isFilled && <path class="area" d={areaOf(one)} />}
            <path class={one.isBaseline ? "series thin" : "series"} d={pathOf(one)}>
              <title>{one.name}</title>
            </path>
          </g>
        ))}
        {children?.(
          (value) => round(x(value)),
          (value) => round(y(value)),
        )}
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
