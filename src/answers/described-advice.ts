import { knownOrNull } from "../figures";
import { type ContactTerms, contactProfit, rhythmCeiling, valueIfKept } from "../models/contact/action-value";
import { recommendAction } from "../models/contact/actions";
import type { ModelCard } from "../models/model-card";
import type { GivenFeatures } from "../models/spend/base-rates";
import { guideOf } from "./advice";
import type { Judgement, Prediction } from "./prediction";

/**
 * What to do about someone who is only described. Their probability of leaving stands in for that of no order within the
 * spend horizon, and nothing is known of returns.
 */
export function describedAdvice(
  card: ModelCard,
  { frequency, monetary, recency_days: recency, purchase_span_days: span = 0 }: GivenFeatures,
  { segment, churn_probability, ltv_estimate }: Judgement,
  terms: ContactTerms,
): Pick<Prediction, "recommended_action" | "expected_gain"> {
  const { rule, segments } = guideOf(card);
  const days = card.lifetime_value.horizon_days;
  const [churn, spend] = [churn_probability ?? Number.NaN, ltv_estimate ?? Number.NaN];
  const ordersPerDay = frequency / Math.max(recency + span, days);
  const kept = valueIfKept(
    spend,
    churn,
    rhythmCeiling(monetary / Math.max(1, frequency), ordersPerDay, days),
  );
  const gain = contactProfit(churn, kept, terms);
  return {
    recommended_action: recommendAction(rule, segments.get(segment)!.action, {
      churn,
      spend,
      returned: 0,
      gain,
    }),
    expected_gain: knownOrNull(gain),
  };
}
