import type { VNode } from "preact";
import { heatStep } from "./cohort-table";

/** A cell of the map of recency against frequency and spend. */
export interface RfmMapCell {
  readonly recencyScore: number;
  readonly frequencySpendScore: number;
  readonly group: string;
  /** What colours it. */
  readonly value: number;
  readonly text: string;
}

/** Colours by kind of group; the names stand in the cells, for there are more groups than colours that everybody tells apart. */
export const RFM_COLORS: Readonly<Record<string, string>> = {
  Champions: "c1",
  "Loyal Customers": "c7",
  "Potential Loyalists": "c3",
  "New Customers": "c5",
  Promising: "c5",
  "Need Attention": "c2",
  "About To Sleep": "c2",
  "At Risk": "c6",
  "Can't Lose Them": "c4",
  Hibernating: "c8",
  Lost: "c8",
};

/** The 5 × 5 map as a table: recency score 5 at the top, frequency and spend rising to the right. */
export function RfmMap({
  caption,
  cells,
  href,
  linkText,
}: {
  readonly caption: string;
  /** All 25, row by row from recency score 5 down. */
  readonly cells: readonly RfmMapCell[];
  href(group: string): string;
  /** What the link of a group says it leads to. */
  linkText(group: string): string;
}): VNode {
  const most = Math.max(0, ...cells.map(({ value }) => value));
  return (
    <table class="heat rfm-map">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <td />
          <th scope="colgroup" colSpan={5}>
            Frequency and spend: few and little to many and much
          </th>
        </tr>
        <tr>
          <th scope="col">
            <span class="wide-only">Recency</span>
          </th>
          {[1, 2, 3, 4, 5].map((score) => (
            <th key={score} scope="col" class="number">
              {score}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[5, 4, 3, 2, 1].map((recency, r) => (
          <tr key={recency}>
            <th scope="row">
              {recency}
              {r === 0 && <span class="hint wide-only"> latest</span>}
              {r === 4 && <span class="hint wide-only"> longest ago</span>}
            </th>
            {cells.slice(r * 5, r * 5 + 5).map(({ frequencySpendScore, group, value, text }) => (
              <td
                key={frequencySpendScore}
                class={`tint ${RFM_COLORS[group] ?? "c8"} ${heatStep(most === 0 ? 0 : value / most)}`}
              >
                {/* The number is the cell's, the link leads to the whole group: it is no part of the link. */}
                <strong>{text}</strong>
                <a href={href(group)} title={linkText(group)}>
                  {group}
                </a>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
