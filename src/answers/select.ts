import { type ContactTerms, contactProfit } from "../models/contact/action-value";
import { isControl } from "../models/contact/control-group";
import { CUSTOMER_COLUMN, type CustomerTable } from "./customer-table";
import type { OpenModel } from "./open-model";
import { leadingRows, rankedRows } from "./ranked-rows";

/** The columns of an audience and their types. Ids are whole numbers or text, as in the file. */
export const AUDIENCE_COLUMNS = {
  [CUSTOMER_COLUMN]: "id",
  segment: "whole",
  segment_name: "text",
  churn_probability: "number",
  ltv_estimate: "number",
  recommended_action: "text",
  recency_days: "whole",
  frequency: "whole",
  monetary: "number",
} as const;

/** The selection. Bounds are inclusive; a bound leaves out customers whose value is unknown. */
export interface AudienceFilter {
  /** The id of the segment. */
  readonly segment?: number | undefined;
  readonly rfm_group?: string | undefined;
  readonly min_churn?: number | undefined;
  readonly max_churn?: number | undefined;
  readonly min_ltv?: number | undefined;
  readonly max_ltv?: number | undefined;
  /** True: customers who have been silent for longer than their rhythm allows; false: the others. */
  readonly overdue?: boolean | undefined;
}

/** The maximum number of selected customers, and the control group among them. */
export interface AudienceCut {
  /** The `customers` with the highest expected profit of a contact on these terms. */
  readonly best?: { readonly customers: number; readonly terms: ContactTerms };
  readonly control?: { readonly campaign: string; readonly share: number };
}

/** Customers, as one list of cells per column. */
export interface Audience {
  readonly rows: number;
  readonly columns: readonly {
    readonly name: string;
    readonly kind: "text" | "whole" | "number";
    readonly cells: readonly (string | number | null)[];
  }[];
}

/**
 * The model's customers that the filter matches, in table order; with a cut, the best of them, best first. A control
 * group adds a column `group` with `contact` or `control`.
 */
export function selectAudience(
  { card, customers }: Pick<OpenModel, "card" | "customers">,
  filter: AudienceFilter,
  { best, control }: AudienceCut = {},
): Audience {
  const all = audienceRows(customers, filter);
  const rows = Array.from(best ? bestRows(customers, all, best.terms, best.customers) : all);
  const idKind = card.data.numeric_customer_ids ? "whole" : "text";
  const columns: Audience["columns"][number][] = Object.entries(AUDIENCE_COLUMNS).map(([name, kind]) => ({
    name,
    kind: kind === "id" ? idKind : kind,
    cells: rows.map((row) => customers.wireCell(name, row)),
  }));
  if (control) {
    const cells = rows.map((row) => {
      const id = customers.texts(CUSTOMER_COLUMN)[row]!;
      return isControl(id, control.campaign, control.share) ? "control" : "contact";
    });
    columns.push({ name: "group", kind: "text", cells });
  }
  return { rows: rows.length, columns };
}

/** The rows of the customer table that the filter matches, ascending. */
export function audienceRows(customers: CustomerTable, filter: AudienceFilter): Int32Array {
  const { segment, rfm_group: group, overdue } = filter;
  const isGiven = (...bounds: (number | undefined)[]) => bounds.some((bound) => bound !== undefined);
  const segments = segment === undefined ? null : customers.numbers("segment");
  const groups = group === undefined ? null : customers.texts("rfm_group");
  const days = overdue === undefined ? null : customers.numbers("days_overdue");
  const churn = isGiven(filter.min_churn, filter.max_churn) ? customers.numbers("churn_probability") : null;
  const spend = isGiven(filter.min_ltv, filter.max_ltv) ? customers.numbers("ltv_estimate") : null;
  const rows = new Int32Array(customers.rows);
  let count = 0;
  for (let row = 0; row < rows.length; row++) {
    if (segments && segments[row] !== segment) continue;
    if (groups && groups[row] !== group) continue;
    if (days && days[row]! > 0 !== overdue) continue;
    if (churn && !within(churn[row]!, filter.min_churn, filter.max_churn)) continue;
    if (spend && !within(spend[row]!, filter.min_ltv, filter.max_ltv)) continue;
    rows[count++] = row;
  }
  return rows.subarray(0, count);
}

/** Expected profit of contacting each row on these terms; NaN if unknown. */
export function contactProfits(
  customers: CustomerTable,
  rows: Int32Array,
  terms: ContactTerms,
): Float64Array {
  const noOrder = customers.numbers("no_order_probability");
  const kept = customers.numbers("value_if_kept");
  const profit = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) profit[i] = contactProfit(noOrder[rows[i]!]!, kept[rows[i]!]!, terms);
  return profit;
}

/**
 * Up to `most` rows with the highest expected profit, best first; ties in row order. Leaves out rows with an unknown
 * profit.
 */
function bestRows(customers: CustomerTable, rows: Int32Array, terms: ContactTerms, most: number): Int32Array {
  const profit = contactProfits(customers, rows, terms);
  return rankedRows(knownPlaces(profit), profit, true, 0, most).map((place) => rows[place]!);
}

/** The same rows in their own order, which is faster; `profit[i]` belongs to `rows[i]`. */
export function keepBest(rows: Int32Array, profit: Float64Array, most: number): Int32Array {
  return leadingRows(knownPlaces(profit), profit, true, most).map((place) => rows[place]!);
}

function knownPlaces(profit: Float64Array): Int32Array {
  const places = new Int32Array(profit.length);
  let count = 0;
  for (let i = 0; i < profit.length; i++) if (!Number.isNaN(profit[i]!)) places[count++] = i;
  return places.subarray(0, count);
}

/** NaN is outside any bounds. */
function within(value: number, least: number | undefined, most: number | undefined): boolean {
  if (least !== undefined && !(value >= least)) return false;
  return !(most !== undefined && !(value <= most));
}
