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
    /** Which segment is one by rule, and the rule's spend; null where the rule found none. Models of earlier versions know no such rule. */
    readonly key_accounts?: { segment: number | null; least_spend: number | null };
    /** Segments of still earlier models that are no more. */
    readonly retired?: readonly {
      segment: number;
      name: string;
      description: string;
      recommended_action: string;
      why: string;
      key_accounts: boolean;
    }[];
  };
}

/**
 * The segments of the model whose `model.json` is given, those without customers left out, as the next training wants
 * them. The card's centers are standardised; these are means of log(1 + x): center × scale + mean.
 */
export function earlierSegments(modelJson: string): EarlierSegment[] {
  const card = (JSON.parse(modelJson) as SegmentationCard).segmentation;
  const { mean, scale, segments, summary, key_accounts, retired = [] } = card;
  const now = segments.flatMap(({ id, center }) => {
    const told = summary.find(({ segment }) => segment === id);
    if (!told) return [];
    const { name, description, recommended_action: action, why } = told;
    const logCenter = center.map((value, j) => value * scale[j]! + mean[j]!);
    const known = { id, name, description, action, why, logCenter, logScale: scale };
    return [
      key_accounts && key_accounts.segment === id
        ? { ...known, leastSpend: key_accounts.least_spend! }
        : known,
    ];
  });
  const ended = retired.map(({ segment, recommended_action: action, key_accounts: rich, ...told }) => ({
    ...told,
    id: segment,
    action,
    logCenter: [],
    ended: true,
    ...(rich && { leastSpend: Infinity }),
  }));
  return [...now, ...ended];
}
