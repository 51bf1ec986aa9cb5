import { scaleLinear } from "d3-scale";
import type { VNode } from "preact";
import { EachWidth } from "./each-width";
import { BottomAxis, Chart, type ChartText, LeftAxis, round, type Size, withUnit } from "./frame";

/** Rows with about the same predicted probability. */
interface ReliabilityDot {
  readonly rows: number;
  readonly told: number;
  readonly happened: number;
}

const SIZE: Size = { width: 440, height: 380, left: 56, right: 16, top: 12, bottom: 44 };
/** About 95 % of a normal distribution. */
const WIDE = 1.96;

interface ReliabilityDiagramProps extends ChartText {
  readonly dots: readonly ReliabilityDot[];
  readonly format: (share: number) => string;
  /** What a dot says when it is pointed at. */
  readonly tellDot: (dot: ReliabilityDot) => string;
}

/**
 * What was predicted against what happened: on the dashed line both agree. The bars are what chance alone allows for * so many customers.
 */
export function ReliabilityDiagram({
  name,
  title,
  desc,
  dots,
  format,
  tellDot,
}: ReliabilityDiagramProps): VNode {
  const draw = (size: Size, name: string) => {
    const x = scaleLinear([0, 1], [size.left, size.width - size.right]);
    const y = scaleLinear([0, 1], [size.height - size.bottom, size.top]);
    return (
      <Chart
        {...{ name, title, desc, size }}
        data={{
          columns: ["Predicted", "Happened", "Customers"],
          rows: dots.map(({ told, happened, rows }) => [told, happened, rows]),
        }}
      >
        <LeftAxis scale={y} size={size} format={format} label="Really left" />
        <BottomAxis scale={x} size={size} format={format} label="Predicted to leave" />
        <line class="rule" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        <path
          class="series c1"
          d={dots.map((dot, i) => `${i ? "L" : "M"}${round(x(dot.told))},${round(y(dot.happened))}`).join("")}
        />
        {dots.map((dot, i) => {
          const reach = WIDE * Math.sqrt((dot.happened * (1 - dot.happened)) / Math.max(1, dot.rows));
          return (
            <g key={i} class="c1">
              <line
                class="series"
                x1={round(x(dot.told))}
                x2={round(x(dot.told))}
                y1={round(y(Math.max(0, dot.happened - reach)))}
                y2={round(y(Math.min(1, dot.happened + reach)))}
              />
              <circle class="mark" cx={round(x(dot.told))} cy={round(y(dot.happened))} r="5">
                <title>{tellDot(dot)}</title>
              </circle>
            </g>
          );
        })}
      </Chart>
    );
  };
  return <EachWidth name={name} size={withUnit(SIZE, "Left")} draw={draw} />;
}
