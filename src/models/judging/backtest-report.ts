import { mean } from "../../learning/metrics/index";
import type { ChurnEvaluation } from "../churn/train-churn";
import { compareGroups, customerGroups, GROUPINGS, type Grouping } from "../segments/customer-groups";
import type { Snapshots } from "../snapshot";
import type { SpendEvaluation } from "../spend/train-spend";
import type { BacktestTest } from "./backtest";
import { churnMetrics, type QualityWord, spendMetrics } from "./evaluation";

/** Smaller groups of test rows are left out: their metrics would be noise. */
const LEAST_ROWS_OF_A_GROUP = 50;

/** A figure over the tests. */
export interface Spread {
  readonly mean: number;
  /** Standard deviation over the tests; NaN with one. */
  readonly sd: number;
}

/** The tests of one kind of model, in time order. */
export interface BacktestReport<Metrics, Group> {
  readonly horizonDays: number;
  readonly tests: readonly {
    readonly cutoff: number;
    readonly trainingCutoffs: number;
    readonly customers: number;
    readonly quality: QualityWord;
    readonly metrics: Metrics;
    /** The product and the simple rules at this test. */
    readonly contenders: Readonly<Record<string, Readonly<Record<string, number>>>>;
  }[];
  /** The product and the simple rules, each metric over the tests. */
  readonly contenders: Readonly<Record<string, Readonly<Record<string, Spread>>>>;
  /** The product on all test rows together, group by group. */
  readonly groups: readonly (Group & {
    readonly by: Grouping;
    readonly group: string;
    readonly rows: number;
  })[];
}

export interface ChurnGroup {
  readonly churn_rate: number;
  readonly expected: number;
  readonly auc: number;
  readonly log_loss: number;
  readonly ece: number;
}

export interface SpendGroup {
  readonly mean_spend: number;
  readonly expected: number;
  readonly mae: number;
  readonly spearman: number;
}

/** A test, and the group of each of its rows. */
export interface GroupedTest<Evaluation> extends BacktestTest<Evaluation> {
  readonly groups: Readonly<Record<Grouping, readonly string[]>>;
}

/** Adds the groups that customers were in at the tests. */
export function withGroups<Evaluation>(
  snapshots: Snapshots,
  tests: readonly BacktestTest<Evaluation>[],
): GroupedTest<Evaluation>[] {
  return tests.map((test) => {
    const { table } = snapshots.at(test.testCutoff);
    const names = GROUPINGS.map((by) => [by, Array.from(customerGroups(table, by))]);
    return { ...test, groups: Object.fromEntries(names) };
  });
}

/** How the churn model did over the tests. */
export function reportChurn(
  horizonDays: number,
  tests: readonly GroupedTest<ChurnEvaluation>[],
): BacktestReport<ChurnEvaluation["shipped"], ChurnGroup> {
  return {
    ...overview(horizonDays, tests, (evaluation) => ({
      shipped: evaluation.shipped,
      logistic: evaluation.logistic,
      ...(evaluation.boosted && { boosted_trees: evaluation.boosted }),
      ...evaluation.baselines,
    })),
    groups: byGroup(tests, (rows) => {
      const churned = column(rows, ({ churned }) => churned);
      const probability = column(rows, ({ probability }) => probability);
      const { auc, log_loss, ece } = churnMetrics(churned, probability, 0.5, {
        missedChurner: 1,
        falseAlarm: 1,
      });
      return { churn_rate: mean(churned), expected: mean(probability), auc, log_loss, ece };
    }),
  };
}

/** How expected spend did over the tests. */
export function reportSpend(
  horizonDays: number,
  tests: readonly GroupedTest<SpendEvaluation>[],
): BacktestReport<SpendEvaluation["shipped"], SpendGroup> {
  return {
    ...overview(horizonDays, tests, (evaluation) => ({
      shipped: { ...evaluation.shipped, interval_coverage: evaluation.intervalCoverage ?? NaN },
      ...evaluation.baselines,
    })),
    groups: byGroup(tests, (rows) => {
      const spend = column(rows, (evaluation) => evaluation.spend);
      const predicted = column(rows, (evaluation) => evaluation.predicted);
      const { mae, spearman } = spendMetrics(spend, predicted);
      return { mean_spend: mean(spend), expected: mean(predicted), mae, spearman };
    }),
  };
}

function overview<
  Evaluation extends { readonly rows: number; readonly quality: QualityWord; readonly shipped: object },
>(
  horizonDays: number,
  tests: readonly BacktestTest<Evaluation>[],
  contenders: (evaluation: Evaluation) => Readonly<Record<string, object>>,
) {
  const names = new Set(tests.flatMap(({ evaluation }) => Object.keys(contenders(evaluation))));
  return {
    horizonDays,
    tests: tests.map(({ testCutoff, trainCutoffs, evaluation }) => ({
      cutoff: testCutoff,
      trainingCutoffs: trainCutoffs.length,
      customers: evaluation.rows,
      quality: evaluation.quality,
      metrics: contenders(evaluation).shipped as Evaluation["shipped"],
      contenders: contenders(evaluation) as Readonly<Record<string, Record<string, number>>>,
    })),
    contenders: Object.fromEntries(
      Array.from(names, (name) => [
        name,
        spreads(tests.flatMap(({ evaluation }) => contenders(evaluation)[name] ?? [])),
      ]),
    ),
  };
}

/** Mean and spread of each metric. */
function spreads(metrics: readonly object[]): Record<string, Spread> {
  const rows = metrics as readonly Record<string, number>[];
  return Object.fromEntries(
    Object.keys(rows[0] ?? {}).map((name) => {
      const values = Float64Array.from(rows, (row) => row[name]!);
      const centre = mean(values);
      const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
      return [name, { mean: centre, sd: Math.sqrt(squares / (values.length - 1)) }];
    }),
  );
}

/** Test rows of one group: which rows of which test. */
type GroupRows<Evaluation> = readonly { readonly evaluation: Evaluation; readonly rows: readonly number[] }[];

function byGroup<Evaluation extends { readonly customer: Int32Array }, Group>(
  tests: readonly GroupedTest<Evaluation>[],
  judge: (rows: GroupRows<Evaluation>) => Group,
): (Group & { by: Grouping; group: string; rows: number })[] {
  return GROUPINGS.flatMap((by) => {
    const groups = new Map<string, { evaluation: Evaluation; rows: number[] }[]>();
    for (const { evaluation, groups: names } of tests) {
      const here = new Map<string, number[]>();
      names[by].forEach((name, row) => {
        const rows = here.get(name) ?? [];
        rows.push(row);
        here.set(name, rows);
      });
      for (const [name, rows] of here) groups.set(name, [...(groups.get(name) ?? []), { evaluation, rows }]);
    }
    return [...groups]
      .map(([group, parts]) => ({
        group,
        parts,
        count: parts.reduce((sum, { rows }) => sum + rows.length, 0),
      }))
      .filter(({ count }) => count >= LEAST_ROWS_OF_A_GROUP)
      .sort((a, b) => compareGroups(by, a.group, b.group))
      .map(({ group, parts, count }) => ({ by, group, rows: count, ...judge(parts) }));
  });
}

function column<Evaluation>(
  parts: GroupRows<Evaluation>,
  of: (evaluation: Evaluation) => Float64Array,
): Float64Array {
  return Float64Array.from(parts.flatMap(({ evaluation, rows }) => rows.map((row) => of(evaluation)[row]!)));
}
