import { describe, expect, test } from "bun:test";
import { table } from "arquero";
import { adviceOf } from "../../../src/answers/advice";
import { CustomerTable } from "../../../src/answers/customer-table";
import { choicesOf } from "../../../src/answers/rules/choices";
import type { RuleFacts } from "../../../src/answers/rules/facts";
import { RULE_FIELDS } from "../../../src/answers/rules/fields";
import { matchRule } from "../../../src/answers/rules/match-rule";
import { parseRule } from "../../../src/answers/rules/parse-rule";
import type { Rule } from "../../../src/answers/rules/rule";
import { answerRule } from "../../../src/answers/rules/rule-answer";
import { UnansweredRuleError } from "../../../src/answers/rules/rule-error";
import { ruleText } from "../../../src/answers/rules/rule-text";
import { rowsWith, UNKNOWN, YES } from "../../../src/answers/rules/truth";
import { Random } from "../../../src/learning/random";
import { modelCard } from "../../../src/models/card";
import { trainedModels } from "../../models/trained-models";
import { AS_OF, factsOf, madeUpCustomers } from "./made-up-facts";
import { madeUpRule } from "./made-up-rules";
import { naiveRule } from "./naive-rule";

const CUSTOMERS = madeUpCustomers(new Random(7), 300);
const FACTS = factsOf(CUSTOMERS);
const GAINS = Array.from(FACTS.advice.gain, (gain) => (Number.isNaN(gain) ? null : gain));
const words = (truth: Uint8Array) => Array.from(truth, (one) => (one === UNKNOWN ? null : one === YES));

describe("whether a rule holds", () => {
  test("is what a look at each customer tells, for 3,000 rules made up", () => {
    const random = new Random(3);
    const [yes, no, unknown] = [new Set<string>(), new Set<string>(), new Set<string>()];
    for (let i = 0; i < 3000; i++) {
      const rule = madeUpRule(random, i % 4);
      const found = words(matchRule(rule, FACTS));
      const expected = CUSTOMERS.map((customer, row) => naiveRule(rule, customer, GAINS[row]!));
      expect({ rule: ruleText(rule), found }).toEqual({ rule: ruleText(rule), found: expected });
      if (rule.kind !== "compare") continue;
      if (expected.includes(true)) yes.add(rule.field);
      if (expected.includes(false)) no.add(rule.field);
      if (expected.includes(null)) unknown.add(rule.field);
    }
    // The comparison means nothing for a field that was never on either side.
    const names = RULE_FIELDS.map(({ name }) => name).sort();
    expect([[...yes].sort(), [...no].sort(), [...unknown].sort()]).toEqual([names, names, names]);
  });

  test("parts all customers: the rule, its opposite, and those of whom it is not known", () => {
    const random = new Random(4);
    for (let i = 0; i < 500; i++) {
      const rule = madeUpRule(random, 3);
      const [yes, no] = [rule, { kind: "not", rule } as Rule].map((one) => matchRule(one, FACTS));
      for (let row = 0; row < CUSTOMERS.length; row++) {
        const kinds = [yes![row] === YES, no![row] === YES, yes![row] === UNKNOWN];
        expect(kinds.filter(Boolean)).toHaveLength(1);
        expect(yes![row] === UNKNOWN).toBe(no![row] === UNKNOWN);
      }
    }
  });

  test("does not hold, nor its opposite, for a figure that is not known", () => {
    const customers = new CustomerTable(table({ CustomerID: ["a", "b"], monetary: [5, NaN] }), false);
    const facts = { ...FACTS, customers };
    expect(words(matchRule(parseRule("spend > 3"), facts))).toEqual([true, null]);
    expect(words(matchRule(parseRule("not spend > 3"), facts))).toEqual([false, null]);
    expect(words(matchRule(parseRule("spend > 3 or spend is unknown"), facts))).toEqual([true, true]);
  });

  test("counts days as the model does: the newest order is in the last day, one a day before is not", () => {
    const facts = (recencyDays: number, ageMs: number): RuleFacts => {
      const made = madeUpCustomers(new Random(1), 1)[0]!;
      return factsOf([
        { ...made, fields: { ...made.fields, recency_days: recencyDays }, orders: [AS_OF - ageMs] },
      ]);
    };
    for (const [recencyDays, ageMs, holds] of [
      [1, 0, true],
      [1, 86_399_999, true],
      [2, 86_400_000, false],
    ] as const)
      for (const rule of ["last_order in the last 1 day", "recency <= 1 day"])
        expect(words(matchRule(parseRule(rule), facts(recencyDays, ageMs)))).toEqual([holds]);
  });

  test("knows an amount of seven digits as it was written", () => {
    const customers = new CustomerTable(
      table({ CustomerID: ["a"], monetary: [Math.fround(20.1)], churn_probability: [Math.fround(0.6)] }),
      false,
    );
    for (const rule of ["spend = 20.1", "spend <= 20.1", "not spend > 20.1", "churn_probability <= 60%"])
      expect(words(matchRule(parseRule(rule), { ...FACTS, customers }))).toEqual([true]);
  });
});

