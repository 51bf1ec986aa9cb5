import { extent } from "d3-array";
import { scaleLinear, scalePoint } from "d3-scale";
import type { VNode } from "preact";
import { EachWidth } from "./each-width";
import { Chart, type ChartText, LeftAxis, Legend, round, type Size, withUnit } from "./frame";

interface Profile {
  readonly name: string;
  /** `c1` to `c8`. */
  readonly color: string;
  /** One a trait. */
  readonly values: readonly number[];
}

const SIZE: Size = { width: 480, height: 300, left: 48, right: 16, top: 16, bottom: 32 };

const UNIT = "Standard deviations from the average";

interface ProfileChartProps extends ChartText {
  readonly traits: readonly string[];
  readonly profiles: readonly Profile[];
  readonly format: (value: number) => string;
}

/** Each group as a line over its traits, in standard deviations from the average. */
export function ProfileChart({ name, title, desc, traits, profiles, format }: ProfileChartProps): VNode {
  const [least = -1, most = 1] = extent([0, ...profiles.flatMap(({ values }) => values)]);
  const draw = (size: Size, name: string) => {
    const x = scalePoint(traits, [size.left, size.width - size.right]).padding(0.3);
    const y = scaleLinear([least, most], [size.height - size.bottom, size.top]).nice();
    const at = (i: number) => round(x(traits[i]!));
    return (
      <Chart
        {...{ name, title, desc, size }}
        data={{
          columns: ["", ...traits],
          rows: profiles.map((profile) => [profile.name, ...profile.values]),
        }}
      >
        <LeftAxis scale={y} size={size} format={format} label={UNIT} />
        <line class="rule" x1={size.left} x2={size.width - size.right} y1={round(y(0))} y2={round(y(0))} />
        {traits.map((trait, i) => (
          <text key={trait} class="strong" x={at(i)} y={size.height - 8} text-anchor="middle">
            {trait}
          </text>
        ))}
        {profiles.map((profile) => (
          <g key={profile.name} class={profile.color}>
            <path
              class="series"
              d={profile.values.map((value, i) => `${i ? "L" : "M"}${at(i)},${round(y(value))}`).join("")}
            />
            {profile.values.map((value, i) => (
              <circle key={i} class="mark" cx={at(i)} cy={round(y(value))} r="5">
                <title>{`${profile.name}, ${traits[i]}: ${format(value)}`}</title>
              </circle>
            ))}
          </g>
        ))}
      </Chart>
    );
  };
  return (
    <figure class="stack">
      <EachWidth name={name} size={withUnit(SIZE, UNIT)} draw={draw} />
      <Legend entries={profiles} />
    </figure>
  );
}
