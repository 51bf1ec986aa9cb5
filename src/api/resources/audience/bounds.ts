import { t } from "elysia";
import { MOVE_KEY } from "../../../models/contact/moves";
import { RFM_GROUPS } from "../../../models/segments/rfm-groups";

export const probability = (description: string) =>
  t.Optional(t.Number({ minimum: 0, maximum: 1, description }));
export const money = (description: string) => t.Optional(t.Number({ minimum: 0, description }));

/** The bounds of `AudienceFilter`, as a query gives them. */
export const AUDIENCE_BOUNDS = {
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
};
