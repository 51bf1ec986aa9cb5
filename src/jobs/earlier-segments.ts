import type { EarlierSegment } from "../models/segmentation";

/** What of `model.json` tells of its segments. */
interface SegmentationCard {
  readonly segmentation: {
    readonly mean: readonly number[];
    readonly scale: readonly number[];
    readonly segments: readonly { id: number; center: readonly number[] }[];
    readonly summary: readonly {
      segment: number;
      name: string;
      description: string;
      recommended_action: string;
      why: string;
    }[];
  };
}

/**
 * The segments of the model whose `model.json` is given, those without customers left out, as the next training wants
 * them. The card's centers are standardised; these are means of log(1 + x): center × scale + mean.
 */
export function earlierSegments(modelJson: string): EarlierSegment[] {
  const { mean, scale, segments, summary } = (JSON.parse(modelJson) as SegmentationCard).segmentation;
  return segments.flatMap(({ id, center }) => {
    const told = summary.find(({ segment }) => segment === id);
    if (!told) return [];
    const { name, description, recommended_action: action, why } = told;
    const logCenter = center.map((value, j) => value * scale[j]! + mean[j]!);
    return [{ id, name, description, action, why, logCenter }];
  });
}
