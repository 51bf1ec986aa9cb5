import { type Products, productTitle } from "../../src/answers/products";
import { type FieldKind, ruleField } from "../../src/answers/rules/fields";
import { parseRule } from "../../src/answers/rules/parse-rule";
import type { Operator, Rule, RuleValue, Test } from "../../src/answers/rules/rule";
import { RuleError } from "../../src/answers/rules/rule-error";
import type { Format } from "../format";

/** What is needed to say a rule in plain words. */
export interface RuleReader {
  readonly format: Format;
  /** What to call a product by its id or name. */
  readonly productTitle: (product: string) => string;
}

/** A rule in plain words: `spend at least £1,000 and overdue`. */
export function ruleWords(rule: Rule, reader: RuleReader): string {
  switch (rule.kind) {
    case "all":
    case "any":
      return rule.rules
        .map((one) => within(one, reader, rule.rules.length > 1))
        .join(rule.kind === "all" ? " and " : " or ");
    case "not":
      return `not ${within(rule.rule, reader, true)}`;
    case "compare": {
      const { label, kind } = ruleField(rule.field)!;
      return compared(lowered(label), rule, kind, reader);
    }
    case "attribute":
      return compared(`“${rule.name}”`, rule, "text", reader);
    case "bought": {
      const times = rule.times === undefined || rule.times === 1 ? "" : ` at least ${rule.times} times`;
      const days = rule.days === undefined ? "" : ` in the last ${rule.days} days`;
      return `bought ${reader.productTitle(rule.product)}${times}${days}`;
    }
  }
}

/** In brackets where it would otherwise join with what stands around it. */
function within(rule: Rule, reader: RuleReader, isAmongOthers: boolean): string {
  const isGroup = (rule.kind === "all" || rule.kind === "any") && rule.rules.length > 1;
  const words = ruleWords(rule, reader);
  return isGroup && isAmongOthers ? `(${words})` : words;
}

/** `RFM group` stays; `Days since …` goes on in small letters. */
function lowered(label: string): string {
  return /^[A-Z][a-z ]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

function compared(what: string, test: Test, kind: FieldKind, { format }: RuleReader): string {
  const { operator, value } = test;
  if (kind === "yes_no" && operator !== "known" && operator !== "unknown")
    return (value === true) === (operator === "is") ? what : `not ${what}`;
  if (value === undefined) return `${what} ${operator === "known" ? "known" : "not known"}`;
  if (operator === "in last" || operator === "in next")
    return `${what} in the ${operator === "in last" ? "last" : "next"} ${value} days`;
  const words = kind === "date" ? DATE_WORDS : NUMBER_WORDS;
  const how = words[operator] ?? OTHER_WORDS[operator] ?? operator;
  const values = (Array.isArray(value) ? value : [value]) as RuleValue[];
  const isFigure = kind !== "date" && typeof values[0] === "number";
  const said = values.map((one) => valueWords(one, kind, what, format)).join(" or ");
  return `${what} ${isFigure && operator === "is" ? "exactly" : how} ${said}`;
}

const NUMBER_WORDS: Partial<Record<Operator, string>> = {
  ">=": "at least",
  "<=": "at most",
  ">": "over",
  "<": "under",
};
const DATE_WORDS: Partial<Record<Operator, string>> = {
  ">=": "from",
  "<=": "until",
  ">": "after",
  "<": "before",
  is: "on",
  "is not": "not on",
};
const OTHER_WORDS: Partial<Record<Operator, string>> = {
  is: "is",
  "is not": "is not",
  in: "is",
  "not in": "is not",
  contains: "contains",
};

function valueWords(value: RuleValue, kind: FieldKind, what: string, format: Format): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return kind === "date" ? format.shortDate(value) : value;
  const number = value as number;
  if (kind === "share") return format.percent(number);
  if (kind === "money") return format.money(number);
  const figure = format.decimal(number, 2);
  return kind === "days" && !/^days/i.test(what) ? `${figure} days` : figure;
}

/** The rule in plain words; of a text that is no rule, the text. */
export function wordsOfRule(text: string, products: Products | null, format: Format): string {
  const rule = readRule(text);
  if (!rule) return text;
  return ruleWords(rule, {
    format,
    productTitle: (named) => {
      const product = products?.find(named);
      return product ? productTitle(product) : named;
    },
  });
}

/** Null for a text that this release does not understand. */
export function readRule(text: string): Rule | null {
  try {
    return parseRule(text);
  } catch (error) {
    if (error instanceof RuleError) return null;
    throw error;
  }
}
