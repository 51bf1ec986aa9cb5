import {
  countInBins,
  midQuantiles,
  movedAtomsBack,
  normedWasserstein,
  populationStability,
  quantileDeviation,
} from "../../learning/drift/index";
import { DAY_MS, isoDay } from "../../time";
import type { DriftKind, DriftReference, ReferenceColumn, WatchedColumn } from "./drift-reference";

/** Beyond the first a column is watched, beyond the second it raises an alarm, unless chance alone could explain it. */
const WATCH = 0.1;
const ALERT = 0.25;
/** A value shared by many customers may move by this many standard deviations and still count as the same. */
const ATOM_REACH = 0.25;
/** With fewer customers on either side, everything may be chance. */
const LEAST_CUSTOMERS = 30;
/** How much shorter than the training file a file may be and still be compared. */
const SHORTER_DAYS = 7;
/** Snapshots further apart within the year may differ by season alone. */
const SEASON_DAYS = 30;

export type DriftStatus = "stable" | "watch" | "alert" | "not_compared";

/** How one column has moved. Wire format; null if a figure is not defined. */
export interface ColumnDrift {
  readonly name: string;
  readonly kind: DriftKind;
  readonly status: DriftStatus;
  /** Population stability index, and the value that chance exceeds once in 10,000 times. */
  readonly psi: number | null;
  readonly psi_chance: number | null;
  /**
   * Wasserstein distance in standard deviations of the training snapshot, and the value that chance exceeds as rarely.
   */
  readonly wasserstein: number | null;
  readonly wasserstein_chance: number | null;
  readonly median_before: number | null;
  readonly median_now: number | null;
  /** Share of customers missing the column. */
  readonly missing_before: number;
  readonly missing_now: number;
  /** For a chart: shares of the customers a bin; the last bin is for missing values. */
  readonly edges: readonly number[];
  readonly shares_before: readonly number[];
  readonly shares_now: readonly number[];
}

/** How a newer file differs from the training file. Wire format of `drift.json`. */
export interface DriftReport {
  readonly trained_as_of: string;
  readonly as_of: string;
  /** Days of orders behind both snapshots. */
  readonly history_days: number;
  readonly customers_before: number;
  readonly customers_now: number;
  /** Worst first. */
  readonly columns: readonly ColumnDrift[];
  readonly alerts: readonly string[];
  readonly watched: readonly string[];
  /** Remarks needed to judge the figures, a sentence each. */
  readonly notes: readonly string[];
  /** What was found, in a sentence. */
  readonly text: string;
  /** What to do with the model; null if it could not be compared. */
  readonly advice: string | null;
}

/** Where the orders of a newer file are cut off so that both histories are equally long. */
export interface ComparedHistory {
  /** Orders before this moment (ms since 1970) are left out; −Infinity for none. */
  readonly from: number;
  /** Null if the two can be compared, else why not. */
  readonly hindrance: string | null;
}

/**
 * The longer a file, the longer its customers' tenure and the higher their totals: that is the calendar, not drift. So
 * the newer file is cut to begin as long before its newest order as the training file did.
 */
export function comparedHistory(
  reference: DriftReference,
  oldestOrder: number,
  newestOrder: number,
): ComparedHistory {
  const days = (newestOrder - oldestOrder) / DAY_MS;
  const from = Math.round(newestOrder - reference.history_days * DAY_MS);
  if (days >= reference.history_days - SHORTER_DAYS) return { from, hindrance: null };
  return {
    from: -Infinity,
    hindrance: `The file has ${Math.floor(days)} days of orders, but the model was trained on ${Math.floor(reference.history_days)}: a shorter history makes every customer look newer, so no alarm is raised. Upload a file that goes back as far.`,
  };
}

/**
 * Compares the columns of a newer snapshot (newest order at `newestOrder`, ms since 1970) with the training snapshot.
 */
export function compareSnapshots(
  reference: DriftReference,
  columns: readonly WatchedColumn[],
  newestOrder: number,
  hindrance: string | null,
): DriftReport {
  const current = new Map(columns.map((column) => [column.name, column.values]));
  const drifts = reference.columns.map((column) =>
    compareColumn(column, current.get(column.name) ?? null, hindrance === null),
  );
  drifts.sort((a, b) => severity(b) - severity(a));
  const named = (status: DriftStatus) => drifts.filter((d) => d.status === status).map(({ name }) => name);
  const alerts = named("alert");
  const unknown = drifts.filter(({ psi }) => psi === null).map(({ name }) => name);
  const customersNow = columns[0]?.values.length ?? 0;
  const fewest = Math.min(reference.customers, customersNow);
  const few =
    fewest < LEAST_CUSTOMERS
      ? `One of the two snapshots has only ${fewest} customers where ${LEAST_CUSTOMERS} are needed: any difference may be chance, so no alarm is raised.`
      : null;
  const season = seasonNote(Date.parse(reference.as_of), newestOrder);
  return {
    trained_as_of: reference.as_of,
    as_of: new Date(newestOrder).toISOString(),
    history_days: reference.history_days,
    customers_before: reference.customers,
    customers_now: customersNow,
    columns: drifts,
    alerts,
    watched: named("watch"),
    notes: [
      ...(hindrance === null ? [] : [hindrance]),
      ...(few === null ? [] : [few]),
      ...(season === null ? [] : [season]),
      ...(unknown.length === 0 ? [] : [`Not compared, because it is not known now: ${unknown.join(", ")}.`]),
    ],
    text: textOf(alerts, drifts, hindrance ?? few),
    advice: adviceOf(drifts),
  };
}

