import { max, min } from "d3-array";
import { scaleLinear } from "d3-scale";
import type { VNode } from "preact";
import { EachWidth } from "./each-width";
import { Chart, type ChartText, Linked, round } from "./frame";

interface RankedBar {
  readonly label: string;
  readonly value: number;
  /** The value in words, beside the bar. */
  readonly text: string;
  /** `c1` to `c8`. */
  readonly color?: string;
  readonly href?: string;
}

const ROW = 26;
const STACKED_ROW = 44;
const WIDTH = 640;
/** Room for the text beside the longest bar. */
const TEXT = 64;

interface RankedBarsProps extends ChartText {
  readonly bars: readonly RankedBar[];
  readonly labelWidth?: number;
  readonly width?: number;
}

/**
 * Lying bars with their names before and their values behind them, in the order given. Bars of negative values go to
 * the left.
 */
export function RankedBars({
  name,
  title,
  desc,
  bars,
  labelWidth = 200,
  width = WIDTH,
}: RankedBarsProps): VNode {
  const values = bars.map(({ value }) => (Number.isFinite(value) ? value : 0));
  const least = Math.min(0, min(values) ?? 0);
  const most = Math.max(0, max(values) ?? 0);
  const heightOf = (row: number) => Math.max(row, bars.length * row) + 4;
  const draw = ({ width }: { width: number; height: number }, name: string) => {
    // On a phone the names stand above the bars.
    const isStacked = width < 400;
    const [row, before] = isStacked ? [STACKED_ROW, 0] : [ROW, labelWidth];
    const size = { width, height: heightOf(row) };
    const x = scaleLinear(
      [least, most > least ? most : least + 1],
      [before + (least < 0 ? TEXT : 0), width - TEXT],
    );
    return (
      <Chart
        {...{ name, title, desc, size }}
        data={{ columns: ["", "Value"], rows: bars.map(({ label, value }) => [label, value]) }}
      >
        {bars.map(({ label, text, color = "c1", href }, i) => {
          const value = values[i]!;
          const middle = isStacked ? i * row + 32 : i * row + ROW / 2 + 2;
          const end = value < 0 ? x(value) - 6 : x(value) + 6;
          const drawn = (
            <>
              {isStacked ? (
                <text class="strong" x="0" y={middle - 14}>
                  {clipped(label, width)}
                </text>
              ) : (
                <text class="strong" x={labelWidth - 10} y={middle} dy="0.35em" text-anchor="end">
                  {clipped(label, labelWidth)}
                </text>
              )}
              <rect
                class={`bar ${color}`}
                x={round(Math.min(x(0), x(value)))}
                y={middle - 8}
                width={round(Math.max(1, Math.abs(x(value) - x(0))))}
                height="16"
                rx="2"
              >
                <title>{`${label}: ${text}`}</title>
              </rect>
              <text x={round(end)} y={middle} dy="0.35em" text-anchor={value < 0 ? "end" : "start"}>
                {text}
              </text>
            </>
          );
          return (
            <g key={i}>
              <Linked href={href} label={`${label}: ${text}`}>
                {drawn}
              </Linked>
            </g>
          );
        })}
        {least < 0 && (
          <line class="rule" x1={round(x(0))} x2={round(x(0))} y1="0" y2={bars.length * row + 4} />
        )}
      </Chart>
    );
  };
  return <EachWidth name={name} size={{ width, height: heightOf(ROW) }} draw={draw} />;
}

/** A label that fits before the bars; the whole one stands in the bar's title. */
function clipped(label: string, width: number): string {
  const most = Math.floor(width / 7.8);
  return label.length <= most ? label : `${label.slice(0, most - 1).trimEnd()}…`;
}
