import type { Operator } from "./rule";

/** How a field is compared and written. */
export type FieldKind =
  | "number"
  | "money"
  | "days"
  | "share"
  | "text"
  | "choice"
  | "yes_no"
  | "date"
  | "product";

/** Where the choices of a field come from: the open model, or the RFM groups, which every model has. */
export type ChoiceSource = "segments" | "rfm_groups" | "countries" | "cohorts" | "products";

/** What a rule can ask about a customer. */
export interface RuleField {
  /** In text and on the wire. */
  readonly name: string;
  readonly label: string;
  readonly group: FieldGroup;
  readonly kind: FieldKind;
  /** Of a number: `orders`. */
  readonly unit?: string;
  /** One line. */
  readonly meaning: string;
  readonly choices?: ChoiceSource;
  /** The column of the customer table that holds it; absent if it is worked out from more than one. */
  readonly column?: string;
  /** A date that lies ahead. */
  readonly isAhead?: true;
}

export const FIELD_GROUPS = ["Orders", "Spend", "Time", "Forecast", "Groups", "Products"] as const;
export type FieldGroup = (typeof FIELD_GROUPS)[number];

/** Every field, in the order in which a person looks for it. */
export const RULE_FIELDS: readonly RuleField[] = [
  ...numbers("Orders", "number", [
    ["orders", "Orders", "frequency", "Orders so far.", "orders"],
    ["orders_30d", "Orders, last 30 days", "orders_30d", "Orders in the last 30 days.", "orders"],
    ["orders_90d", "Orders, last 90 days", "orders_90d", "Orders in the last 90 days.", "orders"],
    ["orders_180d", "Orders, last 180 days", "orders_180d", "Orders in the last 180 days.", "orders"],
  ]),
  ...numbers("Spend", "money", [
    ["spend", "Spend", "monetary", "Spend so far, as paid."],
    ["kept_spend", "Spend after returns", "net_monetary", "Spend so far, less returns and refunds."],
    ["average_order", "Average order value", "avg_basket_value", "Spend divided by orders."],
    ["last_order_value", "Value of the last order", "last_order_value", "What the last order cost."],
    ["spend_30d", "Spend, last 30 days", "spend_30d", "Spend in the last 30 days, as paid."],
    ["spend_90d", "Spend, last 90 days", "spend_90d", "Spend in the last 90 days, as paid."],
    ["spend_180d", "Spend, last 180 days", "spend_180d", "Spend in the last 180 days, as paid."],
  ]),
  ...numbers("Spend", "share", [
    ["return_rate", "Share of spend returned", "return_rate", "Value of returns as a share of the spend."],
  ]),
  ...numbers("Time", "days", [
    [
      "recency",
      "Days since the last order",
      "recency_days",
      "Days since the last order; 1 on the newest day.",
    ],
    ["usual_gap", "Usual gap between orders", "usual_gap_days", "Half of the customer's gaps are shorter."],
    [
      "days_overdue",
      "Days overdue",
      "days_overdue",
      "Days late by the customer's own rhythm; 0 if not late.",
    ],
  ]),
  {
    name: "overdue",
    label: "Overdue",
    group: "Time",
    kind: "yes_no",
    meaning: "Silent for longer than the customer's own rhythm allows.",
    column: "days_overdue",
  },
  {
    name: "first_order",
    label: "First order",
    group: "Time",
    kind: "date",
    meaning: "Day of the first order.",
  },
  { name: "last_order", label: "Last order", group: "Time", kind: "date", meaning: "Day of the last order." },
  {
    name: "cohort",
    label: "Month of the first order",
    group: "Time",
    kind: "choice",
    meaning: "Month of the first order, such as 2011-03.",
    choices: "cohorts",
  },
  ...numbers("Forecast", "share", [
    [
      "churn_probability",
      "Probability of leaving",
      "churn_probability",
      "Probability that the customer leaves.",
    ],
  ]),
  ...numbers("Forecast", "money", [
    ["expected_spend", "Expected spend", "ltv_estimate", "Spend to expect over the model's horizon."],
    [
      "value_if_kept",
      "Value if kept",
      "value_if_kept",
      "Spend over that time if the customer orders at all.",
    ],
  ]),
  {
    name: "next_order",
    label: "Next order",
    group: "Forecast",
    kind: "date",
    meaning: "Day by which the next order is as likely to have come as not; unknown if over 180 days away.",
    column: "next_order_days",
    isAhead: true,
  },
  {
    name: "gain",
    label: "Expected gain of a contact",
    group: "Forecast",
    kind: "money",
    meaning: "Expected gain of contacting the customer, on your terms.",
  },
  {
    name: "pays",
    label: "A contact pays",
    group: "Forecast",
    kind: "yes_no",
    meaning: "Contacting the customer has an expected gain above 0.",
  },
  {
    name: "segment",
    label: "Segment",
    group: "Groups",
    kind: "choice",
    meaning: "The segment that the model found for the customer.",
    choices: "segments",
    column: "segment_name",
  },
  {
    name: "rfm_group",
    label: "RFM group",
    group: "Groups",
    kind: "choice",
    meaning: "One of the eleven groups by recency, frequency and spend.",
    choices: "rfm_groups",
    column: "rfm_group",
  },
  ...numbers("Groups", "number", [
    ["r_score", "Recency score", "r_score", "RFM score of recency, 1 to 5; 5 is best."],
    ["f_score", "Frequency score", "f_score", "RFM score of orders, 1 to 5; 5 is best."],
    ["m_score", "Spend score", "m_score", "RFM score of spend, 1 to 5; 5 is best."],
  ]),
  {
    name: "country",
    label: "Country",
    group: "Groups",
    kind: "choice",
    meaning: "The country of the last order that names one.",
    choices: "countries",
    column: "country",
  },
  {
    name: "first_product",
    label: "First product",
    group: "Products",
    kind: "product",
    meaning: "The product that the first order was mostly for.",
    choices: "products",
    column: "first_product",
  },
  ...numbers("Products", "number", [
    ["products", "Different products", "unique_products", "Different products bought so far.", "products"],
  ]),
];

