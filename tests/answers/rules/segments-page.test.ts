import { describe, expect, test } from "bun:test";
import { resolve } from "node:path";
import { OPERATORS_OF, RULE_FIELDS } from "../../../src/answers/rules/fields";
import { parseRule } from "../../../src/answers/rules/parse-rule";
import { MOST_DEPTH, MOST_LETTERS, MOST_LISTED, MOST_TERMS } from "../../../src/answers/rules/rule";
import { ruleText } from "../../../src/answers/rules/rule-text";

const page = await Bun.file(resolve(import.meta.dir, "../../../docs/segments.md")).text();
const examples = [...page.matchAll(/```rule\n([\s\S]*?)```/g)].map(([, text]) => text!.trim());

describe("docs/segments.md", () => {
  test("has examples, and each is a rule", () => {
    expect(examples.length).toBeGreaterThan(10);
    for (const text of examples) expect(parseRule(ruleText(parseRule(text)))).toEqual(parseRule(text));
  });

  test("has an example of every way to compare", () => {
    const all = examples.join("\n");
    for (const operator of new Set(Object.values(OPERATORS_OF).flat()))
      expect(`${all}\n${page}`).toContain(operator.replace(/^in (last|next)/, "in the $1"));
  });

  test("lists every field, as the catalogue has it", () => {
    const rows = RULE_FIELDS.map(
      ({ name, label, kind, meaning }) =>
        `| \`${name}\` | ${label} | ${kind.replace("yes_no", "yes or no")} | ${meaning} |`,
    );
    for (const row of rows) expect(page).toContain(row);
    expect(page.match(/^\| `\w+` \|/gm)).toHaveLength(rows.length);
  });

  test("names the limits", () => {
    const limits = `At most ${MOST_LETTERS.toLocaleString("en")} letters, ${MOST_TERMS} conditions, groups of ${MOST_DEPTH} levels, and ${MOST_LISTED} values`;
    expect(page.replaceAll("\n", " ")).toContain(limits);
  });
});
