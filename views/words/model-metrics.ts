/** How to read a figure of a model's test. */
export interface MetricMeaning {
  /** Its key in the flat metrics of `model.json`. */
  readonly key: string;
  readonly label: string;
  readonly kind: "share" | "decimal" | "money" | "ratio";
  /** Which way is better; `one`: the nearer to 1; null: neither. */
  readonly better: "higher" | "lower" | "one" | null;
  readonly meaning: string;
}

const metric = (
  key: string,
  label: string,
  kind: MetricMeaning["kind"],
  better: MetricMeaning["better"],
  meaning: string,
): MetricMeaning => ({ key, label, kind, better, meaning });

/** The figures that models are compared by. */
export const METRICS: readonly MetricMeaning[] = [
  metric(
    "churn_auc",
    "Churn AUC",
    "decimal",
    "higher",
    "How often a leaver is ranked above a stayer; 0.5 is chance",
  ),
  metric(
    "churn_pr_auc",
    "Churn average precision",
    "decimal",
    "higher",
    "Area under the precision-recall curve",
  ),
  metric("churn_log_loss", "Churn log loss", "decimal", "lower", "Surprise at what happened, in nats"),
  metric("churn_brier", "Churn Brier score", "decimal", "lower", "Mean squared error of the probabilities"),
  metric(
    "churn_ece",
    "Churn calibration error",
    "decimal",
    "lower",
    "Mean distance between predicted and observed rates",
  ),
  metric(
    "churn_lift_10",
    "Lift in the top 10%",
    "ratio",
    "higher",
    "Leavers among the top tenth against the average",
  ),
  metric(
    "churn_acc",
    "Churn accuracy",
    "share",
    "higher",
    "Share classified correctly at a threshold of one half",
  ),
  metric("churn_f1", "Churn F1", "decimal", "higher", "Harmonic mean of precision and recall at one half"),
  metric(
    "business_cost",
    "Cost of mistakes",
    "money",
    "lower",
    "At the chosen threshold, over the test customers",
  ),
  metric("churn_threshold", "Threshold", "share", null, "Act on customers at or above it"),
  metric("churn_rate", "Share who left", "share", null, "Of the test customers"),
  metric("ltv_mae", "Spend, mean absolute error", "money", "lower", "How far off a customer's figure is"),
  metric(
    "ltv_rmse",
    "Spend, root mean squared error",
    "money",
    "lower",
    "The same, but large errors weigh more",
  ),
  metric("ltv_total_ratio", "Spend, expected over actual", "ratio", "one", "Of the total; 1 is right"),
  metric("ltv_spearman", "Spend, rank correlation", "decimal", "higher", "1 is the right order of customers"),
  metric(
    "ltv_normalised_gini",
    "Spend, normalised Gini",
    "decimal",
    "higher",
    "How well big spenders are found",
  ),
  metric("ltv_decile_mape", "Spend, error by tenth", "share", "lower", "Mean relative error of ten groups"),
  metric(
    "segmentation_silhouette",
    "Segments, silhouette",
    "decimal",
    "higher",
    "How clearly the segments are separated",
  ),
];

/** The metrics of a table of runs where none are chosen. */
export const USUAL_METRICS: readonly string[] = [
  "churn_auc",
  "churn_log_loss",
  "business_cost",
  "ltv_mae",
  "ltv_spearman",
  "segmentation_silhouette",
];

export interface ComparedMetric {
  readonly metric: MetricMeaning;
  readonly first: number | null;
  readonly second: number | null;
  /** Second − first; null where one is missing. */
  readonly change: number | null;
  /** Whether the second is better; null where that is not known, or they are the same. */
  readonly isBetter: boolean | null;
}

type FlatMetrics = Readonly<Record<string, number>>;

/** Every figure that either model has, side by side. */
export function compareMetrics(first: FlatMetrics, second: FlatMetrics): ComparedMetric[] {
  return METRICS.filter(({ key }) => key in first || key in second).map((metric) => {
    const a = first[metric.key] ?? null;
    const b = second[metric.key] ?? null;
    if (a === null || b === null) return { metric, first: a, second: b, change: null, isBetter: null };
    return { metric, first: a, second: b, change: b - a, isBetter: isBetter(metric, a, b) };
  });
}

function isBetter({ better }: MetricMeaning, a: number, b: number): boolean | null {
  if (better === null || a === b) return null;
  if (better === "higher") return b > a;
  if (better === "lower") return b < a;
  const [offA, offB] = [Math.abs(Math.log(a)), Math.abs(Math.log(b))];
  return Number.isNaN(offA) || Number.isNaN(offB) || offA === offB ? null : offB < offA;
}

/** The known metrics of these keys, in the order of `METRICS`; the usual ones where none is known. */
export function chosenMetrics(keys: readonly string[]): MetricMeaning[] {
  const chosen = METRICS.filter(({ key }) => keys.includes(key));
  return chosen.length > 0 ? chosen : METRICS.filter(({ key }) => USUAL_METRICS.includes(key));
}
