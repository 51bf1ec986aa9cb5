import type { VNode } from "preact";
import { round, type Size } from "./frame";

interface EndLabel {
  readonly name: string;
  readonly color: string;
  /** Where the line ends. */
  readonly y: number;
}

const LINE = 18;
const LETTER = 7.2;
const MOST_LETTERS = 20;

/** The room right of a plot for the names of its lines; 0 where they are too long and a legend must do. */
export function roomForLabels(labels: readonly { readonly name: string }[], size: Size): number {
  const letters = Math.max(...labels.map(({ name }) => name.length));
  const room = Math.ceil(letters * LETTER) + 24;
  const fits = letters <= MOST_LETTERS && room < size.width * 0.3;
  return fits && labels.length * LINE < size.height - size.top - size.bottom ? room : 0;
}

/** Lines named where they end; names that would collide move apart. */
export function EndLabels({
  labels,
  size,
}: {
  readonly labels: readonly EndLabel[];
  readonly size: Size;
}): VNode {
  const x = size.width - size.right + 8;
  const placed = spread(
    labels.map(({ y }) => y),
    LINE,
    size.top,
    size.height - size.bottom,
  );
  return (
    <g>
      {labels.map(({ name, color }, i) => (
        <g key={name} class={color}>
          <circle class="bar" cx={x + 4} cy={round(placed[i])} r="4" />
          <text class="strong" x={x + 13} y={round(placed[i])} dy="0.34em">
            {name}
          </text>
        </g>
      ))}
    </g>
  );
}

/** The nearest places to the wanted ones that are `gap` apart and lie between `top` and `bottom`. */
export function spread(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const placed = wanted.slice();
  let last = Number.NEGATIVE_INFINITY;
  for (const i of order) {
    placed[i] = Math.max(top, wanted[i]!, last + gap);
    last = placed[i]!;
  }
  let next = bottom + gap;
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i]!, next - gap);
    next = placed[i]!;
  }
  return placed;
}
