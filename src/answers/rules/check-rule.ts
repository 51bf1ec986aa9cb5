import { RFM_GROUPS } from "../../models/segments/rfm-groups";
import { dayStart, monthBounds } from "../../time";
import { nearestName } from "../../transactions/columns/nearest-name";
import { type FieldKind, OPERATORS_OF, RULE_FIELDS, type RuleField, ruleField } from "./fields";
import {
  MOST_DAYS,
  MOST_DEPTH,
  MOST_LETTERS,
  MOST_LISTED,
  MOST_NUMBER,
  MOST_TERMS,
  MOST_VALUE_LETTERS,
  OPERATORS,
  type Operator,
  type Rule,
  type Test,
} from "./rule";
import { RuleError } from "./rule-error";
import { ruleText } from "./rule-text";

/** What is wrong with a part of a rule. */
interface Fault {
  readonly part: "operator" | "value";
  readonly expected: string;
  readonly suggestion: string | null;
}

/** The rule, if it is one: `value` may be anything that JSON can say. Throws a RuleError that says what is wrong with it. */
export function checkRule(value: unknown): Rule {
  const terms = { left: MOST_TERMS };
  const rule = checked(value, MOST_DEPTH, terms);
  const letters = ruleText(rule).length;
  if (letters > MOST_LETTERS) refuse(`a rule of at most ${MOST_LETTERS} letters`, `one of ${letters}`);
  return rule;
}

function checked(value: unknown, depthLeft: number, terms: { left: number }): Rule {
  if (typeof value !== "object" || value === null) refuse("a rule", JSON.stringify(value) ?? String(value));
  const rule = value as Rule;
  const isTerm = rule.kind === "compare" || rule.kind === "attribute" || rule.kind === "bought";
  if (depthLeft === 0 && !isTerm) refuse(DEPTH_WANTED, "one more");
  switch (rule.kind) {
    case "all":
    case "any": {
      const { kind, rules } = rule;
      if (!Array.isArray(rules) || rules.length === 0) refuse(`rules in a group of kind ${kind}`, "none");
      if (rules.length > MOST_TERMS) refuse(`at most ${MOST_TERMS} rules in a group`, String(rules.length));
      return { kind, rules: rules.map((one) => checked(one, depthLeft - 1, terms)) };
    }
    case "not":
      return { kind: "not", rule: checked(rule.rule, depthLeft - 1, terms) };
    default:
      if (terms.left-- === 0) refuse(`at most ${MOST_TERMS} conditions`, "more");
      return checkedTerm(rule);
  }
}

function checkedTerm(term: Rule): Rule {
  switch (term.kind) {
    case "compare": {
      const field = knownField(term.field);
      const { operator } = term;
      return { kind: "compare", field: field.name, operator, ...checkedValue(term, field) };
    }
    case "attribute": {
      const { name, operator } = term;
      if (!isShortText(name)) refuse("the name of an attribute", JSON.stringify(name) ?? "none");
      return { kind: "attribute", name, operator, ...checkedValue(term, null) };
    }
    case "bought": {
      const { product, times, days } = term;
      if (!isShortText(product)) refuse("the id or name of a product", JSON.stringify(product) ?? "none");
      if (times !== undefined && !isCount(times)) refuse("a number of orders, 1 or more", String(times));
      if (days !== undefined && !isCount(days)) refuse(DAYS_WANTED, String(days));
      return {
        kind: "bought",
        product,
        ...(times !== undefined && { times }),
        ...(days !== undefined && { days }),
      };
    }
    default: {
      const { kind } = term as { readonly kind: unknown };
      return refuse(
        "a rule of kind all, any, not, compare, attribute or bought",
        JSON.stringify(kind) ?? "none",
      );
    }
  }
}

function knownField(name: string): RuleField {
  const field = typeof name === "string" ? ruleField(name) : null;
  return field ?? refuse("a field", JSON.stringify(name) ?? "none", nearestField(String(name)));
}

function checkedValue(test: Test, field: RuleField | null): Pick<Test, "value"> {
  const fault = faultOf(test, field);
  if (fault) {
    const found = JSON.stringify(fault.part === "operator" ? test.operator : test.value) ?? "none";
    refuse(fault.expected, found, fault.suggestion);
  }
  return test.value === undefined ? {} : { value: test.value };
}

