import { describe, expect, test } from "bun:test";
import { actionRule, CALL, recommendAction, SENT_BACK } from "../../../src/models/contact/actions";

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

  test.each([
    ["at risk and worth more than most", 0.9, 500, true],
    ["exactly at the risk that is worth a contact", 0.3, 100.01, true],
    ["just below the risk", 0.2999, 500, false],
    ["worth what three in four are worth at most", 0.9, 100, false],
    ["whose risk is not known", NaN, 500, false],
    ["whose worth is not known", 0.9, NaN, false],
  ])("%s", (_, probability, spend, isPersonal) => {
    const action = recommendAction(rule, "Send a card", probability, spend);
    if (isPersonal) expect(action).toStartWith("Call or write personally now");
    else expect(action).toBe("Send a card");
  });

  test("is no offer to somebody who has sent everything back, whatever is expected", () => {
    expect(recommendAction(rule, "Reward and keep", 0.9, 500, 1)).toBe(SENT_BACK);
    expect(recommendAction(rule, "Reward and keep", 0.1, 0, 1)).toBe(SENT_BACK);
    expect(recommendAction(rule, "Reward and keep", 0.9, 500, 0.99)).toBe(CALL);
  });
});
