import { Type as t } from "@sinclair/typebox";
import { modelJson } from "../../answers/model-files";
import { percent } from "../../figures";
import { shareWords, totalWords } from "../../models/report/level-words";
import { isoDay } from "../../time";
import { hundredths, tenThousandths } from "../amounts";
import { type AskedModel, withModel } from "../asked";
import { About, Amount, Count, MODEL_ID, maybe, Share, SUMMARY } from "../shapes";
import { defineTool } from "../tool";

/** How far the forecasts may be trusted. */
export const modelQuality = defineTool({
  name: "model_quality",
  title: "Quality of the model",
  description:
    "Say how well the model did on days that it had not seen, compared with simple rules, how its earlier promises turned out, and how far customers have changed. Use it before you advise a decision, or when the user asks whether the figures can be trusted. The qualities are Poor, Fair, Good and Excellent; null means not tested.",
  input: t.Object({ model_id: MODEL_ID }, { additionalProperties: false }),
  output: t.Object({
    summary: SUMMARY,
    about: About,
    how_tested: t.String(),
    who_leaves: t.Object({
      quality: maybe(t.String()),
      auc: maybe(t.Number(), "How often a leaver was ranked above a stayer; 0.5 is a coin toss."),
      auc_of_recency_alone: maybe(t.Number()),
      calibration_error: Share,
      support: maybe(t.String()),
    }),
    spend: t.Object({
      quality: maybe(t.String()),
      mean_error_per_customer: Amount,
      expected_over_actual: maybe(t.Number()),
      support: maybe(t.String()),
    }),
    contacts_in_the_test: maybe(
      t.Object({
        contacted: Count,
        expected_gain: Amount,
        realised_gain: Amount,
        gain_of_contacting_everyone: Amount,
      }),
      "What contacting by the model would have brought on the test's days.",
    ),
    earlier_promises: t.Array(
      t.Object({
        as_of: t.String(),
        expected_to_leave: Share,
        left: Share,
        expected_spend: Amount,
        spent: Amount,
      }),
    ),
    drift: maybe(
      t.Object({ since: t.String(), moved: t.Array(t.String()), text: t.String() }),
      "How customers have changed since the model before; null if there was none to compare with.",
    ),
  }),
  answer: ({ model_id }, asked) =>
    withModel(asked, model_id, async ({ row, card, about }) => {
      const [churn, spend] = [card.churn.heads.all, card.lifetime_value.heads.all];
      const [drift, realised] = await Promise.all([
        modelJson(asked.parts, row, "drift.json"),
        modelJson(asked.parts, row, "realised.json"),
      ]);
      const promises = (realised?.models ?? []).flatMap((one) => ("unreadable" in one ? [] : [one]));
      return {
        summary: `Who leaves: ${wordOf(churn.evaluation)}. Spend: ${wordOf(spend.evaluation)}. Judged on days that the model had not seen.`,
        about,
        how_tested: card.churn.protocol.reason,
        who_leaves: {
          quality: churn.evaluation?.quality ?? null,
          auc: tenThousandths(churn.evaluation?.shipped.auc),
          auc_of_recency_alone: tenThousandths(churn.evaluation?.baselines.recency_alone?.auc),
          calibration_error: tenThousandths(churn.evaluation?.shipped.ece),
          support: shareWords(
            churn.evaluation?.levels ?? [],
            churn.level_forecast?.last_year,
            percent.format,
          ),
        },
        spend: {
          quality: spend.evaluation?.quality ?? null,
          mean_error_per_customer: hundredths(spend.evaluation?.shipped.mae),
          expected_over_actual: tenThousandths(spend.evaluation?.shipped.total_ratio),
          support: totalWords(
            spend.evaluation?.levels ?? [],
            spend.level_forecast?.last_year,
            percent.format,
          ),
        },
        contacts_in_the_test: contactsShape(card),
        earlier_promises: promises
          .filter(({ churn, spend }) => churn.status === "scored" || spend.status === "scored")
          .map(({ as_of, churn, spend }) => ({
            as_of: isoDay(Date.parse(as_of)),
            expected_to_leave: churn.status === "scored" ? tenThousandths(churn.expected_rate) : null,
            left: churn.status === "scored" ? tenThousandths(churn.actual_rate) : null,
            expected_spend: spend.status === "scored" ? hundredths(spend.expected_total) : null,
            spent: spend.status === "scored" ? hundredths(spend.actual_total) : null,
          })),
        drift: drift && {
          since: isoDay(Date.parse(drift.trained_as_of)),
          moved: [...drift.alerts],
          text: drift.text,
        },
      };
    }),
});

function wordOf(evaluation: { readonly quality: string } | null): string {
  return evaluation?.quality.toLowerCase() ?? "not tested, as the file is too short";
}

function contactsShape({ action_value: { evaluation } }: AskedModel["card"]) {
  return (
    evaluation && {
      contacted: evaluation.contacted,
      expected_gain: hundredths(evaluation.expected_profit),
      realised_gain: hundredths(evaluation.realised_profit),
      gain_of_contacting_everyone: hundredths(evaluation.everybody_profit),
    }
  );
}
