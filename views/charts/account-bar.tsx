import type { VNode } from "preact";
import { Chart, type ChartText, Legend, round } from "./frame";

/** A part of the whole. */
interface AccountPart {
  readonly label: string;
  readonly count: number;
  readonly color: string;
}

const WIDTH = 640;
const HEIGHT = 36;
const GAP = 2;
/** Every part shows, however small. */
const LEAST = 2;

interface AccountBarProps extends ChartText {
  readonly parts: readonly AccountPart[];
  readonly format?: (value: number) => string;
}

/** One bar of parts that add up to a whole. */
export function AccountBar({ name, title, desc, parts, format = String }: AccountBarProps): VNode {
  const shown = parts.filter(({ count }) => count > 0);
  const total = shown.reduce((sum, { count }) => sum + count, 0);
  const room = WIDTH - GAP * Math.max(0, shown.length - 1) - LEAST * shown.length;
  let x = 0;
  return (
    <figure class="stack">
      <Chart
        {...{ name, title, desc }}
        size={{ width: WIDTH, height: HEIGHT }}
        data={{ columns: ["", "Rows"], rows: parts.map(({ label, count }) => [label, count]) }}
      >
        {shown.map(({ label, count, color }) => {
          const width = LEAST + (room * count) / total;
          const at = x;
          x += width + GAP;
          return (
            <rect
              key={label}
              class={`bar ${color}`}
              x={round(at)}
              y="0"
              width={round(width)}
              height={HEIGHT}
              rx="3"
            >
              <title>{`${label}: ${format(count)}`}</title>
            </rect>
          );
        })}
      </Chart>
      <Legend
        entries={shown.map(({ label, count, color }) => ({ name: `${label}: ${format(count)}`, color }))}
      />
    </figure>
  );
}
