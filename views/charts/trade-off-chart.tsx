import { scaleLinear, scalePoint } from "d3-scale";
import type { VNode } from "preact";
import { EachWidth } from "./each-width";
import { Chart, type ChartText, LeftAxis, Legend, round, type Size, withUnit } from "./frame";

const SIZE: Size = { width: 480, height: 300, left: 48, right: 16, top: 12, bottom: 40 };

export interface TriedCount {
  readonly segments: number;
  readonly silhouette: number;
  readonly stability: number;
  readonly stability_sd: number;
  readonly eligible: boolean;
}

interface TradeOffChartProps extends ChartText {
  readonly tried: readonly TriedCount[];
  readonly chosen: number;
  readonly format: (value: number) => string;
}

/** How well each tried number of segments parts the customers, and how steadily. Hollow marks could not be chosen. */
export function TradeOffChart({ name, title, desc, tried, chosen, format }: TradeOffChartProps): VNode {
  const labels = tried.map(({ segments }) => String(segments));
  const draw = (size: Size, name: string) => {
    const x = scalePoint(labels, [size.left, size.width - size.right]).padding(0.5);
    const y = scaleLinear([0, 1], [size.height - size.bottom, size.top]);
    const at = (segments: number) => x(String(segments)) ?? 0;
    const lineOf = (value: (row: TriedCount) => number) =>
      tried
        .map((row, i) => `${i ? "L" : "M"}${round(at(row.segments))},${round(y(Math.max(0, value(row))))}`)
        .join("");
    const bottom = size.height - size.bottom;
    return (
      <Chart
        {...{ name, title, desc, size }}
        data={{
          columns: ["Segments", "Silhouette", "Stability", "Stability, standard deviation"],
          rows: tried.map((row) => [row.segments, row.silhouette, row.stability, row.stability_sd]),
        }}
      >
        {labels.includes(String(chosen)) && (
          <g class="c1">
            <rect
              class="area"
              x={round(at(chosen) - 24)}
              y={size.top}
              width="48"
              height={bottom - size.top}
              rx="6"
            />
          </g>
        )}
        <LeftAxis scale={y} size={size} format={format} label="0 poor, 1 perfect" />
        <CountAxis counts={tried.map(({ segments }) => segments)} {...{ chosen, at, size }} />
        <g class="c3">
          <path class="series" d={lineOf(({ stability }) => stability)} />
          {tried.map(({ segments, stability, stability_sd, eligible }) => (
            <g key={segments}>
              <line
                class="series"
                x1={round(at(segments))}
                x2={round(at(segments))}
                y1={round(y(Math.min(1, stability + stability_sd)))}
                y2={round(y(Math.max(0, stability - stability_sd)))}
              />
              <Mark x={at(segments)} y={y(Math.max(0, stability))} eligible={eligible}>
                {`${segments} segments: stability ${format(stability)} ± ${format(stability_sd)}`}
              </Mark>
            </g>
          ))}
        </g>
        <g class="c1">
          <path class="series" d={lineOf(({ silhouette }) => silhouette)} />
          {tried.map(({ segments, silhouette, eligible }) => (
            <Mark key={segments} x={at(segments)} y={y(Math.max(0, silhouette))} eligible={eligible}>
              {`${segments} segments: silhouette ${format(silhouette)}`}
            </Mark>
          ))}
        </g>
      </Chart>
    );
  };
  return (
    <figure class="stack">
      <EachWidth name={name} size={withUnit(SIZE, "0 poor, 1 perfect")} draw={draw} />
      <Legend
        entries={[
          { name: "Stability under resampling, ± 1 standard deviation", color: "c3" },
          { name: "Silhouette: how clearly the segments lie apart", color: "c1" },
        ]}
      />
    </figure>
  );
}

function Mark({
  x,
  y,
  eligible,
  children,
}: {
  readonly x: number;
  readonly y: number;
  readonly eligible: boolean;
  /** In words. */
  readonly children: string;
}): VNode {
  return (
    <circle class={eligible ? "mark" : "mark hollow"} cx={round(x)} cy={round(y)} r="5">
      <title>{`${children}${eligible ? "" : ", not eligible"}`}</title>
    </circle>
  );
}

function CountAxis({
  counts,
  chosen,
  at,
  size,
}: {
  readonly counts: readonly number[];
  readonly chosen: number;
  readonly at: (count: number) => number;
  readonly size: Size;
}): VNode {
  const bottom = size.height - size.bottom;
  return (
    <g class="axis">
      <line x1={size.left} x2={size.width - size.right} y1={bottom} y2={bottom} />
      {counts.map((segments) => (
        <text
          key={segments}
          class={segments === chosen ? "strong" : ""}
          x={round(at(segments))}
          y={bottom + 18}
          text-anchor="middle"
        >
          {segments}
        </text>
      ))}
      <text x={(size.left + size.width - size.right) / 2} y={size.height - 4} text-anchor="middle">
        Number of segments
      </text>
    </g>
  );
}