function refuse(expected: string, found: string, suggestion: string | null = null): never {
  throw new RuleError({ position: null, found, expected, suggestion });
}

/** The name of a field like this one. */
export function nearestField(name: string): string | null {
  return nearestName(
    name,
    RULE_FIELDS.map((field) => field.name),
  );
}

/** What is wrong with a comparison of a field, or of an attribute (null), whose kind is not known yet; null if nothing. */
export function faultOf({ operator, value }: Test, field: RuleField | null): Fault | null {
  const possible: readonly Operator[] = field ? OPERATORS_OF[field.kind] : OPERATORS;
  if (!possible.includes(operator)) {
    const of = field ? ` for ${field.name}, which is ${KIND_WORDS[field.kind]}` : "";
    return { part: "operator", expected: `one of ${possible.join(", ")}${of}`, suggestion: null };
  }
  if (operator === "known" || operator === "unknown")
    return value === undefined ? null : wrong("no value after known or unknown");
  if (operator === "in last" || operator === "in next") return isCount(value) ? null : wrong(DAYS_WANTED);
  const isOne = field ? (one: unknown) => faultOfValue(one, field) : faultOfAny;
  if (operator === "contains" && typeof value !== "string") return wrong("a text in quotes after contains");
  if (operator !== "in" && operator !== "not in") return isOne(value);
  if (!Array.isArray(value) || value.length === 0) return wrong("a list of values");
  if (value.length > MOST_LISTED) return wrong(`at most ${MOST_LISTED} values`);
  if (new Set(value.map((one) => typeof one)).size > 1) return wrong("values of one kind");
  for (const one of value) {
    const fault = typeof one === "boolean" ? wrong("numbers or texts") : isOne(one);
    if (fault) return fault;
  }
  return null;
}

/** Completes "expected …". */
export const DEPTH_WANTED = `at most ${MOST_DEPTH} groups within each other`;
export const DAYS_WANTED = `a whole number of days, 1 to ${MOST_DAYS}`;

const KIND_WORDS: Readonly<Record<FieldKind, string>> = {
  number: "a number",
  money: "an amount",
  days: "a number of days",
  share: "a share",
  text: "a text",
  choice: "a choice",
  product: "a product",
  yes_no: "yes or no",
  date: "a day",
};

function wrong(expected: string, suggestion: string | null = null): Fault {
  return { part: "value", expected, suggestion };
}

function faultOfAny(value: unknown): Fault | null {
  // Rules are kept: whoever is erased may not stay in one.
  if (typeof value === "string" && /[^\s@]@[^\s@]+\.[^\s@]/.test(value))
    return wrong("a value that names nobody, so no e-mail address");
  return typeof value === "boolean" || isNumber(value) || isShortText(value)
    ? null
    : wrong('a number, a text in quotes, a day such as 2011-03-01, "yes" or "no"');
}

function faultOfValue(value: unknown, { kind, name, choices }: RuleField): Fault | null {
  switch (kind) {
    case "number":
    case "money":
    case "days":
      return isNumber(value) ? null : wrong(`${KIND_WORDS[kind]} for ${name}`);
    case "share":
      if (isNumber(value) && value >= 0 && value <= 1) return null;
      return wrong(`a share from 0% to 100% for ${name}`, isPercent(value) ? `${value}%` : null);
    case "yes_no":
      return typeof value === "boolean" ? null : wrong(`yes or no for ${name}`);
    case "date":
      return typeof value === "string" && dayStart(value) !== null
        ? null
        : wrong(`a day such as 2011-03-01 for ${name}`);
    default:
      if (!isShortText(value)) return wrong(`a text in quotes for ${name}`);
      if (choices === "cohorts" && monthBounds(value) === null)
        return wrong(`a month such as 2011-03 for ${name}`);
      return choices === "rfm_groups" ? faultOfGroup(value) : null;
  }
}

function faultOfGroup(value: string): Fault | null {
  const names = RFM_GROUPS.map((group) => group.name);
  if (names.some((name) => name.toLowerCase() === value.toLowerCase())) return null;
  const near = nearestName(value, names);
  return wrong("the name of an RFM group", near && `"${near}"`);
}

function isPercent(value: unknown): boolean {
  return typeof value === "number" && value >= 2 && value <= 100;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= MOST_NUMBER;
}

function isShortText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= MOST_VALUE_LETTERS;
}

/** A number of days or orders. */
export function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_DAYS;
}
