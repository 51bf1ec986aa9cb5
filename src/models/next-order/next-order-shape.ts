import type { FeatureTable } from "../../customers/feature-table";
import { nextOrderTimes } from "../../customers/next-order-times";
import { days as daysOf, daysToWeeks, probabilityOfNoPurchase } from "../../learning/btyd/index";
import { type Matrix, matrix, stackRows, takeRows } from "../../learning/matrix";
import type { Random } from "../../learning/random";
import { DiscreteHazard, type SurvivalTimes } from "../../learning/survival/index";
import { applyDesign, type Design, fitDesign } from "../linear-predictor";
import type { Effort } from "../settings";
import type { Snapshot, Snapshots } from "../snapshot";
import type { BtydFits } from "../spend/btyd-features";
import type { NextOrderCurves } from "./next-order-curve";

/**
 * Features of the hazard of the next order: how late by the customer's own rhythm, how strong and how well known that
 * rhythm is.
 */
const HAZARD_FEATURES = [
  "recency_days",
  "frequency",
  "gap_mean_days",
  "recency_over_gap",
  "tenure_days",
  "orders_90d",
  "btyd_expected_orders",
] as const;

/** Most rows to fit on; more would cost time and change nothing. */
const MOST_ROWS: Readonly<Record<Effort, number>> = { quick: 3000, full: 8000 };
/** With fewer next orders in the training rows, there is one curve for everyone. */
const LEAST_ORDERS = 200;

/**
 * Where the shape of the curves comes from: a discrete-time hazard regression, the buy-till-you-die model of the
 * snapshot, or one curve for everyone.
 */
export type CurveKind = "hazard" | "purchase_model" | "everybody_alike";

/** The hazards of one training. */
export interface NextOrderHazards {
  readonly days: readonly number[];
  readonly design: Design;
  /** Null if there were too few next orders. */
  readonly hazard: DiscreteHazard | null;
  readonly alike: DiscreteHazard;
}

/**
 * Learns the hazards from the customers at `cutoffs`, each observed until `until` (ms): later orders are ignored. Null
 * if hardly anyone ordered again.
 */
export function fitHazards(
  snapshots: Snapshots,
  cutoffs: readonly number[],
  until: number,
  days: readonly number[],
  random: Random,
): NextOrderHazards | null {
  const tables = cutoffs.map((cutoff) => snapshots.at(cutoff).table);
  const stacked = sampled(
    stackRows(tables.map(hazardMatrix)),
    stackTimes(tables.map((table) => nextOrderTimes(snapshots.purchases, table, until))),
    random,
    MOST_ROWS[snapshots.effort],
  );
  const { x, times } = stacked;
  const alike = DiscreteHazard.fit(matrix(x.rows, 0), times, days);
  if (!alike) return null;
  const design = fitDesign(x, HAZARD_FEATURES);
  const orders = times.event.reduce((count, event) => count + (event < Infinity ? 1 : 0), 0);
  const hazard = orders < LEAST_ORDERS ? null : DiscreteHazard.fit(applyDesign(design, x), times, days);
  return { days, design, hazard, alike };
}

/** The curves of that kind for the customers of a snapshot; null if the kind is not available. */
export function curvesOf(
  kind: CurveKind,
  { days, design, hazard, alike }: NextOrderHazards,
  { table, btyd }: Snapshot,
): NextOrderCurves | null {
  switch (kind) {
    case "hazard":
      return (
        hazard && {
          days,
          cumulativeHazard: hazard.cumulativeHazard(applyDesign(design, hazardMatrix(table))),
        }
      );
    case "purchase_model":
      return purchaseModelCurves(btyd, days);
    case "everybody_alike":
      return { days, cumulativeHazard: alike.cumulativeHazard(matrix(table.rows, 0)) };
  }
}

function purchaseModelCurves(
  { purchases, histories }: BtydFits,
  days: readonly number[],
): NextOrderCurves | null {
  if (!purchases) return null;
  const out = matrix(histories.x.length, days.length);
  for (const [k, day] of days.entries()) {
    const none = probabilityOfNoPurchase(purchases, histories, daysToWeeks(daysOf(day)));
    // A customer who has certainly left needs a hazard too: a curve that is flat at 1 could not be bent.
    for (let i = 0; i < none.length; i++)
      out.data[i * days.length + k] = Math.max(-Math.log(none[i]!), 1e-12 * day);
  }
  return { days, cumulativeHazard: out };
}

function hazardMatrix(table: FeatureTable): Matrix {
  const width = HAZARD_FEATURES.length;
  const x = matrix(table.rows, width);
  for (const [j, name] of HAZARD_FEATURES.entries()) {
    const column = table.columns[name]!;
    for (let i = 0; i < table.rows; i++) x.data[i * width + j] = column[i]!;
  }
  return x;
}

function stackTimes(parts: readonly SurvivalTimes[]): SurvivalTimes {
  const rows = parts.reduce((sum, { event }) => sum + event.length, 0);
  const event = new Float64Array(rows);
  const watched = new Float64Array(rows);
  let at = 0;
  for (const part of parts) {
    event.set(part.event, at);
    watched.set(part.watched, at);
    at += part.event.length;
  }
  return { event, watched };
}

function sampled(
  x: Matrix,
  times: SurvivalTimes,
  random: Random,
  most: number,
): { x: Matrix; times: SurvivalTimes } {
  if (x.rows <= most) return { x, times };
  const rows = random.sample(x.rows, most);
  return {
    x: takeRows(x, rows),
    times: {
      event: Float64Array.from(rows, (row) => times.event[row]!),
      watched: Float64Array.from(rows, (row) => times.watched[row]!),
    },
  };
}
