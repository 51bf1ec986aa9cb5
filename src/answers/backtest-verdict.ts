import { sharesHeld, totalsHeld } from "../models/level/level-test";
import type { BacktestAnswer } from "./backtest";

/** Whether to trust a kind of model. */
export type Trust = "good" | "warn" | "bad";

/** How well the shipped model told who would leave. */
export interface ChurnJudgement {
  readonly trust: Trust;
  readonly dates: number;
  /** Dates when its probabilities came closer to the truth than every simple rule. */
  readonly won: number;
  /**
   * Area under the ROC curve at each date where it is known: the model's, and that of days since the last order alone.
   */
  readonly auc: readonly number[];
  readonly recencyAuc: readonly number[];
  /** The mean error of its probabilities. */
  readonly error: number;
  /** The error was small enough at several dates to take the probabilities at face value. */
  readonly isCalibrated: boolean;
  /** Whether contacting by the model cost more, on the test's terms, than treating everyone alike. */
  readonly isCostly: boolean;
}

/** How well it forecast spend. */
export interface SpendJudgement {
  readonly trust: Trust;
  readonly dates: number;
  /** Dates when it came closer to each customer's spend than every simple rule. */
  readonly won: number;
  /** Mean absolute error per customer, the model's and that of repeating the last period; NaN if unknown. */
  readonly error: number;
  readonly lastPeriodError: number;
  /** Expected ÷ actual total at each date where it is known. */
  readonly ratios: readonly number[];
  readonly isPlannable: boolean;
  /** Share of customers whose spend fell within the forecast range; NaN if unknown. */
  readonly held: number;
}

type Test = BacktestAnswer["tests"][number];

/** The shipped model and its parts; all others are simple rules. */
export const SHIPPED = "shipped";
export const PARTS: readonly string[] = ["logistic", "boosted_trees"];

/** A contender's metric at each test; NaN if unknown. */
export function overTests({ tests }: BacktestAnswer, contender: string, metric: string): number[] {
  return tests.map((test) => metricOf(test, contender, metric));
}

/** The simple rules to beat. */
export function simpleRules({ contenders }: BacktestAnswer): string[] {
  return Object.keys(contenders).filter((name) => name !== SHIPPED && !PARTS.includes(name));
}

/** At how many tests the model's metric is lower than every simple rule's. */
export function testsWon(answer: BacktestAnswer, metric: string): number {
  const rules = simpleRules(answer);
  return answer.tests.filter((test) =>
    rules.every((rule) => !(metricOf(test, rule, metric) <= metricOf(test, SHIPPED, metric))),
  ).length;
}

/** Null if no date could be tested. */
export function judgeChurn(answer: BacktestAnswer): ChurnJudgement | null {
  const dates = answer.tests.length;
  if (dates === 0) return null;
  const won = testsWon(answer, "log_loss");
  const auc = known(overTests(answer, SHIPPED, "auc"));
  const errors = known(overTests(answer, SHIPPED, "ece"));
  const skill = mean(auc);
  const [cost, costOfAll] = [SHIPPED, "everybody_alike"].map((name) =>
    mean(known(overTests(answer, name, "business_cost"))),
  );
  const isCostly = cost! > costOfAll!;
  return {
    trust:
      won === dates && skill >= 0.7 && !isCostly ? "good" : 2 * won > dates && skill >= 0.6 ? "warn" : "bad",
    isCostly,
    dates,
    won,
    auc,
    recencyAuc: known(overTests(answer, "recency_alone", "auc")),
    error: mean(errors),
    // The mean error of the probabilities is at least that of the share of leavers.
    isCalibrated: sharesHeld(errors.map((error) => ({ expected: error, came: 0 }))),
  };
}

/** Null if no date could be tested. */
export function judgeSpend(answer: BacktestAnswer): SpendJudgement | null {
  const dates = answer.tests.length;
  if (dates === 0) return null;
  const won = testsWon(answer, "mae");
  const ratios = known(overTests(answer, SHIPPED, "total_ratio"));
  const isPlannable = totalsHeld(ratios.map((ratio) => ({ expected: ratio, came: 1 })));
  return {
    trust: won === dates && isPlannable ? "good" : 2 * won > dates ? "warn" : "bad",
    dates,
    won,
    error: mean(known(overTests(answer, SHIPPED, "mae"))),
    lastPeriodError: mean(known(overTests(answer, "same_as_last_period", "mae"))),
    ratios,
    isPlannable,
    held: mean(known(overTests(answer, SHIPPED, "interval_coverage"))),
  };
}

/** NaN for an empty list. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function metricOf({ contenders }: Test, contender: string, metric: string): number {
  return contenders[contender]?.[metric] ?? Number.NaN;
}

function known(values: readonly number[]): number[] {
  return values.filter((value) => Number.isFinite(value));
}
