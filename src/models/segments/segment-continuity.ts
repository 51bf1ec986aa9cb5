import { assignAtLeastCost } from "../../learning/assignment";
import { columnMoments } from "../../learning/column-moments";
import { type Matrix, matrix } from "../../learning/matrix";
import { describeKeyAccounts, type KeyAccounts } from "./key-accounts";
import {
  ARCHETYPES,
  type Archetype,
  describe,
  isTrue,
  KEY_ACCOUNTS,
  mostBoughtOnce,
  NEUTRAL,
  type SegmentFacts,
  suits,
} from "./segment-names";

export interface Segment {
  /** Kept from one training to the next. */
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly action: string;
  readonly why: string;
}

/** A segment as described by an earlier model. */
export interface EarlierSegment extends Segment {
  /** Means of log(1 + x), not standardised. */
  readonly logCenter: readonly number[];
  /** The scale of those; by default the new model's. */
  readonly logScale?: readonly number[];
  /** Customers who have spent this much belong to it: the key accounts. */
  readonly leastSpend?: number;
  /** It ended before that model: only its id and name are remembered, in case it comes back. */
  readonly ended?: boolean;
}

/** Whether a segment is one of the previous model, one that ended earlier, or new. */
export type Origin = "continued" | "returned" | "new";

export interface Naming {
  /** One a cluster, in the order of the centers, then the key accounts, if any. */
  readonly segments: readonly Segment[];
  readonly origins: readonly Origin[];
  /** Earlier segments that no longer exist, including those of long ago. */
  readonly retired: readonly EarlierSegment[];
}

/** Clusters of a new model: k × 3 standardised centers, with their scale. */
export interface Clusters {
  readonly centers: Matrix;
  readonly mean: Float64Array;
  readonly scale: Float64Array;
  /** Of the customers of each. */
  readonly facts: readonly SegmentFacts[];
}

/**
 * The cost of a new name, in squared standard deviations: up to 1.5 of them from an earlier segment, a segment
 * continues it.
 */
const NEW_NAME = 1.5 ** 2;
/** The cost of a name that would be untrue: more than any distance. What it says of orders weighs most. */
const NEVER = 1e9;
const UNTRUE = 1e6;
/** The place of frequency among the features. */
const FREQUENCY = 1;

/**
 * Ids, names and actions of new clusters, by one assignment of least cost. An earlier segment costs its squared
 * distance, in standard deviations; an archetype its squared distance and 1.5²; an earlier segment named after an
 * archetype the less of the two. So a segment continues the one near it or of its kind, and a new one gets a name that
 * fits beside those. A cluster named like an ended segment is that segment, come back. No id is ever reused for another
 * segment. A name that says that customers come back never goes to a segment most of whom bought once, or the other way
 * round, and none to a segment that it would be untrue of: then a segment keeps its id and gets the nearest true name.
 * Descriptions follow today's facts.
 */
export function nameSegments(
  clusters: Clusters,
  keyAccounts: KeyAccounts | null,
  earlier: readonly EarlierSegment[],
): Naming {
  const neighbours = earlier.filter((known) => known.leastSpend === undefined && !known.ended);
  const ended = earlier.filter((known) => known.leastSpend === undefined && known.ended);
  const isFree = ({ name }: Archetype) => neighbours.every((known) => known.name !== name);
  const free = ARCHETYPES.filter(isFree);
  const chosen = cheapestNames(clusters, neighbours, free);
  let nextId = Math.max(-1, ...earlier.map(({ id }) => id)) + 1;
  const segments: Segment[] = [];
  const origins: Origin[] = [];
  const add = ({ id, name, description, action, why }: Segment, origin: Origin) => {
    segments.push({ id, name, description, action, why });
    origins.push(origin);
  };
  const taken = new Set(chosen);
  const unused = new Set([
    ...free.filter((_, j) => !taken.has(neighbours.length + j)),
    ...NEUTRAL.filter(isFree),
  ]);
  for (const [i, place] of chosen.entries()) {
    const neighbour = neighbours[place];
    const facts = clusters.facts[i]!;
    const kind = free[place - neighbours.length] ?? kindOf(neighbour!);
    const archetype = kind && !isTrue(kind, facts) ? trueKind(clusters, i, unused) : kind;
    unused.delete(archetype!);
    const told = archetype && { ...archetype, description: describe(archetype, facts) };
    const before = ended.find(({ name }) => name === archetype?.name);
    if (neighbour) add({ ...neighbour, ...told }, "continued");
    else if (before) add({ ...before, ...told }, "returned");
    else add({ ...told!, id: nextId++ }, "new");
  }
  if (keyAccounts) {
    const before = earlier.find(({ leastSpend }) => leastSpend !== undefined);
    const description = describeKeyAccounts(keyAccounts);
    if (before) add({ ...before, description }, before.ended ? "returned" : "continued");
    else add({ ...KEY_ACCOUNTS, description, id: nextId++ }, "new");
  }
  const now = new Set(segments.map(({ id }) => id));
  const retired = earlier.filter(({ id }) => !now.has(id)).map((known) => ({ ...known, ended: true }));
  return { segments, origins, retired };
}

