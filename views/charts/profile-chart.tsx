import { extent } from "d3-array";
import { scaleLinear, scalePoint } from "d3-scale";
import type { VNode } from "preact";
import { Chart, LeftAxis, Legend, round, type Size } from "./frame";

export interface Profile {
  readonly name: string;
  /** `c1` to `c8`. */
  readonly color: string;
  /** One a trait. */
  readonly values: readonly number[];
}

const SIZE: Size = { width: 480, height: 300, left: 48, right: 16, top: 16, bottom: 32 };

/** Each group as a line over its traits, in standard deviations from the average. */
export function ProfileChart({
  name,
  title,
  desc,
  traits,
  profiles,
  format,
}: {
  readonly name: string;
  readonly title: string;
  readonly desc: string;
  readonly traits: readonly string[];
  readonly profiles: readonly Profile[];
  readonly format: (value: number) => string;
}): VNode {
  const [least = -1, most = 1] = extent([0, ...profiles.flatMap(({ values }) => values)]);
  const x = scalePoint(traits, [SIZE.left, SIZE.width - SIZE.right]).padding(0.3);
  const y = scaleLinear([least, most], [SIZE.height - SIZE.bottom, SIZE.top]).nice();
  const at = (i: number) => round(x(traits[i]!));
  return (
    <figure class="stack">
      <Chart name={name} title={title} desc={desc} size={SIZE}>
        <LeftAxis scale={y} size={SIZE} format={format} label="Standard deviations" />
        <line class="rule" x1={SIZE.left} x2={SIZE.width - SIZE.right} y1={round(y(0))} y2={round(y(0))} />
        {traits.map((trait, i) => (
          <text key={trait} class="strong" x={at(i)} y={SIZE.height - 8} text-anchor="middle">
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
      <Legend entries={profiles} />
    </figure>
  );
}
