import { expect, test } from "bun:test";
import { renderToString } from "preact-render-to-string";
import { RULE_FIELDS } from "../../../../src/answers/rules/fields";
import { parseRule } from "../../../../src/answers/rules/parse-rule";
import type { Rule } from "../../../../src/answers/rules/rule";
import { ruleText } from "../../../../src/answers/rules/rule-text";
import { Random } from "../../../../src/learning/random";
import { draftOf } from "../../../../views/pages/segments/rules/draft";
import { readDraft } from "../../../../views/pages/segments/rules/draft-form";
import { Group } from "../../../../views/pages/segments/rules/group";
import { ruleOfDraft } from "../../../../views/pages/segments/rules/rule-of-draft";
import type { Subject } from "../../../../views/pages/segments/rules/subjects";
import { madeUpRule } from "../../../answers/rules/made-up-rules";
import { sentByForm } from "../../html-faults";

/** What the builder of a shop offers that has no attributes. */
const SUBJECTS: readonly Subject[] = [
  ...RULE_FIELDS.map(({ name, label, group, meaning, kind, choices, isAhead = false }) => ({
    id: name,
    label,
    group,
    meaning,
    kind,
    unit: null,
    isAhead,
    options: choices === undefined || kind === "product" ? null : ([["France", "France"]] as const),
  })),
  { id: "bought", label: "Bought", group: "Products", meaning: "", kind: "bought" } as unknown as Subject,
];

const PARTS = {
  action: "/app/segments/new",
  subjects: SUBJECTS,
  products: null,
  currency: null,
  faults: new Map(),
  open: null,
  find: "",
  focus: null,
  isStrict: false,
};

/** The rule that the form of a rule says when it is sent as it stands. */
function throughTheForm(rule: Rule) {
  const html = renderToString(<Group group={draftOf(rule)} {...PARTS} />);
  return ruleOfDraft(readDraft(sentByForm(`<form>${html}</form>`)), () => null);
}

/** Without what says nothing: the order and repetition of a list's values, and “at least once”. */
function plain(rule: Rule): Rule {
  if ("rules" in rule) return { ...rule, rules: rule.rules.map(plain) };
  if (rule.kind === "not") return { kind: "not", rule: plain(rule.rule) };
  if (rule.kind === "bought") {
    const { times, ...rest } = rule;
    return times === undefined || times === 1 ? rest : rule;
  }
  const { value } = rule;
  return Array.isArray(value) ? { ...rule, value: [...new Set(value as string[])].sort() } : rule;
}

test("any rule goes through the form without loss", () => {
  const random = new Random(39);
  for (let i = 0; i < 400; i++) {
    const rule = madeUpRule(random, i % 4);
    const { rule: read, faults } = throughTheForm(rule);
    expect({ text: ruleText(rule), faults: [...faults.values()] }).toEqual({
      text: ruleText(rule),
      faults: [],
    });
    expect(ruleText(plain(read!))).toBe(ruleText(plain(rule)));
  }
});

test("not and not again, and a group within a group, stay as they are", () => {
  for (const text of [
    "not not overdue",
    "not (orders > 1 and spend > 2)",
    "not (orders > 1 or (spend > 2 and overdue))",
    "churn_probability > 33.3%",
    'attribute "plan" in ("a", "b") and attribute "age" > 30 and attribute "vip" is yes',
  ])
    expect(ruleText(throughTheForm(parseRule(text)).rule!)).toBe(ruleText(parseRule(text)));
});
