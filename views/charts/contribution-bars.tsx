import type { VNode } from "preact";
import { round } from "./frame";

/** What moves a prediction, and how far. */
export interface Contribution {
  readonly words: string;
  /** On the log-odds; positive raises the risk. */
  readonly value: number;
}

/**
 * What raises the risk and what lowers it, a line each, in words and as a bar: to the right where it raises, to the
 * left where it lowers.
 */
export function ContributionBars({
  contributions,
}: {
  readonly contributions: readonly Contribution[];
}): VNode {
  const most = Math.max(1e-9, ...contributions.map(({ value }) => Math.abs(value)));
  const groups = [
    { title: "Raises the risk", color: "c6", of: contributions.filter(({ value }) => value > 0) },
    { title: "Lowers the risk", color: "c3", of: contributions.filter(({ value }) => value <= 0) },
  ];
  return (
    <div class="stack">
      {groups
        .filter(({ of }) => of.length > 0)
        .map(({ title, color, of }) => (
          <div key={title}>
            <h3 class="small">{title}</h3>
            <ul class="contributions">
              {of.map(({ words, value }, i) => {
                const width = round((50 * Math.abs(value)) / most);
                return (
                  <li key={i}>
                    <span>{words}</span>
                    <svg
                      class={`chart ${color}`}
                      viewBox="0 0 100 8"
                      preserveAspectRatio="none"
                      aria-hidden="true"
                    >
                      <rect class="ground" width="100" height="8" />
                      <rect class="bar" x={value > 0 ? 50 : round(50 - width)} width={width} height="8" />
                    </svg>
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
    </div>
  );
}
