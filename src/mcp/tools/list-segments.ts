import { Type as t } from "@sinclair/typebox";
import { segmentFiguresOf } from "../../answers/segment-figures";
import { counted } from "../../figures";
import { hundredths, tenThousandths } from "../amounts";
import { withModel } from "../asked";
import { fileText } from "../file-text";
import { About, Amount, Count, GainShape, gainShape, MODEL_ID, Share, SUMMARY } from "../shapes";
import { defineTool } from "../tool";

const MOST_SAVED = 100;

/** The groups of customers that the model found. */
export const listSegments = defineTool({
  name: "list_segments",
  title: "Segments",
  description:
    "List the groups of customers who buy alike, those who have kept the most goods per head first: size, shares of revenue, recency, frequency, spend, risk of leaving, what to do, and the gain of contacting those in it whom a contact pays for. Use `segment` with find_customers or preview_audience. Also the segments that the shop has saved as rules.",
  input: t.Object({ model_id: MODEL_ID }, { additionalProperties: false }),
  output: t.Object({
    summary: SUMMARY,
    about: About,
    segments: t.Array(
      t.Object({
        segment: t.Integer(),
        name: t.String(),
        description: t.String(),
        customers: Count,
        customer_share: Share,
        revenue_share: Share,
        revenue: Amount,
        expected_spend: Amount,
        likely_to_leave: Count,
        avg_recency_days: t.Number(),
        avg_orders: t.Number(),
        avg_spend: Amount,
        churn_rate: Share,
        avg_expected_spend: Amount,
        recommended_action: t.String(),
        why: t.String(),
        gain_of_contacts: GainShape,
      }),
    ),
    saved_segments: t.Array(t.Object({ saved: t.String(), name: t.String(), rule: t.String() }), {
      description:
        "Segments that the shop has saved as rules; give `saved` to find_customers or preview_audience.",
    }),
  }),
  answer: ({ model_id }, asked) =>
    withModel(asked, model_id, (shown) => {
      const { card, about, model } = shown;
      const figures = segmentFiguresOf(model);
      const advice = shown.advice();
      // As GET /segments sorts them; models from earlier versions only know the spend as paid.
      const kept = (one: (typeof card.segmentation.summary)[number]) =>
        one.avg_net_monetary ?? one.avg_monetary;
      const segments = card.segmentation.summary
        .toSorted((a, b) => kept(b) - kept(a))
        .map((one) => {
          const own = figures.get(one.segment);
          return {
            segment: one.segment,
            name: one.name,
            description: one.description,
            customers: one.customers,
            customer_share: tenThousandths(one.customer_share),
            revenue_share: tenThousandths(one.revenue_share),
            revenue: hundredths(own?.revenue ?? 0),
            expected_spend: hundredths(own?.expectedSpend ?? 0),
            likely_to_leave: own?.leaving ?? 0,
            avg_recency_days: hundredths(one.avg_recency) ?? 0,
            avg_orders: hundredths(one.avg_frequency) ?? 0,
            avg_spend: hundredths(one.avg_monetary),
            churn_rate: tenThousandths(one.churn_rate),
            avg_expected_spend: hundredths(one.avg_future_spend),
            recommended_action: one.recommended_action,
            why: one.why,
            gain_of_contacts: gainShape(advice.inSegment(one.segment)),
          };
        });
      const summary = `${counted(segments.length, "segment")} of ${counted(about.customers, "customer")}, as of ${about.as_of}.`;
      const saved_segments = asked.parts.store.savedSegments
        .list(asked.tenant)
        .slice(0, MOST_SAVED)
        .map(({ id, name, rule }) => ({ saved: id, name: fileText(name), rule }));
      return { summary, about, segments, saved_segments };
    }),
});
