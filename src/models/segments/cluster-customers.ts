import { type ClusterCandidate, exploreClusters } from "../../learning/explore-clusters";
import { kMeans, settled } from "../../learning/kmeans";
import { fitByLibrary } from "../../learning/library-kmeans";
import { type Matrix, takeRows } from "../../learning/matrix";
import type { Random } from "../../learning/random";
import { silhouettes } from "../../learning/silhouette";
import type { Effort } from "../settings";
import {
  chooseCandidate,
  dissolveSmall,
  type JudgedCandidate,
  judgeCandidates,
  type Whole,
} from "./cluster-choice";

/**
 * Starts for each number of clusters. Ten come within 0.01 % of the best known inertia on Online Retail; swaps would
 * halve that in twice the time.
 */
const STARTS = 10;
/** The search for clusters: starts, random halves on which their stability is measured, and customers to look at. */
const SEARCH: Readonly<
  Record<Effort, { readonly nInit: number; readonly halves: number; readonly mostRows?: number }>
> = {
  quick: { nInit: 4, halves: 4, mostRows: 2_000 },
  full: { nInit: STARTS, halves: 10 },
};

/** The clusters to ship, with the evidence for them. */
export interface CustomerClusters {
  /** k × d, the one with the highest mean spend first. */
  readonly centers: Matrix;
  readonly labels: Int32Array;
  readonly silhouette: number;
  readonly judged: readonly JudgedCandidate[];
  readonly reason: string;
}

/**
 * Clusters the customers whose standardised features are `x` (n × d, the last column spend) into one of `counts`
 * clusters, chosen by `chooseCandidate`; if no number works, they are one. `spend`: n; `spend` and `whole` decide
 * whether sizes hold; `before`: the previous model's number of clusters, null in a first training.
 */
export function clusterCustomers(
  x: Matrix,
  counts: readonly number[],
  spend: Float64Array,
  whole: Whole,
  before: number | null,
  effort: Effort,
  random: Random,
): CustomerClusters {
  const distinct = countDistinctRows(x, Math.max(...counts));
  const possible = counts.filter((k) => k <= distinct && k <= x.rows / 2);
  const judged = judgeCandidates(explore(x, possible, effort, random), spend, whole);
  const { chosen, reason } = chooseCandidate(judged, before);
  const fit = chosen.fit.converged ? chosen.fit : settled(x, chosen.fit);
  const { centers, labels, dissolved } = dissolveSmall(x, fitByLibrary(x, fit), spend, whole);
  if (dissolved === 0) {
    return { ...richestFirst({ centers, labels }), silhouette: chosen.silhouette, judged, reason };
  }
  const [left] = silhouettes(x, [labels], random.fork("silhouette of what is left"));
  return {
    ...richestFirst({ centers, labels }),
    silhouette: left!.mean,
    judged,
    reason: `${reason} ${dissolved === 1 ? "One smaller segment was" : `${dissolved} smaller segments were`} dissolved, and the customers joined the nearest segment.`,
  };
}

/** The candidates; if customers are too few or too similar for any of `counts`, everyone is one segment. */
function explore(x: Matrix, counts: readonly number[], effort: Effort, random: Random): ClusterCandidate[] {
  if (counts.length > 0) return exploreClusters(x, counts, { ...SEARCH[effort], swaps: 0, random });
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
      stabilitySpread: 0,
    },
  ];
}

/** The clusters by mean log spend, highest first: a first training numbers them in that order. */
function richestFirst({ centers, labels }: { centers: Matrix; labels: Int32Array }): {
  centers: Matrix;
  labels: Int32Array;
} {
  const money = centers.columns - 1;
  const value = (cluster: number) => centers.data[cluster * centers.columns + money]!;
  const order = Array.from({ length: centers.rows }, (_, i) => i).sort(
    (a, b) => value(b) - value(a) || a - b,
  );
  return { centers: takeRows(centers, order), labels: labels.map((label) => order.indexOf(label)) };
}

/** The number of different rows, counted up to `enough`. */
function countDistinctRows(x: Matrix, enough: number): number {
  const seen = new Set<string>();
  for (let i = 0; i < x.rows && seen.size < enough; i++) {
    seen.add(x.data.subarray(i * x.columns, (i + 1) * x.columns).join());
  }
  return seen.size;
}
