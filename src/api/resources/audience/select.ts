import type { PredictionModel } from "../../../pipeline/predict";
import { CUSTOMER_COLUMN, wireCell } from "../customer-table";

/** The columns of an audience, and whether they hold text. */
export const AUDIENCE_COLUMNS = {
  [CUSTOMER_COLUMN]: "id",
  segment: "number",
  segment_name: "text",
  churn_probability: "number",
  ltv_estimate: "number",
  recommended_action: "text",
  recency_days: "number",
  frequency: "number",
  monetary: "number",
} as const;

/** Who is meant. A bound includes its own value; where one is given, customers whose value is not known are left out. */
export interface AudienceFilter {
  /** The id of the segment. */
  readonly segment?: number | undefined;
  readonly min_churn?: number | undefined;
  readonly max_churn?: number | undefined;
  readonly min_ltv?: number | undefined;
  readonly max_ltv?: number | undefined;
}

/** Customers, a list of cells a column. */
export interface Audience {
  readonly rows: number;
  readonly columns: readonly {
    readonly name: string;
    readonly isText: boolean;
    readonly cells: readonly (string | number | null)[];
  }[];
}

/** The customers of the model that the filter lets through, in the order of the customer table. */
export function selectAudience(model: PredictionModel, filter: AudienceFilter): Audience {
  const values = (name: string) => model.customers.array(name) as ArrayLike<number>;
  const [segment, churn, spend] = [values("segment"), values("churn_probability"), values("ltv_estimate")];
  const rows: number[] = [];
  for (let row = 0; row < model.customers.numRows(); row++) {
    if (filter.segment !== undefined && segment[row] !== filter.segment) continue;
    if (!within(churn[row]!, filter.min_churn, filter.max_churn)) continue;
    if (!within(spend[row]!, filter.min_ltv, filter.max_ltv)) continue;
    rows.push(row);
  }
  const columns = Object.entries(AUDIENCE_COLUMNS).map(([name, kind]) => ({
    name,
    isText: kind === "text" || (kind === "id" && !model.card.data.numeric_customer_ids),
    cells: rows.map((row) => wireCell(model, name, row)),
  }));
  return { rows: rows.length, columns };
}

/** NaN is within no bounds. */
function within(value: number, least: number | undefined, most: number | undefined): boolean {
  if (least !== undefined && !(value >= least)) return false;
  return !(most !== undefined && !(value <= most));
}
