import type { QualityWord } from "../models/judging/evaluation";
import type { ModelCard } from "../models/model-card";

const WORST_FIRST: readonly QualityWord[] = ["Poor", "Fair", "Good", "Excellent"];

/** How far a gain can be trusted: it rests on who leaves and on what they spend, so on the weaker of both. */
export function sharedQuality({ churn, lifetime_value }: ModelCard): QualityWord | null {
  const words = [churn, lifetime_value].map(({ heads }) => heads.all.evaluation?.quality ?? null);
  if (words.includes(null)) return null;
  return WORST_FIRST.find((word) => words.includes(word)) ?? null;
}
