import { type Judgement, OURS } from "./judge";
import type { Target } from "./metrics";
import type { Section } from "./sections";

/** A figure of ours with a bar of its own. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly met: boolean;
  /** Of the value; NaN where it is not known. */
  readonly standardError: number;
}

/** Calibration and total where the season is known, and what the intervals cover everywhere. */
export function barsOf(section: Section, target: Target, judgement: Judgement): Bar[] {
  const score = (metric: string, least: number, most: number) =>
    barOf(
      metric,
      judgement.scores.get(OURS)!.get(metric)!.mean,
      least,
      most,
      judgement.standardErrors.get(metric)!,
    );
  if (target === "churn") return section.seasonKnown ? [score("ECE", 0, 0.03)] : [];
  const interval = barOf("coverage of the 80 % intervals", judgement.coverage, 0.75, 0.85);
  return section.seasonKnown ? [score("total ratio", 0.9, 1.1), interval] : [interval];
}

export function barOf(name: string, value: number, least: number, most: number, standardError = NaN): Bar {
  return { name, value, least, most, met: value >= least && value <= most, standardError };
}

export function barText({ name, value, least, most, met, standardError }: Bar): string {
  const spread = Number.isNaN(standardError) ? "" : ` ± ${standardError.toFixed(3)}`;
  const found = Number.isNaN(value) ? "is not told yet" : `is ${value.toFixed(3)}${spread}`;
  return `${met ? "met" : "**missed**"}: ${name} ${found}, bar ${least} to ${most}`;
}
