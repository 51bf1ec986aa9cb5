import { newestOrder, oldestOrder } from "../customers/labels";
import { collectPurchases, collectReturns } from "../customers/purchases";
import { Random } from "../learning/random";
import { backtestChurn, backtestSpend } from "../models/judging/backtest";
import {
  type BacktestReport,
  type ChurnGroup,
  reportChurn,
  reportSpend,
  type SpendGroup,
} from "../models/judging/backtest-report";
import type { ChurnMetrics, SpendMetrics } from "../models/judging/evaluation";
import { planProtocol } from "../models/judging/protocol";
import { sampleCustomers } from "../models/segments/customer-sample";
import { DEFAULT_SETTINGS, type TrainingSettings } from "../models/settings";
import { Snapshots } from "../models/snapshot";
import type { Transactions } from "../transactions/transactions";

export interface Backtest {
  readonly churn: BacktestReport<ChurnMetrics, ChurnGroup>;
  readonly spend: BacktestReport<SpendMetrics, SpendGroup>;
}

/** The parts to test, in order. */
export type BacktestPart = "churn" | "lifetime_value";

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
  return {
    churn: reportChurn(
      snapshots,
      churnDays,
      backtestChurn(
        snapshots,
        churnDays,
        tests,
        "all",
        settings,
        random.fork("churn all"),
        onTest && ((done, all) => onTest("churn", done, all)),
      ),
    ),
    spend: reportSpend(
      snapshots,
      spendDays,
      backtestSpend(
        snapshots,
        spendDays,
        tests,
        "all",
        settings,
        random.fork("spend all"),
        onTest && ((done, all) => onTest("lifetime_value", done, all)),
      ),
    ),
  };
}
