import { Type as t } from "@sinclair/typebox";
import { figuresOf } from "../../answers/shop-figures";
import { expectedTotal } from "../../answers/spend-range";
import { counted, number, percent, rough } from "../../figures";
import { sharesHeld, totalsHeld } from "../../models/level/level-test";
import type { LevelTestCard } from "../../models/model-card";
import { shareWords, totalWords } from "../../models/report/level-words";
import { isoDay } from "../../time";
import { hundredths, likely, roughMoney, tenThousandths } from "../amounts";
import { withModel } from "../asked";
import { About, Amount, Count, MODEL_ID, maybe, Ranged, Share, SUMMARY } from "../shapes";
import { defineTool } from "../tool";

const Tests = t.Array(t.Object({ as_of: t.String(), expected: Amount, came: Amount }), {
  description: "What was expected at earlier days, and what came: shares of leavers, or spend per customer.",
});

/** What all customers together should do. */
export const forecast = defineTool({
  name: "forecast",
  title: "Forecast",
  description:
    "Say what all customers together should spend and how many should order or leave, with ranges that hold in four of five cases, how many customers are healthy, at risk and lost, and how close such forecasts came at earlier days. Where `is_a_number_to_plan_with` is false, give the range and say so.",
  input: t.Object({ model_id: MODEL_ID }, { additionalProperties: false }),
  output: t.Object({
    summary: SUMMARY,
    about: About,
    spend: t.Object({
      within_days: Count,
      expected: Amount,
      range: maybe(Ranged, "Null where earlier tests do not tell how far it may be off."),
      last_90_days: Amount,
      ninety_days_before: Amount,
      is_a_number_to_plan_with: t.Boolean(),
      support: maybe(t.String(), "How close earlier forecasts came; null if the file is too short to test."),
      tests: Tests,
    }),
    customers: t.Object({
      within_days: Count,
      expected_to_order: maybe(Ranged),
      expected_to_leave: maybe(Ranged),
      healthy: Count,
      at_risk: Count,
      lost: Count,
      is_a_number_to_plan_with: t.Boolean(),
      support: maybe(t.String()),
      tests: Tests,
    }),
    quality: t.Object({ who_leaves: maybe(t.String()), spend: maybe(t.String()) }),
    leaving_share: Share,
  }),
  answer: ({ model_id }, asked) =>
    withModel(asked, model_id, ({ model, card, about }) => {
      const figures = figuresOf(model);
      const [churn, spend] = [card.churn.heads.all, card.lifetime_value.heads.all];
      const total = expectedTotal(card, figures.expectedSpend);
      const leaving = rangedLeavers(figures);
      const levels = { churn: churn.evaluation?.levels ?? [], spend: spend.evaluation?.levels ?? [] };
      const ordering = leaving && {
        expected: figures.customers - leaving.expected,
        low: figures.customers - leaving.high,
        high: figures.customers - leaving.low,
      };
      const { currency } = about;
      const sentences = [
        Number.isFinite(figures.expectedSpend)
          ? `Customers should spend ${roughMoney(figures.expectedSpend, currency)}${total ? `, ${likely(total, currency)}` : ""}, within ${counted(about.spend_horizon_days, "day")}.`
          : "The expected spend could not be learned from this file.",
        Number.isFinite(figures.expectedLeavers)
          ? `About ${number.format(rough(figures.expectedLeavers))} of ${counted(figures.customers, "customer")} should place no order within ${counted(about.churn_horizon_days, "day")}.`
          : "Who leaves could not be learned from this file.",
      ];
      return {
        summary: sentences.join(" "),
        about,
        spend: {
          within_days: about.spend_horizon_days,
          expected: hundredths(figures.expectedSpend),
          range: total && ranged(total),
          last_90_days: hundredths(figures.revenue90),
          ninety_days_before: hundredths(figures.revenue90Before),
          is_a_number_to_plan_with: totalsHeld(levels.spend),
          support: totalWords(levels.spend, spend.level_forecast?.last_year, percent.format),
          tests: testsShape(levels.spend),
        },
        customers: {
          within_days: about.churn_horizon_days,
          expected_to_order: ordering && ranged(ordering),
          expected_to_leave: leaving && ranged(leaving),
          healthy: figures.healthy,
          at_risk: figures.atRisk,
          lost: figures.lost,
          is_a_number_to_plan_with: sharesHeld(levels.churn),
          support: shareWords(levels.churn, churn.level_forecast?.last_year, percent.format),
          tests: testsShape(levels.churn),
        },
        quality: {
          who_leaves: churn.evaluation?.quality ?? null,
          spend: spend.evaluation?.quality ?? null,
        },
        leaving_share: tenThousandths(figures.expectedLeavers / figures.customers),
      };
    }),
});

function rangedLeavers({ expectedLeavers, leaversRange }: ReturnType<typeof figuresOf>) {
  if (!leaversRange || !Number.isFinite(expectedLeavers)) return null;
  const [low, high] = leaversRange as [number, number];
  return { expected: expectedLeavers, low, high };
}

function ranged({ expected, low, high }: { expected: number; low: number; high: number }) {
  return { expected: hundredths(expected)!, low: hundredths(low)!, high: hundredths(high)! };
}

function testsShape(tests: readonly LevelTestCard[]) {
  return tests.map(({ cutoff, expected, came }) => ({
    as_of: isoDay(Date.parse(cutoff)),
    expected: tenThousandths(expected),
    came: tenThousandths(came),
  }));
}
