import { labelCustomers } from "../../customers/labels";
import { netSpendLabels } from "../../customers/net-spend";
import type { Purchases, Returns } from "../../customers/purchases";
import { counted, number, percent } from "../../figures";
import {
  mean,
  type RankedGroup,
  type ReliabilityBin,
  rankedGroups,
  reliabilityBins,
} from "../../learning/metrics/index";
import { DAY_MS, isoDay } from "../../time";
import { type ChurnMetrics, churnMetrics, type SpendMetrics, spendMetrics } from "../judging/evaluation";
import type { Told } from "../model-card";
import type { Promises } from "./promises";
import { type MatchedCustomers, matchCustomers, type RealisedCustomers } from "./realised-customers";
import { type RealisedSegment, realisedSegments } from "./realised-segments";

/** If the newer file has fewer of the model's customers than this share, it counts as another shop's. */
const LEAST_SHARE = 0.5;

/**
 * Where a promise stands: `scored` (its window is over and in the file), `due` (not over yet), `not_promised` (the
 * model gave none), `not_judged` (the file does not cover its customers).
 */
export type RealisedStatus = "scored" | "due" | "not_promised" | "not_judged";

interface RealisedWindow {
  readonly status: RealisedStatus;
  readonly horizon_days: number;
  /** The last day of the promise's window. */
  readonly due: string;
  /** Days of orders that the file still lacks; 0 if the window is over. */
  readonly days_to_go: number;
  /** The outcome, in a sentence. */
  readonly text: string;
}

/** Probabilities of leaving against who left. Wire format; null if not scored or not defined. */
export interface RealisedChurn extends RealisedWindow {
  readonly expected_rate: number | null;
  readonly actual_rate: number | null;
  readonly metrics: ChurnMetrics | null;
  /** The same metrics at the time of training, on test customers. */
  readonly tested: Partial<Told<ChurnMetrics>> | null;
  readonly reliability: readonly ReliabilityBin[];
}

/** Expected spend against what was spent. Wire format. */
export interface RealisedSpend extends RealisedWindow {
  readonly expected_total: number | null;
  readonly actual_total: number | null;
  readonly metrics: SpendMetrics | null;
  readonly tested: Partial<Told<SpendMetrics>> | null;
  /** Ten groups by expected spend, lowest first. */
  readonly deciles: readonly RankedGroup[];
  /** Share of customers whose spend lay within the model's interval; null if it gave none. */
  readonly interval_coverage: number | null;
  /** The promised share. */
  readonly interval_promised: number | null;
}

/** The outcome of an older model's promises. Wire format of an entry of `realised.json`. */
export interface RealisedReport {
  readonly as_of: string;
  /** The newest order of the file it is judged by. */
  readonly file_until: string;
  readonly customers: RealisedCustomers;
  readonly churn: RealisedChurn;
  readonly spend: RealisedSpend;
  readonly segments: readonly RealisedSegment[];
  readonly notes: readonly string[];
}

/**
 * Scores an older model by a newer file, with spend as the model forecast it; `ids` names the customers of `purchases`.
 */
export function realised(
  promises: Promises,
  purchases: Purchases,
  returns: Returns,
  ids: readonly string[],
): RealisedReport {
  const matched = matchCustomers(promises, purchases, ids);
  const hindrance = hindranceOf(promises, matched);
  const churnWindow = windowOf(promises, promises.churn, promises.churn.probability, matched, hindrance);
  const spendWindow = windowOf(promises, promises.spend, promises.spend.expected, matched, hindrance);
  const { table } = matched;
  const paid = (horizonDays: number) => labelCustomers(purchases, table, horizonDays);
  const told = (horizonDays: number) =>
    promises.spend.basis === "net"
      ? netSpendLabels(purchases, returns, table, horizonDays)
      : paid(horizonDays).spend;
  const churned =
    churnWindow.status === "scored" ? withSilent(matched, paid(promises.churn.horizonDays).churned, 1) : null;
  const spent =
    spendWindow.status === "scored" ? withSilent(matched, told(promises.spend.horizonDays), 0) : null;
  return {
    as_of: new Date(promises.asOf).toISOString(),
    file_until: new Date(matched.newest).toISOString(),
    customers: matched.counts,
    churn: realisedChurn(promises, churnWindow, matched, churned),
    spend: realisedSpend(promises, spendWindow, matched, spent),
    segments: hindrance === null ? realisedSegments(promises, matched.rows, churned, spent) : [],
    notes: notesOf(matched.counts),
  };
}

/** Why the file cannot judge the model's customers at all; null if it can. */
function hindranceOf({ asOf }: Promises, { counts, oldest }: MatchedCustomers): string | null {
  if (oldest > asOf) {
    return `The file begins on ${isoDay(oldest)}, after the model's snapshot of ${isoDay(asOf)}: upload a file that also covers the days before, so that customers can be recognised.`;
  }
  if (counts.judged < LEAST_SHARE * counts.known) {
    return `The file has ${counts.judged} of the ${counts.known} customers that the model knew: it seems to be another shop's, or its customer ids have changed.`;
  }
  return null;
}

