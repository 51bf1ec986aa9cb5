import { logOddsOf, probabilityOf } from "../../learning/log-odds";
import { mean } from "../../learning/metrics/index";

/** What was expected of all customers of a test together, and what came: a share of leavers, or mean spend. */
export interface LevelTest {
  /** Milliseconds since 1970. */
  readonly cutoff: number;
  readonly expected: number;
  /** The range that was to hold in four of five tests. */
  readonly low: number;
  readonly high: number;
  readonly came: number;
}

/** Standard normal quantile of an interval that holds in four of five cases. */
export const FOUR_IN_FIVE = 1.2816;

/** The range of the mean of probabilities whose common level is off by `standardError` log-odds as a rule. */
export function shareRange(probability: Float64Array, standardError: number): [low: number, high: number] {
  const shifted = (by: number) => mean(probability.map((p) => probabilityOf(logOddsOf(p) + by)));
  return [shifted(-FOUR_IN_FIVE * standardError), shifted(FOUR_IN_FIVE * standardError)];
}

/** The range of a total whose logarithm is off by `standardError` as a rule, as factors on the forecast. */
export function totalFactors(standardError: number): { readonly low: number; readonly high: number } {
  const high = Math.exp(FOUR_IN_FIVE * standardError);
  return { low: 1 / high, high };
}

/** Fewer tests than this prove nothing about the next one. */
const LEAST_TESTS = 3;
/** Largest distance between the expected and the actual share of leavers, and ratio of totals, of a level that held. */
const SHARE_TOLERANCE = 0.05;
const TOTAL_TOLERANCE = 1.2;

/** Whether the shares of leavers came true in several tests: only then are they numbers to plan with. */
export function sharesHeld(tests: readonly Pick<LevelTest, "expected" | "came">[]): boolean {
  return (
    tests.length >= LEAST_TESTS &&
    tests.every(({ expected, came }) => Math.abs(expected - came) <= SHARE_TOLERANCE)
  );
}

/** Whether the totals came true in several tests. */
export function totalsHeld(tests: readonly Pick<LevelTest, "expected" | "came">[]): boolean {
  return (
    tests.length >= LEAST_TESTS &&
    tests.every(({ expected, came }) => Math.abs(Math.log(expected / came)) <= Math.log(TOTAL_TOLERANCE))
  );
}
