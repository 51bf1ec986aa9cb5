import type { VNode } from "preact";
import { heatStep } from "./cohort-table";

/** A cell of the map of recency against frequency and spend. */
interface RfmMapCell {
  readonly recencyScore: number;
  readonly frequencySpendScore: number;
  readonly group: string;
  readonly customers: number;
  /** What colours it. */
  readonly value: number;
  readonly text: string;
}

/**
 * Colours by kind of group; the names stand in the cells, as there are more groups than colours that are easy to * tell apart.
 */
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
}: {
  readonly caption: string;
  /** All 25, row by row from recency score 5 down. */
  readonly cells: readonly RfmMapCell[];
  /** The customers of a cell; null where there are none. */
  href(cell: RfmMapCell): string | null;
}): VNode {
  const most = Math.max(0, ...cells.map(({ value }) => value));
  return (
    <table class="heat rfm-map">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <td />
          <th scope="colgroup" colSpan={5}>
            Frequency and spend, from low to high
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
              {r === 0 && <span class="hint wide-only"> most recent</span>}
              {r === 4 && <span class="hint wide-only"> longest ago</span>}
            </th>
            {cells.slice(r * 5, r * 5 + 5).map((cell) => {
              const words = (
                <>
                  <strong class="value">{cell.text}</strong> <span class="label">{cell.group}</span>
                </>
              );
              const to = href(cell);
              return (
                <td
                  key={cell.frequencySpendScore}
                  class={`tint ${RFM_COLORS[cell.group] ?? "c8"} ${heatStep(most === 0 ? 0 : cell.value / most)}`}
                >
                  {to === null ? words : <a href={to}>{words}</a>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
