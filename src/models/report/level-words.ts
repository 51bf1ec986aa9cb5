import { list } from "../../figures";
import { type LevelTest, sharesHeld, totalsHeld } from "../level/level-test";

/** What was expected of all customers of a test, and what came. */
type Tested = Pick<LevelTest, "expected" | "came">;

/** A share as a percentage. */
type Percent = (share: number) => string;

/** How far the share of leavers was off in tests, and what that allows; null without a test. */
export function shareWords(
  tests: readonly Tested[],
  lastYear: number | null | undefined,
  percent: Percent,
): string | null {
  if (tests.length === 0) return null;
  const expected = list.format(tests.map((one) => percent(one.expected)));
  const came = list.format(tests.map((one) => percent(one.came)));
  const off = Math.max(...tests.map((one) => Math.abs(one.expected - one.came)));
  const points = Math.max(1, Math.round(100 * off));
  const spread = `${points} percentage point${points === 1 ? "" : "s"}`;
  const trust = sharesHeld(tests)
    ? "The share that leaves is a number to plan with, give or take that much."
    : "The share itself is no number to plan with.";
  return `${inTests(tests.length)} ${expected} were expected to leave, and ${came} did: off by ${tests.length > 1 ? "up to " : ""}${spread}. ${trust} ${seasonWords(lastYear)}`.trim();
}

/** The same of the total that customers spend. */
export function totalWords(
  tests: readonly Tested[],
  lastYear: number | null | undefined,
  percent: Percent,
): string | null {
  const ratios = tests.filter(({ came }) => came > 0).map(({ expected, came }) => expected / came);
  if (ratios.length === 0) return null;
  const trust = totalsHeld(tests)
    ? "The total is a number to plan with, give or take that much."
    : "Allow that much room when you plan.";
  return `${inTests(ratios.length)} the expected total was ${list.format(ratios.map(percent))} of what came. ${trust} ${seasonWords(lastYear)}`.trim();
}

/** What is known of the season: how much last year's counts, null if the file does not show it. */
function seasonWords(lastYear: number | null | undefined): string {
  if (lastYear === undefined) return "";
  if (lastYear === null)
    return "The file does not show the same season of the year before, which may raise or lower everyone alike.";
  return lastYear >= 0.5
    ? "The forecast follows last year's season."
    : "Last year's season was no better guide than recent months, so the forecast follows those.";
}

function inTests(count: number): string {
  return count === 1 ? "In the one test," : `In ${count} tests, oldest first,`;
}
