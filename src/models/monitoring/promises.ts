import type { SpendBasis } from "../../customers/net-spend";
import type { ChurnMetrics, SpendMetrics } from "../judging/evaluation";
import type { Told } from "../model-card";

/** What a model said about each customer on the day of its snapshot. One element a customer in every array. */
export interface Promises {
  /** The newest order that the model had seen, milliseconds since 1970. */
  readonly asOf: number;
  /** The oldest order of its file. */
  readonly since: number;
  readonly customers: readonly string[];
  readonly segments: readonly string[];
  readonly churn: ChurnPromises;
  readonly spend: SpendPromises;
  /** What it knew about them: whole days since the last order, orders, total spend (float32). */
  readonly recencyDays: Float64Array;
  readonly frequency: Float64Array;
  readonly monetary: Float64Array;
}

export interface ChurnPromises {
  readonly horizonDays: number;
  /** Probability of no order within the horizon; NaN if none was given. */
  readonly probability: Float64Array;
  readonly threshold: number;
  readonly missedChurner: number;
  readonly falseAlarm: number;
  /** How good the model was said to be; null if it could not be tested. */
  readonly tested: Partial<Told<ChurnMetrics>> | null;
}

export interface SpendPromises {
  /** Whether it was forecast net of returns, or as paid. */
  readonly basis: SpendBasis;
  readonly horizonDays: number;
  /** Expected spend over the horizon; NaN if none was given. */
  readonly expected: Float64Array;
  /** Ends of the prediction interval; null if the model has none. */
  readonly low: Float64Array | null;
  readonly high: Float64Array | null;
  /** Share of customers that the intervals were meant to contain, 0 to 1. */
  readonly intervalShare: number | null;
  readonly tested: Partial<Told<SpendMetrics>> | null;
}
