import type { LabelledRows } from "../judging/labelled-rows";

/** With fewer customers of either kind, only recency and frequency are used. */
export const LEAST_OF_A_KIND = 100;
/** With fewer still, everyone gets the share of those who left. */
const LEAST_FOR_A_SLOPE = 10;

const LEAST_ORDERS_OF_A_RHYTHM = 3;

/** How much the data allowed: every member, recency and frequency alone, just the share, or nothing. */
export type ChurnLevel = "full" | "recency_frequency" | "constant" | "none";

/**
 * How much these rows allow: judged by the labels, and all features only if someone has three orders, since there is no
 * rhythm otherwise. A small file alone is no reason for less: on a few hundred customers all features still do better.
 */
export function allowedLevel(
  { x, churned }: Pick<LabelledRows, "x" | "churned">,
  features: readonly string[],
): ChurnLevel {
  const level = churnLevel(churned);
  const column = features.indexOf("frequency");
  for (let i = column; i < x.data.length; i += x.columns)
    if (x.data[i]! >= LEAST_ORDERS_OF_A_RHYTHM) return level;
  return level === "full" ? "recency_frequency" : level;
}

/** How much the labels of these rows allow. */
function churnLevel(churned: Float64Array): ChurnLevel {
  if (churned.length === 0) return "none";
  let leavers = 0;
  for (const label of churned) leavers += label;
  const rarer = Math.min(leavers, churned.length - leavers);
  return rarer >= LEAST_OF_A_KIND ? "full" : rarer >= LEAST_FOR_A_SLOPE ? "recency_frequency" : "constant";
}
