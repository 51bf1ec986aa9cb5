import { type GainDoubt, gainDoubt } from "../models/contact/claim";
import type { Gain } from "../models/contact/gain";
import type { ModelCard } from "../models/model-card";

/** Why the gain of contacts is not promised; null if it is. It rests on who leaves and on what they spend. */
export function doubtOfGain({ churn, lifetime_value }: ModelCard, gain: Gain): GainDoubt | null {
  const qualities = [churn, lifetime_value].map(({ heads }) => heads.all.evaluation?.quality ?? null);
  return gainDoubt(qualities, gain);
}
