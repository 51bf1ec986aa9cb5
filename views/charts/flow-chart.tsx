import type { VNode } from "preact";
import { Chart, type ChartText, round } from "./frame";

/** A box on one side; its height follows from the flows. */
export interface FlowNode {
  readonly key: string;
  readonly name: string;
  /** `c1` to `c8`. */
  readonly color: string;
  readonly href?: string;
}

interface Flow {
  /** Keys of a left and of a right node. */
  readonly from: string;
  readonly to: string;
  readonly value: number;
  /** What it says when pointed at. */
  readonly text: string;
}

const WIDTH = 780;
const TOP = 24;
const BOX = 12;
/** Room for names on either side. */
const SIDE = 200;
const GAP = 14;
/** All flows together are so high. */
const HEIGHT = 320;

interface Placed {
  readonly node: FlowNode;
  readonly y: number;
  readonly height: number;
  readonly total: number;
}

interface FlowChartProps extends ChartText {
  readonly left: readonly FlowNode[];
  readonly right: readonly FlowNode[];
  readonly flows: readonly Flow[];
  readonly leftTitle: string;
  readonly rightTitle: string;
  readonly format: (value: number) => string;
}

/**
 * Where customers went: boxes left and right, bands between them as wide as there are customers. Boxes without any are
 * left out.
 */
export function FlowChart({
  name,
  title,
  desc,
  left,
  right,
  flows,
  leftTitle,
  rightTitle,
  format,
}: FlowChartProps): VNode {
  const all = flows.reduce((sum, { value }) => sum + value, 0);
  const unit = all === 0 ? 0 : HEIGHT / all;
  const totalOf = (side: "from" | "to", key: string) =>
    flows.reduce((sum, flow) => sum + (flow[side] === key ? flow.value : 0), 0);
  const place = (nodes: readonly FlowNode[], side: "from" | "to") => {
    let y = TOP;
    return nodes
      .map((node) => ({ node, total: totalOf(side, node.key) }))
      .filter(({ total }) => total > 0)
      .map(({ node, total }): Placed => {
        const placed = { node, total, y, height: total * unit };
        y += placed.height + GAP;
        return placed;
      });
  };
  const [lefts, rights] = [place(left, "from"), place(right, "to")];
  const bottom = Math.max(...[...lefts, ...rights].map(({ y, height }) => y + height), TOP);
  const xLeft = SIDE;
  const xRight = WIDTH - SIDE - BOX;
  return (
    <Chart
      name={name}
      title={title}
      desc={desc}
      size={{ width: WIDTH, height: round(bottom + 16) }}
      data={{
        columns: ["From", "To", "Customers"],
        rows: flows.map(({ from, to, value }) => [nameOf(left, from), nameOf(right, to), value]),
      }}
      hasLinks={[...left, ...right].some(({ href }) => href !== undefined)}
    >
      <text x={xLeft + BOX} y="12" text-anchor="end">
        {leftTitle}
      </text>
      <text x={xRight} y="12">
        {rightTitle}
      </text>
      {bands(flows, lefts, rights, unit).map(({ flow, from, to, height, color }) => (
        <path
          key={`${flow.from} ${flow.to}`}
          class={`flow ${color}`}
          d={bandPath(xLeft + BOX, from, xRight, to, height)}
        >
          <title>{flow.text}</title>
        </path>
      ))}
      {lefts.map((placed) => (
        <Box key={placed.node.key} {...placed} x={xLeft} textX={xLeft - 8} anchor="end" format={format} />
      ))}
      {rights.map((placed) => (
        <Box
          key={placed.node.key}
          {...placed}
          x={xRight}
          textX={xRight + BOX + 8}
          anchor="start"
          format={format}
        />
      ))}
    </Chart>
  );
}

function nameOf(nodes: readonly FlowNode[], key: string): string {
  return nodes.find((node) => node.key === key)?.name ?? key;
}

function Box({
  node,
  y,
  height,
  total,
  x,
  textX,
  anchor,
  format,
}: Placed & {
  readonly x: number;
  readonly textX: number;
  readonly anchor: "start" | "end";
  readonly format: (value: number) => string;
}) {
  const drawn = (
    <>
      <rect
        class={`bar ${node.color}`}
        x={x}
        y={round(y)}
        width={BOX}
        height={round(Math.max(1, height))}
        rx="2"
      />
      <text x={textX} y={round(y + height / 2)} dy="0.32em" text-anchor={anchor}>
        <tspan class="strong">{node.name}</tspan> {format(total)}
      </text>
    </>
  );
  return node.href ? (
    <a href={node.href} aria-label={`${node.name}: ${format(total)}`}>
      {drawn}
    </a>
  ) : (
    <g>{drawn}</g>
  );
}

/** The bands leave and arrive in the order of the boxes opposite, so that they cross as little as can be. */
function bands(flows: readonly Flow[], lefts: readonly Placed[], rights: readonly Placed[], unit: number) {
  const nextLeft = new Map(lefts.map(({ node, y }) => [node.key, y]));
  const nextRight = new Map(rights.map(({ node, y }) => [node.key, y]));
  return lefts.flatMap(({ node: { key: from, color } }) =>
    rights.flatMap(({ node: { key: to } }) => {
      const flow = flows.find((one) => one.from === from && one.to === to && one.value > 0);
      if (!flow) return [];
      const height = flow.value * unit;
      const place = { flow, color, height, from: nextLeft.get(from)!, to: nextRight.get(to)! };
      nextLeft.set(from, place.from + height);
      nextRight.set(to, place.to + height);
      return [place];
    }),
  );
}

function bandPath(x0: number, y0: number, x1: number, y1: number, height: number): string {
  const middle = round((x0 + x1) / 2);
  const [a, b, c, d] = [round(y0), round(y1), round(y1 + height), round(y0 + height)];
  return `M${x0},${a}C${middle},${a} ${middle},${b} ${x1},${b}L${x1},${c}C${middle},${c} ${middle},${d} ${x0},${d}Z`;
}
