import { customersUntil } from "../../customers/base-features";
import { newestOrder, oldestOrder } from "../../customers/labels";
import type { Random } from "../../learning/random";
import { type ChurnEvaluation, judgeChurn } from "../churn/train-churn";
import { HEAD_FEATURES, type Head } from "../heads";
import type { TrainingSettings } from "../settings";
import type { Snapshots } from "../snapshot";
import { judgeSpend, type SpendEvaluation } from "../spend/train-spend";
import { foldsUntil, LEAST_CUSTOMERS, rollingTests } from "./protocol";
import { foldSplits } from "./splits";

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
  snapshots: Snapshots,
  horizonDays: number,
  tests: number,
  head: Head,
  settings: TrainingSettings,
  random: Random,
  onTest?: TestListener,
): BacktestTest<ChurnEvaluation>[] {
  return rolling(snapshots, horizonDays, tests).map((folds, done, all) => {
    onTest?.(done, all.length);
    const { testCutoff, trainCutoffs } = folds.at(-1)!;
    const { test } = foldSplits(snapshots, folds.slice(-1), horizonDays, head);
    const { evaluation } = judgeChurn(
      test,
      HEAD_FEATURES[head],
      settings,
      random.fork(`churn ${testCutoff}`),
    );
    return { testCutoff, trainCutoffs, evaluation };
  });
}

/** The same for expected spend. */
export function backtestSpend(
  snapshots: Snapshots,
  horizonDays: number,
  tests: number,
  head: Head,
  settings: TrainingSettings,
  random: Random,
  onTest?: TestListener,
): BacktestTest<SpendEvaluation>[] {
  return rolling(snapshots, horizonDays, tests).map((folds, done, all) => {
    onTest?.(done, all.length);
    const { testCutoff, trainCutoffs } = folds.at(-1)!;
    const splits = foldSplits(snapshots, folds, horizonDays, head);
    const { evaluation } = judgeSpend(
      splits,
      head,
      horizonDays,
      [],
      settings,
      random.fork(`spend ${testCutoff}`),
    );
    return { testCutoff, trainCutoffs, evaluation };
  });
}

function rolling({ purchases }: Snapshots, horizonDays: number, tests: number) {
  const first = oldestOrder(purchases);
  return rollingTests(first, newestOrder(purchases), horizonDays, tests)
    .map((cutoff) => foldsUntil(first, cutoff, horizonDays))
    .filter((folds) => customersUntil(purchases, folds.at(-1)!.trainCutoffs[0]!).length >= LEAST_CUSTOMERS);
}