/** For each cluster its place among the neighbours and, after them, the free archetypes. */
function cheapestNames(
  { centers, mean, scale, facts }: Clusters,
  neighbours: readonly EarlierSegment[],
  free: readonly Archetype[],
): Int32Array {
  const d = centers.columns;
  const unit = unitsOf(scale, neighbours);
  const names = neighbours.length + free.length;
  const cost = new Float64Array(centers.rows * names);
  for (let i = 0; i < centers.rows; i++) {
    const center = centers.data.subarray(i * d, (i + 1) * d);
    const told = facts[i]!;
    const toKind = (kind: Archetype) => NEW_NAME + distanceTo(kind, center, told);
    const toNeighbour = ({ logCenter }: EarlierSegment) =>
      center.reduce(
        (sum, value, f) => sum + ((value * scale[f]! + mean[f]! - logCenter[f]!) / unit[f]!) ** 2,
        0,
      );
    neighbours.forEach((known, j) => {
      const kind = kindOf(known);
      if (!kind) cost[i * names + j] = toNeighbour(known);
      else cost[i * names + j] = suits(kind, told) ? Math.min(toNeighbour(known), toKind(kind)) : NEVER;
    });
    free.forEach((kind, j) => {
      cost[i * names + neighbours.length + j] = toKind(kind);
    });
  }
  return assignAtLeastCost(cost, centers.rows, names);
}

/** The archetype that gave a segment its name, if any. */
function kindOf({ name }: Segment): Archetype | undefined {
  return [...ARCHETYPES, ...NEUTRAL].find((kind) => kind.name === name);
}

/** The nearest of these kinds that is true of the cluster; a neutral one if there is none. */
function trueKind({ centers, facts }: Clusters, cluster: number, kinds: ReadonlySet<Archetype>): Archetype {
  const center = centers.data.subarray(cluster * centers.columns, (cluster + 1) * centers.columns);
  const distance = (kind: Archetype) => distanceTo(kind, center, facts[cluster]!);
  const best = [...kinds, NEUTRAL[0]!].reduce((least, next) =>
    distance(next) < distance(least) ? next : least,
  );
  return distance(best) < UNTRUE ? best : NEUTRAL[0]!;
}

/** The squared distance of a center from the archetype; for one-time buyers, without frequency. */
function distanceTo(kind: Archetype, center: Float64Array, facts: SegmentFacts): number {
  if (!suits(kind, facts)) return NEVER;
  const once = mostBoughtOnce(facts);
  return center.reduce(
    (sum, value, f) => sum + (once && f === FREQUENCY ? 0 : (value - kind.at[f]!) ** 2),
    isTrue(kind, facts) ? 0 : UNTRUE,
  );
}

/**
 * The standard deviation of the customers, or of the earlier centers if these differ more: a few similar customers are
 * no yardstick.
 */
function unitsOf(scale: Float64Array, earlier: readonly EarlierSegment[]): Float64Array {
  const rows = matrix(
    earlier.length,
    scale.length,
    Float64Array.from(earlier.flatMap(({ logCenter }) => logCenter)),
  );
  const { deviations } = columnMoments(rows);
  return scale.map((spread, f) => Math.max(spread, deviations[f]!));
}
