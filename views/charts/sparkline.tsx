import type { VNode } from "preact";
import { round } from "./frame";

const WIDTH = 96;
const HEIGHT = 28;
const INSET = 3;

/**
 * A figure over time beside its newest value, too small for axes; the page has the whole chart elsewhere. `isRough`: the
 * last value is not final and drawn dashed.
 */
export function Sparkline({
  values,
  isRough = false,
}: {
  readonly values: readonly number[];
  readonly isRough?: boolean;
}): VNode | null {
  if (values.length < 3) return null;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const x = (i: number) => round(INSET + (i * (WIDTH - 2 * INSET)) / (values.length - 1));
  const y = (value: number) =>
    round(HEIGHT - INSET - ((value - least) / (most - least || 1)) * (HEIGHT - 2 * INSET));
  const pathOf = (some: readonly number[]) =>
    some.map((value, i) => `${i === 0 ? "M" : "L"}${x(i)},${y(value)}`).join("");
  const last = values.length - 1;
  return (
    <svg
      class="chart spark c1"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="area" d={`${pathOf(values)}L${x(last)},${HEIGHT}L${x(0)},${HEIGHT}Z`} />
      <path class="series" d={pathOf(values.slice(0, isRough ? -1 : undefined))} />
      {isRough && (
        <path
          class="series thin"
          d={`M${x(last - 1)},${y(values[last - 1]!)}L${x(last)},${y(values[last]!)}`}
        />
      )}
    </svg>
  );
}
