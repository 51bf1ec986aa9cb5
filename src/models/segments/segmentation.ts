import type { FeatureTable } from "../../customers/feature-table";
import { keptSpend } from "../../customers/net-spend";
import { columnMoments } from "../../learning/column-moments";
import { nearestCenters } from "../../learning/lloyd";
import { type Matrix, matrix, stackRows, takeRows } from "../../learning/matrix";
import type { Random } from "../../learning/random";
import { pairwiseSum } from "../../learning/special/pairwise-sum";
import type { Effort } from "../settings";
import type { JudgedCandidate, Whole } from "./cluster-choice";
import { clusterCustomers } from "./cluster-customers";
import { findKeyAccounts, type KeyAccountFinding } from "./key-accounts";
import { type EarlierSegment, nameSegments, type Segment } from "./segment-continuity";
import { type SegmentMovement, segmentMovement } from "./segment-movement";
import { MOST_SEGMENTS, type SegmentFacts } from "./segment-names";
import { SEGMENTATION_FEATURES } from "./segmentation-features";

export type { EarlierSegment } from "./segment-continuity";

/** If the standard deviation of log(1 + x) is below this, customers do not differ in kind: about 20 %. */
const LEAST_SPREAD = 0.2;

/** Of more customers than this, evenly chosen ones are clustered, and the others go to the nearest cluster. */
const MOST_CLUSTERED = 2 ** 19;

export interface Segmentation {
  /** One a cluster, in the order of `centers`; the key accounts last, if any. */
  readonly segments: readonly Segment[];
  /** Means of the segments, segments × 3, standardised. The last, of the key accounts, attracts no one. */
  readonly centers: Matrix;
  /** Of log(1 + x), over the customers in the fit. */
  readonly mean: Float64Array;
  /** Standard deviation of it, at least 0.2. */
  readonly scale: Float64Array;
  /** Index into `segments` of each customer. */
  readonly labels: Int32Array;
  /** The rule that comes before the clusters, and its result. */
  readonly keyAccounts: KeyAccountFinding;
  /** Of the clusters. */
  readonly silhouette: number;
  readonly tradeOff: readonly TradeOffRow[];
  /** Why this number of segments, in a sentence. */
  readonly reason: string;
  /** What happened to the earlier model's segments; null if there was none. */
  readonly movement: SegmentMovement | null;
  /** Segments of earlier models that no longer exist, kept so that no id is used twice. */
  readonly retired: readonly EarlierSegment[];
}

/** One tried number of segments. Wire format. */
export interface TradeOffRow {
  readonly segments: number;
  readonly inertia: number;
  readonly silhouette: number;
  /**
   * Mean adjusted Rand index against the clusters of random halves of the customers, and its standard deviation over
   * them.
   */
  readonly stability: number;
  readonly stability_sd: number;
  readonly smallest_share: number;
  readonly sizes: readonly number[];
  /** Whether it could be chosen: stable, and no cluster too small to be a segment. */
  readonly eligible: boolean;
}

/** Customers in groups that have no names yet. */
export interface Grouping {
  readonly clusters: ReturnType<typeof clusterCustomers>;
  readonly keyAccounts: KeyAccountFinding;
  /** Rows of the customers in the fit, of the key accounts, and of those who kept nothing. */
  readonly divided: ReturnType<typeof divide>;
  readonly logs: Matrix;
  readonly mean: Float64Array;
  readonly scale: Float64Array;
  readonly spend: Float64Array;
}

/**
 * Groups the customers of a snapshot: the key accounts by a rule, the others by clusters. `counts` are the numbers of
 * clusters to try; `earlier` are the segments of the previous model.
 */
export function groupCustomers(
  table: FeatureTable,
  counts: readonly number[],
  random: Random,
  earlier: readonly EarlierSegment[] = [],
  effort: Effort = "full",
): Grouping {
  if (counts.some((k) => k > MOST_SEGMENTS)) {
    throw new RangeError(`at most ${MOST_SEGMENTS} segments have names`);
  }
  const spend = keptSpend(table).map((value) => Math.max(0, value));
  const whole: Whole = { customers: table.rows, revenue: pairwiseSum(spend) };
  const keyAccounts = findKeyAccounts(spend, table.columns.return_rate);
  const divided = divide(spend, keyAccounts.found?.leastSpend ?? Infinity);
  const logs = logsOf(segmentationMatrix(table));
  const { x, mean, scale } = standardised(takeRows(logs, divided.ours));
  const step = Math.max(1, Math.ceil(x.rows / MOST_CLUSTERED));
  const some = Int32Array.from({ length: Math.ceil(x.rows / step) }, (_, i) => i * step);
  const share = some.length / x.rows;
  const clusters = clusterCustomers(
    step === 1 ? x : takeRows(x, some),
    scale.every((spread) => spread === LEAST_SPREAD) ? [] : counts,
    Float64Array.from(some, (i) => spend[divided.ours[i]!]!),
    { customers: share * whole.customers, revenue: share * whole.revenue },
    earlier.filter(({ leastSpend, ended }) => leastSpend === undefined && !ended).length || null,
    effort,
    random,
  );
  const labels = step === 1 ? clusters.labels : nearestCenters(x, clusters.centers).labels;
  return { clusters: { ...clusters, labels }, keyAccounts, divided, logs, mean, scale, spend };
}

/**
 * Names the groups; those that continue one of the `earlier` segments keep its id and name. `leaving` holds the
 * customers' probabilities of leaving, NaN where unknown: a name must not contradict them.
 */
