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
import type { FoldTests } from "./fold-tests";
import { type Fold, foldsUntil, LEAST_CUSTOMERS, rollingTests } from "./protocol";
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
 * enough customers. With `only`, judges the test of that number, from 0, and nothing if there is none; the answer is
 * the same as among all.
 */
export function backtestChurn(
  snapshots: CustomerTables,
  horizonDays: number,
  tests: number,
  head: Head,
  settings: TrainingSettings,
  random: Random,
  onTest?: TestListener,
  only?: number,
): BacktestTest<ChurnEvaluation>[] {
  const trials = new ChurnTests(snapshots, head, horizonDays, random, settings.effort);
  const all = rolling(snapshots, horizonDays, tests, head, settings);
  return judgeEach(trials, all, { onTest, only }, (folds) => judgeChurn(trials, folds, settings));
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
  only?: number,
): BacktestTest<SpendEvaluation>[] {
  const trials = new SpendTests(snapshots, head, horizonDays, random, settings.effort);
  const all = rolling(snapshots, horizonDays, tests, head, settings);
  return judgeEach(trials, all, { onTest, only }, (folds) => judgeSpend(trials, folds));
}

/** Judges each test by its folds. One that is left out is still looked at: what is found at a day may begin with it. */
function judgeEach<Test, Evaluation>(
  trials: FoldTests<Test>,
  all: readonly (readonly Fold[])[],
  { onTest, only }: { onTest?: TestListener | undefined; only?: number | undefined },
  judge: (folds: Test[]) => Evaluation,
): BacktestTest<Evaluation>[] {
  return all.flatMap((folds, i) => {
    if (only !== undefined && i !== only) {
      for (const fold of folds) trials.touch(fold);
      return [];
    }
    onTest?.(i, all.length);
    return [{ ...folds.at(-1)!, evaluation: judge(folds.map((fold) => trials.at(fold))) }];
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
