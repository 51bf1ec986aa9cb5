import { describe, expect, test } from "bun:test";
import { Random } from "../../../src/learning/random";
import type { ContactTerms } from "../../../src/models/contact/action-value";
import { DEFAULT_CONTACT_TERMS } from "../../../src/models/contact/action-value";
import { CALL, NO_CONTACT, SENT_BACK } from "../../../src/models/contact/actions";
import { Advice, type AdviceColumns, type AdviceGuide } from "../../../src/models/contact/advice";

const GUIDE: AdviceGuide = {
  rule: { atRisk: 0.3, worthACall: 200 },
  segments: new Map([0, 1, 2].map((id) => [id, { name: `S${id}`, action: `Do ${id}` }])),
  keyAccounts: 2,
  factors: { low: 0.8, high: 1.1 },
  isGross: false,
};

function shop(seed: number, rows: number): AdviceColumns {
  const random = new Random(seed);
  const draw = (of: () => number) => Float64Array.from({ length: rows }, of);
  const maybe = (value: number) => (random.uniform() < 0.05 ? NaN : value);
  const spend = draw(() => maybe(random.gamma(1, 0.005)));
  const churn = draw(() => maybe(random.uniform()));
  return {
    noOrder: churn,
    valueIfKept: spend.map((value, i) => value / Math.max(0.1, 1 - churn[i]!)),
    spend,
    spendLow: spend.map(() => 0),
    spendHigh: spend.map((value) => 2.5 * value),
    segment: draw(() => Math.floor(3 * random.uniform())),
    churn,
    returned: draw(() => (random.uniform() < 0.05 ? 1 : 0.1)),
    daysOverdue: draw(() => Math.max(0, random.normal() * 10)),
  };
}

function anyTerms(random: Random): ContactTerms {
  return {
    contactCost: random.gamma(1, 0.5),
    offerCost: random.gamma(1, 0.2),
    margin: 0.01 + 0.99 * random.uniform(),
    successRate: random.uniform() ** 2,
    redeemRate: random.uniform(),
  };
}

describe("advice on any terms about any shop", () => {
  const random = new Random(29);
  const cases = Array.from({ length: 60 }, (_, seed) => [seed, anyTerms(random)] as const);

  test.each(cases)("%i: is never to contact where nothing is gained", (seed, terms) => {
    const advice = new Advice(shop(seed, 200), GUIDE, terms);
    const advised = advice.moves.flatMap(({ rows }) => [...rows]);
    expect(new Set(advised).size).toBe(advised.length);
    for (let row = 0; row < 200; row++) {
      expect(advised.includes(row)).toBe(advice.gain[row]! > 0);
      if (!(advice.gain[row]! > 0)) expect(advice.action(row)).not.toBe(CALL);
      if (advice.gain[row]! <= 0) expect([NO_CONTACT, SENT_BACK]).toContain(advice.action(row));
    }
    for (const { rows, gain, key } of advice.moves) {
      expect(gain.customers).toBe(rows.length);
      expect([...advice.rowsOf(key)]).toEqual([...rows]);
      expect(gain.low).toBeLessThanOrEqual(gain.expected);
      expect(gain.high).toBeGreaterThanOrEqual(gain.expected);
      const gains = [...rows].map((row) => advice.gain[row]!);
      expect(gains).toEqual(gains.toSorted((a, b) => b - a));
    }
    const sums = advice.moves.map(({ gain }) => gain.expected);
    expect(sums).toEqual(sums.toSorted((a, b) => b - a));
    expect(advice.total.expected).toBeCloseTo(
      sums.reduce((sum, gain) => sum + gain, 0),
      6,
    );
    if (advice.moves.length === 0) return;
    expect(advice.total.low).toBeLessThanOrEqual(advice.total.expected);
  });
});

test("who has sent everything back is not advised, whatever the table says of their value", () => {
  const columns = shop(1, 50);
  const advice = new Advice({ ...columns, returned: columns.returned.map(() => 1) }, GUIDE, {
    ...DEFAULT_CONTACT_TERMS,
    successRate: 1,
  });
  expect(advice.moves).toEqual([]);
  expect(advice.action(0)).toBe(SENT_BACK);
});
