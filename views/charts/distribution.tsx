import { scaleLinear } from "d3-scale";
import type { VNode } from "preact";
import { Chart, type ChartText, round } from "./frame";

interface DistributionBin {
  /** The bin in words: `up to 12`. */
  readonly label: string;
  /** Share of each group's members that lie in it. */
  readonly shares: readonly number[];
}

const WIDTH = 320;
const HEIGHT = 150;
const [LEFT, RIGHT, TOP, BOTTOM] = [4, 4, 6, 30];

interface DistributionProps extends ChartText {
  readonly bins: readonly DistributionBin[];
  readonly groups: readonly { readonly name: string; readonly color: string }[];
  readonly format: (share: number) => string;
}

/** Two or more groups side by side over the bins of one value; small, for a page of many. */
export function Distribution({ name, title, desc, bins, groups, format }: DistributionProps): VNode {
  const most = Math.max(0, ...bins.flatMap(({ shares }) => shares));
  const y = scaleLinear([0, most || 1], [HEIGHT - BOTTOM, TOP]);
  const step = (WIDTH - LEFT - RIGHT) / Math.max(1, bins.length);
  const wide = (step * 0.84) / Math.max(1, groups.length);
  const every = Math.ceil(bins.length / 4);
  // Those who are missing are always named.
  const named = bins.at(-1)?.label === "missing" ? (bins.length - 1) % every : 0;
  return (
    <Chart
      {...{ name, title, desc }}
      size={{ width: WIDTH, height: HEIGHT }}
      data={{
        columns: ["", ...groups.map((group) => group.name)],
        rows: bins.map(({ label, shares }) => [label, ...shares]),
      }}
    >
      <g class="axis">
        <line x1={LEFT} x2={WIDTH - RIGHT} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
      </g>
      {bins.map(({ label, shares }, b) => (
        <g key={b}>
          {groups.map((group, g) => (
            <rect
              key={group.name}
              class={`bar ${group.color}`}
              x={round(LEFT + b * step + step * 0.08 + g * wide)}
              width={round(wide)}
              y={round(y(shares[g]!))}
              height={round(HEIGHT - BOTTOM - y(shares[g]!))}
            >
              <title>{`${label}: ${format(shares[g]!)} of ${group.name.toLowerCase()}`}</title>
            </rect>
          ))}
          {b % every === named && (
            <text x={round(LEFT + (b + 0.5) * step)} y={HEIGHT - 12} text-anchor="middle">
              {label}
            </text>
          )}
        </g>
      ))}
    </Chart>
  );
}
