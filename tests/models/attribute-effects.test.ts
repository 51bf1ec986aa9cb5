import { describe, expect, test } from "bun:test";
import { probabilityOf } from "../../src/learning/log-odds";
import { Random } from "../../src/learning/random";
import { type AttributeEffect, judgeAttributes } from "../../src/models/attributes/attribute-effects";
import type { ChurnEvaluation, JudgedRows } from "../../src/models/churn/train-churn";
import type { AttributeCell, AttributeCells } from "../../src/transactions/attributes/attribute-kind";

const DAY = 86_400_000;
const CUSTOMERS = 1500;
const CUTOFFS = [100 * DAY, 190 * DAY, 280 * DAY];
const random = new Random(3);
const CHANNELS = ["Ads", "Friends", "Shop"];
/** What really drives who leaves, beside what the orders tell. */
const channel = Array.from({ length: CUSTOMERS }, () => CHANNELS[random.integer(3)]!);
const effect: Readonly<Record<string, number>> = { Ads: 0.8, Friends: -0.8, Shop: 0 };

/** A test in which the model knows everything about the customers but their channel. */
function judged(cutoff: number): JudgedRows {
  const customer = Int32Array.from({ length: CUSTOMERS }, (_, i) => i);
  const logOdds = Float64Array.from(customer, () => 1.2 * random.normal() - 0.3);
  const churned = logOdds.map((value, i) =>
    Number(random.uniform() < probabilityOf(value + effect[channel[i]!]!)),
  );
  return {
    customer,
    cutoff: new Float64Array(CUSTOMERS).fill(cutoff),
    churned,
    probability: logOdds.map(probabilityOf),
  };
}

const TESTS = CUTOFFS.map(judged);
const last = TESTS.at(-1)!;
const evaluation = { ...last, earlier: TESTS.slice(0, -1) } as unknown as ChurnEvaluation;
const noise = () => Array.from({ length: CUSTOMERS }, () => random.normal());
const FACTS = { customer: last.customer, columns: [Float64Array.from(noise()), Float64Array.from(noise())] };

const of = (name: string, kind: AttributeCells["kind"], cells: readonly AttributeCell[]) => ({
  name,
  kind,
  cells,
});
const judge = (...attributes: AttributeCells[]) =>
  judgeAttributes(attributes, evaluation, FACTS, new Random(1));
const one = (...given: Parameters<typeof of>): AttributeEffect => judge(of(...given)).effects[0]!;

describe("an attribute", () => {
  test("that drives who leaves is used, with its effect", () => {
    const { effects, adjustment } = judge(of("channel", "text", channel), of("noise", "number", noise()));
    expect(effects[0]).toMatchObject({ is_used: true, verdict: "used", known: CUSTOMERS });
    expect(effects[0]!.gain_low).toBeGreaterThan(0);
    expect(effects[0]!.log_loss_without! - effects[0]!.log_loss_with!).toBeCloseTo(effects[0]!.gain!, 12);
    expect(effects[1]).toMatchObject({ is_used: false, verdict: "no_clear_gain" });
    const told = adjustment!(last.probability, last);
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    // Who leaves, never how many.
    expect(mean(told)).toBeCloseTo(mean(last.probability), 9);
    const shift = (name: string) => {
      const rows = channel.flatMap((value, i) => (value === name ? [i] : []));
      return rows.reduce((sum, i) => sum + told[i]! - last.probability[i]!, 0) / rows.length;
    };
    expect(shift("Ads")).toBeGreaterThan(0.05);
    expect(shift("Friends")).toBeLessThan(-0.05);
  });

  test("of noise is hardly ever used: none of sixty", () => {
    const sixty = Array.from({ length: 60 }, (_, i) =>
      i % 3 === 0
        ? of(`a${i}`, "number", noise())
        : i % 3 === 1
          ? of(
              `b${i}`,
              "yes_no",
              noise().map((value) => value > 0),
            )
          : of(
              `c${i}`,
              "text",
              noise().map((value) => `T${Math.floor(5 * probabilityOf(value))}`),
            ),
    );
    const { effects, adjustment } = judge(...sixty);
    expect(effects.filter(({ is_used }) => is_used)).toEqual([]);
    expect(adjustment).toBeNull();
  });

  test("that tells what happened afterwards is left out, and the reason says so", () => {
    const leaked = Array.from(last.churned, (left) => random.uniform() < (left === 1 ? 0.95 : 0.05));
    expect(one("gone", "yes_no", leaked)).toMatchObject({ is_used: false, verdict: "suspicious" });
    const why = one("gone", "yes_no", leaked).why;
    expect(why).toMatch(/It takes \d+ % off the log loss, too much for anything known beforehand/);
  });

  test("that is known of those who leave alone is left out, whatever it says", () => {
    const filled = Array.from(last.churned, (left) =>
      random.uniform() < (left === 1 ? 0.6 : 0.3) ? random.normal() : null,
    );
    expect(one("reason code", "number", filled)).toMatchObject({ verdict: "suspicious", is_used: false });
    expect(one("reason code", "number", filled).why).toContain("Whether it is known at all tells who leaves");
  });

  test("that is a day after the test was not known then", () => {
    const [, , cutoff] = CUTOFFS as [number, number, number];
    const later = Array.from(last.churned, (left) => cutoff + (left === 1 ? 5 : 50) * DAY);
    expect(one("met", "date", later)).toMatchObject({ verdict: "not_tested", is_used: false });
  });

  test("that follows from the orders until today is left out, and so is one whose name says it does", () => {
    const told = channel.map((value) => effect[value]! + 0.05 * random.normal());
    const facts = { customer: last.customer, columns: [Float64Array.from(told)] };
    const { effects } = judgeAttributes([of("x", "number", told)], evaluation, facts, new Random(1));
    expect(effects[0]!.why).toContain("with the orders of today");
    expect(one("Last purchase value", "number", told)).toMatchObject({
      verdict: "suspicious",
      is_used: false,
    });
    expect(one("x", "number", told)).toMatchObject({ verdict: "used" });
  });

  test("that says what another one says is not used twice", () => {
    const again = channel.map((value) => value.toLowerCase());
    const { effects } = judge(of("channel", "text", channel), of("source", "text", again));
    expect(effects.map(({ is_used }) => is_used)).toEqual([true, false]);
  });

  test("is not tested on too few customers, nor if nothing could be learned", () => {
    const few = {
      ...evaluation,
      ...Object.fromEntries(Object.entries(last).map(([name, values]) => [name, values.slice(0, 100)])),
    };
    const { effects } = judgeAttributes([of("channel", "text", channel)], few, FACTS, new Random(1));
    expect(effects[0]).toMatchObject({ verdict: "not_tested", gain: null });
    expect(effects[0]!.why).toMatch(/^The test has 100 customers, of whom \d+ left: too few/);
    expect(
      judgeAttributes([of("channel", "text", channel)], null, FACTS, new Random(1)).adjustment,
    ).toBeNull();
  });

  test("is judged in halves of the customers where there is one test alone", () => {
    const single = { ...evaluation, earlier: [] };
    const told = judgeAttributes(
      [of("channel", "text", channel), of("n", "number", noise())],
      single,
      FACTS,
      new Random(1),
    );
    expect(told.effects.map(({ verdict }) => verdict)).toEqual(["used", "no_clear_gain"]);
  });
});
