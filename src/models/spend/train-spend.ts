import type { FeatureTable } from "../../customers/feature-table";
import { type Bands, bandOf, fitBands } from "../../learning/conformal-bands";
import type { Matrix } from "../../learning/matrix";
import { mean } from "../../learning/metrics/index";
import type { Random } from "../../learning/random";
import { HEAD_FEATURES, type Head } from "../heads";
import { type QualityWord, type SpendMetrics, spendMetrics, spendQuality } from "../judging/evaluation";
import { joined, spendToTell } from "../judging/labelled-rows";
import type { Protocol } from "../judging/protocol";
import { allRows, type Splits, splitRows } from "../judging/splits";
import type { TrainingSettings } from "../settings";
import { headMatrix, type Snapshots } from "../snapshot";
import { chooseSpend, type SpendSelection } from "./choose-spend";
import { fitKeptShare, keptShares } from "./kept-share";
import {
  countBuyers,
  expectedSpend,
  fitSpend,
  type SpendChoice,
  type SpendModel,
  unlearnedSpend,
} from "./lifetime-value";
import { answeringFeature } from "./spend-members";

/** The share of customers that a prediction interval is meant to contain. */
export const INTERVAL_COVERAGE = 0.8;

/** A trained lifetime-value model of one head, with all figures on its quality. */
export interface TrainedSpend {
  readonly model: SpendModel;
  /** The prediction interval around an expectation; null if too little is known about how far promises are off. */
  readonly bands: Bands | null;
  readonly evaluation: SpendEvaluation | null;
  /** Rows of the training windows with a purchase; null if no window fits. */
  readonly buyers: number | null;
}

export interface SpendEvaluation {
  readonly rows: number;
  readonly meanSpend: number;
  readonly shipped: SpendMetrics;
  readonly kind: SpendModel["kind"];
  readonly trace: SpendSelection["trace"];
  readonly earlierRatios: readonly number[];
  /** Share of the test rows whose spend lay in the interval given beforehand; null without one. */
  readonly intervalCoverage: number | null;
  /** The simple rules that a model has to beat. */
  readonly baselines: Readonly<Record<string, SpendMetrics>>;
  readonly quality: QualityWord;
  /** Customer, outcome and prediction of each test row; for charts. */
  readonly customer: Int32Array;
  readonly spend: Float64Array;
  readonly predicted: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A lifetime-value model chosen and judged on one split, before it is refitted on all rows. */
export interface JudgedSpend {
  readonly choice: SpendChoice;
  readonly evaluation: SpendEvaluation;
  /** How far promises were off, including the judged test: the source of the shipped intervals. */
  readonly bands: Bands | null;
}

/** Chooses, judges and refits the lifetime-value model of one head; `scored` are the customers it will score. */
export function trainSpend(
  snapshots: Snapshots,
  scored: FeatureTable,
  protocol: Protocol,
  head: Head,
  settings: TrainingSettings,
  random: Random,
): TrainedSpend {
  const features = HEAD_FEATURES[head];
  const { horizonDays } = protocol;
  if (protocol.kind === "none") {
    return { model: unlearnedSpend(features, horizonDays), bands: null, evaluation: null, buyers: null };
  }
  const splits = splitRows(snapshots, protocol, head, random.fork("spend rows"));
  const { choice, evaluation, bands } = judgeSpend(
    splits,
    head,
    horizonDays,
    [headMatrix(scored, head)],
    settings,
    random,
  );
  const all = allRows(snapshots, protocol, head);
  return {
    model: fitSpend(all, features, horizonDays, choice, random.fork("spend trees").seed),
    bands,
    evaluation,
    buyers: countBuyers(all),
  };
}

/**
 * Chooses on the training rows of `splits.test`, holding out one part of the customers at a time, and judges on its
 * test rows. `asked` are more rows that the model will score.
 */
export function judgeSpend(
  { test, earlier }: Splits,
  head: Head,
  horizonDays: number,
  asked: readonly Matrix[],
  settings: TrainingSettings,
  random: Random,
): JudgedSpend {
  const features = HEAD_FEATURES[head];
  const seed = random.fork("spend trees").seed;
  const { x, customer } = test.test;
  const spend = spendToTell(test.test);
  const selection = chooseSpend(
    test.train,
    earlier,
    features,
    horizonDays,
    [x, ...asked],
    settings.effort,
    random.fork("spend choice"),
  );
  const { choice, promises } = selection;
  const predicted = expectedSpend(fitSpend(test.train, features, horizonDays, choice, seed), x);
  const shipped = spendMetrics(spend, predicted);
  const alike = new Float64Array(x.rows).fill(mean(spendToTell(test.train)));
  const baselines: Record<string, SpendMetrics> = { everybody_alike: spendMetrics(spend, alike) };
  if (head === "all") {
    // A simple rule deducts usual returns, as the model does.
    const share = keptShares(fitKeptShare(test.train, features), x, features);
    const rule = (name: string, times: number) =>
      spendMetrics(
        spend,
        column(x, features, name).map((value, i) => times * share[i]! * value),
      );
    baselines.same_as_last_period = rule(answeringFeature("same_again", horizonDays), 1);
    baselines.spend_at_past_rate = rule("spend_per_day", horizonDays);
  }
  const { low, high } = intervals(fitBands(promises.predicted, promises.spend, INTERVAL_COVERAGE), predicted);
  return {
    choice,
    bands: fitBands(
      joined([promises.predicted, predicted]),
      joined([promises.spend, spend]),
      INTERVAL_COVERAGE,
    ),
    evaluation: {
      rows: spend.length,
      meanSpend: mean(spend),
      shipped,
      kind: choice.kind,
      trace: selection.trace,
      earlierRatios: selection.earlierRatios,
      intervalCoverage: coverage(spend, low, high),
      baselines,
      quality: spendQuality(shipped, Object.values(baselines), spend.length),
      customer,
      spend,
      predicted,
      low,
      high,
    },
  };
}

/** The interval around each expectation; NaN if there is none. */
export function intervals(
  bands: Bands | null,
  predicted: Float64Array,
): { low: Float64Array; high: Float64Array } {
  const low = new Float64Array(predicted.length).fill(NaN);
  const high = low.slice();
  if (!bands) return { low, high };
  for (let i = 0; i < predicted.length; i++) {
    const band = bandOf(bands, predicted[i]!);
    low[i] = band.low;
    high[i] = band.high;
  }
  return { low, high };
}

function coverage(spend: Float64Array, low: Float64Array, high: Float64Array): number | null {
  if (spend.length === 0 || Number.isNaN(low[0])) return null;
  let held = 0;
  for (let i = 0; i < spend.length; i++) if (low[i]! <= spend[i]! && spend[i]! <= high[i]!) held++;
  return held / spend.length;
}

function column(x: Matrix, features: readonly string[], name: string): Float64Array {
  const j = features.indexOf(name);
  return Float64Array.from({ length: x.rows }, (_, i) => x.data[i * x.columns + j]!);
}
