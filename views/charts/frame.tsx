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

/** The figures of a chart, for who takes them away as CSV. */
export interface ChartData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

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
  /** Its card offers them as CSV. A chart that is drawn twice needs them once. */
  readonly data?: ChartData | undefined;
  readonly children: ComponentChildren;
}

/**
 * A picture that says what it shows: `title` in a line, `desc` for those who cannot see it. A mark says what it is in a
 * `<title>` of its own, which `tips.js` shows to pointer, finger and keyboard. Letters have 13 pixels however far the
 * picture is scaled: `u640` tells the style sheet the width that it is drawn for.
 */
export function Chart({
  name,
  title,
  desc,
  size = CHART_SIZE,
  hasLinks = false,
  data,
  children,
}: ChartProps): VNode {
  return (
    <div class="plot">
      <svg
        class={`chart u${drawnWidth(size.width)}`}
        viewBox={`0 0 ${size.width} ${size.height}`}
        role={hasLinks ? "group" : "img"}
        aria-labelledby={`${name}-title ${name}-desc`}
        {...(!hasLinks && { tabIndex: 0 })}
      >
        <title id={`${name}-title`}>{title}</title>
        <desc id={`${name}-desc`}>{desc}</desc>
        {data && <metadata>{csvOf(data)}</metadata>}
        {children}
      </svg>
    </div>
  );
}

/** The widths that the style sheet knows. */
const DRAWN_WIDTHS = [300, 340, 440, 480, 520, 640, 780, 900, 960] as const;

function drawnWidth(width: number): number {
  return DRAWN_WIDTHS.reduce((best, one) => (Math.abs(one - width) < Math.abs(best - width) ? one : best));
}

/** As RFC 4180 has it; figures as they are, not as they are shown. */
function csvOf({ columns, rows }: ChartData): string {
  const cell = (value: string | number | null) => {
    if (value === null || (typeof value === "number" && !Number.isFinite(value))) return "";
    const text = typeof value === "number" ? String(Number(value.toPrecision(12))) : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => row.map(cell).join(",")).join("\n");
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
        <text key={tick} x={round(scale(tick))} y={y + 18} text-anchor="middle">
          {format(tick)}
        </text>
      ))}
      {label && (
        <text x={(size.left + size.width - size.right) / 2} y={size.height - 5} text-anchor="middle">
          {label}
        </text>
      )}
    </g>
  );
}

/** With room above the plot for what the left axis measures, where that is said. */
export function withUnit(size: Size, unit: string | undefined): Size {
  return unit ? { ...size, top: Math.max(size.top, 32) } : size;
}

/** Ticks left of the plot with faint rules across it, and above it what is measured (`withUnit` makes the room). */
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
        <text x="0" y="13">
          {label}
        </text>
      )}
    </g>
  );
}

/** Names of the colours; where the wide drawing names its lines itself, for the narrow one alone. */
export function Legend({
  entries,
  isNarrowOnly = false,
}: {
  readonly entries: readonly { readonly name: string; readonly color: string }[];
  readonly isNarrowOnly?: boolean;
}) {
  return (
    <ul class={isNarrowOnly ? "legend when-narrow" : "legend"}>
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
