import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import type { VNode } from "preact";
import { Chart, type ChartText, round } from "./frame";
import { swarmRows } from "./swarm";

interface SwarmRow {
  readonly label: string;
  /** Where each dot lies. */
  readonly x: readonly number[];
  /** Of each dot, 0 low to 1 high; null: not known. */
  readonly level: readonly (number | null)[];
}

const WIDTH = 760;
const ROW = 40;
const BOTTOM = 44;
const LABELS = 264;
const DOT = 2.6;

interface BeeswarmProps extends ChartText {
  readonly rows: readonly SwarmRow[];
  readonly xLabel: string;
  readonly format: (value: number) => string;
}

/**
 * A line of dots a row, a customer each: what a feature adds, coloured by whether its value is low, middling or high.
 */
export function Beeswarm({ name, title, desc, rows, xLabel, format }: BeeswarmProps): VNode {
  const [least = -1, most = 1] = extent([0, ...rows.flatMap(({ x }) => x)]);
  const x = scaleLinear([least, most], [LABELS, WIDTH - 16]).nice();
  const height = rows.length * ROW + BOTTOM;
  const bottom = rows.length * ROW;
  return (
    <Chart name={name} title={title} desc={desc} size={{ width: WIDTH, height }}>
      <g class="axis">
        {x.ticks(6).map((tick) => (
          <g key={tick}>
            <line x1={round(x(tick))} x2={round(x(tick))} y1="0" y2={bottom} />
            <text x={round(x(tick))} y={bottom + 16} text-anchor="middle">
              {format(tick)}
            </text>
          </g>
        ))}
        <text x={(LABELS + WIDTH - 16) / 2} y={height - 6} text-anchor="middle">
          {xLabel}
        </text>
      </g>
      <line class="rule" x1={round(x(0))} x2={round(x(0))} y1="0" y2={bottom} />
      {rows.map(({ label, x: values, level }, r) => {
        const places = values.map((value) => x(value));
        const beside = swarmRows(places, 2 * DOT);
        const middle = r * ROW + ROW / 2;
        return (
          <g key={label}>
            <text class="strong" x={LABELS - 12} y={middle} dy="0.32em" text-anchor="end">
              {label}
            </text>
            {(["low", "middle", "high", "missing"] as const).map((kind) => {
              const d = places
                .map((place, i) =>
                  kindOf(level[i]!) === kind ? dot(place, middle + beside[i]! * 2 * DOT * 0.68) : "",
                )
                .join("");
              return d && <path key={kind} class={`swarm ${COLORS[kind]}`} d={d} />;
            })}
          </g>
        );
      })}
    </Chart>
  );
}

/** What the colours of the dots mean. */
export const SWARM_LEGEND = [
  { name: "Low value", color: "c3" },
  { name: "Middling", color: "c8" },
  { name: "High value", color: "c6" },
] as const;

const COLORS = { low: "c3", middle: "c8", high: "c6", missing: "c8" } as const;

function kindOf(level: number | null): keyof typeof COLORS {
  if (level === null) return "missing";
  return level < 1 / 3 ? "low" : level > 2 / 3 ? "high" : "middle";
}

/** A point that the round ends of its line make a dot of: many in one element. */
function dot(x: number, y: number): string {
  return `M${tenth(x)},${tenth(y)}h0`;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
