import type { VNode } from "preact";
import { type ChartText, round, type Size } from "./frame";
import { LineChart } from "./line-chart";

const SIZE: Size = { width: 480, height: 260, left: 48, right: 16, top: 22, bottom: 40 };

interface ChanceCurveProps extends ChartText {
  /** Rising, above 0. */
  readonly days: readonly number[];
  /** P(no order within so many days), one a day. */
  readonly noOrder: readonly number[];
  /** NaN where one half is not passed soon. */
  readonly median: number;
  /** The day that days are counted from, in words. */
  readonly since: string;
  readonly percent: (share: number) => string;
  readonly count: (days: number) => string;
}

/**
 * The chance that an order has come by a day, over the days after the newest order of the file; the day on which it
 * passes one half is marked.
 */
export function ChanceCurve({
  name,
  title,
  desc,
  days,
  noOrder,
  median,
  since,
  percent,
  count,
}: ChanceCurveProps): VNode {
  // The words stand before the mark where there is more room.
  const isLate = median > (days.at(-1) ?? 0) / 2;
  return (
    <LineChart
      name={name}
      title={title}
      desc={desc}
      size={SIZE}
      series={[
        {
          name: "Chance of an order",
          color: "c1",
          x: [0, ...days],
          y: [0, ...noOrder.map((share) => 1 - share)],
          isFilled: true,
        },
      ]}
      yDomain={[0, 1]}
      xLabel={`Days after ${since}`}
      xFormat={count}
      yFormat={percent}
    >
      {(x, y) =>
        Number.isFinite(median) && (
          <g class="c2">
            <line class="rule" x1={x(median)} x2={x(median)} y1={y(0)} y2={y(1)} />
            <circle class="mark" cx={x(median)} cy={y(0.5)} r="5" />
            <text
              class="strong"
              x={round(x(median) + (isLate ? -8 : 8))}
              y={round(y(1) - 6)}
              text-anchor={isLate ? "end" : "start"}
            >
              {`even odds after ${count(Math.round(median))} days`}
            </text>
          </g>
        )
      }
    </LineChart>
  );
}
