import { newestOrder, oldestOrder } from "../customers/labels";
import { collectPurchases, collectReturns } from "../customers/purchases";
import { Random } from "../learning/random";
import type { ChurnEvaluation } from "../models/churn/train-churn";
import { backtestChurn, backtestSpend } from "../models/judging/backtest";
import {
  type BacktestReport,
  type ChurnGroup,
  type GroupedTest,
  reportChurn,
  reportSpend,
  type SpendGroup,
  withGroups,
} from "../models/judging/backtest-report";
import type { ChurnMetrics, SpendMetrics } from "../models/judging/evaluation";
import { planProtocol } from "../models/judging/protocol";
import { sampleCustomers } from "../models/segments/customer-sample";
import { DEFAULT_SETTINGS, type TrainingSettings } from "../models/settings";
import { Snapshots } from "../models/snapshot";
import type { SpendEvaluation } from "../models/spend/train-spend";
import type { Transactions } from "../transactions/transactions";

export interface Backtest {
  readonly churn: BacktestReport<ChurnMetrics, ChurnGroup>;
  readonly spend: BacktestReport<SpendMetrics, SpendGroup>;
}

/** The parts to test, in order. */
export type BacktestPart = "churn" | "lifetime_value";

/** The tests of a backtest, or some of them, before their report. */
export interface BacktestTests {
  readonly churnDays: number;
  readonly spendDays: number;
  readonly churn: readonly GroupedTest<ChurnEvaluation>[];
  readonly spend: readonly GroupedTest<SpendEvaluation>[];
}

/**
 * Judges the product's training at up to `tests` cutoffs, a month apart, each trained only on the data before it. Uses
 * the horizons that a training would choose. Before each test, `onTest` gets the number of the part's finished tests.
 * Reports no tests if there are too few days or customers for one.
 */
export function backtest(
  transactions: Transactions,
  tests: number,
  given: Partial<TrainingSettings> = {},
  onTest?: (part: BacktestPart, done: number, tests: number) => void,
): Backtest {
  return reportTests(testDates(transactions, tests, given, { onTest }));
}

/** The report on the tests. */
export function reportTests({ churnDays, spendDays, churn, spend }: BacktestTests): Backtest {
  return { churn: reportChurn(churnDays, churn), spend: reportSpend(spendDays, spend) };
}

/** The tests of `backtest`; with `only`, the one of that number, from 0, and none if there are fewer. */
export function testDates(
  transactions: Transactions,
  tests: number,
  given: Partial<TrainingSettings>,
  {
    onTest,
    only,
  }: {
    readonly onTest?: ((part: BacktestPart, done: number, tests: number) => void) | undefined;
    readonly only?: number | undefined;
  },
): BacktestTests {
  const settings = { ...DEFAULT_SETTINGS, ...given };
  const random = new Random(settings.seed);
  const sample = sampleCustomers(
    collectPurchases(transactions),
    collectReturns(transactions),
    settings.mostCustomersToLearnFrom,
    random.fork("sample"),
  );
  const oldest = oldestOrder(sample.purchases);
  const newest = newestOrder(sample.purchases);
  const churnDays = planProtocol(oldest, newest, settings.churnHorizonsDays).horizonDays;
  const spendDays = planProtocol(oldest, newest, settings.spendHorizonsDays).horizonDays;
  const snapshots = new Snapshots(
    sample.purchases,
    sample.returns,
    { churnDays, spendDays },
    settings.spend,
    settings.effort,
  );
  const listener = (part: BacktestPart) => onTest && ((done: number, all: number) => onTest(part, done, all));
  const churn = withGroups(
    snapshots,
    backtestChurn(
      snapshots,
      churnDays,
      tests,
      "all",
      settings,
      random.fork("churn all"),
      listener("churn"),
      only,
    ),
  );
  const spend = withGroups(
    snapshots,
    backtestSpend(
      snapshots,
      spendDays,
      tests,
      "all",
      settings,
      random.fork("spend all"),
      listener("lifetime_value"),
      only,
    ),
  );
  return { churnDays, spendDays, churn, spend };
}