function windowOf(
  { asOf }: Promises,
  { horizonDays }: { readonly horizonDays: number },
  promised: Float64Array,
  { newest, rows }: MatchedCustomers,
  hindrance: string | null,
): RealisedWindow {
  const end = asOf + horizonDays * DAY_MS;
  const window = {
    horizon_days: horizonDays,
    due: isoDay(end),
    days_to_go: Math.max(0, Math.ceil((end - newest) / DAY_MS)),
  };
  if (promised.every(Number.isNaN)) {
    return {
      ...window,
      status: "not_promised",
      text: "The model could not learn this, so it made no forecast.",
    };
  }
  if (hindrance !== null || rows.length === 0) {
    return {
      ...window,
      status: "not_judged",
      text: hindrance ?? "None of the model's customers is in the file.",
    };
  }
  if (window.days_to_go > 0) {
    const days = window.days_to_go === 1 ? "day" : "days";
    return { ...window, status: "due", text: `Due ${window.due}, ${window.days_to_go} ${days} to go.` };
  }
  return { ...window, status: "scored", text: "" };
}

/** What the found customers did in the window, and the silent ones, who did nothing: in the order of `rows`. */
function withSilent({ rows }: MatchedCustomers, did: Float64Array, nothing: number): Float64Array {
  const all = new Float64Array(rows.length).fill(nothing);
  all.set(did);
  return all;
}

function realisedChurn(
  { churn }: Promises,
  window: RealisedWindow,
  { rows }: MatchedCustomers,
  churned: Float64Array | null,
): RealisedChurn {
  const { tested } = churn;
  if (!churned) {
    const none = { expected_rate: null, actual_rate: null, metrics: null, reliability: [] };
    return { ...window, ...none, tested };
  }
  const probability = Float64Array.from(rows, (row) => churn.probability[row]!);
  const expected_rate = mean(probability);
  const actual_rate = mean(churned);
  const metrics = churnMetrics(churned, probability, churn.threshold, churn);
  const ranked = Number.isNaN(metrics.auc)
    ? "so ranking cannot be judged"
    : `and of two customers, one who left and one who stayed, the right one was ranked higher in ${percent.format(metrics.auc)} of the cases${tested?.auc == null ? "" : ` (${percent.format(tested.auc)} when it was trained)`}`;
  return {
    ...window,
    expected_rate,
    actual_rate,
    metrics,
    tested,
    reliability: reliabilityBins(churned, probability),
    text: `${percent.format(expected_rate)} of ${number.format(rows.length)} customers were expected to leave within ${window.horizon_days} days, ${percent.format(actual_rate)} did, ${ranked}.`,
  };
}

function realisedSpend(
  { spend }: Promises,
  window: RealisedWindow,
  { rows }: MatchedCustomers,
  spent: Float64Array | null,
): RealisedSpend {
  const { tested, low, high } = spend;
  if (!spent) {
    const none = { expected_total: null, actual_total: null, metrics: null, interval_coverage: null };
    return { ...window, ...none, tested, deciles: [], interval_promised: spend.intervalShare };
  }
  const expected = Float64Array.from(rows, (row) => spend.expected[row]!);
  const metrics = spendMetrics(spent, expected);
  const expected_total = mean(expected) * rows.length;
  const actual_total = mean(spent) * rows.length;
  const usual = tested?.mae == null ? "" : ` (${number.format(tested.mae)} when it was trained)`;
  return {
    ...window,
    expected_total,
    actual_total,
    metrics,
    tested,
    deciles: rankedGroups(spent, expected),
    interval_promised: spend.intervalShare,
    interval_coverage: low && high ? coverage(rows, spent, low, high) : null,
    text: `${number.format(rows.length)} customers were expected to spend ${number.format(expected_total)} within ${window.horizon_days} days and spent ${number.format(actual_total)}; a customer's figure was off by ${number.format(metrics.mae)} on average${usual}.`,
  };
}

/** Share of the rows with an interval whose spend lies in it, ends included; null if none has one. */
function coverage(
  rows: Int32Array,
  spent: Float64Array,
  low: Float64Array,
  high: Float64Array,
): number | null {
  let intervals = 0;
  let within = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (Number.isNaN(low[row]!) || Number.isNaN(high[row]!)) continue;
    intervals++;
    if (spent[i]! >= low[row]! && spent[i]! <= high[row]!) within++;
  }
  return intervals === 0 ? null : within / intervals;
}

function notesOf({ silent, missing, restated, added_to_the_past }: RealisedCustomers): string[] {
  const notes: string[] = [];
  if (silent > 0) {
    notes.push(
      `${counted(silent, "customer")} had ordered only before the file begins, and so left and spent nothing.`,
    );
  }
  if (missing > 0) {
    notes.push(
      `${counted(missing, "customer")} of the model can no longer be found in the file (erased, merged or renamed), and so cannot be judged.`,
    );
  }
  if (restated > 0) {
    notes.push(
      `For ${counted(restated, "customer")} the file shows another past than the model saw (late rows, corrections, cancellations); they are judged anyway.`,
    );
  }
  if (added_to_the_past > 0) {
    notes.push(
      `According to this file, ${counted(added_to_the_past, "customer")} unknown to the model had ordered before the snapshot.`,
    );
  }
  return notes;
}