type NumberRow = readonly [name: string, label: string, column: string, meaning: string, unit?: string];

function numbers(
  group: FieldGroup,
  kind: "number" | "money" | "days" | "share",
  rows: readonly NumberRow[],
): RuleField[] {
  return rows.map(([name, label, column, meaning, unit]) => ({
    name,
    label,
    group,
    kind,
    meaning,
    column,
    ...(unit !== undefined && { unit }),
  }));
}

/** Kinds that the table's column is of, too. */
const SAME_IN_TABLE: ReadonlySet<FieldKind> = new Set([
  "number",
  "money",
  "days",
  "share",
  "choice",
  "product",
]);

const BY_NAME = new Map(
  RULE_FIELDS.flatMap((field) => [
    // The names of the API's tables are understood, too; a field's own name comes first.
    ...(field.column === undefined || !SAME_IN_TABLE.has(field.kind) ? [] : [[field.column, field] as const]),
    [field.name, field] as const,
  ]),
);

/** The field of this name, or that holds this column of the customer table. */
export function ruleField(name: string): RuleField | null {
  return BY_NAME.get(name) ?? null;
}

const ORDERED = ["is", "is not", "<", "<=", ">", ">=", "in", "not in", "known", "unknown"] as const;
const CHOSEN = ["is", "is not", "in", "not in", "known", "unknown"] as const;

/** How fields of a kind can be compared. */
export const OPERATORS_OF: Readonly<Record<FieldKind, readonly Operator[]>> = {
  number: ORDERED,
  money: ORDERED,
  days: ORDERED,
  share: ORDERED,
  text: ["is", "is not", "contains", "in", "not in", "known", "unknown"],
  choice: CHOSEN,
  product: CHOSEN,
  yes_no: ["is", "is not", "known", "unknown"],
  date: ["is", "is not", "<", "<=", ">", ">=", "in last", "in next", "known", "unknown"],
};
