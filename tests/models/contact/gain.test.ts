import { describe, expect, test } from "bun:test";
import { Random } from "../../../src/learning/random";
import { type ContactTerms, DEFAULT_CONTACT_TERMS } from "../../../src/models/contact/action-value";
import {
  breakEven,
  customerGains,
  type GainColumns,
  sumGain,
  type TotalFactors,
} from "../../../src/models/contact/gain";

const TERMS: ContactTerms = {
  contactCost: 1,
  offerCost: 5,
  margin: 0.4,
  successRate: 0.2,
  redeemRate: 0.5,
};

/** Customers whose spend if kept is exponential: its spread is its mean, as without an interval. */
function customersOf(count: number, seed: number): GainColumns {
  const random = new Random(seed);
  const unknown = new Float64Array(count).fill(NaN);
  return {
    noOrder: Float64Array.from({ length: count }, () => random.uniform()),
    valueIfKept: Float64Array.from({ length: count }, () => random.gamma(2, 0.01)),
    spend: unknown,
    spendLow: unknown,
    spendHigh: unknown,
  };
}

const rowsOf = ({ noOrder }: GainColumns) => Int32Array.from(noOrder, (_, row) => row);

/** One campaign as it might go: who is won back, who takes the offer anyway, and what each spends. */
function outcome({ noOrder, valueIfKept }: GainColumns, random: Random): { gain: number; cost: number } {
  let [gain, cost] = [0, 0];
  for (let row = 0; row < noOrder.length; row++) {
    gain -= TERMS.contactCost;
    cost += TERMS.contactCost;
    const wouldLeave = random.uniform() < noOrder[row]!;
    const takes = random.uniform() < (wouldLeave ? TERMS.successRate : TERMS.redeemRate);
    if (!takes) continue;
    cost += TERMS.offerCost;
    gain -= TERMS.offerCost;
    if (wouldLeave) gain += TERMS.margin * random.exponential(1 / valueIfKept[row]!);
  }
  return { gain, cost };
}

describe("the gain of a list", () => {
  const columns = customersOf(300, 5);
  const told = sumGain(rowsOf(columns), columns, TERMS, null);
  const random = new Random(11);
  const played = Array.from({ length: 4000 }, () => outcome(columns, random));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  test("is what such campaigns bring and cost on average", () => {
    // The mean of 4,000 campaigns; its standard error is the spread over √4000, about 1.6% of it.
    const error = (told.high - told.low) / 2.56 / Math.sqrt(4000);
    expect(Math.abs(mean(played.map(({ gain }) => gain)) - told.expected)).toBeLessThan(4 * error);
    expect(Math.abs(mean(played.map(({ cost }) => cost)) / told.cost - 1)).toBeLessThan(0.02);
  });

  test("has a range that four in five campaigns end in", () => {
    const within = played.filter(({ gain }) => gain >= told.low && gain <= told.high).length / played.length;
    expect(Math.abs(within - 0.8)).toBeLessThan(0.03);
  });

  test("is the sum of the customers' gains", () => {
    const gains = customerGains(columns, TERMS);
    expect(told.expected).toBeCloseTo(
      gains.reduce((sum, gain) => sum + gain, 0),
      8,
    );
    expect(told.customers).toBe(300);
  });

  test("leaves out customers of whom too little is known", () => {
    const valueIfKept = columns.valueIfKept.with(0, NaN);
    const rest = sumGain(rowsOf(columns).subarray(1), columns, TERMS, null);
    expect(sumGain(rowsOf(columns), { ...columns, valueIfKept }, TERMS, null)).toEqual(rest);
  });

  test("has a wider range where spend may be off for all together", () => {
    const wide = sumGain(rowsOf(columns), columns, TERMS, { low: 0.5, high: 2 });
    expect(wide.low).toBeLessThan(told.low);
    expect(wide.high).toBeGreaterThan(told.high);
    expect(wide.expected).toBe(told.expected);
  });

  test("joins two doubts that have nothing to do with each other by the root of their squares", () => {
    const chance = told.high - told.expected;
    const brought = rowsOf(columns).reduce(
      (sum, row) =>
        sum + columns.noOrder[row]! * TERMS.successRate * TERMS.margin * columns.valueIfKept[row]!,
      0,
    );
    const wide = sumGain(rowsOf(columns), columns, TERMS, { low: 0.5, high: 2 });
    expect(wide.high - wide.expected).toBeCloseTo(Math.sqrt(brought ** 2 + chance ** 2), 8);
    expect(wide.expected - wide.low).toBeCloseTo(Math.sqrt((0.5 * brought) ** 2 + chance ** 2), 8);
  });

  test("lies within its range, and no outcome costs more than all contacts and offers", () => {
    const { contactCost, offerCost } = TERMS;
    for (let count = 1; count < 40; count++) {
      const few = customersOf(count, count);
      for (const factors of [null, { low: 0.3, high: 1 }, { low: 1, high: 4 }] as (TotalFactors | null)[]) {
        const { expected, low, high } = sumGain(rowsOf(few), few, TERMS, factors);
        expect(low).toBeLessThanOrEqual(expected);
        expect(high).toBeGreaterThanOrEqual(expected);
        expect(low).toBeGreaterThanOrEqual(-count * (contactCost + offerCost));
      }
    }
  });

  test("of nobody is nothing", () => {
    expect(sumGain([], columns, TERMS, null)).toEqual({
      customers: 0,
      expected: 0,
      low: 0,
      high: 0,
      cost: 0,
    });
  });
});

describe("what would have to change", () => {
  const columns = customersOf(50, 3);
  const dear = { ...DEFAULT_CONTACT_TERMS, contactCost: 30, offerCost: 20 };
  const best = (terms: ContactTerms) => Math.max(...customerGains(columns, terms));

  test("is the mildest change of each term from which on the best contact pays", () => {
    expect(best(dear)).toBeLessThan(0);
    const changes = breakEven(columns, dear);
    expect(Object.values(changes).filter((value) => value !== null).length).toBeGreaterThan(1);
    for (const [term, value] of Object.entries(changes))
      if (value !== null) expect(best({ ...dear, [term]: value })).toBeCloseTo(0, 8);
  });

  test("is not told of a term that cannot do it alone", () => {
    const hopeless = { ...dear, successRate: 0 };
    expect(breakEven(columns, hopeless)).toMatchObject({ margin: null, contactCost: null, offerCost: null });
  });
});
