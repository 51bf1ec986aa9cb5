import type { BacktestAnswer } from "../../src/answers/backtest";
import { judgeChurn, judgeSpend, mean, type Trust } from "../../src/answers/backtest-verdict";
import { INTERVAL_COVERAGE } from "../../src/models/spend/train-spend";
import type { Format } from "../format";

/** Whether a kind of model can be trusted, in words for someone who decides by it. */
export interface Verdict {
  readonly tone: Trust;
  readonly headline: string;
  readonly sentences: readonly string[];
}

const CHURN_HEADLINES: Readonly<Record<Trust, string>> = {
  good: "Yes: it can be trusted to choose whom to contact",
  warn: "With care: it helps, but not always",
  bad: "Not yet: simple rules do as well",
};
const SPEND_HEADLINES: Readonly<Record<Trust, string>> = {
  good: "Yes: it can be trusted to rank customers and to plan",
  warn: "With care: trust the ranking more than the total",
  bad: "Not yet: simple rules do as well",
};

/** The verdict on churn; null if no date could be tested. */
export function churnVerdict(answer: BacktestAnswer, format: Format): Verdict | null {
  const judged = judgeChurn(answer);
  if (!judged) return null;
  const { trust, dates, won, auc, recencyAuc, error, isCalibrated, isCostly } = judged;
  const pairs = (share: number) => format.count(Math.round(100 * share));
  const byDate =
    auc.length > 1 ? `, from ${pairs(Math.min(...auc))} to ${pairs(Math.max(...auc))} by date` : "";
  const sentences = [
    `Its probabilities came closer to what happened than every simple rule ${countedDates(won, dates)}.`,
    ...(auc.length > 0
      ? [
          `Of 100 pairs of a customer who left and one who stayed, it ranked ${pairs(mean(auc))} the right way${byDate}; days since the last order alone: ${pairs(mean(recencyAuc))}; chance: 50.`,
        ]
      : []),
    `Probabilities were off by ${format.decimal(100 * error, 0)} points on average: ${
      isCalibrated
        ? "you can take them at face value, give or take that much."
        : "use them to rank customers, not as exact numbers."
    }`,
    ...(isCostly
      ? ["At the costs set for a missed leaver and a false alarm, treating everyone alike cost less."]
      : []),
  ];
  return { tone: trust, headline: CHURN_HEADLINES[trust], sentences };
}

/** The verdict on expected spend; null if no date could be tested. */
export function spendVerdict(answer: BacktestAnswer, format: Format): Verdict | null {
  const judged = judgeSpend(answer);
  if (!judged) return null;
  const { trust, dates, won, error, lastPeriodError, ratios, isPlannable, held } = judged;
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map(format.percent);
  const beside = Number.isNaN(lastPeriodError)
    ? ""
    : ` (repeating the last period: ${format.money(lastPeriodError)})`;
  const sentences = [
    `It came closer to what each customer spent than every simple rule ${countedDates(won, dates)}: off by ${format.money(error)} per customer on average${beside}.`,
  ];
  if (ratios.length > 0)
    sentences.push(
      `Together, customers were expected to spend ${ratios.length > 1 ? `${low} to ${high}` : low} of what they actually spent: ${isPlannable ? "good enough to plan by." : "allow that much room when you plan."}`,
    );
  if (!Number.isNaN(held))
    sentences.push(
      `Intervals meant to contain ${format.percent(INTERVAL_COVERAGE)} of customers contained ${format.percent(held)}.`,
    );
  return { tone: trust, headline: SPEND_HEADLINES[trust], sentences };
}

function countedDates(won: number, dates: number): string {
  if (won === 0) return "at none of the test dates";
  if (dates === 1) return "at the one test date";
  return won === dates ? `at each of the ${dates} test dates` : `at ${won} of ${dates} test dates`;
}
