import { oldestOrder } from "../../src/customers/labels";
import { expectedCalibrationError, mean } from "../../src/learning/metrics";
import { DAY_MS, isoDay } from "../../src/time";
import { type Fold, OURS } from "./judge";
import type { Shop, Trial } from "./trial";

/** What ours expected of all customers of a test together, and what came. */
export interface Level {
  readonly day: string;
  /** Whether the file has the same days of the year before, and customers known for a while by then. */
  readonly yearKnown: boolean;
  readonly expectedShare: number;
  readonly share: number;
  readonly ece: number;
  /** Σ expected / Σ actual spend. */
  readonly totalRatio: number;
  /** Share of the spends within the 80 % interval. */
  readonly coverage: number;
}

/** Days of the year, and of what must lie before it. */
const YEAR_AND_BEFORE_DAYS = 365 + 150;
const SHARE_TOLERANCE = { yearKnown: 0.04, otherwise: 0.08 };
const ECE_TOLERANCE = 0.04;
const TOTAL_TOLERANCE = 1.2;
const COVERAGE = [0.75, 0.88] as const;

/** A line a fold of later days. */
export function levelsOf({ purchases }: Shop, trials: readonly Trial[], folds: readonly Fold[]): Level[] {
  const oldest = oldestOrder(purchases);
  return trials.flatMap(({ heldOut, testCutoff, horizonDays, learnDays }, i) => {
    if (heldOut !== null || horizonDays !== learnDays) return [];
    const { churn, churned, spend, spendBy, low, high } = folds[i]!;
    const probability = churn.get(OURS)!;
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    return [
      {
        day: isoDay(testCutoff),
        yearKnown: testCutoff - oldest >= YEAR_AND_BEFORE_DAYS * DAY_MS,
        expectedShare: mean(probability),
        share: mean(churned),
        ece: expectedCalibrationError(churned, probability),
        totalRatio: sum(spendBy.get(OURS)!) / sum(spend),
        coverage: mean(spend.map((value, row) => +(value >= low[row]! && value <= high[row]!))),
      },
    ];
  });
}

export function levelsText(levels: readonly Level[]): string {
  if (levels.length === 0) return "";
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    "### Levels",
    "| test | a year known | leave, expected | came | ECE | spend, expected / came | within 80 % interval |",
    "|---|---|---:|---:|---:|---:|---:|",
    ...levels.map(
      (level) =>
        `| ${level.day} | ${level.yearKnown ? "yes" : "no"} | ${percent(level.expectedShare)} | ${percent(level.share)} | ${level.ece.toFixed(3)} | ${level.totalRatio.toFixed(3)} | ${percent(level.coverage)} |`,
    ),
    "",
  ].join("\n");
}

/** How many tests of later days kept to each bar. */
export function levelBarsText(levels: readonly (Level & { readonly section: string })[]): string {
  const count = (what: string, among: readonly Level[], holds: (level: Level) => boolean) =>
    `- ${what}: ${among.filter(holds).length} of ${among.length}`;
  const known = levels.filter(({ yearKnown }) => yearKnown);
  const other = levels.filter(({ yearKnown }) => !yearKnown);
  const within = (tolerance: number) => (level: Level) =>
    Math.abs(level.expectedShare - level.share) <= tolerance;
  const bySection = Map.groupBy(levels, ({ section }) => section);
  const coverages = [...bySection].map(([section, list]) => ({
    section,
    coverage: list.reduce((sum, level) => sum + level.coverage, 0) / list.length,
  }));
  const held = coverages.filter(({ coverage }) => coverage >= COVERAGE[0] && coverage <= COVERAGE[1]);
  return [
    "\n## Levels in all",
    count(
      `share of leavers within ${SHARE_TOLERANCE.yearKnown}, a year known`,
      known,
      within(SHARE_TOLERANCE.yearKnown),
    ),
    count(
      `share of leavers within ${SHARE_TOLERANCE.otherwise}, no year known`,
      other,
      within(SHARE_TOLERANCE.otherwise),
    ),
    count(`ECE of at most ${ECE_TOLERANCE}, a year known`, known, ({ ece }) => ece <= ECE_TOLERANCE),
    count(
      "total spend within 20 %, a year known",
      known,
      ({ totalRatio }) => Math.abs(Math.log(totalRatio)) <= Math.log(TOTAL_TOLERANCE),
    ),
    count(
      "total spend within 20 %, no year known",
      other,
      ({ totalRatio }) => Math.abs(Math.log(totalRatio)) <= Math.log(TOTAL_TOLERANCE),
    ),
    `- shops whose intervals hold ${COVERAGE.join(" to ")}: ${held.length} of ${coverages.length}`,
    ...coverages.map(({ section, coverage }) => `  - ${section}: ${coverage.toFixed(3)}`),
  ].join("\n");
}
