import { describe, expect, test } from "bun:test";
import { checkRule } from "../../../src/answers/rules/check-rule";
import { parseRule } from "../../../src/answers/rules/parse-rule";
import type { Rule } from "../../../src/answers/rules/rule";
import { RuleError, type RuleProblem } from "../../../src/answers/rules/rule-error";
import { ruleText } from "../../../src/answers/rules/rule-text";
import { Random } from "../../../src/learning/random";
import { madeUpRule } from "./made-up-rules";

const compare = (field: string, operator: string, value?: unknown) =>
  ({ kind: "compare", field, operator, ...(value !== undefined && { value }) }) as Rule;

describe("a rule in text", () => {
  test("reads what an analyst writes", () => {
    const text =
      'orders >= 3 and spend > 500 and not bought "85123A" in the last 90 days and country in ("France", "Germany") and (churn_probability > 60% or overdue)';
    expect(parseRule(text)).toEqual({
      kind: "all",
      rules: [
        compare("orders", ">=", 3),
        compare("spend", ">", 500),
        { kind: "not", rule: { kind: "bought", product: "85123A", days: 90 } },
        compare("country", "in", ["France", "Germany"]),
        {
          kind: "any",
          rules: [compare("churn_probability", ">", 0.6), compare("overdue", "is", true)],
        },
      ],
    });
    expect(ruleText(parseRule(text))).toBe(text);
  });

  for (const [text, rule, written] of [
    ['segment is "Champions"', compare("segment", "is", "Champions"), undefined],
    [
      'attribute "consent" is yes',
      { kind: "attribute", name: "consent", operator: "is", value: true },
      undefined,
    ],
    ["first_order >= 2011-03-01", compare("first_order", ">=", "2011-03-01"), undefined],
    ["next_order within 30 days", compare("next_order", "in next", 30), "next_order in the next 30 days"],
    ["last_order within 1 day", compare("last_order", "in last", 1), "last_order in the last 1 day"],
    ["recency <= 30 days", compare("recency", "<=", 30), undefined],
    ["recency <= 30", compare("recency", "<=", 30), "recency <= 30 days"],
    ["recency_days <= 30", compare("recency", "<=", 30), "recency <= 30 days"],
    ["r_score in (4, 5)", compare("r_score", "in", [4, 5]), undefined],
    ["cohort is 2011-03", compare("cohort", "is", "2011-03"), 'cohort is "2011-03"'],
    ["next_order is unknown", compare("next_order", "unknown"), undefined],
    ['bought "mug" at least 2 times', { kind: "bought", product: "mug", times: 2 }, undefined],
    [
      "Bought 'mug' At Least 1 Time Within 7 Days",
      { kind: "bought", product: "mug", times: 1, days: 7 },
      'bought "mug" at least 1 time in the last 7 days',
    ],
    [
      "spend ≥ 10 AND orders ≠ 2",
      { kind: "all", rules: [compare("spend", ">=", 10), compare("orders", "is not", 2)] },
      "spend >= 10 and orders != 2",
    ],
    ["country = “Spain”", compare("country", "is", "Spain"), 'country is "Spain"'],
    ["orders is 2", compare("orders", "is", 2), "orders = 2"],
    ["overdue is no", compare("overdue", "is", false), undefined],
    ["churn_probability > 0.6", compare("churn_probability", ">", 0.6), "churn_probability > 60%"],
    ["((overdue))", compare("overdue", "is", true), "overdue"],
  ] as const)
    test(`reads ${text}`, () => {
      expect(parseRule(text)).toEqual(rule as Rule);
      expect(ruleText(rule as Rule)).toBe(written ?? text);
    });

  test("binds not before and, and before or", () => {
    const [a, b, c] = ["orders > 1", "orders > 2", "orders > 3"].map(parseRule) as [Rule, Rule, Rule];
    expect(parseRule("not orders > 1 and orders > 2 or orders > 3")).toEqual({
      kind: "any",
      rules: [{ kind: "all", rules: [{ kind: "not", rule: a }, b] }, c],
    });
    expect(parseRule("not (orders > 1 and (orders > 2 or orders > 3))")).toEqual({
      kind: "not",
      rule: { kind: "all", rules: [a, { kind: "any", rules: [b, c] }] },
    });
  });

  test("is the same after it was written and read, whatever it is", () => {
    const random = new Random(1);
    for (let i = 0; i < 2000; i++) {
      const rule = madeUpRule(random, 2);
      expect(parseRule(ruleText(rule))).toEqual(rule);
      expect(checkRule(JSON.parse(JSON.stringify(rule)))).toEqual(rule);
    }
  });

  test("a group of one rule is that rule", () => {
    const one = { kind: "any", rules: [{ kind: "all", rules: [compare("overdue", "is", true)] }] } as Rule;
    expect(ruleText({ kind: "not", rule: checkRule(one) })).toBe("not overdue");
  });
});

const problemOf = (read: () => unknown): RuleProblem => {
  try {
    read();
  } catch (error) {
    if (error instanceof RuleError) return error.problem;
    throw error;
  }
  throw new Error("nothing was wrong");
};