function compareColumn(
  column: ReferenceColumn,
  values: Float64Array | null,
  comparable: boolean,
): ColumnDrift {
  const { name, kind } = column;
  const before = Float64Array.from(column.counts);
  const edges = Float64Array.from(column.edges);
  const total = before.reduce((sum, count) => sum + count, 0);
  const missing = before.at(-1)!;
  const told = {
    name,
    kind,
    edges: column.edges,
    shares_before: Array.from(before, (count) => count / total),
    missing_before: missing / total,
    median_before: medianOf(column.quantiles),
  };
  if (!values || values.length === 0 || total === 0) {
    const nothing = { psi: null, psi_chance: null, wasserstein: null, wasserstein_chance: null };
    return { ...told, ...nothing, median_now: null, missing_now: 1, shares_now: [], status: "not_compared" };
  }
  const reference = column.quantiles && Float64Array.from(column.quantiles);
  const reach = reference ? ATOM_REACH * quantileDeviation(reference) : 0;
  const now = countInBins(movedAtomsBack(values, Float64Array.from(column.atoms), reach), { edges });
  const known = values.length - now.at(-1)!;
  const { psi, chance } = populationStability(before, now);
  const quantiles = known > 0 && kind !== "segment" ? midQuantiles(values) : null;
  const distance =
    reference && quantiles && Math.min(total - missing, known) >= LEAST_CUSTOMERS
      ? normedWasserstein(reference, quantiles, total - missing, known)
      : { distance: null, chance: NaN };
  const goesBeyond = (limit: number) =>
    psi > Math.max(limit, chance) ||
    (distance.distance !== null && distance.distance > Math.max(limit, distance.chance));
  const moved = goesBeyond(ALERT) ? "alert" : goesBeyond(WATCH) ? "watch" : "stable";
  return {
    ...told,
    psi,
    psi_chance: chance,
    wasserstein: distance.distance,
    wasserstein_chance: distance.distance === null ? null : distance.chance,
    median_now: medianOf(quantiles && Array.from(quantiles)),
    missing_now: 1 - known / values.length,
    shares_now: Array.from(now, (count) => count / values.length),
    status: comparable && Math.min(total, values.length) >= LEAST_CUSTOMERS ? moved : "not_compared",
  };
}

/** Alarms first, then watched columns; within these by the larger of the two figures. */
function severity({ status, psi, wasserstein }: ColumnDrift): number {
  const rank = { alert: 2e6, watch: 1e6, stable: 0, not_compared: 0 }[status];
  return rank + Math.min(1e5, Math.max(psi ?? -1, wasserstein ?? -1));
}

/** The middle of the hundred quantiles, halfway between .495 and .505. */
function medianOf(quantiles: readonly number[] | null): number | null {
  return quantiles && (quantiles[49]! + quantiles[50]!) / 2;
}

function seasonNote(before: number, now: number): string | null {
  const apart = Math.abs(now - before) / DAY_MS;
  const inYear = apart % 365.25;
  const days = Math.round(Math.min(inYear, 365.25 - inYear));
  if (days <= SEASON_DAYS) return null;
  return `The two snapshots (${isoDay(before)} and ${isoDay(now)}) are ${days} days apart in the year: the season alone can change recent purchases.`;
}

function textOf(alerts: readonly string[], drifts: readonly ColumnDrift[], hindrance: string | null): string {
  if (hindrance !== null) return hindrance;
  const compared = drifts.filter(({ status }) => status !== "not_compared").length;
  if (alerts.length === 0) {
    return `None of ${compared} features and scores clearly differs from the training snapshot.`;
  }
  const named = alerts.slice(0, 5).join(", ");
  const rest = alerts.length > 5 ? ` and ${alerts.length - 5} more` : "";
  return `${alerts.length} of ${compared} features and scores ${alerts.length === 1 ? "has" : "have"} drifted (stability index or distance above ${ALERT}, more than chance explains): ${named}${rest}.`;
}

/** What to do with the model, by how far its scores have moved with the features. */
function adviceOf(drifts: readonly ColumnDrift[]): string | null {
  if (drifts.every(({ status }) => status === "not_compared")) return null;
  const answers = drifts.filter(({ kind }) => kind !== "feature").map(({ status }) => status);
  if (answers.includes("alert")) {
    return "The model's scores have moved as well: train again before acting on them.";
  }
  if (answers.includes("watch")) return "The model's scores have moved somewhat: train again soon.";
  return drifts.some(({ status }) => status === "alert")
    ? "The model's scores have hardly moved: train again at the next opportunity."
    : "The model can still be used.";
}
