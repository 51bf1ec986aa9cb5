import type { VNode } from "preact";
import { round, type Size } from "./frame";

/** So many places at most tell their figures, on a phone half of them. */
const MOST_POINTS = 20;

interface PointedSeries {
  readonly name: string;
  readonly color: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Unseen columns over a plot of lines, each with the figures of all lines there; the one that is meant shows its dots. */
export function LinePoints({
  series,
  x,
  y,
  size,
  xLabel,
  xFormat,
  yFormat,
}: {
  readonly series: readonly PointedSeries[];
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly size: Size;
  readonly xLabel: string;
  readonly xFormat: (value: number) => string;
  readonly yFormat: (value: number) => string;
}): VNode {
  const longest = series.reduce(
    (most, one) => (one.x.length > most.length ? one.x : most),
    [] as ArrayLike<number>,
  );
  const every = Math.max(1, Math.ceil(longest.length / (size.width < 400 ? MOST_POINTS / 2 : MOST_POINTS)));
  const places = Array.from(longest).filter((place, i) => i % every === 0 && place !== longest[i - every]);
  const edges = places.map((place) => x(place));
  return (
    <g class="points">
      {places.map((place, i) => {
        const left = i === 0 ? size.left : (edges[i - 1]! + edges[i]!) / 2;
        const right = i === places.length - 1 ? size.width - size.right : (edges[i]! + edges[i + 1]!) / 2;
        const told = series
          .map((one) => ({ ...one, value: heightAt(one, place) }))
          .filter(({ value }) => Number.isFinite(value));
        return (
          <g key={i} class="point">
            <title>
              {`${[xLabel, xFormat(place)].filter(Boolean).join(" ")}: ${told.map(({ name, value }) => `${series.length > 1 ? `${name} ` : ""}${yFormat(value)}`).join("; ")}`}
            </title>
            <rect
              x={round(left)}
              y={size.top}
              width={round(Math.max(1, right - left))}
              height={size.height - size.bottom - size.top}
            />
            {told.map(({ name, color, value }) => (
              <circle key={name} class={color} cx={round(edges[i])} cy={round(y(value))} r="4.5" />
            ))}
          </g>
        );
      })}
    </g>
  );
}

/** The height of a line at `x`, between its points on the straight line; NaN before and after them. */
export function heightAt({ x: xs, y: ys }: Pick<PointedSeries, "x" | "y">, x: number): number {
  let [low, high] = [0, xs.length - 1];
  if (high < 0 || x < xs[low]! || x > xs[high]!) return Number.NaN;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle]! <= x) low = middle;
    else high = middle;
  }
  const [from, to] = [xs[low]!, xs[high]!];
  return to === from ? ys[high]! : ys[low]! + ((x - from) / (to - from)) * (ys[high]! - ys[low]!);
}
