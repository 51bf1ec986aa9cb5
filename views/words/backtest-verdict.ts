import type { BacktestAnswer } from "../../src/jobs/backtest-task";
import { INTERVAL_COVERAGE } from "../../src/models/train-spend";
import type { Format } from "../format";

/** Whether a kind of model can be trusted, in words for who decides by it. */
export interface Verdict {
  readonly tone: "good" | "warn" | "bad";
  readonly headline: string;
  readonly sentences: readonly string[];
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

/** Of telling who leaves; null where no date could be tested. */
export function churnVerdict(answer: BacktestAnswer, format: Format): Verdict | null {
  const dates = answer.tests.length;
  if (dates === 0) return null;
  const won = testsWon(answer, "log_loss");
  const [auc, recency] = [SHIPPED, "recency_alone"].map((name) => known(overTests(answer, name, "auc")));
  const error = known(overTests(answer, SHIPPED, "ece"));
  const isCalibrated = mean(error) <= MOST_CALIBRATION_ERROR;
  const pairs = (values: readonly number[]) => format.count(Math.round(100 * mean(values)));
  const sentences = [
    `${countedDates(won, dates)} its probabilities came nearer to what happened than every simple rule.`,
  ];
  if (auc!.length > 0)
    sentences.push(
      `Of 100 pairs of a customer who left and one who stayed it ranked ${pairs(auc!)} the right way${
        auc!.length > 1
          ? `, from ${format.count(Math.round(100 * Math.min(...auc!)))} to ${format.count(Math.round(100 * Math.max(...auc!)))} by date`
          : ""
      }; days since the last order alone: ${pairs(recency!)}; chance: 50.`,
    );
  sentences.push(
    `Probabilities were off by ${format.decimal(100 * mean(error), 0)} points on average: ${
      isCalibrated
        ? "they can be read as told, give or take that much."
        : "use them to rank customers, not as the numbers themselves."
    }`,
  );
  const skill = mean(auc!);
  if (won === dates && skill >= 0.7)
    return { tone: "good", headline: "Yes: it can be trusted to choose whom to contact", sentences };
  if (2 * won > dates && skill >= 0.6)
    return { tone: "warn", headline: "With care: it helps, but not equally at every date", sentences };
  return { tone: "bad", headline: "Not yet: simple rules do as well", sentences };
}

/** Of what customers will spend; null where no date could be tested. */
export function spendVerdict(answer: BacktestAnswer, format: Format): Verdict | null {
  const dates = answer.tests.length;
  if (dates === 0) return null;
  const won = testsWon(answer, "mae");
  const ratios = known(overTests(answer, SHIPPED, "total_ratio"));
  const held = known(overTests(answer, SHIPPED, "interval_coverage"));
  const error = mean(known(overTests(answer, SHIPPED, "mae")));
  const last = known(overTests(answer, "same_as_last_period", "mae"));
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  const fits = ratios.length > 0 && low >= TOTAL_BOUNDS[0] && high <= TOTAL_BOUNDS[1];
  const sentences = [
    `${countedDates(won, dates)} it came nearer to what each customer spent than every simple rule: off by ${format.money(error)} a customer on average${
      last.length > 0 ? ` (the same again as in the last period: ${format.money(mean(last))})` : ""
    }.`,
  ];
  if (ratios.length > 0)
    sentences.push(
      `All customers together were expected to spend ${
        ratios.length > 1 ? `${format.percent(low)} to ${format.percent(high)}` : format.percent(low)
      } of what they spent: ${fits ? "good enough to plan by." : "plan with that much room."}`,
    );
  if (held.length > 0)
    sentences.push(
      `The ranges that were to hold ${format.percent(INTERVAL_COVERAGE)} of the customers held ${format.percent(mean(held))}.`,
    );
  if (won === dates && fits)
    return { tone: "good", headline: "Yes: it can be trusted to rank customers and to plan", sentences };
  if (2 * won > dates)
    return { tone: "warn", headline: "With care: trust the ranking more than the total", sentences };
  return { tone: "bad", headline: "Not yet: simple rules do as well", sentences };
}

function metricOf({ contenders }: Test, contender: string, metric: string): number {
  return contenders[contender]?.[metric] ?? Number.NaN;
}

function known(values: readonly number[]): number[] {
  return values.filter((value) => Number.isFinite(value));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function countedDates(won: number, dates: number): string {
  if (dates === 1) return won === 1 ? "At the one test date" : "Not even at the one test date";
  if (won === dates) return `At each of the ${dates} test dates`;
  return won === 0 ? "At no test date" : `At ${won} of ${dates} test dates`;
}
