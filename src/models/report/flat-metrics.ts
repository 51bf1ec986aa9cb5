import type { TrainedChurn } from "../churn/train-churn";
import type { TrainedSpend } from "../spend/train-spend";

/**
 * The newest run's metrics as one flat map of finite numbers, under the names that clients of this kind of API read:
 *
 * - `baseline_acc`, `baseline_f1`: everyone gets the training share of leavers, called at one half
 * - `logreg_*`, `boosted_*`: the contenders; `_acc` and `_f1` at one half, `_best_threshold` the cheapest in
 * the earlier tests, `_val_acc` accuracy in those
 * - `xgb_*`: the same numbers as `boosted_*`, for clients that read those names
 * - `churn_*`: the shipped blend; `ltv_*`: the shipped expected spend; `business_cost`: the shipped model's total cost
 * on the test rows at its threshold
 *
 * A metric that is not defined on this data is left out.
 */
export function flatMetrics(
  churn: TrainedChurn,
  spend: TrainedSpend,
  silhouette: number,
): Record<string, number> {
  const metrics: Record<string, number> = {};
  const put = (name: string, value: number | null | undefined) => {
    if (value !== null && value !== undefined && Number.isFinite(value)) metrics[name] = value;
  };
  const judged = churn.evaluation;
  if (judged) {
    put("baseline_acc", judged.baselines.everybody_alike.accuracy);
    put("baseline_f1", judged.baselines.everybody_alike.f1);
    for (const [prefix, contender, selection] of [
      ["logreg", judged.logistic, judged.selection.logistic],
      ["boosted", judged.boosted, judged.selection.boosted],
      ["xgb", judged.boosted, judged.selection.boosted],
    ] as const) {
      put(`${prefix}_f1`, contender?.f1);
      put(`${prefix}_auc`, contender?.auc);
      put(`${prefix}_acc`, contender?.accuracy);
      put(`${prefix}_best_threshold`, contender?.threshold);
      put(`${prefix}_val_acc`, selection);
    }
    const { auc, pr_auc, log_loss, brier, ece, lift_10, accuracy, f1, threshold, business_cost } =
      judged.shipped;
    for (const [name, value] of Object.entries({
      auc,
      pr_auc,
      log_loss,
      brier,
      ece,
      lift_10,
      acc: accuracy,
      f1,
      threshold,
    })) {
      put(`churn_${name}`, value);
    }
    put("churn_rate", judged.churnRate);
    put("business_cost", business_cost);
  }
  for (const [name, value] of Object.entries(spend.evaluation?.shipped ?? {})) put(`ltv_${name}`, value);
  put("segmentation_silhouette", silhouette);
  return metrics;
}
