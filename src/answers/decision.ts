import type { ThresholdTable } from "../models/judging/evaluation-curves";

/** The effect of acting on every test customer at or above a threshold. */
export interface Decision {
  /** 0 to 1, in steps of a hundredth. */
  readonly threshold: number;
  readonly foundLeavers: number;
  readonly missedLeavers: number;
  readonly falseAlarms: number;
  readonly leftAlone: number;
  readonly cost: number;
  /** Share of the treated who left; null if nobody is treated. */
  readonly precision: number | null;
  /** Share of the leavers who are treated; null without leavers. */
  readonly recall: number | null;
}

export interface MistakeCosts {
  readonly missedChurner: number;
  readonly falseAlarm: number;
}

/**
 * The cost at each threshold, and the cheapest one. Among equals, the highest threshold: it treats the fewest
 * customers.
 */
export function decisionCosts(
  table: ThresholdTable,
  { missedChurner, falseAlarm }: MistakeCosts,
): { readonly cost: readonly number[]; readonly cheapest: number } {
  const cost = table.false_negatives.map(
    (missed, i) => missed * missedChurner + table.false_positives[i]! * falseAlarm,
  );
  const least = Math.min(...cost);
  return { cost, cheapest: cost.lastIndexOf(least) / (cost.length - 1) };
}

/** The decision at the threshold closest to `threshold`. */
export function decisionAt(table: ThresholdTable, threshold: number, costs: MistakeCosts): Decision {
  const steps = table.true_positives.length - 1;
  const i = Math.min(steps, Math.max(0, Math.round(threshold * steps)));
  const foundLeavers = table.true_positives[i]!;
  const falseAlarms = table.false_positives[i]!;
  const missedLeavers = table.false_negatives[i]!;
  const share = (part: number, rest: number) => (part + rest === 0 ? null : part / (part + rest));
  return {
    threshold: i / steps,
    foundLeavers,
    missedLeavers,
    falseAlarms,
    leftAlone: table.true_negatives[i]!,
    cost: missedLeavers * costs.missedChurner + falseAlarms * costs.falseAlarm,
    precision: share(foundLeavers, falseAlarms),
    recall: share(foundLeavers, missedLeavers),
  };
}

/** Lift at the shares 1 %, 2 %, …, 100 %: gain over share. */
export function liftOf(gain: readonly number[]): number[] {
  const steps = gain.length - 1;
  return gain.slice(1).map((found, i) => found / ((i + 1) / steps));
}

/** The gain of a perfect ranking, with every leaver first, at the shares 0 %, 1 %, …, 100 %. */
export function perfectGain(leaverShare: number, steps: number): number[] {
  return Array.from({ length: steps + 1 }, (_, i) => Math.min(1, i / steps / leaverShare));
}
