import { newestOrder } from "../../customers/labels";
import { nextOrderTimes } from "../../customers/next-order-times";
import type { Random } from "../../learning/random";
import { DAY_MS } from "../../time";
import type { Fold, Protocol } from "../judging/protocol";
import type { Snapshot, Snapshots } from "../snapshot";
import { anchorCurves, curveDays, type NextOrderCurves, noOrderWithin } from "./next-order-curve";
import { curvePoints, judgeCurves, type NextOrderEvaluation } from "./next-order-evaluation";
import { type CurveKind, curvesOf, fitHazards, type NextOrderHazards } from "./next-order-shape";

/** When customers order next: how the shape of their curves was chosen, how good the curves are, and the curves. */
export interface TrainedNextOrder {
  /** Null if nothing could be learned. */
  readonly kind: CurveKind | null;
  /** Why that kind, in a sentence for the model card. */
  readonly reason: string;
  /**
   * Days for which the shape was observed; after them the last interval's hazard continues. Null for the purchase
   * model.
   */
  readonly seenDays: number | null;
  /**
   * Mean log loss of each kind on the earlier folds, over the days before the churn horizon, all bent to one level
   * there.
   */
  readonly trace: readonly { readonly kind: CurveKind; readonly logLoss: number }[];
  /** Null if no later days could be kept for a test. */
  readonly evaluation: NextOrderEvaluation | null;
  /** What curves are made from: see `curvesFrom`. Null if nothing could be learned. */
  readonly hazards: NextOrderHazards | null;
}

/** The curves of the customers of a snapshot, before they are bent to the churn probability; null if unknown. */
export function curvesFrom(
  { kind, hazards }: Pick<TrainedNextOrder, "kind" | "hazards">,
  snapshot: Snapshot,
): NextOrderCurves | null {
  return kind && hazards && curvesOf(kind, hazards, snapshot);
}

/** Most folds before the test on which kinds are compared. */
const MOST_FOLDS = 2;
const KINDS: readonly CurveKind[] = ["hazard", "purchase_model", "everybody_alike"];

/** What was learned, before it is judged. */
export interface LearnedNextOrder extends Omit<TrainedNextOrder, "evaluation"> {
  /** The hazards learned before the test cutoff; null if there is none. */
  readonly testHazards: NextOrderHazards | null;
}

/**
 * Learns when customers order next. The kind of curve with the least log loss on the folds before the test wins.
 * `horizonsDays` are days at which the curves must be given, including the protocol's horizon. `hasPurchaseModel`:
 * whether there is one for the customers who get curves.
 */
export function learnNextOrder(
  snapshots: Snapshots,
  protocol: Protocol,
  horizonsDays: readonly number[],
  random: Random,
  hasPurchaseModel: boolean,
): LearnedNextOrder {
  const days = curveDays(horizonsDays);
  const hazards =
    protocol.kind === "none"
      ? null
      : fitHazards(
          snapshots,
          protocol.fitCutoffs,
          newestOrder(snapshots.purchases),
          days,
          random.fork("shipped"),
        );
  if (!hazards) {
    const reason = "Too few customers ordered again to say anything about when.";
    return { kind: null, reason, seenDays: null, trace: [], hazards: null, testHazards: null };
  }
  const test = protocol.folds.at(-1);
  const earlier = protocol.folds.slice(-1 - MOST_FOLDS, -1);
  const trace = compareKinds(snapshots, earlier, protocol.horizonDays, days, random.fork("selection"));
  const isPossible = {
    hazard: hazards.hazard !== null,
    purchase_model: hasPurchaseModel,
    everybody_alike: true,
  };
  const possible = trace.filter(({ kind }) => isPossible[kind]);
  const kind =
    possible.length > 0
      ? possible.reduce((best, next) => (next.logLoss < best.logLoss ? next : best)).kind
      : hazards.hazard
        ? "hazard"
        : "everybody_alike";
  return {
    kind,
    reason: reasonFor(kind, possible.length),
    seenDays: seenDays(kind, hazards),
    trace,
    hazards,
    testHazards: test
      ? fitHazards(snapshots, test.trainCutoffs, test.testCutoff, days, random.fork("test"))
      : null,
  };
}

/**
 * Judges what was learned at the test cutoff. `probability` is P(no order within the protocol's horizon) of the
 * customers known then, by the churn model as of before the cutoff; null if there is none.
 */
