import { knownOrNull } from "../figures";
import { RAISES } from "../models/churn/reasons";
import type { ContactTerms } from "../models/contact/action-value";
import type { Advice } from "../models/contact/advice";
import { isControl } from "../models/contact/control-group";
import { type Advised, adviceOf } from "./advice";
import { asksForGain, type CustomerFilter, selectCustomers } from "./customer-selection";
import { CUSTOMER_COLUMN, type CustomerTable } from "./customer-table";
import type { History } from "./history";
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
  expected_gain: "number",
  reason: "text",
  name: "text",
  email: "text",
  product_hint: "text",
  country: "text",
} as const;

/** Who is in the control group of a campaign. */
const GROUP_COLUMN = "group";

/** Those of them that have another name in the model's table. */
const TABLE_NAMES: Readonly<Record<string, string>> = { expected_gain: "contact_profit" };

const REASON_COLUMNS = ["reason_1", "reason_2", "reason_3"];

/** The maximum number of selected customers, best first, and the control group among them. */
export interface AudienceCut {
  readonly terms?: ContactTerms;
  readonly most?: number | undefined;
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
 * The model's customers that the filter matches, in table order; with a cut or a filter by gain, by expected gain, best
 * first. A control group adds a column `group` with `contact` or `control`.
 */
export function selectAudience(
  model: Advised,
  filter: CustomerFilter,
  history: History | null,
  { terms, most, control }: AudienceCut = {},
): Audience {
  const { customers } = model;
  const { rows, advice } = selectRows(model, filter, history, { terms, most });
  const audience = listedCustomers(model, advice, rows);
  if (!control) return audience;
  const cells = Array.from(rows, (row) => {
    const id = customers.id(row);
    return isControl(id, control.campaign, control.share) ? "control" : "contact";
  });
  return withColumn(audience, { name: GROUP_COLUMN, kind: "text", cells });
}

/** The rows of those customers in that order, and the advice about them. */
export function selectRows(
  model: Advised,
  filter: CustomerFilter,
  history: History | null,
  { terms, most }: { readonly terms?: ContactTerms | undefined; readonly most?: number | undefined },
): { readonly rows: Int32Array; readonly advice: Advice } {
  const advice = adviceOf(model, terms);
  const all = selectCustomers(model.customers, filter, history, advice);
  const isRanked = most !== undefined || asksForGain(filter);
  return { rows: isRanked ? bestRows(all, advice.gain, most ?? all.length) : all, advice };
}

/** What every list says of these customers, in this order: the one shape of lists on pages, in the API and in campaigns. */
export function listedCustomers({ card, customers }: Advised, advice: Advice, rows: Int32Array): Audience {
  const { people, columnNames } = customers;
  const idKind = card.data.numeric_customer_ids ? "whole" : "text";
  const cell = (name: string): ((row: number) => string | number | null) => {
    if (name === "name") return (row) => people.name(row);
    if (name === "email") return (row) => people.email(row);
    if (name === "reason") return (row) => mainReason(customers, row);
    // Models of earlier releases know no products, and not every file tells countries.
    if ((name === "product_hint" || name === "country") && !columnNames.includes(name)) return () => null;
    return (row) => advisedCell(customers, advice, TABLE_NAMES[name] ?? name, row);
  };
  return {
    rows: rows.length,
    columns: [
      ...Object.entries(AUDIENCE_COLUMNS).map(([name, kind]) => ({
        name,
        kind: kind === "id" ? idKind : kind,
        cells: Array.from(rows, cell(name)),
      })),
      ...attributeColumns(customers.attributes, rows),
    ],
  };
}

/** What the shop told about these customers. A column that is called like one of ours gets a prefix. */
function attributeColumns(attributes: CustomerTable["attributes"], rows: Int32Array): Audience["columns"] {
  const taken = new Set([...Object.keys(AUDIENCE_COLUMNS), GROUP_COLUMN]);
  return (attributes?.columns ?? []).map(({ name, kind }) => {
    let called = name;
    while (taken.has(called)) called = `attribute_${called}`;
    taken.add(called);
    const cells = Array.from(rows, (row) => {
      const cell = attributes!.cell(name, row);
      return typeof cell === "boolean" ? (cell ? "yes" : "no") : cell;
    });
    return { name: called, kind: kind === "number" ? kind : "text", cells };
  });
}

/** The strongest of the model's reasons that raises the risk; where all of them lower it, the strongest. */
function mainReason(customers: CustomerTable, row: number): string {
  const reasons = REASON_COLUMNS.map((name) => customers.cell(name, row) as string);
  return reasons.find((reason) => reason.startsWith(RAISES)) ?? reasons[0]!;
}

/** The list with one more column. */
export function withColumn({ rows, columns }: Audience, column: Audience["columns"][number]): Audience {
  return { rows, columns: [...columns, column] };
}

/** A cell in the API's form; gain and action are the advice's, as the terms may have changed since the training. */
export function advisedCell(
  customers: CustomerTable,
  advice: Advice,
  name: string,
  row: number,
): string | number | null {
  if (name === "contact_profit") return knownOrNull(advice.gain[row]);
  if (name === "recommended_action") return advice.action(row);
  return customers.wireCell(name, row);
}

/**
 * Up to `most` of these rows with the highest expected gain, best first; ties in row order. Leaves out rows of unknown
 * gain.
 */
function bestRows(rows: Int32Array, gain: Float64Array, most: number): Int32Array {
  const known = rows.filter((row) => !Number.isNaN(gain[row]!));
  return rankedRows(known, gain, true, 0, most);
}

/** The same rows in table order, which is faster. */
export function keepBest(rows: Int32Array, gain: Float64Array, most: number): Int32Array {
  return leadingRows(
    rows.filter((row) => !Number.isNaN(gain[row]!)),
    gain,
    true,
    most,
  );
}
