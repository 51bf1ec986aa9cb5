import type { FeatureTable } from "../customers/feature-table";
import { assignAtLeastCost } from "../learning/assignment";
import { columnMoments } from "../learning/column-moments";
import { type ClusterCandidate, exploreClusters } from "../learning/explore-clusters";
import { kMeans } from "../learning/kmeans";
import { fitByLibrary } from "../learning/library-kmeans";
import { type Matrix, matrix, takeRows } from "../learning/matrix";
import type { Random } from "../learning/random";
import { ARCHETYPES } from "./segment-names";

/** What customers are grouped by: raw values here, log(1 + x) and standardised inside. */
export const SEGMENTATION_FEATURES = ["recency_days", "frequency", "monetary"] as const;

/** Below this share of all customers a cluster is a handful of outliers and no segment. */
const SMALLEST_SHARE = 0.01;
/** A number of clusters whose silhouette is within this of the best tells more for nearly the same price. */
const SILHOUETTE_SLACK = 0.05;
/** Mean adjusted Rand index under resampling below which a clustering is an accident of the sample. */
const LEAST_STABILITY = 0.7;
/** Starts of each number of clusters. Ten come within 0.01 % of the best known inertia on Online Retail; swaps would halve that for twice the time. */
const STARTS = 10;
/** Standard deviation of log(1 + x) below which customers do not differ in kind: about 20 %. */
const LEAST_SPREAD = 0.2;

export interface Segment {
  /** Kept from one training to the next. */
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly action: string;
  readonly why: string;
}

/** A segment as an earlier model describes it. `center`: means of log(1 + x), not standardised. */
export interface EarlierSegment extends Segment {
  readonly logCenter: readonly number[];
}

export interface Segmentation {
  /** k, in the order of `centers`. */
  readonly segments: readonly Segment[];
  /** k × 3, standardised. */
  readonly centers: Matrix;
  /** Of log(1 + x), over the customers that it was fitted on. */
  readonly mean: Float64Array;
  /** Standard deviation of it, at least 0.2. */
  readonly scale: Float64Array;
  /** Index into `segments` of each customer. */
  readonly labels: Int32Array;
  readonly silhouette: number;
  readonly tradeOff: readonly TradeOffRow[];
  /** Why this number of segments, in a sentence. */
  readonly reason: string;
}

/** One tried number of segments. Wire format. */
export interface TradeOffRow {
  readonly segments: number;
  readonly inertia: number;
  readonly silhouette: number;
  readonly stability: number;
  readonly smallest_share: number;
  readonly sizes: readonly number[];
}

/**
 * Groups the customers of `table` by K-Means on standardised log(1 + x) of recency, frequency and monetary value, with the
 * number of segments chosen among `counts` (each 1 to 8; a RangeError otherwise). With `earlier` segments, ids and names are kept: every earlier segment is
 * paired with the nearest new one, one to one.
 */
export function segmentCustomers(
  table: FeatureTable,
  counts: readonly number[],
  random: Random,
  earlier: readonly EarlierSegment[] = [],
): Segmentation {
  if (counts.some((k) => k > ARCHETYPES.length)) {
    throw new RangeError(`at most ${ARCHETYPES.length} segments have names`);
  }
  const { x, mean, scale } = standardisedLogs(table);
  const alike = scale.every((spread) => spread === LEAST_SPREAD);
  const distinct = alike ? 1 : countDistinctRows(x, Math.max(...counts));
  const explored = explore(
    x,
    counts.filter((k) => k <= distinct && k <= x.rows / 2),
    random,
  );
  const { chosen, reason } = chooseCount(explored);
  const { centers, labels } = richestFirst(fitByLibrary(x, chosen.fit));
  return {
    segments: nameSegments(centers, mean, scale, earlier),
    centers,
    mean,
    scale,
    labels,
    silhouette: chosen.silhouette,
    tradeOff: explored.map((row) => ({
      segments: row.k,
      inertia: row.fit.inertia,
      silhouette: row.silhouette,
      stability: row.stability,
      smallest_share: row.smallestShare,
      sizes: Array.from(row.fit.sizes).sort((a, b) => b - a),
    })),
    reason,
  };
}

/** The candidates; with too few or too equal customers for any of `counts`, everybody is one segment. */
function explore(x: Matrix, counts: readonly number[], random: Random): ClusterCandidate[] {
  if (counts.length > 0) return exploreClusters(x, counts, { nInit: STARTS, swaps: 0, random });
  const fit = kMeans(x, 1, { nInit: 1, swaps: 0, random });
  const { inertia, sizes } = fit;
  return [
    {
      k: 1,
      fit,
      inertia,
      silhouette: NaN,
      sizes,
      smallestShare: 1,
      stability: 1,
      calinskiHarabasz: NaN,
      daviesBouldin: NaN,
    },
  ];
}

/** The raw segmentation features of a table, n × 3. */
export function segmentationMatrix(table: FeatureTable): Matrix {
  const d = SEGMENTATION_FEATURES.length;
  const x = matrix(table.rows, d);
  SEGMENTATION_FEATURES.forEach((name, j) => {
    const column = table.columns[name]!;
    for (let i = 0; i < table.rows; i++) x.data[i * d + j] = column[i]!;
  });
  return x;
}