export function nameGroups(
  { clusters, keyAccounts, divided, logs, mean, scale, spend }: Grouping,
  table: FeatureTable,
  earlier: readonly EarlierSegment[],
  leaving: Float64Array | null,
): Segmentation {
  const { ours, theirs, others } = divided;
  const facts = segmentFacts(table, ours, clusters.labels, clusters.centers.rows, leaving);
  const { segments, origins, retired } = nameSegments(
    { centers: clusters.centers, mean, scale, facts },
    keyAccounts.found,
    earlier,
  );
  const labels = new Int32Array(table.rows).fill(clusters.centers.rows);
  ours.forEach((row, i) => {
    labels[row] = clusters.labels[i]!;
  });
  const nearest = nearestCenters(standardise(takeRows(logs, others), mean, scale), clusters.centers);
  others.forEach((row, i) => {
    labels[row] = nearest.labels[i]!;
  });
  const ids = labels.map((label) => segments[label]!.id);
  return {
    segments,
    centers:
      theirs.length > 0
        ? withMeanOf(clusters.centers, takeRows(logs, theirs), mean, scale)
        : clusters.centers,
    mean,
    scale,
    labels,
    keyAccounts,
    silhouette: clusters.silhouette,
    tradeOff: clusters.judged.map(tradeOffRow),
    reason: clusters.reason,
    movement: segmentMovement({ segments, origins, retired }, earlier, logs, scale, spend, ids),
    retired,
  };
}

/** The raw segmentation features of a table, n × 3. */
export function segmentationMatrix(table: FeatureTable): Matrix {
  const d = SEGMENTATION_FEATURES.length;
  const x = matrix(table.rows, d);
  SEGMENTATION_FEATURES.forEach((name, j) => {
    const column = name === "monetary" ? keptSpend(table) : table.columns[name]!;
    for (let i = 0; i < table.rows; i++) x.data[i * d + j] = column[i]!;
  });
  return x;
}

/**
 * Rows of customers who have kept less than `leastSpend`, of those who have not, and of the others who kept nothing at
 * all: these would be clusters of their own, far from everyone. If no one kept anything, they are ordinary customers.
 */
function divide(
  spend: Float64Array,
  leastSpend: number,
): { ours: Int32Array; theirs: Int32Array; others: Int32Array } {
  const rows = Int32Array.from(spend.keys());
  const less = rows.filter((row) => spend[row]! < leastSpend);
  const keepers = less.filter((row) => spend[row]! > 0);
  return {
    ours: keepers.length > 0 ? keepers : less,
    theirs: rows.filter((row) => spend[row]! >= leastSpend),
    others: keepers.length > 0 ? less.filter((row) => !(spend[row]! > 0)) : new Int32Array(0),
  };
}

/** What is known of the customers of each of `count` clusters. */
function segmentFacts(
  { columns }: FeatureTable,
  rows: Int32Array,
  labels: Int32Array,
  count: number,
  leaving: Float64Array | null,
): SegmentFacts[] {
  const { frequency, monetary } = columns as Record<"frequency" | "monetary", Float64Array>;
  const meanLeaving = (of: Int32Array) => {
    const known = of.filter((row) => leaving !== null && !Number.isNaN(leaving[row]));
    return known.reduce((sum, row) => sum + leaving![row]!, 0) / known.length;
  };
  const middle = (of: Int32Array, value: (row: number) => number) => {
    const sorted = Float64Array.from(of, value).sort();
    // An even number of customers has two in the middle: the lower one covers at most half of them.
    return sorted[(sorted.length - 1) >> 1];
  };
  const meanOrder = (row: number) => monetary[row]! / frequency[row]!;
  return Array.from({ length: count }, (_, cluster) => {
    const own = rows.filter((_, i) => labels[i] === cluster);
    return {
      medianOrders: middle(own, (row) => frequency[row]!) ?? 1,
      mostOrders: own.reduce((most, row) => Math.max(most, frequency[row]!), 1),
      leaving: meanLeaving(own),
      usualLeaving: meanLeaving(rows),
      orderValue: middle(own, meanOrder) ?? NaN,
      usualOrderValue: middle(rows, meanOrder) ?? NaN,
    };
  });
}

/** In place: of millions of customers, a copy takes as much as all that is kept of them. */
function logsOf(x: Matrix): Matrix {
  const { data } = x;
  for (let i = 0; i < data.length; i++) data[i] = Math.log(1 + Math.max(data[i]!, 0));
  return x;
}

/** In place, too. */
function standardised(logs: Matrix): { x: Matrix; mean: Float64Array; scale: Float64Array } {
  const { means: mean, deviations } = columnMoments(logs);
  const scale = deviations.map((sd) => Math.max(LEAST_SPREAD, sd));
  return { x: standardise(logs, mean, scale), mean, scale };
}

/** In place, too. */
function standardise(x: Matrix, mean: Float64Array, scale: Float64Array): Matrix {
  const { data, columns } = x;
  for (let i = 0; i < data.length; i++) data[i] = (data[i]! - mean[i % columns]!) / scale[i % columns]!;
  return x;
}

/** `centers` with one more: the mean of the customers with these logs. */
function withMeanOf(centers: Matrix, logs: Matrix, mean: Float64Array, scale: Float64Array): Matrix {
  const { means } = columnMoments(standardise(logs, mean, scale));
  return stackRows([centers, matrix(1, centers.columns, means)]);
}

function tradeOffRow(row: JudgedCandidate): TradeOffRow {
  return {
    segments: row.k,
    inertia: row.inertia,
    silhouette: row.silhouette,
    stability: row.stability,
    stability_sd: row.stabilitySpread,
    smallest_share: row.smallestShare,
    sizes: Array.from(row.sizes).sort((a, b) => b - a),
    eligible: row.sizesHold && row.stable,
  };
}
