import { customersUntil } from "../../customers/base-features";
import { newestOrder, oldestOrder } from "../../customers/labels";
import type { Random } from "../../learning/random";
import { ChurnTests } from "../churn/churn-tests";
import { type ChurnEvaluation, judgeChurn } from "../churn/train-churn";
import type { Head } from "../heads";
import type { TrainingSettings } from "../settings";
import type { CustomerTables } from "../snapshot";
import { SpendTests } from "../spend/spend-tests";
import { judgeSpend, type SpendEvaluation } from "../spend/train-spend";
import { foldsUntil, LEAST_CUSTOMERS, rollingTests } from "./protocol";
import { testFolds } from "./splits";

/**
 * One test of a rolling backtest: trained on windows that end at or before `testCutoff`, judged on the window after it.
 */
export interface BacktestTest<Evaluation> {
  readonly testCutoff: number;
  readonly trainCutoffs: readonly number[];
  readonly evaluation: Evaluation;
}

/** Called before each test with the number of `tests` done. */
export type TestListener = (done: number, tests: number) => void;

/**
 * Judges the churn model at up to `tests` cutoffs, a month apart, in time order. At each, everything is chosen and
 * fitted again from what was known then. Empty if no window of the horizon leaves an earlier training cutoff with
 * enough customers.
 */
export function backtestChurn(
  snapshots: CustomerTables,
  horizonDays: number,
  tests: number,
  head: Head,
  settings: TrainingSettings,
  random: Random,
  onTest?: TestListener,
): BacktestTest<ChurnEvaluation>[] {
  const trials = new ChurnTests(snapshots, head, horizonDays, random, settings.effort);
  return rolling(snapshots, horizonDays, tests, head, settings).map((folds, done, all) => {
    onTest?.(done, all.length);
    const evaluation = judgeChurn(
      trials,
      folds.map((fold) => trials.at(fold)),
      settings,
    );
    return { ...folds.at(-1)!, evaluation };
  });
}

/** The same for expected spend. */
export function backtestSpend(
  snapshots: CustomerTables,
  horizonDays: number,
  tests: number,
  head: Head,
  settings: TrainingSettings,
  random: Random,
  onTest?: TestListener,
): BacktestTest<SpendEvaluation>[] {
  const trials = new SpendTests(snapshots, head, horizonDays, random, settings.effort);
  return rolling(snapshots, horizonDays, tests, head, settings).map((folds, done, all) => {
    onTest?.(done, all.length);
    const evaluation = judgeSpend(
      trials,
      folds.map((fold) => trials.at(fold)),
    );
    return { ...folds.at(-1)!, evaluation };
  });
}

/** For each test its own fold and those before it, as many as a training with these settings has. */
function rolling(
  { purchases }: CustomerTables,
  horizonDays: number,
  tests: number,
  head: Head,
  { effort }: TrainingSettings,
) {
  const first = oldestOrder(purchases);
  return rollingTests(first, newestOrder(purchases), horizonDays, tests)
    .map((cutoff) => testFolds(foldsUntil(first, cutoff, horizonDays, effort), head))
    .filter((folds) => customersUntil(purchases, folds.at(-1)!.trainCutoffs[0]!).length >= LEAST_CUSTOMERS);
}
