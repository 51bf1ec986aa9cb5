import { scaleLinear } from "d3-scale";
import type { VNode } from "preact";
import { BottomAxis, Chart, round } from "./frame";

const SIZE = { width: 480, height: 110, left: 24, right: 24, top: 12, bottom: 40 };

/** A difference with its interval, against no difference at all. */
export function IntervalChart({
  name,
  title,
  value,
  low,
  high,
  label,
  format,
}: {
  readonly name: string;
  readonly title: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly label: string;
  readonly format: (value: number) => string;
}): VNode {
  const from = Math.min(low, 0);
  const to = Math.max(high, 0);
  const room = (to - from || 1) * 0.08;
  const x = scaleLinear([from - room, to + room], [SIZE.left, SIZE.width - SIZE.right]);
  const at = (of: number) => round(x(of));
  const y = 42;
  const color = low > 0 ? "c1" : high < 0 ? "c6" : "c8";
  return (
    <Chart
      name={name}
      title={title}
      desc={`${format(value)}, between ${format(low)} and ${format(high)} in 95 of 100 cases. Zero means no difference.`}
      size={SIZE}
      data={{ columns: ["Value", "Low", "High"], rows: [[value, low, high]] }}
    >
      <BottomAxis scale={x} size={SIZE} label={label} format={format} count={5} />
      <line class="rule" x1={at(0)} x2={at(0)} y1={SIZE.top} y2={SIZE.height - SIZE.bottom} />
      <g class={color}>
        <line class="series" x1={at(low)} x2={at(high)} y1={y} y2={y} />
        <line class="series" x1={at(low)} x2={at(low)} y1={y - 7} y2={y + 7} />
        <line class="series" x1={at(high)} x2={at(high)} y1={y - 7} y2={y + 7} />
        <circle class="mark" cx={at(value)} cy={y} r="7" />
      </g>
      <text class="strong" x={at(value)} y={y - 16} text-anchor="middle">
        {format(value)}
      </text>
    </Chart>
  );
}
