import type { FeatureTable } from "../../customers/feature-table";
import { type Bands, bandOf, fitBands } from "../../learning/conformal-bands";
import type { Matrix } from "../../learning/matrix";
import { mean } from "../../learning/metrics/index";
import type { Random } from "../../learning/random";
import { HEAD_FEATURES, type Head } from "../heads";
import { type QualityWord, type SpendMetrics, spendMetrics, spendQuality } from "../judging/evaluation";
import { joined, spendToTell } from "../judging/labelled-rows";
import type { Protocol } from "../judging/protocol";
import { heldOutSplit, type Split, testFolds } from "../judging/splits";
import type { LevelForecast } from "../level/level-forecast";
import { type LevelTest, totalFactors } from "../level/level-test";
import type { TrainingSettings } from "../settings";
import { type CustomerTables, headRows } from "../snapshot";
import { fitKeptShare, keptShares } from "./kept-share";
import { expectedSpend, type SpendModel, unlearnedSpend } from "./lifetime-value";
import { BTYD_FEATURE, lastPeriodFeature, memberSpend, type SpendMemberKind } from "./spend-members";
import { type SpendTest, SpendTests, totalLevel } from "./spend-tests";

/** The share of customers that a prediction interval is meant to contain. */
export const INTERVAL_COVERAGE = 0.8;

