import type { TrainedModels } from "../models/card";
import type { ChurnMetrics, SpendMetrics } from "../models/judging/evaluation";

const CHURN_COLUMNS = [
  "auc",
  "pr_auc",
  "log_loss",
  "brier",
  "ece",
  "lift_10",
  "accuracy",
  "f1",
  "business_cost",
] as const;
const SPEND_COLUMNS = ["mae", "rmse", "total_ratio", "spearman", "normalised_gini", "decile_mape"] as const;

/** The out-of-time evaluation as two Markdown tables: shipped models, contenders and baselines. */
export function evaluationTable({ churn, churnProtocol, spend, spendProtocol }: TrainedModels): string {
  const lines = [`Churn, ${churnProtocol.horizonDays} days. ${churnProtocol.reason}`, ""];
  const leaving = churn.all.evaluation;
  if (leaving) {
    const rows: [string, ChurnMetrics | null | undefined][] = [
      ["shipped (all features)", leaving.shipped],
      ["logistic", leaving.logistic],
      ["boosted trees", leaving.boosted],
      ["shipped (base features)", churn.base.evaluation?.shipped],
      ["recency alone", leaving.baselines.recency_alone],
      ["everybody alike", leaving.baselines.everybody_alike],
    ];
    lines.push(...table(CHURN_COLUMNS, rows), "", `${leaving.rows} customers, quality: ${leaving.quality}`);
  }
  lines.push("", `Expected spend, ${spendProtocol.horizonDays} days. ${spendProtocol.reason}`, "");
  const value = spend.all.evaluation;
  if (value) {
    const rows: [string, SpendMetrics | null | undefined][] = [
      [`shipped (${value.kind})`, value.shipped],
      [`shipped (base features, ${spend.base.model.kind})`, spend.base.evaluation?.shipped],
      ...Object.entries(value.baselines).map(([name, metrics]): [string, SpendMetrics] => [
        name.replaceAll("_", " "),
        metrics,
      ]),
    ];
    lines.push(...table(SPEND_COLUMNS, rows), "", `${value.rows} customers, quality: ${value.quality}`);
  }
  return lines.join("\n");
}

function table<Name extends string>(
  columns: readonly Name[],
  rows: readonly [string, Record<Name, number> | null | undefined][],
): string[] {
  return [
    `| model | ${columns.join(" | ")} |`,
    `|---|${columns.map(() => "---:|").join("")}`,
    ...rows.flatMap(([name, metrics]) =>
      metrics ? [`| ${name} | ${columns.map((column) => shown(metrics[column])).join(" | ")} |`] : [],
    ),
  ];
}

function shown(value: number): string {
  if (Number.isNaN(value)) return "";
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(4);
}
