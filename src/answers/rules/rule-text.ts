import { ruleField } from "./fields";
import type { Operator, Rule, RuleValue, Test } from "./rule";

/** The rule as `parseRule` reads it, in one form whoever made it. */
export function ruleText(rule: Rule): string {
  switch (rule.kind) {
    case "all":
    case "any":
      return rule.rules.length === 1
        ? ruleText(rule.rules[0]!)
        : rule.rules.map(within).join(rule.kind === "all" ? " and " : " or ");
    case "not":
      return `not ${within(rule.rule)}`;
    case "compare": {
      const { name, kind } = ruleField(rule.field)!;
      if (kind === "yes_no" && rule.operator === "is" && rule.value === true) return name;
      return `${name} ${testText(rule, kind)}`;
    }
    case "attribute":
      return `attribute ${quoted(rule.name)} ${testText(rule, null)}`;
    case "bought": {
      const times = rule.times === undefined ? "" : ` at least ${counted(rule.times, "time")}`;
      const days = rule.days === undefined ? "" : ` in the last ${counted(rule.days, "day")}`;
      return `bought ${quoted(rule.product)}${times}${days}`;
    }
  }
}

/** In parentheses where it would otherwise join with what stands around it. */
function within(rule: Rule): string {
  const isGroup = (rule.kind === "all" || rule.kind === "any") && rule.rules.length > 1;
  return isGroup ? `(${ruleText(rule)})` : ruleText(rule);
}

const WORDS: Partial<Record<Operator, string>> = {
  "in last": "in the last",
  "in next": "in the next",
  known: "is known",
  unknown: "is unknown",
};
/** Numbers and days are equal, texts are. */
const SIGNS: Partial<Record<Operator, string>> = { is: "=", "is not": "!=" };

function testText({ operator, value }: Test, kind: string | null): string {
  if (value === undefined) return WORDS[operator]!;
  if (operator === "in last" || operator === "in next")
    return `${WORDS[operator]} ${counted(value as number, "day")}`;
  const isSigned = typeof value === "number" || kind === "date";
  const sign = (isSigned ? SIGNS[operator] : undefined) ?? operator;
  return `${sign} ${valueText(value, kind, operator)}`;
}

function valueText(value: RuleValue, kind: string | null, operator: Operator): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") {
    if (kind === "share") return shareText(value);
    return kind === "days" ? counted(value, "day") : String(value);
  }
  if (typeof value === "string") {
    // Of attributes, only days can be earlier or later.
    const isDay = kind === "date" || (kind === null && /^[<>]/.test(operator));
    return isDay && /^\d{4}-\d\d-\d\d$/.test(value) ? value : quoted(value);
  }
  // A list's unit would stand after every number.
  return `(${value.map((one) => valueText(one, kind === "days" ? null : kind, "is")).join(", ")})`;
}

/** `60%`, unless only the fraction is exact. */
function shareText(value: number): string {
  const percent = Number((100 * value).toPrecision(15));
  return percent / 100 === value ? `${percent}%` : String(value);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
