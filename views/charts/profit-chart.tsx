import type { VNode } from "preact";
import { CHART_SIZE } from "./frame";
import { LineChart } from "./line-chart";

interface ProfitChartPoint {
  readonly customers: number;
  readonly profit: number;
  readonly atRandom: number;
}

interface ProfitChartProps {
  readonly name: string;
  /** Rising, from 0 to all. */
  readonly points: readonly ProfitChartPoint[];
  readonly best: { readonly customers: number; readonly profit: number };
  /** Where another cut-off was chosen. */
  readonly chosen?: { readonly customers: number; readonly profit: number } | null;
  readonly count: (value: number) => string;
  readonly money: (value: number) => string;
}

/** It takes the whole width of a page. */
const SIZE = { ...CHART_SIZE, width: 900 };

/**
 * What contacting the best n customers is expected to bring, beside as many at random; the best cut-off is marked, and
 * the chosen one.
 */
export function ProfitChart({ name, points, best, chosen, count, money }: ProfitChartProps): VNode {
  const x = points.map(({ customers }) => customers);
  const all = x.at(-1) ?? 0;
  const desc =
    `Expected profit by number of customers contacted, best first. Highest at ${count(best.customers)} customers with ${money(best.profit)}; ` +
    `contacting all ${count(all)} brings ${money(points.at(-1)?.profit ?? 0)}. Contacted at random the profit is a straight line to the same end.`;
  return (
    <LineChart
      name={name}
      title="Expected profit by number of contacts"
      desc={desc}
      series={[
        { name: "Best first", color: "c1", x, y: points.map(({ profit }) => profit), isFilled: true },
        { name: "At random", color: "c8", x, y: points.map(({ atRandom }) => atRandom), isBaseline: true },
      ]}
      xLabel="Customers contacted"
      xFormat={count}
      yFormat={money}
      xDomain={[0, Math.max(1, all)]}
      size={SIZE}
    >
      {(xOf, yOf) => (
        <>
          <Mark at={best} label={`Best: ${count(best.customers)}`} color="c1" {...{ xOf, yOf, all }} />
          {chosen && chosen.customers !== best.customers && (
            <Mark
              at={chosen}
              label={`Chosen: ${count(chosen.customers)}`}
              color="c2"
              {...{ xOf, yOf, all }}
            />
          )}
        </>
      )}
    </LineChart>
  );
}

function Mark({
  at,
  label,
  color,
  xOf,
  yOf,
  all,
}: {
  readonly at: { readonly customers: number; readonly profit: number };
  readonly label: string;
  readonly color: string;
  readonly all: number;
  xOf(value: number): number;
  yOf(value: number): number;
}) {
  const [x, y] = [xOf(at.customers), yOf(at.profit)];
  // Labels stay within the plot: on the side of the mark that has the room.
  const isRight = at.customers > all / 2;
  return (
    <g class={color}>
      <line class="rule" x1={x} x2={x} y1={yOf(0)} y2={y} />
      <circle class="mark" cx={x} cy={y} r="5" />
      <text
        class="strong"
        x={x + (isRight ? -10 : 10)}
        y={Math.max(22, y + 18)}
        text-anchor={isRight ? "end" : "start"}
      >
        {label}
      </text>
    </g>
  );
}
