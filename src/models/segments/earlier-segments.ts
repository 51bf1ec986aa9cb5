import type { ModelCard } from "../model-card";
import { RENAMED } from "./segment-names";
import type { EarlierSegment } from "./segmentation";

/**
 * The segments of the model whose card is given, those without customers left out, as the next training wants
 * them. The card's centers are standardised; these are means of log(1 + x): center × scale + mean.
 */
export function earlierSegments({ segmentation }: ModelCard): EarlierSegment[] {
  const { mean, scale, segments, summary, key_accounts, retired } = segmentation;
  const now = segments.flatMap(({ id, center }) => {
    const told = summary.find(({ segment }) => segment === id);
    if (!told) return [];
    const { description, recommended_action: action, why } = told;
    const name = RENAMED[told.name] ?? told.name;
    const logCenter = center.map((value, j) => value * scale[j]! + mean[j]!);
    const known = { id, name, description, action, why, logCenter, logScale: scale };
    return [key_accounts.segment === id ? { ...known, leastSpend: key_accounts.least_spend! } : known];
  });
  const ended = retired.map(({ segment, recommended_action: action, key_accounts: rich, ...told }) => ({
    ...told,
    name: RENAMED[told.name] ?? told.name,
    id: segment,
    action,
    logCenter: [],
    ended: true,
    ...(rich && { leastSpend: Infinity }),
  }));
  return [...now, ...ended];
}
