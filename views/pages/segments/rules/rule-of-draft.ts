import { faultOf } from "../../../../src/answers/rules/check-rule";
import { type FieldKind, type RuleField, ruleField } from "../../../../src/answers/rules/fields";
import {
  MOST_VALUE_LETTERS,
  type Operator,
  type Rule,
  type RuleValue,
} from "../../../../src/answers/rules/rule";
import { attributeOf, BOUGHT, type Draft, type DraftTerm, EVER, shareOf } from "./draft";

/** What a draft says so far. */
export interface DraftReading {
  /** Of the finished conditions; null where there are none. */
  readonly rule: Rule | null;
  /** Why a condition does not count, by its key. */
  readonly faults: ReadonlyMap<number, TermFault>;
}

export interface TermFault {
  /** Nothing is wrong yet: something is missing. */
  readonly isUnfinished: boolean;
  /** Completes "Expected …". */
  readonly words: string;
}

/** What kind the values of an attribute are; null for one that the model does not have. */
export type AttributeKinds = (name: string) => FieldKind | null;

/** The rule of the conditions that are finished, in the draft's own groups. */
export function ruleOfDraft(draft: Draft, kindOf: AttributeKinds): DraftReading {
  const faults = new Map<number, TermFault>();
  const read = (part: Draft): Rule | null => {
    const rule = part.kind === "group" ? groupOf(part.join, part.parts.map(read)) : termOf(part);
    return rule && part.isNot ? { kind: "not", rule } : rule;
  };
  const termOf = (term: DraftTerm): Rule | null => {
    const read = ruleOfTerm(term, kindOf);
    if (!("words" in read)) return read;
    faults.set(term.key, read);
    return null;
  };
  return { rule: read(draft), faults };
}

function groupOf(kind: "all" | "any", parts: readonly (Rule | null)[]): Rule | null {
  const rules = parts.filter((rule) => rule !== null);
  if (rules.length <= 1) return rules[0] ?? null;
  return { kind, rules };
}

function ruleOfTerm(term: DraftTerm, kindOf: AttributeKinds): Rule | TermFault {
  const { subject } = term;
  if (subject === "") return missing("something to go by");
  if (subject === BOUGHT) return purchaseOf(term);
  const attribute = attributeOf(subject);
  const field = attribute === null ? ruleField(subject) : null;
  if (attribute === null && field === null) return missing("something to go by");
  const known = field?.kind ?? kindOf(attribute!);
  const kind = known ?? (seemsTo(term.seems) ? term.seems : "text");
  const operator = term.operator as Operator;
  const value = comparedWith(term, kind);
  if (value === null) return missing(isList(operator) ? "at least one value" : VALUE_WORDS[kind]);
  const test = { operator, ...(value !== undefined && { value }) };
  const fault = faultOf(test, field ?? (known && askedAs(attribute!, known)));
  if (fault) return { isUnfinished: false, words: fault.expected };
  return attribute === null
    ? { kind: "compare", field: field!.name, ...test }
    : { kind: "attribute", name: attribute, ...test };
}

function seemsTo(kind: string): kind is FieldKind {
  return Object.hasOwn(VALUE_WORDS, kind);
}

/** An attribute is checked as a field of its kind would be. */
function askedAs(name: string, kind: FieldKind): RuleField {
  return { name, label: name, kind, group: "Groups", meaning: "" };
}

function purchaseOf({ values, times, days, operator }: DraftTerm): Rule | TermFault {
  const product = values[0]?.trim() ?? "";
  if (product === "") return missing("a product");
  if (product.length > MOST_VALUE_LETTERS) return wrong(`at most ${MOST_VALUE_LETTERS} letters`);
  const orders = times === "" ? 1 : Number(times);
  if (!isCount(orders)) return wrong("a number of orders, 1 or more");
  if (operator !== EVER && days === "") return missing("a number of days");
  if (operator !== EVER && !isCount(Number(days))) return wrong("a whole number of days, 1 or more");
  return {
    kind: "bought",
    product,
    ...(orders > 1 && { times: orders }),
    ...(operator !== EVER && { days: Number(days) }),
  };
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 36_500;
}

/** Undefined where the operator takes none; null where it is missing. */
function comparedWith({ operator, values }: DraftTerm, kind: FieldKind): RuleValue | undefined | null {
  if (operator === "known" || operator === "unknown") return undefined;
  const given = values.filter((value) => value.trim() !== "");
  if (given.length === 0) return null;
  if (operator === "in last" || operator === "in next") return Number(given[0]);
  const read = given.map((text) => readValue(text, kind));
  return isList(operator) ? (read as (number | string)[]) : read[0];
}

export function isList(operator: string): boolean {
  return operator === "in" || operator === "not in";
}

function readValue(text: string, kind: FieldKind): number | string | boolean {
  if (kind === "share") return shareOf(text);
  if (kind === "number" || kind === "money" || kind === "days") return Number(text);
  return kind === "yes_no" ? text === "yes" : text;
}

const VALUE_WORDS: Readonly<Record<FieldKind, string>> = {
  number: "a number",
  money: "an amount",
  days: "a number of days",
  share: "a share from 0% to 100%",
  text: "a text",
  choice: "a choice",
  yes_no: "yes or no",
  date: "a day",
  product: "a product",
};

function missing(words: string): TermFault {
  return { isUnfinished: true, words };
}

function wrong(words: string): TermFault {
  return { isUnfinished: false, words };
}
