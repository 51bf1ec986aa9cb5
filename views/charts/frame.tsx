import type { ComponentChildren, VNode } from "preact";

/** The outer size of a chart and the room that its axes take, in units of the picture; CSS scales it to the page. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const CHART_SIZE: Size = { width: 640, height: 320, left: 56, right: 16, top: 12, bottom: 40 };

/** What every chart needs besides its data. */
export interface ChartText {
  /** Begins the ids of its parts; one of a kind on a page. */
  readonly name: string;
  readonly title: string;
  /** The same in words, for those who cannot see it. */
  readonly desc: string;
}

interface ChartProps extends ChartText {
  readonly size?: Pick<Size, "width" | "height">;
  /** Links within it can be reached: it is then no picture as a whole. */
  readonly hasLinks?: boolean;
  readonly children: ComponentChildren;
}

/** A picture that says what it shows: `title` in a line, `desc` for those who cannot see it. */
export function Chart({
  name,
  title,
  desc,
  size = CHART_SIZE,
  hasLinks = false,
  children,
}: ChartProps): VNode {
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role={hasLinks ? "group" : "img"}
      aria-labelledby={`${name}-title ${name}-desc`}
    >
      <title id={`${name}-title`}>{title}</title>
      <desc id={`${name}-desc`}>{desc}</desc>
      {children}
    </svg>
  );
}

/** A part of a chart that leads somewhere, where it does. */
export function Linked({
  href,
  label,
  children,
}: {
  readonly href: string | undefined;
  readonly label: string;
  readonly children: VNode | VNode[];
}): VNode | VNode[] {
  return href ? (
    <a href={href} aria-label={label}>
      {children}
    </a>
  ) : (
    children
  );
}

/** A scale of d3 as far as an axis needs it. */
export interface AxisScale {
  (value: number): number | undefined;
  ticks(count?: number): number[];
}

/** Ticks below the plot, and what is measured. */
export function BottomAxis({
  scale,
  size,
  label,
  format = String,
  count = size.width < 400 ? 4 : 6,
}: {
  readonly scale: AxisScale;
  readonly size: Size;
  readonly label?: string;
  readonly format?: (value: number) => string;
  readonly count?: number;
}): VNode {
  const y = size.height - size.bottom;
  return (
    <g class="axis">
      <line x1={size.left} x2={size.width - size.right} y1={y} y2={y} />
      {scale.ticks(count).map((tick) => (
        <text key={tick} x={round(scale(tick))} y={y + 16} text-anchor="middle">
          {format(tick)}
        </text>
      ))}
      {label && (
        <text x={(size.left + size.width - size.right) / 2} y={size.height - 4} text-anchor="middle">
          {label}
        </text>
      )}
    </g>
  );
}

/** Ticks left of the plot with faint rules across it. */
export function LeftAxis({
  scale,
  size,
  label,
  format = String,
  count = 5,
}: {
  readonly scale: AxisScale;
  readonly size: Size;
  readonly label?: string;
  readonly format?: (value: number) => string;
  readonly count?: number;
}): VNode {
  return (
    <g class="axis">
      {scale.ticks(count).map((tick) => (
        <g key={tick}>
          <line x1={size.left} x2={size.width - size.right} y1={round(scale(tick))} y2={round(scale(tick))} />
          <text x={size.left - 8} y={round(scale(tick))} dy="0.32em" text-anchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {label && (
        <text transform={`translate(14 ${size.height / 2}) rotate(-90)`} text-anchor="middle">
          {label}
        </text>
      )}
    </g>
  );
}

/** Names of the colours. */
export function Legend({
  entries,
}: {
  readonly entries: readonly { readonly name: string; readonly color: string }[];
}) {
  return (
    <ul class="legend">
      {entries.map(({ name, color }) => (
        <li key={name}>
          <span class={`dot ${color}`} />
          <span>{name}</span>
        </li>
      ))}
    </ul>
  );
}

/** Two digits after the point: enough for a picture, and the same on every machine. */
export function round(value: number | undefined): number {
  return Math.round((value ?? 0) * 100) / 100;
}