function standardisedLogs(table: FeatureTable): { x: Matrix; mean: Float64Array; scale: Float64Array } {
  const raw = segmentationMatrix(table);
  const d = raw.columns;
  const logs = matrix(
    raw.rows,
    d,
    raw.data.map((value) => Math.log(1 + Math.max(value, 0))),
  );
  const { means, deviations } = columnMoments(logs);
  const scale = deviations.map((sd) => Math.max(LEAST_SPREAD, sd));
  const x = matrix(
    raw.rows,
    d,
    logs.data.map((value, i) => (value - means[i % d]!) / scale[i % d]!),
  );
  return { x, mean: means, scale };
}

/** The clusters in order of their mean log spend, the highest first, so that a first training numbers them in that order. */
function richestFirst({ centers, labels }: { centers: Matrix; labels: Int32Array }): {
  centers: Matrix;
  labels: Int32Array;
} {
  const money = SEGMENTATION_FEATURES.indexOf("monetary");
  const value = (cluster: number) => centers.data[cluster * centers.columns + money]!;
  const order = Array.from({ length: centers.rows }, (_, i) => i).sort(
    (a, b) => value(b) - value(a) || a - b,
  );
  return { centers: takeRows(centers, order), labels: labels.map((label) => order.indexOf(label)) };
}

/** How many different rows there are, counted up to `enough`. */
function countDistinctRows(x: Matrix, enough: number): number {
  const seen = new Set<string>();
  for (let i = 0; i < x.rows && seen.size < enough; i++) {
    seen.add(x.data.subarray(i * x.columns, (i + 1) * x.columns).join());
  }
  return seen.size;
}

function chooseCount(explored: readonly ClusterCandidate[]): { chosen: ClusterCandidate; reason: string } {
  const sound = explored.filter(
    (row) => row.smallestShare >= SMALLEST_SHARE && row.stability >= LEAST_STABILITY,
  );
  const pool = sound.length > 0 ? sound : explored;
  const best = pool.reduce((a, b) => (b.silhouette > a.silhouette ? b : a));
  const chosen = pool
    .filter((row) => !(row.silhouette < best.silhouette * (1 - SILHOUETTE_SLACK)))
    .reduce((a, b) => (b.k > a.k ? b : a));
  const range = `${explored[0]!.k} to ${explored.at(-1)!.k}`;
  const reason =
    explored.length === 1
      ? chosen.k === 1
        ? "All customers are one segment: they are too few, or too much alike, to be told apart."
        : `${chosen.k} segments, as asked for.`
      : `${chosen.k} segments were chosen from ${range}: the most of those whose silhouette is within 5 % of the best (${chosen.silhouette.toFixed(3)} of ${best.silhouette.toFixed(3)})${sound.length > 0 ? `, that stay the same under resampling (adjusted Rand ${chosen.stability.toFixed(2)}) and whose smallest segment holds at least 1 % of the customers (${(chosen.smallestShare * 100).toFixed(1)} %)` : "; none of them was stable with segments of at least 1 % of the customers"}.`;
  return { chosen, reason };
}

/** Names by the nearest archetype, one to one; then ids and names of earlier segments where they are continued. */
function nameSegments(
  centers: Matrix,
  mean: Float64Array,
  scale: Float64Array,
  earlier: readonly EarlierSegment[],
): Segment[] {
  const k = centers.rows;
  const d = centers.columns;
  const kept = continueSegments(centers, mean, scale, earlier);
  const taken = new Set([...kept.values()].map((segment) => segment.name));
  const free = ARCHETYPES.filter(({ name }) => !taken.has(name));
  const fresh = Array.from({ length: k }, (_, i) => i).filter((i) => !kept.has(i));
  const cost = new Float64Array(fresh.length * free.length);
  fresh.forEach((row, i) => {
    free.forEach(({ at }, j) => {
      for (let f = 0; f < d; f++) cost[i * free.length + j]! += (centers.data[row * d + f]! - at[f]!) ** 2;
    });
  });
  const pairs = assignAtLeastCost(cost, fresh.length, free.length);
  let nextId = Math.max(-1, ...earlier.map(({ id }) => id)) + 1;
  return Array.from({ length: k }, (_, i) => {
    const known = kept.get(i);
    if (known) return known;
    const { name, description, action, why } = free[pairs[fresh.indexOf(i)]!]!;
    return { id: nextId++, name, description, action, why };
  });
}

/** New cluster → the earlier segment that it continues. */
function continueSegments(
  centers: Matrix,
  mean: Float64Array,
  scale: Float64Array,
  earlier: readonly EarlierSegment[],
): Map<number, Segment> {
  const k = centers.rows;
  const d = centers.columns;
  const pairsByCluster = new Map<number, Segment>();
  if (earlier.length === 0) return pairsByCluster;
  const fewer = Math.min(k, earlier.length);
  const more = Math.max(k, earlier.length);
  const cost = new Float64Array(fewer * more);
  for (let i = 0; i < k; i++) {
    earlier.forEach(({ logCenter }, j) => {
      let distance = 0;
      for (let f = 0; f < d; f++)
        distance += (centers.data[i * d + f]! - (logCenter[f]! - mean[f]!) / scale[f]!) ** 2;
      cost[k <= earlier.length ? i * more + j : j * more + i] = distance;
    });
  }
  const pairs = assignAtLeastCost(cost, fewer, more);
  pairs.forEach((column, row) => {
    const [cluster, old] = k <= earlier.length ? [row, column] : [column, row];
    const { id, name, description, action, why } = earlier[old]!;
    pairsByCluster.set(cluster, { id, name, description, action, why });
  });
  return pairsByCluster;
}
