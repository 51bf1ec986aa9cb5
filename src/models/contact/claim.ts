import type { QualityWord } from "../judging/evaluation";
import type { Gain } from "./gain";

/** Why no gain is promised: the forecasts were not tested, did poorly, or the range of the gain goes below 0. */
export type GainDoubt = "untested" | "poor" | "may_lose";

/**
 * Whether pages and report may promise what contacts should bring; null: they may. `qualities`: of the forecasts that
 * the gain rests on, who leaves and what they spend; null where one was not tested. Where there is a doubt, contacts are
 * told as a trial, without a sum.
 */
export function gainDoubt(
  qualities: readonly (QualityWord | null)[],
  { low }: Pick<Gain, "low">,
): GainDoubt | null {
  if (qualities.includes(null)) return "untested";
  if (qualities.includes("Poor")) return "poor";
  return low < 0 ? "may_lose" : null;
}

/** The reason, as the start of a sentence that advises a trial. */
export const DOUBT_WORDS: Readonly<Record<GainDoubt, string>> = {
  untested: "The file is too short to test the forecasts behind them",
  poor: "The forecasts behind them did poorly on later days",
  may_lose: "By chance alone they may lose money",
};
