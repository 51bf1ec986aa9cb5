import { DAY_MS } from "../../time";
import type { Effort } from "../settings";

/** Fewer customers cannot be split into those to learn from, to choose by and to test on. */
export const LEAST_CUSTOMERS = 4;
/** Cutoffs are stacked this far apart. */
export const CUTOFF_STEP_DAYS = 30;
/** A cutoff with less history before it teaches nothing about habits. */
export const LEAST_HISTORY_DAYS = 60;
/**
 * Most cutoffs to stack: older habits teach less and cost as much. In fourteen shops, three cost .0006 of log loss and
 * .0005 of AUC.
 */
const MOST_CUTOFFS: Readonly<Record<Effort, number>> = { quick: 3, full: 12 };

/** Most tests of a training: the last is reported, the others show how far such promises are off. */
const MOST_TESTS: Readonly<Record<Effort, number>> = { quick: 1, full: 4 };

/** One out-of-time test: fitted on windows that end at or before `testCutoff`, tested on the window after it. */
export interface Fold {
  readonly testCutoff: number;
  /** Newest first. */
  readonly trainCutoffs: readonly number[];
}

/**
 * How a model is trained and judged.
 *
 * - `out_of_time`: the last fold is the test; the folds before it show how such promises held.
 * - `held_out_customers`: there is history for only one cutoff, so 30 % of the customers are the test.
 * - `none`: not even one window fits; nothing can be learned or judged.
 */
export interface Protocol {
  readonly kind: "out_of_time" | "held_out_customers" | "none";
  readonly horizonDays: number;
  /** In time order; the last is the test. Empty unless `out_of_time`. */
  readonly folds: readonly Fold[];
  /** Every cutoff whose window is observed, newest first: what the shipped model is fitted on. */
  readonly fitCutoffs: readonly number[];
  /** Why this protocol and this horizon, in a sentence for the model card. */
  readonly reason: string;
}

/**
 * Chooses the longest of `horizons` (days, longest first) that allows an out-of-time test with three training cutoffs
 * before it; then with one; then a test on held-out customers. Moments in milliseconds since 1970.
 */
export function planProtocol(
  firstOrder: number,
  newestOrder: number,
  horizons: readonly number[],
  effort: Effort = "full",
): Protocol {
  const most = MOST_CUTOFFS[effort];
  const spanDays = Math.floor((newestOrder - firstOrder) / DAY_MS);
  const wanted = horizons[0]!;
  for (const leastCutoffs of [3, 1]) {
    for (const horizonDays of horizons) {
      const folds = foldsUntil(firstOrder, newestOrder - horizonDays * DAY_MS, horizonDays, effort);
      const test = folds.at(-1);
      if (!test || test.trainCutoffs.length < leastCutoffs) continue;
      return {
        kind: "out_of_time",
        horizonDays,
        folds,
        fitCutoffs: cutoffsBefore(firstOrder, newestOrder - horizonDays * DAY_MS, most),
        reason: `${spanDays} days of orders allow a test on the last ${horizonDays} days with ${test.trainCutoffs.length} training cutoffs whose windows end before it${shortened(wanted, horizonDays)}.`,
      };
    }
  }
  for (const horizonDays of horizons) {
    const fitCutoffs = cutoffsBefore(firstOrder, newestOrder - horizonDays * DAY_MS, most, horizonDays / 2);
    if (fitCutoffs.length === 0) continue;
    return {
      kind: "held_out_customers",
      horizonDays,
      folds: [],
      fitCutoffs,
      reason: `${spanDays} days of orders are too few to test on later days than were trained on, so 30 % of the customers were held out${shortened(wanted, horizonDays)}.`,
    };
  }
  return unlearnable(
    wanted,
    `${spanDays} days of orders are too few: at least a window of ${horizons.at(-1)} days and half as much history before it are needed.`,
  );
}

/**
 * The protocol, or `none` if too few customers are known at its training cutoffs. `customersAt` counts those with an
 * order at or before a cutoff.
 */
export function withEnoughCustomers(protocol: Protocol, customersAt: (cutoff: number) => number): Protocol {
  const newestTraining = protocol.folds.at(-1)?.trainCutoffs[0] ?? protocol.fitCutoffs[0];
  if (newestTraining === undefined) return protocol;
  const customers = customersAt(newestTraining);
  if (customers >= LEAST_CUSTOMERS) return protocol;
  return unlearnable(
    protocol.horizonDays,
    `${customers} ${customers === 1 ? "customer is" : "customers are"} known at the newest training cutoff, and at least ${LEAST_CUSTOMERS} are needed.`,
  );
}

function unlearnable(horizonDays: number, reason: string): Protocol {
  return { kind: "none", horizonDays, folds: [], fitCutoffs: [], reason };
}

/**
 * Tests in time order, the last at `latest`, each window ending where the next begins: the results of an earlier one
 * were known at the later. As many as the history allows, at most four; one in a quick training.
 */
export function foldsUntil(
  firstOrder: number,
  latest: number,
  horizonDays: number,
  effort: Effort = "full",
): Fold[] {
  const folds: Fold[] = [];
  for (let testCutoff = latest; folds.length < MOST_TESTS[effort]; testCutoff -= horizonDays * DAY_MS) {
    const trainCutoffs = cutoffsBefore(firstOrder, testCutoff - horizonDays * DAY_MS, MOST_CUTOFFS[effort]);
    if (trainCutoffs.length === 0) break;
    folds.unshift({ testCutoff, trainCutoffs });
  }
  return folds;
}

/**
 * Test cutoffs of a rolling backtest, in time order: the newest with an observed window, and those a month apart before
 * it.
 */
export function rollingTests(
  firstOrder: number,
  newestOrder: number,
  horizonDays: number,
  most: number,
): number[] {
  const cutoffs: number[] = [];
  for (
    let cutoff = newestOrder - horizonDays * DAY_MS;
    cutoffs.length < most && foldsUntil(firstOrder, cutoff, horizonDays).length > 0;
    cutoff -= CUTOFF_STEP_DAYS * DAY_MS
  ) {
    cutoffs.unshift(cutoff);
  }
  return cutoffs;
}

/** `latest` and the cutoffs a step apart before it that have enough history, newest first, `most` of them at the most. */
function cutoffsBefore(
  firstOrder: number,
  latest: number,
  most: number,
  leastHistoryDays = LEAST_HISTORY_DAYS,
): number[] {
  const cutoffs: number[] = [];
  for (let cutoff = latest; cutoffs.length < most; cutoff -= CUTOFF_STEP_DAYS * DAY_MS) {
    if (cutoff - firstOrder < leastHistoryDays * DAY_MS) break;
    cutoffs.push(cutoff);
  }
  return cutoffs;
}

function shortened(wanted: number, got: number): string {
  return wanted === got ? "" : `; the horizon was shortened from ${wanted} to ${got} days for it`;
}