describe("a wrong rule", () => {
  for (const [text, position, found, expected, suggestion] of [
    ["", 0, null, /a field such as orders/, null],
    ["orderz >= 3", 0, "orderz", /a field/, "orders"],
    ["orders >= 3 and spnd > 5", 16, "spnd", /a field/, "spend"],
    ["orders >= ", 10, null, /a value/, null],
    ["orders 3", 7, "3", /is, in, contains/, null],
    ["orders == 3", 8, "=", /a value/, null],
    ["country is France", 11, "France", /texts stand in quotes/, '"France"'],
    ['country is "France', 11, null, /" at the end of the text/, null],
    ["spend > 1,000", 9, ",", /the end of the rule/, "1000"],
    ["churn_probability > 60", 20, "60", /a share from 0% to 100%/, "60%"],
    ["churn_probability > 160%", 20, "160%", /a share from 0% to 100%/, null],
    ["overdue > 3", 8, ">", /one of is, is not, known, unknown for overdue/, null],
    ["first_order >= 2011-02-30", 15, "2011-02-30", /a day such as/, null],
    ['rfm_group is "Champion"', 13, '"Champion"', /an RFM group/, '"Champions"'],
    ["bought mug", 7, "mug", /the id or name of a product/, '"mug"'],
    ['bought "mug" in the past 9 days', 20, "past", /the last/, null],
    ['bought "mug" at least 0 times', 22, "0", /1 or more/, null],
    ["last_order in the last 0 days", 23, "0", /a whole number of days/, null],
    ["(orders > 1", 11, null, /a closing parenthesis/, null],
    ["orders > 1)", 10, ")", /the end of the rule/, null],
    ["orders > 1 & overdue", 11, "&", /a field/, "and"],
    ["orders in (1, yes)", 14, "yes", /numbers or texts/, null],
    ['country in ("France", 3)', 11, "(", /a list|one kind/, null],
    ["orders > 1 overdue", 11, "overdue", /and, or, or the end/, null],
    ['attribute "mail" is "ann@example.org"', 20, '"ann@example.org"', /names nobody/, null],
    ["€5", 0, "€", /a field/, null],
  ] as const)
    test(`says where and what: ${text}`, () => {
      const problem = problemOf(() => parseRule(text));
      expect(problem).toMatchObject({ position, found, suggestion });
      expect(problem.expected).toMatch(expected);
    });

  test("is told in one or two sentences", () => {
    expect(() => parseRule("orderz >= 3")).toThrow(
      "In the rule, at letter 1: expected a field such as orders or spend, bought, attribute, not, or (, found orderz. Did you mean orders?",
    );
  });

  test("may not be too long, too deep, or of too many conditions", () => {
    const deep = (n: number) => `${"not (overdue or ".repeat(n)}overdue${")".repeat(n)}`;
    expect(parseRule(deep(6))).toBeTruthy();
    for (const text of [
      " ".repeat(5000),
      deep(7),
      `${"(".repeat(2000)}overdue`,
      `${"not ".repeat(900)}overdue`,
      Array(101).fill("overdue").join(" and "),
      `orders in (${Array(201).fill("1").join(",")})`,
      `country is "${"x".repeat(300)}"`,
    ])
      expect(() => parseRule(text)).toThrow(RuleError);
  });

  test("given as data is refused with what was expected", () => {
    for (const [rule, message] of [
      [null, "a rule, found null"],
      [[], "a rule of kind all, any"],
      [{ kind: "all", rules: [] }, "rules in a group of kind all, found none"],
      [{ kind: "compare", field: "orderz", operator: "is", value: 3 }, "Did you mean orders?"],
      [{ kind: "compare", field: "orders", operator: "~", value: 3 }, "one of is, is not, <"],
      [{ kind: "compare", field: "orders", operator: "is" }, "a number for orders, found none"],
      [{ kind: "compare", field: "orders", operator: "known", value: 3 }, "no value after known"],
      [{ kind: "attribute", name: "", operator: "is", value: 3 }, "the name of an attribute"],
      [{ kind: "bought", product: "mug", days: 1.5 }, "a whole number of days"],
      [{ kind: "sold" }, 'found "sold"'],
    ] as const)
      expect(() => checkRule(rule)).toThrow(message);
  });

  test("never throws anything but a RuleError, whatever the text", () => {
    const random = new Random(2);
    const parts = [
      "orders",
      ">=",
      "3",
      "and",
      "or",
      "not",
      "(",
      ")",
      '"x"',
      "in",
      "the",
      "last",
      "days",
      "bought",
      "is",
      "overdue",
      ",",
      "%",
      "2011-03-01",
      "'",
      "€",
    ];
    for (let i = 0; i < 5000; i++) {
      const length = 1 + Math.floor(random.uniform() * 9);
      const text = Array.from({ length }, () => parts[Math.floor(random.uniform() * parts.length)]).join(" ");
      try {
        expect(parseRule(ruleText(parseRule(text)))).toEqual(parseRule(text));
      } catch (error) {
        if (!(error instanceof RuleError)) throw error;
      }
    }
  });
});
