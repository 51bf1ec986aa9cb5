import { percent } from "../../figures";
import { nearestCenters } from "../../learning/lloyd";
import { type Matrix, matrix } from "../../learning/matrix";
import type { EarlierSegment, Naming } from "./segment-continuity";

/** What happened to an earlier model's segments. Wire format. */
export interface SegmentMovement {
  /** Ids. */
  readonly continued: readonly number[];
  readonly returned: readonly number[];
  readonly begun: readonly number[];
  /** Segments of the earlier model that no longer exist. */
  readonly ended: readonly { readonly segment: number; readonly name: string }[];
  /** Share of today's customers whom the earlier model's rules put into their current segment, 0 to 1. */
  readonly kept_share: number;
  readonly text: string;
}

/**
 * What happened to the segments of an earlier model. `logs`: log(1 + x) of today's customers, n × 3, with their
 * `spend`; `ids`: the current segment of each. Null if there was no earlier model.
 */
export function segmentMovement(
  { segments, origins }: Naming,
  earlier: readonly EarlierSegment[],
  logs: Matrix,
  scale: Float64Array,
  spend: Float64Array,
  ids: Int32Array,
): SegmentMovement | null {
  const before = earlier.filter(({ ended }) => !ended);
  if (before.length === 0) return null;
  const of = (origin: string) => segments.filter((_, i) => origins[i] === origin);
  const ended = before.filter(({ id }) => !segments.some((segment) => segment.id === id));
  const then = idsByEarlierRules(before, logs, scale, spend);
  const kept = ids.reduce((count, id, i) => count + (id === then[i] ? 1 : 0), 0) / ids.length;
  const parts = [
    { what: "continued", list: of("continued") },
    { what: "back again", list: of("returned") },
    { what: "new", list: of("new") },
    { what: "ended", list: ended },
  ]
    .filter(({ list }) => list.length > 0)
    .map(({ what, list }) => `${what}: ${list.map(({ name }) => name).join(", ")}`);
  const idsOf = (list: readonly { id: number }[]) => list.map(({ id }) => id);
  return {
    continued: idsOf(of("continued")),
    returned: idsOf(of("returned")),
    begun: idsOf(of("new")),
    ended: ended.map(({ id, name }) => ({ segment: id, name })),
    kept_share: kept,
    text: `Segments since the previous model (${parts.join("; ")}). By that model's rules, ${percent.format(kept)} of today's customers would be in their current segment.`,
  };
}

/** The segment of every customer by the rules of the earlier model. */
function idsByEarlierRules(
  earlier: readonly EarlierSegment[],
  logs: Matrix,
  scale: Float64Array,
  spend: Float64Array,
): Int32Array {
  const key = earlier.find(({ leastSpend }) => leastSpend !== undefined);
  const clusters = earlier.filter(({ leastSpend }) => leastSpend === undefined);
  const d = logs.columns;
  const unit = clusters[0]?.logScale ?? scale;
  const centers = matrix(
    clusters.length,
    d,
    Float64Array.from(clusters.flatMap(({ logCenter }) => logCenter.map((value, f) => value / unit[f]!))),
  );
  const x = matrix(
    logs.rows,
    d,
    logs.data.map((value, i) => value / unit[i % d]!),
  );
  return nearestCenters(x, centers).labels.map((label, i) =>
    key && spend[i]! >= key.leastSpend! ? key.id : (clusters[label]?.id ?? -1),
  );
}
