import { newestOrder, oldestOrder } from "../customers/labels";
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
import { type CustomerSample, SampleDrawing } from "../models/segments/customer-sample";
import { DEFAULT_SETTINGS, type TrainingSettings } from "../models/settings";
import { Snapshots } from "../models/snapshot";
import type { SpendEvaluation } from "../models/spend/train-spend";
import type { TransactionParts } from "../transactions/parts";
import { ShopParts } from "./shop-parts";

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

/** A shop as a backtest sees it. */
export interface BacktestShop {
  /** Whom it learns from and tests itself on. */
  readonly sample: CustomerSample;
  readonly customers: number;
  /** Milliseconds since 1970. */
  readonly newestOrder: number;
}

/** Looks at each part once, and keeps no more of it than the histories of those drawn. */
export async function backtestShop(
  parts: TransactionParts,
  given: Partial<TrainingSettings>,
): Promise<BacktestShop> {
  const { seed, mostCustomersToLearnFrom } = { ...DEFAULT_SETTINGS, ...given };
  const shop = new ShopParts(parts);
  const drawing = new SampleDrawing(
    shop.customers,
    mostCustomersToLearnFrom,
    new Random(seed).fork("sample"),
  );
  let newest = -Infinity;
  for await (const { purchases, returns } of shop.each()) {
    drawing.add(purchases, returns);
    newest = Math.max(newest, newestOrder(purchases));
  }
  return { sample: drawing.sample, customers: shop.shared.report.customers, newestOrder: newest };
}

/** The report on the tests. */
export function reportTests({ churnDays, spendDays, churn, spend }: BacktestTests): Backtest {
  return { churn: reportChurn(churnDays, churn), spend: reportSpend(spendDays, spend) };
}

/**
 * Judges the product's training at up to `tests` cutoffs, a month apart, each trained only on the data before it. Uses
 * the horizons that a training would choose. Before each test, `onTest` gets the number of the part's finished tests.
 * With `only`, the test of that number, from 0. There is none if there are too few days or customers for it.
 */
export function testDates(
  { sample }: BacktestShop,
  tests: number,
  given: Partial<TrainingSettings>,
  {
    onTest,
    only,
  }: {
    readonly onTest?: ((part: BacktestPart, done: number, tests: number) => void) | undefined;
    readonly only?: number | undefined;
  } = {},
): BacktestTests {
  const settings = { ...DEFAULT_SETTINGS, ...given };
  const random = new Random(settings.seed);
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
