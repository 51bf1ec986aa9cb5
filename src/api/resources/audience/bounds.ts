import { FormatRegistry } from "@sinclair/typebox";
import { t } from "elysia";
import { MOST_LETTERS } from "../../../answers/rules/rule";
import { MOVE_KEY } from "../../../models/contact/moves";
import { RFM_GROUPS } from "../../../models/segments/rfm-groups";
import { dayStart } from "../../../time";

FormatRegistry.Set("date", (text) => dayStart(text) !== null);

export const probability = (description: string) =>
  t.Optional(t.Number({ minimum: 0, maximum: 1, description }));
const score = (description: string) => t.Optional(t.Integer({ minimum: 1, maximum: 5, description }));
const text = (description: string) => t.Optional(t.String({ minLength: 1, maxLength: 512, description }));
const month = (description: string) =>
  t.Optional(
    t.String({
      pattern: "^\\d{4}-(0[1-9]|1[0-2])$",
      error: "a month such as 2026-03",
      description: `${description}, such as \`2026-03\`.`,
    }),
  );
const day = (description: string) =>
  t.Optional(
    t.String({
      format: "date",
      error: "a day such as 2026-03-01",
      description: `${description}, such as \`2026-03-01\`.`,
    }),
  );
export const money = (description: string) => t.Optional(t.Number({ minimum: 0, description }));

/** The bounds of `CustomerFilter`, as a query gives them. */
export const AUDIENCE_BOUNDS = {
  q: text("A part of the id, the name or the e-mail address, in any case."),
  segment: t.Optional(t.Integer({ minimum: 0, description: "The id of a segment." })),
  min_churn: probability("The lowest churn probability, 0 to 1."),
  max_churn: probability("The highest churn probability, 0 to 1."),
  min_ltv: money("The lowest expected spend, in the file's currency."),
  max_ltv: money("The highest expected spend, in the file's currency."),
  rfm_group: t.Optional(
    t.Union(
      RFM_GROUPS.map(({ name }) => t.Literal(name)),
      { description: "One of the eleven RFM groups." },
    ),
  ),
  overdue: t.Optional(
    t.Boolean({
      description:
        "true: only customers who have been silent for longer than usual for them; false: the others.",
    }),
  ),
  pays: t.Optional(
    t.Boolean({
      description:
        "true: only customers with an expected gain of a contact above 0, highest gain first; false: the others.",
    }),
  ),
  move: t.Optional(
    t.String({
      pattern: MOVE_KEY,
      description:
        "One of the moves that the overview proposes: only its customers, highest gain first. Each customer whom a contact pays for is in exactly one.",
    }),
  ),
  max_recency: t.Optional(
    t.Number({ minimum: 0, description: "The last order is at most so many days old." }),
  ),
  r_score: score("The RFM score of recency, 5 being best."),
  fm_score: score("Half the sum of the RFM scores of frequency and spend, rounded down."),
  first_product: text("The id of the product that the first order was mostly for."),
  country: text("The country, as in the file."),
  cohort: month("Customers whose first order was in this month"),
  active_month: month("Customers with an order in this month"),
  first_from: day("Customers whose first order was on this day or later"),
  first_to: day("Customers whose first order was on this day or earlier"),
  ordered_from: day("Customers with an order on this day or later"),
  ordered_to: day("Customers with an order on this day or earlier; with `ordered_from`, between the two"),
  rule: t.Optional(
    t.String({
      minLength: 1,
      maxLength: MOST_LETTERS,
      description:
        'A segment by rules, such as `orders >= 3 and not bought "85123A" in the last 90 days`. `docs/segments.md` has the grammar.',
    }),
  ),
  saved: t.Optional(
    t.String({
      minLength: 1,
      maxLength: 128,
      description: "The id of a saved segment: whoever fits its rule in the model.",
    }),
  ),
};
