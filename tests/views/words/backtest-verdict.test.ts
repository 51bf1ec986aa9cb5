import { describe, expect, test } from "bun:test";
import type { BacktestAnswer } from "../../../src/answers/backtest";
import { overTests, simpleRules, testsWon } from "../../../src/answers/backtest-verdict";
import { formatFor } from "../../../views/format";
import { churnVerdict, spendVerdict } from "../../../views/words/backtest-verdict";
import { BACKTEST } from "../backtest";

const format = formatFor({ locale: "en", currency: "GBP" });

/** The answer with a metric of a contender set at one of its tests. */
function changed(
  answer: BacktestAnswer,
  place: number,
  contender: string,
  metric: string,
  value: number,
): BacktestAnswer {
  return {
    ...answer,
    tests: answer.tests.map((test, i) =>
      i === place
        ? {
            ...test,
            contenders: {
              ...test.contenders,
              [contender]: { ...test.contenders[contender], [metric]: value },
            },
          }
        : test,
    ),
  };
}

describe("a backtest of who leaves", () => {
  test("is told as trusted where it wins at each date", () => {
    expect(churnVerdict(BACKTEST.churn, format)).toEqual({
      tone: "good",
      headline: "Yes: it can be trusted to choose whom to contact",
      sentences: [
        "Its probabilities came closer to what happened than every simple rule at each of the 3 test dates.",
        // Means of 0.77, 0.76, 0.75 and of 0.68.
        "Of 100 pairs of a customer who left and one who stayed, it ranked 76 the right way, from 75 to 77 by date; days since the last order alone: 68; chance: 50.",
        // (5 + 2 + 9) / 3 points.
        "Probabilities were off by 5 points on average: use them to rank customers, not as exact numbers.",
      ],
    });
  });

  test("gives probabilities as numbers where they were right at three dates or more, not at two", () => {
    const right = changed(BACKTEST.churn, 2, "shipped", "ece", 0.05);
    expect(churnVerdict(right, format)!.sentences.at(-1)).toContain("you can take them at face value");
    const two = { ...right, tests: right.tests.slice(1) };
    expect(churnVerdict(two, format)!.sentences.at(-1)).toContain("not as exact numbers");
  });

  test("asks for care where a rule does better at a date, and warns where rules do better at most", () => {
    const once = changed(BACKTEST.churn, 0, "recency_alone", "log_loss", 0.5);
    expect(testsWon(once, "log_loss")).toBe(2);
    expect(churnVerdict(once, format)?.tone).toBe("warn");
    const twice = changed(once, 1, "recency_alone", "log_loss", 0.5);
    expect(churnVerdict(twice, format)).toMatchObject({
      tone: "bad",
      headline: "Not yet: simple rules do as well",
    });
  });

  test("says at how many of the dates it was closer, be it none or all", () => {
    const lost = (places: readonly number[], dates: number) => {
      const answer = places.reduce(
        (each, place) => changed(each, place, "recency_alone", "log_loss", 0.001),
        BACKTEST.churn,
      );
      return churnVerdict({ ...answer, tests: answer.tests.slice(0, dates) }, format)!.sentences[0]!;
    };
    const closer = "Its probabilities came closer to what happened than every simple rule";
    expect(lost([], 1)).toBe(`${closer} at the one test date.`);
    expect(lost([0], 1)).toBe(`${closer} at none of the test dates.`);
    expect(lost([], 3)).toBe(`${closer} at each of the 3 test dates.`);
    expect(lost([1], 3)).toBe(`${closer} at 2 of 3 test dates.`);
    expect(lost([0, 1, 2], 3)).toBe(`${closer} at none of the test dates.`);
  });

  test("asks for care where treating everybody alike would have cost less", () => {
    const dear = [0, 1, 2].reduce(
      (answer, place) => changed(answer, place, "shipped", "business_cost", 9e9),
      changed(BACKTEST.churn, 0, "everybody_alike", "business_cost", 10),
    );
    const verdict = churnVerdict(dear, format)!;
    expect(verdict).toMatchObject({ tone: "warn", headline: "With care: it helps, but not always" });
    expect(verdict.sentences.at(-1)).toContain("treating everyone alike cost less");
  });

  test("is no number to read where probabilities are far off", () => {
    const far = changed(BACKTEST.churn, 0, "shipped", "ece", 0.4);
    expect(churnVerdict(far, format)?.sentences.at(-1)).toContain("not as exact numbers");
  });
});

describe("a backtest of what customers spend", () => {
  test("is told with the room that its total needs", () => {
    expect(spendVerdict(BACKTEST.lifetime_value, format)).toEqual({
      tone: "warn",
      headline: "With care: trust the ranking more than the total",
      sentences: [
        "It came closer to what each customer spent than every simple rule at each of the 3 test dates: off by £501 per customer on average (repeating the last period: £531).",
        "Together, customers were expected to spend 70% to 95% of what they actually spent: allow that much room when you plan.",
        // (83 + 77 + 64) / 3.
        "Intervals meant to contain 80% of customers contained 75%.",
      ],
    });
  });

  test("is trusted where the total held too", () => {
    const held = changed(BACKTEST.lifetime_value, 2, "shipped", "total_ratio", 0.9);
    expect(spendVerdict(held, format)).toMatchObject({ tone: "good" });
    const two = { ...held, tests: held.tests.slice(1) };
    expect(spendVerdict(two, format)).toMatchObject({ tone: "warn" });
  });
});

test("without test dates nothing is told", () => {
  const none = { ...BACKTEST.churn, tests: [] };
  expect([churnVerdict(none, format), spendVerdict(none, format)]).toEqual([null, null]);
});

test("the model's parts are no simple rules, and what is not known is NaN", () => {
  expect(simpleRules(BACKTEST.churn)).toEqual(["everybody_alike", "recency_alone"]);
  expect(overTests(BACKTEST.lifetime_value, "everybody_alike", "spearman")).toEqual([NaN, NaN, NaN]);
});
