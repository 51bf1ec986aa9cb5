import { newestOrder } from "../customers/labels";
import type { Matrix } from "../learning/matrix";
import type { Random } from "../learning/random";
import { type QualityWord, type SpendMetrics, spendMetrics, spendQuality } from "./evaluation";
import { HEAD_FEATURES, type Head } from "./heads";
import {
  chooseSpend,
  countBuyers,
  expectedSpend,
  fitSpend,
  type SpendChoice,
  type SpendModel,
  unlearnedSpend,
} from "./lifetime-value";
import type { Protocol } from "./protocol";
import { headMatrix, type Snapshots } from "./snapshot";
import { splitRows } from "./splits";

/** A trained lifetime-value model of one head with everything that is known about how good it is. */
export interface TrainedSpend {
  readonly model: SpendModel;
  readonly evaluation: SpendEvaluation | null;
  /** Rows of the training windows in which something was bought; null where no window fits. */
  readonly buyers: number | null;
}

export interface SpendEvaluation {
  readonly rows: number;
  readonly meanSpend: number;
  readonly shipped: SpendMetrics;
  readonly kind: SpendModel["kind"];
  readonly trace: SpendChoice["trace"];
  /** The simple rules that a model has to beat. */
  readonly baselines: Readonly<Record<string, SpendMetrics>>;
  readonly quality: QualityWord;
  /** What was spent and what was said, a test row each; for charts. */
  readonly spend: Float64Array;
  readonly predicted: Float64Array;
}

/** Chooses, judges and refits the lifetime-value model of one head. */
export function trainSpend(
  snapshots: Snapshots,
  protocol: Protocol,
  head: Head,
  random: Random,
): TrainedSpend {
  const features = HEAD_FEATURES[head];
  const { horizonDays } = protocol;
  if (protocol.kind === "none")
    return { model: unlearnedSpend(features, horizonDays), evaluation: null, buyers: null };

  const splits = splitRows(snapshots, protocol, head, random.fork("spend rows"));
  const seed = random.fork("spend trees").seed;
  const newest = snapshots.at(newestOrder(snapshots.purchases)).table;
  const choice = chooseSpend(splits, features, horizonDays, seed, headMatrix(newest, head));
  const { x, spend } = splits.test.test;
  const judged = fitSpend(splits.test.train, features, horizonDays, choice, seed);
  const predicted = expectedSpend(judged, x);
  const shipped = spendMetrics(spend, predicted);
  const constant = fitSpend(splits.test.train, features, horizonDays, { ...choice, kind: "mean" }, seed);
  const baselines: Record<string, SpendMetrics> = {
    everybody_alike: spendMetrics(spend, expectedSpend(constant, x)),
  };
  if (head === "all") {
    const sameAgain = fitSpend(
      splits.test.train,
      features,
      horizonDays,
      { ...choice, kind: "same_again" },
      seed,
    );
    baselines.same_as_last_period = spendMetrics(spend, expectedSpend(sameAgain, x));
    baselines.spend_at_past_rate = spendMetrics(spend, pastRate(x, features, horizonDays));
  }
  return {
    model: fitSpend(splits.all, features, horizonDays, choice, seed),
    buyers: countBuyers(splits.all),
    evaluation: {
      rows: spend.length,
      meanSpend: spend.reduce((sum, value) => sum + value, 0) / spend.length,
      shipped,
      kind: choice.kind,
      trace: choice.trace,
      baselines,
      quality: spendQuality(shipped, Object.values(baselines)),
      spend,
      predicted,
    },
  };
}

/** Spend so far over days as a customer, times the horizon: x / T in money. */
function pastRate(x: Matrix, features: readonly string[], horizonDays: number): Float64Array {
  const column = features.indexOf("spend_per_day");
  return Float64Array.from({ length: x.rows }, (_, i) => horizonDays * x.data[i * x.columns + column]!);
}
