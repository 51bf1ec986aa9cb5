import { Type as t } from "@sinclair/typebox";
import { predict } from "../../answers/predict";
import { NotFoundError } from "../../api/errors";
import { CUSTOMER_NOT_FOUND } from "../../api/resources/predict/route";
import { CustomerId } from "../../api/resources/schemas";
import { percent } from "../../figures";
import { hundredths, roughMoney, tenThousandths } from "../amounts";
import { type AskedModel, withModel } from "../asked";
import { fileText } from "../file-text";
import { About, Amount, MODEL_ID, maybe, Share, SUMMARY } from "../shapes";
import { defineTool } from "../tool";

/** Figures of the customer's row, where the model has them. */
const FACTS = {
  frequency: "Orders.",
  monetary: "Spend so far.",
  recency_days: "Days since the last order.",
  avg_basket_value: "Spend per order.",
  avg_interpurchase_days: "Days between orders.",
  return_rate: "Share of the spend that was sent back.",
  days_overdue: "Days that the customer is late by their own rhythm; 0 if not late.",
  usual_gap_days: "Days that the next order is usually within.",
  ltv_low: "The low end of the expected spend for 4 in 5 such customers.",
  ltv_high: "The high end of it.",
} as const;

/** All that is known and expected of one customer. */
export const getCustomer = defineTool({
  name: "get_customer",
  title: "One customer",
  description:
    "Say what is known and expected of one customer, by the id as it stands in the shop's files: segment, risk of leaving with its reasons, expected spend with its range, lateness, what to do and the expected gain of a contact. Use find_customers with `q` to look for a name or an address.",
  input: t.Object({ customer_id: CustomerId, model_id: MODEL_ID }, { additionalProperties: false }),
  output: t.Object({
    summary: SUMMARY,
    about: About,
    customer_id: t.Union([t.String(), t.Number()]),
    name: maybe(t.String()),
    email: maybe(t.String()),
    segment: t.Integer(),
    segment_name: t.String(),
    churn_probability: Share,
    expected_spend: Amount,
    recommended_action: t.String(),
    expected_gain: maybe(
      t.Number(),
      "Of contacting the customer now. A contact is recommended only above 0.",
    ),
    reasons: t.Array(t.String(), { description: "What moves the risk most, largest first." }),
    facts: t.Record(t.String(), maybe(t.Number()), {
      description: Object.entries(FACTS)
        .map(([name, meaning]) => `${name}: ${meaning}`)
        .join(" "),
    }),
  }),
  answer: ({ customer_id: customerId, model_id }, asked) =>
    withModel(asked, model_id, async (shown) => {
      const { model, about, terms } = shown;
      const scores = await predict(model, { customerId, terms: terms() });
      const row = model.customers.rowOf(String(customerId));
      if (scores === null || row === undefined) throw new NotFoundError(`${CUSTOMER_NOT_FOUND}.`);
      const { people } = model.customers;
      const [name, email] = [people.name(row), people.email(row)];
      const { churn_probability: churn, ltv_estimate: spend, expected_gain: gain } = scores;
      const risk =
        churn === null
          ? "The risk of leaving could not be learned"
          : `${percent.format(churn)} likely to place no order within ${about.churn_horizon_days} days`;
      const worth =
        spend === null
          ? "the expected spend could not be learned"
          : `expected to spend ${roughMoney(spend, about.currency)} within ${about.spend_horizon_days} days`;
      return {
        summary: `${risk}; ${worth}. ${gain !== null && gain > 0 ? "A contact pays." : "A contact does not pay."}`,
        about,
        customer_id:
          typeof scores.customer_id === "number"
            ? scores.customer_id
            : fileText(String(scores.customer_id), 512),
        name: name && fileText(name),
        email: email && fileText(email),
        segment: scores.segment,
        segment_name: scores.segment_name,
        churn_probability: tenThousandths(churn),
        expected_spend: hundredths(spend),
        recommended_action: scores.recommended_action,
        expected_gain: hundredths(gain),
        reasons: scores.reasons.map(({ text }) => fileText(text)),
        facts: factsOf(shown, row),
      };
    }),
});

function factsOf({ model: { customers } }: AskedModel, row: number): Record<string, number | null> {
  return Object.fromEntries(
    Object.keys(FACTS)
      .filter((name) => customers.columnNames.includes(name))
      .map((name) => [name, tenThousandths(customers.numbers(name)[row])]),
  );
}
