import { describe, expect, test } from "bun:test";
import { UserError } from "../../../src/errors";
import {
  type ContactTerms,
  checkContactTerms,
  contactProfit,
  DEFAULT_CONTACT_TERMS,
  leastProbability,
  leastValue,
  rhythmCeiling,
  valueIfKept,
} from "../../../src/models/contact/action-value";
import { profitCurve, profitPoints } from "../../../src/models/contact/action-value-curve";
import { judgeContacts } from "../../../src/models/contact/action-value-evaluation";

// The parameters of Verbeke et al. (2012), section 4: a lifetime value of 200, an incentive of 10, a contact of 1, a
// third accepting.
const VERBEKE: ContactTerms = { contactCost: 1, offerCost: 10, margin: 1, successRate: 0.3, redeemRate: 1 };

describe("the expected profit of a contact", () => {
  test.each([0, 0.1, 0.5, 1])(
    "is the published one where everybody who stays takes the offer, p = %d",
    (p) => {
      // p (γ CLV + d (1 − γ)) − d − c.
      const published = p * (0.3 * 200 + 10 * 0.7) - 10 - 1;
      expect(contactProfit(p, 200, VERBEKE)).toBeCloseTo(published, 12);
    },
  );

  test("is the loss of the contact alone where nobody leaves and nobody takes the offer", () => {
    expect(contactProfit(0, 500, { ...VERBEKE, redeemRate: 0 })).toBe(-1);
  });

  test("is not known where the probability or the value is not", () => {
    expect(contactProfit(NaN, 10, VERBEKE)).toBeNaN();
    expect(contactProfit(0.5, NaN, VERBEKE)).toBeNaN();
  });
});

describe("the least that a contact is worth it for", () => {
  test.each([0.2, 0.5, 0.9])("is a value at which the profit is 0, p = %d", (p) => {
    expect(contactProfit(p, leastValue(p, DEFAULT_CONTACT_TERMS)!, DEFAULT_CONTACT_TERMS)).toBeCloseTo(0, 10);
  });

  test.each([200, 1000])("is a probability at which the profit is 0, value %d", (value) => {
    const p = leastProbability(value, DEFAULT_CONTACT_TERMS)!;
    expect(contactProfit(p, value, DEFAULT_CONTACT_TERMS)).toBeCloseTo(0, 10);
    expect(contactProfit(p + 0.01, value, DEFAULT_CONTACT_TERMS)).toBeGreaterThan(0);
  });

  test("is nothing where no contact can pay", () => {
    expect(leastValue(0, VERBEKE)).toBeNull();
    expect(leastValue(0.5, { ...VERBEKE, successRate: 0 })).toBeNull();
    expect(leastProbability(5, VERBEKE)).toBeNull();
  });
});

describe("the value of a customer who is kept", () => {
  test("is the expected spend of those who order: v = (1 − p) · E[spend | an order]", () => {
    expect(valueIfKept(60, 0.7, 1e6)).toBeCloseTo(200, 10);
  });

  test("is held to what the own rhythm allows, and is never under the expected spend", () => {
    expect(valueIfKept(60, 0.99, 500)).toBe(500);
    expect(valueIfKept(60, 1, 500)).toBe(500);
    expect(valueIfKept(60, 0.2, 10)).toBe(60);
    expect(rhythmCeiling(25, 0.1, 90)).toBe(250);
  });

  test("is 0 where nothing is expected and not known where that is not", () => {
    expect(valueIfKept(0, 0.5, 100)).toBe(0);
    expect(valueIfKept(NaN, 0.5, 100)).toBeNaN();
    expect(valueIfKept(10, NaN, 100)).toBeNaN();
  });
});

describe("terms of a contact", () => {
  test("that cannot be are refused all at once, with what they should be", () => {
    const wrong = { contactCost: -1, offerCost: NaN, margin: 0, successRate: 1.2, redeemRate: 0.5 };
    expect(() => checkContactTerms(wrong)).toThrow(UserError);
    expect(() => checkContactTerms(wrong)).toThrow(
      "These terms of a contact cannot be used: contact_cost is -1, not a number of 0 or more; offer_cost is NaN, not a number of 0 or more; margin is 0, not a share above 0 and at most 1; success_rate is 1.2, not a share from 0 to 1.",
    );
  });

  test("of a training are sound where nothing else is said", () => {
    expect(() => checkContactTerms(DEFAULT_CONTACT_TERMS)).not.toThrow();
  });
});

describe("the profit curve", () => {
  const curve = profitCurve(Float64Array.of(-1, 5, NaN, 2, 0, 5));

  test("ranks by profit, equals by row, and leaves out what is not known", () => {
    expect(Array.from(curve.order)).toEqual([1, 5, 3, 4, 0]);
    expect(Array.from(curve.cumulative)).toEqual([0, 5, 10, 12, 12, 11]);
  });

  test("is highest at the last customer who pays", () => {
    expect(curve.best).toEqual({ customers: 3, profit: 12 });
    expect(curve.atRandom).toBe(11 / 5);
  });

  test("contacts nobody where nobody pays", () => {
    expect(profitCurve(Float64Array.of(-1, -2)).best).toEqual({ customers: 0, profit: 0 });
    expect(profitCurve(new Float64Array(0)).best).toEqual({ customers: 0, profit: 0 });
  });

  test("is told at even steps and at its best", () => {
    expect(profitPoints(curve, 1)).toEqual([
      { customers: 0, profit: 0, atRandom: 0 },
      { customers: 3, profit: 12, atRandom: 3 * (11 / 5) },
      { customers: 5, profit: 11, atRandom: 11 },
    ]);
  });
});

describe("contacts judged by what customers did", () => {
  const terms = { contactCost: 1, offerCost: 0, margin: 1, successRate: 0.5, redeemRate: 0 };
  // Expected: .5 p v − 1 = 4, 1.5, −.5; who left: the first and the last.
  const judged = judgeContacts(
    Float64Array.of(0.5, 0.25, 0.1),
    Float64Array.of(20, 20, 10),
    Float64Array.of(0, 15, 0),
    Uint8Array.of(0, 1, 0),
    terms,
  );

  test("put what happened in the place of the probability", () => {
    expect(judged.contacted).toBe(2);
    expect(judged.expectedProfit).toBeCloseTo(5.5, 12);
    // .5 · 20 − 1 for the one who left, −1 for the one who stayed.
    expect(judged.realisedProfit).toBeCloseTo(8, 12);
    expect(judged.everybodyProfit).toBeCloseTo(12, 12);
    expect(judged.atRandomProfit).toBeCloseTo(8, 12);
    expect(judged.bestInHindsight).toEqual({ customers: 3, profit: 12 });
  });

  test("show how far the value of a kept customer can be trusted", () => {
    expect([judged.keptExpectedSpend, judged.keptSpend]).toEqual([20, 15]);
  });
});
