import { btydSummary } from "../../src/customers/btyd-summary";
import {
  type BgNbd,
  days,
  daysToWeeks,
  fitBgNbd,
  fitGammaGamma,
  type Nbd,
  type PurchaseHistories,
} from "../../src/learning/btyd";
import { logOddsOf, probabilityOf } from "../../src/learning/log-odds";
import { pairwiseSum } from "../../src/learning/special/pairwise-sum";
import { HEAD_FEATURES } from "../../src/models/heads";
import { take } from "../../src/models/judging/labelled-rows";
import { DAY_MS } from "../../src/time";
import type { ShopRows } from "./rows";
import type { Trial } from "./trial";

const FREQUENCY = HEAD_FEATURES.all.indexOf("frequency");

/** What a contender says of the tested customers; null where it says nothing of that kind. */
export interface Contender {
  readonly name: string;
  readonly churn: Float64Array | null;
  readonly spend: Float64Array | null;
}

/** The contenders that need no learning library. */
export function rules(rows: ShopRows, trial: Trial): Contender[] {
  const all = rows.training(trial);
  const frequency = (row: number) => all.x.data[row * all.x.columns + FREQUENCY]!;
  const train = take(
    all,
    all.customer.map((_, row) => row).filter((row) => frequency(row) >= trial.leastOrders),
  );
  const n = rows.testedRows(trial).length;
  const longer = trial.horizonDays / trial.learnDays;
  const constant = (value: number) => new Float64Array(n).fill(value);
  return [
    {
      name: "everybody alike",
      churn: constant((pairwiseSum(train.churned) / train.churned.length) ** longer),
      spend: constant(longer * (pairwiseSum(train.spend) / train.spend.length)),
    },
    { name: "median for all", churn: null, spend: constant(longer * median(train.spend)) },
    { name: "same again", churn: null, spend: sameAgain(rows, trial) },
    buyTillYouDie(rows, trial),
  ];
}

/** The spend of the last window of the horizon's length. */
function sameAgain(rows: ShopRows, trial: Trial): Float64Array {
  const { purchases } = rows.shop;
  const from = trial.testCutoff - trial.horizonDays * DAY_MS;
  const { table } = rows.snapshots(trial.learnDays).at(trial.testCutoff);
  return Float64Array.from(rows.testedRows(trial), (row) => {
    const customer = table.customer[row]!;
    let sum = 0;
    for (let i = purchases.start[customer]!; i < purchases.start[customer + 1]!; i++) {
      if (purchases.time[i]! > from && purchases.time[i]! <= trial.testCutoff) sum += purchases.value[i]!;
    }
    return sum;
  });
}

/**
 * BG/NBD × Gamma-Gamma, fitted on all customers known at the test cutoff. Where nobody is seen to leave it is the NBD.
 * One who is still there buys nothing in t with probability ((α + T)/(α + T + t))^(r + x), because a BG/NBD customer
 * leaves after a purchase only.
 */
export function buyTillYouDie(rows: ShopRows, trial: Trial): Contender {
  const { table } = rows.snapshots(trial.learnDays).at(trial.testCutoff);
  const { x, txDays, ageDays, meanValue } = btydSummary(
    rows.shop.purchases,
    table.customer,
    trial.testCutoff,
  );
  const inWeeks = (column: Float64Array) => column.map((value) => value / 7);
  const histories: PurchaseHistories<"weeks"> = {
    unit: "weeks",
    x,
    tx: inWeeks(txDays),
    T: inWeeks(ageDays),
  };
  const horizon = daysToWeeks(days(trial.horizonDays));
  const fit = fitBgNbd(histories);
  const model: BgNbd<"weeks"> | Nbd<"weeks"> | null =
    fit.status === "interior" ? fit.model : (fit.limit ?? null);
  const values = fitGammaGamma({ x, meanSpend: meanValue });
  const tested = rows.testedRows(trial);
  const name = "BG/NBD × Gamma-Gamma";
  if (model === null) return { name, churn: null, spend: null };
  const alive = model.pAlive(histories);
  const { r, alpha } = model;
  const churn = alive.map((p, i) => {
    const quiet = Math.exp(-(r + x[i]!) * Math.log1p(horizon / (alpha + histories.T[i]!)));
    return 1 - p * (1 - quiet);
  });
  const meanSpend = values.model.expectedMeanSpend({ x, meanSpend: meanValue });
  const spend = model.expectedPurchases(histories, horizon).map((count, i) => count * meanSpend[i]!);
  const only = (column: Float64Array) => Float64Array.from(tested, (row) => column[row]!);
  return { name, churn: only(churn), spend: values.status === "interior" ? only(spend) : null };
}

/** The untuned equal vote of the field's three usual models: on log-odds of leaving, and of two on spend. */
export function equalBlend(others: readonly Contender[]): Contender[] {
  const of = (name: string) => others.find((other) => other.name === name);
  const [btyd, trees, logistic] = ["BG/NBD × Gamma-Gamma", "tuned XGBoost", "logistic, 7 features"].map(of);
  if (!btyd || !trees || !logistic) return [];
  const logOdds = [btyd.churn, trees.churn, logistic.churn].map(
    (churn) => churn?.map((p) => logOddsOf(Math.min(1 - EDGE, Math.max(EDGE, p)))) ?? null,
  );
  const mean = (columns: readonly (Float64Array | null)[]) =>
    columns.every((column) => column !== null)
      ? columns[0]!.map((_, i) => columns.reduce((sum, column) => sum + column![i]!, 0) / columns.length)
      : null;
  return [
    {
      name: "equal blend",
      churn: mean(logOdds)?.map(probabilityOf) ?? null,
      spend: mean([btyd.spend, trees.spend]),
    },
  ];
}

/** No probability counts as nearer to 0 or 1 in a blend. */
const EDGE = 1e-4;

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
