import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import type { ComponentChildren, VNode } from "preact";
import { EachWidth } from "./each-width";
import { EndLabels, roomForLabels } from "./end-labels";
import {
  BottomAxis,
  CHART_SIZE,
  Chart,
  type ChartText,
  LeftAxis,
  Legend,
  round,
  type Size,
  withUnit,
} from "./frame";
import { heightAt, LinePoints } from "./line-points";

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

/**
 * Lines over a common x, named at their ends where there is room. `children` get the scales and are drawn above: marks,
 * rules.
 */
export function LineChart({
  name,
  title,
  desc,
  series,
  xLabel,
  yLabel,
  xFormat = String,
  yFormat = String,
  xDomain,
  yDomain,
  size: given = CHART_SIZE,
  children,
}: LineChartProps): VNode {
  const all = (of: (one: Series) => ArrayLike<number>) => series.flatMap((one) => Array.from(of(one)));
  const [x0 = 0, x1 = 1] = xDomain ?? (extent(all((one) => one.x)) as [number, number]);
  const [y0 = 0, y1 = 1] = yDomain ?? (extent([0, ...all((one) => one.y)]) as [number, number]);
  const labels = series.length > 1 ? roomForLabels(series, given) : 0;
  const size = { ...withUnit(given, yLabel), right: Math.max(given.right, labels) };
  const draw = (size: Size, name: string) => {
    const x = scaleLinear([x0, x1], [size.left, size.width - size.right]);
    const y = scaleLinear([y0, y1], [size.height - size.bottom, size.top]);
    if (!yDomain) y.nice();
    const isWide = size.width === given.width;
    return (
      <Chart {...{ name, title, desc, size }} data={isWide ? dataOf(series, xLabel ?? "x") : undefined}>
        <LeftAxis scale={y} size={size} format={yFormat} {...(yLabel && { label: yLabel })} />
        <BottomAxis scale={x} size={size} format={xFormat} {...(xLabel && { label: xLabel })} />
        {series.map((one) => (
          <Line key={one.name} series={one} x={x} y={y} floor={round(y(Math.max(y0, Math.min(0, y1))))} />
        ))}
        {children?.(
          (value) => round(x(value)),
          (value) => round(y(value)),
        )}
        <LinePoints {...{ series, x, y, size, xFormat, yFormat }} xLabel={xLabel ?? ""} />
        {isWide && labels > 0 && (
          <EndLabels
            size={size}
            labels={series.map((one) => ({ ...one, y: y(one.y[one.y.length - 1] ?? 0) }))}
          />
        )}
      </Chart>
    );
  };
  return (
    <figure class="stack">
      <EachWidth name={name} size={size} draw={draw} />
      {series.length > 1 && <Legend entries={series} isNarrowOnly={labels > 0} />}
    </figure>
  );
}

function Line({
  series: { x: xs, y: ys, color, isBaseline, isFilled },
  x,
  y,
  floor,
}: {
  readonly series: Series;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly floor: number;
}): VNode {
  const places = Array.from(xs, (_, i) => i);
  const atX = (i: number) => round(x(xs[i]!));
  const atY = (i: number) => round(y(ys[i]!));
  return (
    <g class={color}>
      {isFilled && <path class="area" d={area<number>(atX, floor, atY)(places) ?? ""} />}
      <path class={isBaseline ? "series thin" : "series"} d={line<number>(atX, atY)(places) ?? ""} />
    </g>
  );
}

/** As many rows as anybody needs: every line at the points of the first. */
function dataOf(series: readonly Series[], xName: string) {
  const xs = Array.from(series[0]?.x ?? []);
  return {
    columns: [xName, ...series.map(({ name }) => name)],
    rows: xs.map((x) => [x, ...series.map((one) => heightAt(one, x))]),
  };
}