describe("a rule that a model cannot answer", () => {
  const old = new CustomerTable(table({ CustomerID: ["a"], monetary: [5], churn_probability: [0.5] }), false);
  const facts: RuleFacts = {
    customers: old,
    advice: adviceOf({ card: modelCard(trainedModels()), customers: old }),
    history: { asOf: AS_OF, orders: null, bought: null },
  };
  for (const [rule, message] of [
    ["days_overdue > 3", "The model does not know days_overdue (Days overdue)"],
    ["overdue", "The model does not know overdue"],
    ['country is "France"', "The model does not know country"],
    ["first_order >= 2011-01-01", "The model does not know first_order"],
    ["next_order within 9 days", "The model does not know next_order"],
    ['bought "mug"', "The model does not know everything that its customers bought"],
    ['spend > 3 and not bought "mug"', "The model does not know everything"],
    ['attribute "consent" is yes', "it was trained without a file of attributes"],
  ] as const)
    test(`says so: ${rule}`, () => {
      expect(() => matchRule(parseRule(rule), facts)).toThrow(UnansweredRuleError);
      expect(() => matchRule(parseRule(rule), facts)).toThrow(message);
    });

  for (const [rule, message] of [
    ['attribute "konsent" is yes', 'Did you mean "consent"?'],
    ['attribute "consent" is "yes"', 'The attribute "consent" is yes or no.'],
    ['attribute "consent" > 3', 'The attribute "consent" is yes or no.'],
    ['attribute "points" is "three"', 'The attribute "points" is a number'],
    ['attribute "points" contains "3"', 'The attribute "points" is a number'],
    ['attribute "a name" > 3', 'The attribute "a name" is a text'],
    ['attribute "joined" > "soon"', 'The attribute "joined" is a day'],
  ] as const)
    test(`says what an attribute is: ${rule}`, () => {
      expect(() => matchRule(parseRule(rule), FACTS)).toThrow(message);
    });
});

describe("the answer to a rule", () => {
  test("sums those who fit, and the gain of those whom a contact pays for", () => {
    const rule = parseRule("orders >= 2");
    const { rows, unknown, revenue, gain } = answerRule(rule, FACTS);
    expect(rows).toEqual(rowsWith(matchRule(rule, FACTS)));
    expect(unknown).toBe(CUSTOMERS.filter(({ fields }) => fields.frequency === null).length);
    const spend = FACTS.customers.numbers("monetary");
    expect(revenue).toBe(Array.from(rows, (row) => spend[row]!).reduce((sum, one) => sum + (one || 0), 0));
    expect(gain.customers).toBe(rows.filter((row) => (GAINS[row] ?? 0) > 0).length);
    expect(gain.expected).toBeGreaterThanOrEqual(0);
  });

  test("names what the model does not know, and what was probably meant", () => {
    for (const [rule, doubts] of [
      ['country is "Frnce"', ['No customer of the model has country "Frnce". Did you mean "France"?']],
      ['country in ("FRANCE", "Atlantis")', ['No customer of the model has country "Atlantis".']],
      ['not bought "mgu" or bought "MUG"', ['The model knows no product "mgu". Did you mean "mug"?']],
      ["cohort is 1999-01", ['No customer of the model has cohort "1999-01".']],
    ] as const) {
      const { doubts: found } = answerRule(parseRule(rule), FACTS);
      expect(found).toHaveLength(1);
      expect(found[0]).toStartWith(doubts[0]);
    }
    expect(answerRule(parseRule('bought "MUG" and spend > 3'), FACTS).doubts).toEqual([]);
  });

  test("has choices for a list, countries by name and months newest first", () => {
    expect(choicesOf("countries", FACTS)).toEqual(["Côte d'Ivoire", "France", "Germany", "Nowhere"]);
    const months = choicesOf("cohorts", FACTS);
    expect(months).toEqual([...months].sort().reverse());
    expect(months).toContain("2011-01");
    expect(choicesOf("rfm_groups", FACTS)).toHaveLength(11);
  });
});
