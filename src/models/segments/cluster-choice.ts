import type { ClusterCandidate } from "../../learning/explore-clusters";
import { nearestCenters } from "../../learning/lloyd";
import { type Matrix, takeRows } from "../../learning/matrix";

/** A cluster with less than this share (1/100) of all customers is a handful of outliers and no segment … */
const SMALLEST_PART = 100;
/** … unless it holds more than this share of the revenue. */
const LEAST_REVENUE_SHARE = 0.1;
/** Numbers of clusters with a silhouette this close to the best count as equal; more clusters then say more. */
const SILHOUETTE_SLACK = 0.05;
/**
 * The previous number of clusters is kept while its silhouette is within this of the best: learning new segments costs
 * a business something.
 */
const KEEPING_SLACK = 0.1;
/** Below this mean adjusted Rand index under resampling, a clustering is an accident of the sample. */
const LEAST_STABILITY = 0.7;

/** The customers that cluster shares refer to: everyone, including those who are not clustered. */
export interface Whole {
  readonly customers: number;
  readonly revenue: number;
}

/** A number of clusters with the evidence for or against it. */
export interface JudgedCandidate extends ClusterCandidate {
  /** Share of all customers, key accounts included, in the smallest cluster, 0 to 1. */
  readonly smallestShare: number;
  /** No cluster holds less than 1 % of the customers, unless it holds more than 10 % of the revenue. */
  readonly sizesHold: boolean;
  /** The clusters come out much the same from random halves of the customers. */
  readonly stable: boolean;
}

/** Judges each candidate; `spend` has one value a clustered customer. */
export function judgeCandidates(
  explored: readonly ClusterCandidate[],
  spend: Float64Array,
  whole: Whole,
): JudgedCandidate[] {
  return explored.map((row) => ({
    ...row,
    smallestShare: Math.min(...row.sizes) / whole.customers,
    sizesHold: smallestThatMustGo(row.fit.labels, row.k, spend, whole) < 0,
    stable: row.stability >= LEAST_STABILITY,
  }));
}

/**
 * The number of clusters to ship, and why: as many as `before` (null in a first training) if their silhouette is within
 * 10 % of the best; else the most within 5 % of the best that are stable and whose sizes hold; else the most stable
 * whose sizes hold; else the best silhouette, whose small clusters must then be dissolved.
 */
export function chooseCandidate(
  judged: readonly JudgedCandidate[],
  before: number | null,
): { chosen: JudgedCandidate; reason: string } {
  const [only] = judged;
  if (only && judged.length === 1) {
    const reason =
      only.k === 1
        ? "All customers are one segment: they are too few, or too much alike, to be told apart."
        : `${only.k} segments, as asked for.`;
    return { chosen: only, reason };
  }
  const range = `${judged[0]!.k} to ${judged.at(-1)!.k}`;
  const holding = judged.filter((row) => row.sizesHold);
  const sound = holding.filter((row) => row.stable);
  if (sound.length > 0) {
    const best = sound.reduce((a, b) => (b.silhouette > a.silhouette ? b : a));
    const within = (slack: number) =>
      sound.filter((row) => !(row.silhouette < best.silhouette * (1 - slack)));
    const kept = within(KEEPING_SLACK).find((row) => row.k === before);
    const chosen = kept ?? within(SILHOUETTE_SLACK).reduce((a, b) => (b.k > a.k ? b : a));
    const silhouette = `${chosen.silhouette.toFixed(3)} of ${best.silhouette.toFixed(3)}`;
    const start = kept
      ? `${chosen.k} segments were kept from the previous model; ${range} were tried: their silhouette is within 10% of the best (${silhouette}), they stay`
      : `${chosen.k} segments were chosen from ${range}: the largest number with a silhouette within 5% of the best (${silhouette}) that stays`;
    return {
      chosen,
      reason: `${start} the same under resampling (adjusted Rand ${agreement(chosen)}) and ${kept ? "the" : "whose"} smallest segment holds at least 1% of the customers (${(chosen.smallestShare * 100).toFixed(1)}%) or more than 10% of the revenue.`,
    };
  }
  if (holding.length > 0) {
    const chosen = holding.reduce((a, b) => (b.stability > a.stability ? b : a));
    return {
      chosen,
      reason: `${chosen.k} segments were chosen from ${range}: the most stable of them, but none stays the same under resampling (adjusted Rand ${agreement(chosen)} where ${LEAST_STABILITY} is needed): treat the borders between segments with care.`,
    };
  }
  const chosen = judged.reduce((a, b) => (b.silhouette > a.silhouette ? b : a));
  return {
    chosen,
    reason: `${chosen.k} segments were chosen from ${range} by the silhouette (${chosen.silhouette.toFixed(3)}): none of the numbers gave segments that all hold at least 1% of the customers or more than 10% of the revenue.`,
  };
}

/**
 * The clusters without those that hold less than 1 % of the customers and no more than 10 % of the revenue: the
 * smallest of them is dissolved, its customers go to the nearest remaining cluster, and so on. Every customer of `x` is
 * with the nearest center.
 */
export function dissolveSmall(
  x: Matrix,
  clusters: { readonly centers: Matrix; readonly labels: Int32Array },
  spend: Float64Array,
  whole: Whole,
): { centers: Matrix; labels: Int32Array; dissolved: number } {
  let { centers, labels } = clusters;
  let dissolved = 0;
  for (;;) {
    const gone = smallestThatMustGo(labels, centers.rows, spend, whole);
    if (gone < 0 || centers.rows === 1) return { centers, labels, dissolved };
    const left = Array.from({ length: centers.rows }, (_, c) => c).filter((c) => c !== gone);
    centers = takeRows(centers, left);
    labels = nearestCenters(x, centers).labels;
    dissolved++;
  }
}

/** The smallest cluster that is neither large nor rich enough to be a segment; −1 if there is none. */
function smallestThatMustGo(labels: Int32Array, k: number, spend: Float64Array, whole: Whole): number {
  const sizes = new Int32Array(k);
  const revenue = new Float64Array(k);
  labels.forEach((label, i) => {
    sizes[label]!++;
    revenue[label]! += spend[i]!;
  });
  let smallest = -1;
  for (let c = 0; c < k; c++) {
    const large = sizes[c]! * SMALLEST_PART >= whole.customers;
    const rich = revenue[c]! > LEAST_REVENUE_SHARE * whole.revenue;
    if (large || rich) continue;
    if (smallest < 0 || sizes[c]! < sizes[smallest]!) smallest = c;
  }
  return smallest;
}

function agreement({ stability, stabilitySpread }: ClusterCandidate): string {
  return `${stability.toFixed(2)} ± ${stabilitySpread.toFixed(2)}`;
}
