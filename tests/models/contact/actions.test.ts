import { describe, expect, test } from "bun:test";
import {
  actionRule,
  CALL,
  NO_CONTACT,
  OFFER,
  recommendAction,
  SENT_BACK,
} from "../../../src/models/contact/actions";
import { UNPAID_ACTIONS } from "../../../src/models/segments/segment-names";

describe("the rule for a personal contact", () => {
  test.each([
    ["of four one is above", [10, 40, 20, 30], 30],
    // Sorted as numbers, not as text: 9 before 100.
    ["of eight two are", [9, 100, 8, 7, 6, 5, 4, 3], 8],
    ["of five one is", [1, 2, 3, 4, 5], 4],
    ["of one none is", [5], 5],
    ["of four alike none is", [5, 5, 5, 5], 5],
  ])("is met by those above what three in four expect at most: %s", (_, expected, worthACall) => {
    expect(actionRule(0.2, Float64Array.from(expected)).worthACall).toBe(worthACall);
  });

  test("leaves those out of whom nothing is expected because nothing is known", () => {
    expect(actionRule(0.2, Float64Array.of(NaN, 10, NaN, 20, 30, 40, NaN)).worthACall).toBe(30);
  });

  test("calls nobody where no spend is known", () => {
    expect(actionRule(0.2, Float64Array.of(NaN, NaN)).worthACall).toBe(Infinity);
    expect(actionRule(0.2, new Float64Array(0)).worthACall).toBe(Infinity);
  });
});

describe("the action for a customer", () => {
  const rule = { atRisk: 0.3, worthACall: 100 };
  const facts = { churn: 0.9, spend: 500, returned: 0, gain: 12 };

  test.each([
    ["at risk and worth more than most", {}, true],
    ["exactly at the risk that is worth a contact", { churn: 0.3, spend: 100.01 }, true],
    ["just below the risk", { churn: 0.2999 }, false],
    ["worth what three in four are worth at most", { spend: 100 }, false],
    ["whose risk is not known", { churn: NaN }, false],
    ["whose worth is not known", { spend: NaN }, false],
    ["whose gain is not known", { gain: NaN }, false],
  ])("%s", (_, change, isPersonal) => {
    expect(recommendAction(rule, "Send a card", { ...facts, ...change })).toBe(
      isPersonal ? CALL : "Send a card",
    );
  });

  test.each([0, -0.01, -40])("is no contact where it is expected to bring %d", (gain) => {
    expect(recommendAction(rule, "Send a card", { ...facts, gain })).toBe(NO_CONTACT);
  });

  test("is an offer where it pays although the segment costs nothing otherwise", () => {
    for (const action of UNPAID_ACTIONS)
      expect(recommendAction(rule, action, { ...facts, churn: 0.1 })).toBe(OFFER);
  });

  test("is no offer to somebody who has sent everything back, whatever is expected", () => {
    expect(recommendAction(rule, "Reward and keep", { ...facts, returned: 1 })).toBe(SENT_BACK);
    expect(recommendAction(rule, "Reward and keep", { ...facts, returned: 1, gain: -1 })).toBe(SENT_BACK);
    expect(recommendAction(rule, "Reward and keep", { ...facts, returned: 0.99 })).toBe(CALL);
  });
});
