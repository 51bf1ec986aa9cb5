import { max } from "d3-array";
import { scaleLinear, scaleLog } from "d3-scale";
import type { VNode } from "preact";
import { EachWidth } from "./each-width";
import { Chart, type ChartText, round, type Size, withUnit } from "./frame";

const SIZE: Size = { width: 520, height: 440, left: 72, right: 16, top: 12, bottom: 44 };
/** How much of either side is kept for amounts under 1. */
const NOUGHT = 40;

interface LogScatterProps extends ChartText {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly format: (value: number) => string;
}

/**
 * Two amounts of each point on logarithmic axes; amounts under 1 lie on a strip of their own. On the dashed line both
 * are the same.
 */
export function LogScatter({
  name,
  title,
  desc,
  x: xs,
  y: ys,
  xLabel,
  yLabel,
  format,
}: LogScatterProps): VNode {
  const most = Math.max(10, max([...xs, ...ys]) ?? 10);
  const end = 10 ** Math.ceil(Math.log10(most));
  const draw = (size: Size, name: string) => {
    const x = scaleLog([1, end], [size.left + NOUGHT, size.width - size.right]);
    const y = scaleLog([1, end], [size.height - size.bottom - NOUGHT, size.top]);
    const strip = (from: number, to: number) => scaleLinear([0, 1], [from, to]).clamp(true);
    const lowX = strip(size.left + 8, size.left + NOUGHT - 4);
    const lowY = strip(size.height - size.bottom - 8, size.height - size.bottom - NOUGHT + 4);
    const placeX = (value: number) => round(value >= 1 ? x(value) : lowX(value));
    const placeY = (value: number) => round(value >= 1 ? y(value) : lowY(value));
    const powers = Array.from({ length: Math.round(Math.log10(end)) + 1 }, (_, i) => 10 ** i);
    const bottom = size.height - size.bottom;
    return (
      <Chart
        {...{ name, title, desc, size }}
        data={{ columns: [xLabel, yLabel], rows: xs.map((value, i) => [value, ys[i]!]) }}
      >
        <g class="axis">
          {powers.map((power) => (
            <g key={power}>
              <line x1={size.left} x2={size.width - size.right} y1={placeY(power)} y2={placeY(power)} />
              <line x1={placeX(power)} x2={placeX(power)} y1={size.top} y2={bottom} />
              <text x={size.left - 8} y={placeY(power)} dy="0.32em" text-anchor="end">
                {format(power)}
              </text>
              <text x={placeX(power)} y={bottom + 18} text-anchor="middle">
                {format(power)}
              </text>
            </g>
          ))}
          <text x={size.left - 8} y={lowY(0)} dy="0.32em" text-anchor="end">
            {format(0)}
          </text>
          <text x={lowX(0)} y={bottom + 18} text-anchor="middle">
            {format(0)}
          </text>
          <text x={(size.left + size.width - size.right) / 2} y={size.height - 4} text-anchor="middle">
            {xLabel}
          </text>
          <text x="0" y="13">
            {yLabel}
          </text>
        </g>
        <line class="rule" x1={placeX(1)} y1={placeY(1)} x2={placeX(end)} y2={placeY(end)} />
        <g class="c3" fill-opacity="0.5">
          {xs.map((value, i) => (
            <circle key={i} class="bar" cx={placeX(value)} cy={placeY(ys[i]!)} r="3.5" />
          ))}
        </g>
      </Chart>
    );
  };
  return <EachWidth name={name} size={withUnit(SIZE, yLabel)} draw={draw} />;
}
