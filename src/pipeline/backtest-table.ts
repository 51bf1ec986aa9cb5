import type { BacktestReport } from "../models/judging/backtest-report";
import { GROUPINGS, type Grouping } from "../models/segments/customer-groups";
import { isoDay } from "../time";
import type { Backtest } from "./backtest";

const CHURN_COLUMNS = ["auc", "log_loss", "brier", "ece", "lift_10", "business_cost"];
const CHURN_GROUP_COLUMNS = ["churn_rate", "expected", "auc", "log_loss", "ece"];
const SPEND_COLUMNS = [
  "mae",
  "total_ratio",
  "spearman",
  "normalised_gini",
  "decile_mape",
  "interval_coverage",
];
const SPEND_GROUP_COLUMNS = ["mean_spend", "expected", "mae", "spearman"];

const GROUPING_NAMES: Readonly<Record<Grouping, string>> = {
  rfm_group: "RFM group",
  tenure: "tenure at the test",
  value_decile: "decile of spend so far, 10 the highest",
};

/** A rolling backtest as Markdown: means and spreads over the tests, then each test, then each group. */
export function backtestTable({ churn, spend }: Backtest): string {
  return [
    ...section("Churn", churn, CHURN_COLUMNS, CHURN_GROUP_COLUMNS),
    "",
    ...section("Expected spend", spend, SPEND_COLUMNS, SPEND_GROUP_COLUMNS),
  ].join("\n");
}

function section<Metrics extends object, Group extends object>(
  title: string,
  { horizonDays, tests, contenders, groups }: BacktestReport<Metrics, Group>,
  columns: readonly string[],
  groupColumns: readonly string[],
): string[] {
  if (tests.length === 0)
    return [`${title}: too few days of orders, or too few customers, for a test on later days.`];
  const spreadOf = (name: string, column: string) => {
    const spread = contenders[name]?.[column];
    if (!spread || !Number.isFinite(spread.mean)) return "";
    return shown(spread.mean) + (tests.length > 1 ? ` ± ${shown(spread.sd)}` : "");
  };
  const grouped = groups as readonly ({ by: Grouping; group: string; rows: number } & Record<
    string,
    unknown
  >)[];
  return [
    `${title}, ${horizonDays} days: ${tests.length} tests, mean ± standard deviation over them`,
    "",
    ...table(
      ["model", ...columns],
      Object.keys(contenders).map((name) => [
        name.replaceAll("_", " "),
        ...columns.map((column) => spreadOf(name, column)),
      ]),
    ),
    "",
    ...table(
      ["test cutoff", "training cutoffs", "customers", ...columns],
      tests.map(({ cutoff, trainingCutoffs, customers, metrics }) => [
        isoDay(cutoff),
        String(trainingCutoffs),
        String(customers),
        ...columns.map((column) => shown((metrics as Record<string, number>)[column] ?? NaN)),
      ]),
    ),
    ...GROUPINGS.flatMap((by) => [
      "",
      ...table(
        [GROUPING_NAMES[by], "rows", ...groupColumns],
        grouped
          .filter((row) => row.by === by)
          .map((row) => [
            row.group,
            String(row.rows),
            ...groupColumns.map((column) => shown(row[column] as number)),
          ]),
      ),
    ]),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(line)];
}

function shown(value: number): string {
  if (!Number.isFinite(value)) return "";
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(3);
}
