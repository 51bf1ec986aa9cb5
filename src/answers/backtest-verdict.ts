import type { BacktestAnswer } from "./backtest";

/** Whether a kind of model can be trusted. */
export type Trust = "good" | "warn" | "bad";

/** How the shipped model did at telling who leaves. */
export interface ChurnJudgement {
  readonly trust: Trust;
  readonly dates: number;
  /** Dates at which its probabilities came nearer to what happened than every simple rule. */
  readonly won: number;
  /** Area under the ROC curve at each date where it is known, and that of days since the last order alone. */
  readonly auc: readonly number[];
  readonly recencyAuc: readonly number[];
  /** What probabilities were off by, on average. */
  readonly error: number;
  /** Small enough for the probabilities to be read as told. */
  readonly isCalibrated: boolean;
  /** Whether contacting by it cost more, at the terms of the test, than treating everybody alike. */
  readonly isCostly: boolean;
}

/** How it did at telling what customers spend. */
export interface SpendJudgement {
  readonly trust: Trust;
  readonly dates: number;
  /** Dates at which it came nearer to each customer's spend than every simple rule. */
  readonly won: number;
  /** Mean absolute error a customer, and that of the same again as in the last period; NaN where not known. */
  readonly error: number;
  readonly lastPeriodError: number;
  /** Expected over actual total at each date where it is known. */
  readonly ratios: readonly number[];
  readonly isPlannable: boolean;
  /** Share of the customers whose spend lay within the range told beforehand; NaN where not known. */
  readonly held: number;
}

type Test = BacktestAnswer["tests"][number];

/** The model as it is shipped; its parts; all else are simple rules. */
export const SHIPPED = "shipped";
export const PARTS: readonly string[] = ["logistic", "boosted_trees"];

/** What a total may be off by before it is no plan. */
const TOTAL_BOUNDS = [0.8, 1.25] as const;
/** Probabilities that are off by more than this on average rank customers and say no more. */
const MOST_CALIBRATION_ERROR = 0.1;

/** A metric of a contender at each test; NaN where it is not known. */
export function overTests({ tests }: BacktestAnswer, contender: string, metric: string): number[] {
  return tests.map((test) => metricOf(test, contender, metric));
}

/** The simple rules that the model has to beat. */
export function simpleRules({ contenders }: BacktestAnswer): string[] {
  return Object.keys(contenders).filter((name) => name !== SHIPPED && !PARTS.includes(name));
}

/** At how many tests the model's metric is lower than that of every simple rule. */
export function testsWon(answer: BacktestAnswer, metric: string): number {
  const rules = simpleRules(answer);
  return answer.tests.filter((test) =>
    rules.every((rule) => !(metricOf(test, rule, metric) <= metricOf(test, SHIPPED, metric))),
  ).length;
}

/** Null where no date could be tested. */
export function judgeChurn(answer: BacktestAnswer): ChurnJudgement | null {
  const dates = answer.tests.length;
  if (dates === 0) return null;
  const won = testsWon(answer, "log_loss");
  const auc = known(overTests(answer, SHIPPED, "auc"));
  const error = mean(known(overTests(answer, SHIPPED, "ece")));
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
    error,
    isCalibrated: error <= MOST_CALIBRATION_ERROR,
  };
}

/** Null where no date could be tested. */
export function judgeSpend(answer: BacktestAnswer): SpendJudgement | null {
  const dates = answer.tests.length;
  if (dates === 0) return null;
  const won = testsWon(answer, "mae");
  const ratios = known(overTests(answer, SHIPPED, "total_ratio"));
  const [least, most] = TOTAL_BOUNDS;
  const isPlannable = ratios.length > 0 && Math.min(...ratios) >= least && Math.max(...ratios) <= most;
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

/** NaN of none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function metricOf({ contenders }: Test, contender: string, metric: string): number {
  return contenders[contender]?.[metric] ?? Number.NaN;
}

function known(values: readonly number[]): number[] {
  return values.filter((value) => Number.isFinite(value));
}
