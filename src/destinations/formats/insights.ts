import type { Audience } from "../../answers/select";
import { type Cell, cellsOf, type TableColumn } from "./table";

/** What helps a marketing tool to choose its contacts and to write to them. */
const INSIGHTS = [
  { title: "Segment", from: "segment_name", kind: "text" },
  { title: "Churn probability", from: "churn_probability", kind: "number", decimals: 3 },
  { title: "Expected spend", from: "ltv_estimate", kind: "number", decimals: 2 },
  { title: "Recommended action", from: "recommended_action", kind: "text" },
  { title: "Product to mention", from: "product_hint", kind: "text" },
] as const;

/** Those columns, under names that the tool accepts. */
export function insightColumns(audience: Audience, named: (title: string) => string): TableColumn[] {
  return INSIGHTS.map((insight) => {
    const cells = cellsOf(audience, insight.from);
    const written = "decimals" in insight ? cells.map((cell) => rounded(cell, insight.decimals)) : cells;
    return { name: named(insight.title), kind: insight.kind, cells: written };
  });
}

/** Rounded to what is known. */
export function rounded(cell: Cell, decimals: number): number | null {
  if (typeof cell !== "number") return null;
  const scale = 10 ** decimals;
  return Math.round(cell * scale) / scale;
}