export function judgeNextOrder(
  { testHazards, ...learned }: LearnedNextOrder,
  snapshots: Snapshots,
  { folds, horizonDays }: Protocol,
  probability: Float64Array | null,
): TrainedNextOrder {
  const unjudged = { ...learned, evaluation: null };
  const test = folds.at(-1);
  if (!test || !testHazards || !probability || learned.kind === null) return unjudged;
  const snapshot = snapshots.at(test.testCutoff);
  const curves = curvesOf(learned.kind, testHazards, snapshot);
  if (!curves || probability.length !== snapshot.table.rows || probability.some(Number.isNaN))
    return unjudged;
  const until = test.testCutoff + horizonDays * DAY_MS;
  const times = nextOrderTimes(snapshots.purchases, snapshot.table, until);
  const model = curvesOf("purchase_model", testHazards, snapshot);
  const baselines = {
    everybody_alike: curvesOf("everybody_alike", testHazards, snapshot)!,
    ...(model && { purchase_model: model }),
  };
  const bent = anchorCurves(curves, horizonDays, probability);
  return {
    ...learned,
    evaluation: judgeCurves(times, bent, baselines, snapshot.table.columns.recency_days!),
  };
}

/**
 * P(no order within `horizonDays`) at the fold's test cutoff, learned from what came before. Null if nothing could be
 * learned.
 */
export function noOrderAtTest(
  snapshots: Snapshots,
  fold: Fold,
  horizonDays: number,
  random: Random,
): Float64Array | null {
  const hazards = fitHazards(snapshots, fold.trainCutoffs, fold.testCutoff, curveDays([horizonDays]), random);
  if (!hazards) return null;
  const kind = hazards.hazard ? "hazard" : "everybody_alike";
  return noOrderWithin(curvesOf(kind, hazards, snapshots.at(fold.testCutoff))!, horizonDays);
}

/**
 * Each kind's mean log loss over the folds, all bent to the best-informed kind's value at the horizon, so that only
 * shapes compete.
 */
function compareKinds(
  snapshots: Snapshots,
  folds: readonly Fold[],
  horizonDays: number,
  days: readonly number[],
  random: Random,
): TrainedNextOrder["trace"] {
  const losses = new Map<CurveKind, number[]>(KINDS.map((kind) => [kind, []]));
  for (const { testCutoff, trainCutoffs } of folds) {
    const hazards = fitHazards(snapshots, trainCutoffs, testCutoff, days, random.fork(`${testCutoff}`));
    if (!hazards) continue;
    const snapshot = snapshots.at(testCutoff);
    const times = nextOrderTimes(snapshots.purchases, snapshot.table, testCutoff + horizonDays * DAY_MS);
    const level = noOrderWithin(
      (curvesOf("hazard", hazards, snapshot) ?? curvesOf("everybody_alike", hazards, snapshot))!,
      horizonDays,
    );
    for (const kind of KINDS) {
      const curves = curvesOf(kind, hazards, snapshot);
      if (!curves) continue;
      const points = curvePoints(times, anchorCurves(curves, horizonDays, level));
      const before = points.filter((point) => point.days < horizonDays);
      losses.get(kind)!.push(before.reduce((sum, { logLoss }) => sum + logLoss, 0) / before.length);
    }
  }
  const most = Math.max(...[...losses.values()].map((list) => list.length));
  return KINDS.filter((kind) => most > 0 && losses.get(kind)!.length === most).map((kind) => ({
    kind,
    logLoss: losses.get(kind)!.reduce((sum, loss) => sum + loss, 0) / most,
  }));
}

function seenDays(kind: CurveKind, { hazard, alike }: NextOrderHazards): number | null {
  return kind === "purchase_model" ? null : kind === "hazard" ? hazard!.learnedDays : alike.learnedDays;
}

function reasonFor(kind: CurveKind, compared: number): string {
  const how = {
    hazard: "a discrete-time hazard regression on each customer's rhythm",
    purchase_model: "the buy-till-you-die model",
    everybody_alike: "one curve for everyone",
  }[kind];
  if (compared > 1) return `The shape of the curves comes from ${how}, which did best on earlier days.`;
  return `The shape of the curves comes from ${how}, without a comparison: that takes earlier tests.`;
}
