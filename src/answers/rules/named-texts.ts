import { parseRule } from "./parse-rule";
import type { Rule } from "./rule";

/**
 * The texts that a rule compares attributes with: the only place where it can name somebody, such as by a number that the
 * shop gave to the customer. None for a rule that cannot be understood, which nobody can save.
 */
export function namedTexts(text: string): string[] {
  try {
    return textsIn(parseRule(text));
  } catch {
    return [];
  }
}

function textsIn(rule: Rule): string[] {
  switch (rule.kind) {
    case "all":
    case "any":
      return rule.rules.flatMap(textsIn);
    case "not":
      return textsIn(rule.rule);
    case "attribute":
      return [rule.value].flat().filter((value) => typeof value === "string");
    default:
      return [];
  }
}