/** A trained lifetime-value model of one head, with all figures on its quality. */
export interface TrainedSpend {
  readonly model: SpendModel;
  /** How the total of the coming window was forecast; null if nothing could be learned. */
  readonly level: LevelForecast | null;
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
  /** Every member at its own best total: mean absolute error, Σ predicted / Σ actual before that, and its weight. */
  readonly trace: readonly {
    readonly kind: SpendMemberKind;
    readonly mae: number;
    readonly total_ratio: number;
    readonly weight: number;
  }[];
  /** Mean spend expected and found in this test and those before it, in time order. */
  readonly levels: readonly LevelTest[];
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

/** A model that never saw `rows`, and what it expects of them. */
type AskedSpend = Pick<SpendTest, "model" | "train" | "rows" | "predicted">;

/** What was expected of customers, and what came. */
type Promised = Pick<SpendTest, "predicted" | "rows">;

/** Learns and judges the lifetime-value model of one head; `scored` are the customers it will score. */
export function trainSpend(
  snapshots: CustomerTables,
  scored: FeatureTable,
  protocol: Protocol,
  head: Head,
  settings: TrainingSettings,
  random: Random,
): TrainedSpend {
  const features = HEAD_FEATURES[head];
  const { horizonDays, fitCutoffs } = protocol;
  if (protocol.kind === "none") {
    return {
      model: unlearnedSpend(features, horizonDays),
      level: null,
      bands: null,
      evaluation: null,
      buyers: null,
    };
  }
  const tests = new SpendTests(snapshots, head, horizonDays, random, settings.effort);
  const folds = testFolds(protocol.folds, head).map((fold) => tests.at(fold));
  const { evaluation, promises } =
    folds.length > 0
      ? { evaluation: judgeSpend(tests, folds), promises: folds }
      : judgeHeldOut(tests, heldOutSplit(snapshots, protocol, head, random.fork("spend rows")));
  const asked = headRows([scored], head, [hardestToScore(scored)]);
  const { model, level, buyers } = tests.fitAt(fitCutoffs, scored.cutoff, asked);
  return {
    model,
    level,
    bands: promisedBands(promises, level),
    evaluation,
    buyers,
  };
}

/**
 * Of the customers to be scored, one whom not every member can be asked about, if there is one. Which members are fitted
 * depends on no other, and laying out all features of half a million customers would take 200 MB.
 */
function hardestToScore({ columns }: FeatureTable): readonly number[] {
  const row = columns[BTYD_FEATURE]?.findIndex(Number.isNaN) ?? -1;
  return row < 0 ? [] : [row];
}

/** Judges the last of `folds`, in time order, with what the ones before it taught. */
export function judgeSpend(tests: SpendTests, folds: readonly SpendTest[]): SpendEvaluation {
  const levels = folds.map(({ cutoff, level, predicted, rows }) =>
    totalTest(cutoff, predicted, spendToTell(rows), level.standardError),
  );
  const last = folds.at(-1)!;
  const bands = promisedBands(promisesBefore(folds.slice(0, -1), last), last.level);
  return evaluate(tests, last, bands, levels);
}

/** What the tests before one promised; without any, what its model says of the rows that it learned from. */
export function promisesBefore(
  earlier: readonly SpendTest[],
  fitted: Omit<AskedSpend, "rows" | "predicted">,
): readonly Promised[] {
  const { model, train } = fitted;
  return earlier.length > 0 ? earlier : [{ predicted: expectedSpend(model, train.x), rows: train }];
}

/** How far apart three equally likely levels lie whose standard deviation is 1. */
const THREE_LEVELS = [-Math.sqrt(1.5), 0, Math.sqrt(1.5)];

/**
 * Intervals from what `tests` promised each customer and what came. The total of each test is made true first: how far
 * the coming one may be off is known from `level`, and is dealt to all customers alike.
 */
export function promisedBands(
  tests: readonly Promised[],
  { standardError }: Pick<LevelForecast, "standardError">,
): Bands | null {
  const promises = tests.flatMap(({ predicted, rows }) => {
    const came = spendToTell(rows);
    const level = totalLevel(predicted, came);
    return THREE_LEVELS.map((off) => ({
      predicted: predicted.map((value) => value * Math.exp(level + off * standardError)),
      came,
    }));
  });
  return fitBands(
    joined(promises.map(({ predicted }) => predicted)),
    joined(promises.map(({ came }) => came)),
    INTERVAL_COVERAGE,
    THREE_LEVELS.length,
  );
}

interface HeldOut {
  readonly evaluation: SpendEvaluation;
  readonly promises: readonly Promised[];
}

/** Judges on customers held out of the same windows, whose totals are known. */
function judgeHeldOut(tests: SpendTests, { train, test }: Split): HeldOut {
  const fitted = tests.fit(train, test.x);
  const factor = Math.exp(totalLevel(expectedSpend(fitted, train.x), spendToTell(train)));
  const model = { ...fitted, totalFactor: factor };
  const [seen, predicted] = [train, test].map(({ x }) => expectedSpend(model, x)) as [
    Float64Array,
    Float64Array,
  ];
  const spent = spendToTell(test);
  const levels = [totalTest(Math.max(...new Set(test.cutoff)), predicted, spent, 0)];
  const bands = promisedBands([{ predicted: seen, rows: train }], { standardError: 0 });
  const asked = { model, train, rows: test, predicted };
  return { evaluation: evaluate(tests, asked, bands, levels), promises: [asked] };
}

function evaluate(
  { features, head, horizonDays }: SpendTests,
  { model, train, rows, predicted }: AskedSpend,
  bands: Bands | null,
  levels: readonly LevelTest[],
): SpendEvaluation {
  const { x, customer } = rows;
  const spend = spendToTell(rows);
  const shipped = spendMetrics(spend, predicted);
  const alike = new Float64Array(x.rows).fill(mean(spendToTell(train)));
  const baselines: Record<string, SpendMetrics> = { everybody_alike: spendMetrics(spend, alike) };
  const share = keptShares(fitKeptShare(train, features), x, features);
  if (head === "all") {
    // A simple rule deducts usual returns, as the model does.
    const rule = (name: string, times: number) =>
      spendMetrics(
        spend,
        column(x, features, name).map((value, i) => times * share[i]! * value),
      );
    baselines.same_as_last_period = rule(lastPeriodFeature(horizonDays), 1);
    baselines.spend_at_past_rate = rule("spend_per_day", horizonDays);
  }
  const { low, high } = intervals(bands, predicted);
  return {
    rows: spend.length,
    meanSpend: mean(spend),
    shipped,
    kind: model.kind,
    trace: model.members.map(({ weight, member }) => {
      const told = memberSpend(member, x, features).map((value, i) => share[i]! * value);
      const scale = Math.exp(totalLevel(told, spend));
      const { mae } = spendMetrics(
        spend,
        told.map((value) => scale * value),
      );
      return { kind: member.kind, mae, total_ratio: 1 / scale, weight };
    }),
    levels,
    intervalCoverage: coverage(spend, low, high),
    baselines,
    quality: spendQuality(shipped, Object.values(baselines), spend.length, levels),
    customer,
    spend,
    predicted,
    low,
    high,
  };
}

/** Mean spend expected beside what came, with a range of four in five. */
function totalTest(
  cutoff: number,
  predicted: Float64Array,
  spend: Float64Array,
  standardError: number,
): LevelTest {
  const expected = mean(predicted);
  const { low, high } = totalFactors(standardError);
  return { cutoff, expected, low: expected * low, high: expected * high, came: mean(spend) };
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
