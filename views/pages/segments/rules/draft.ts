import { ruleField } from "../../../../src/answers/rules/fields";
import type { Rule, RuleGroup, RuleNot, RuleValue, Test } from "../../../../src/answers/rules/rule";

/**
 * A rule while somebody builds it: conditions may be unfinished, and values are texts as they stand in the form. Each
 * part has a key of its own, so that the form knows it again after others have come or gone.
 */
export type Draft = DraftGroup | DraftTerm;

export interface DraftGroup {
  readonly kind: "group";
  readonly key: number;
  join: "all" | "any";
  isNot: boolean;
  parts: Draft[];
}

/** What a condition is about: a field, `bought`, or `attribute:` and the name. Empty: not chosen yet. */
export type SubjectId = string;

export interface DraftTerm {
  readonly kind: "term";
  readonly key: number;
  isNot: boolean;
  subject: SubjectId;
  operator: string;
  /** One, or those of a list. */
  values: string[];
  /** Of a purchase. */
  times: string;
  days: string;
  /** What the values of an attribute seemed to be in the rule, for models that do not have it. */
  seems: string;
}

export const BOUGHT: SubjectId = "bought";
/** The window of a purchase that may lie anywhere. */
export const EVER = "ever";
const ATTRIBUTE = "attribute:";

export function attributeSubject(name: string): SubjectId {
  return ATTRIBUTE + name;
}

/** The attribute that a condition is about; null for any other. */
export function attributeOf(subject: SubjectId): string | null {
  return subject.startsWith(ATTRIBUTE) ? subject.slice(ATTRIBUTE.length) : null;
}

/** A group without conditions. */
export function emptyGroup(key: number): DraftGroup {
  return { kind: "group", key, join: "all", isNot: false, parts: [] };
}

export function emptyTerm(key: number): DraftTerm {
  return {
    kind: "term",
    key,
    isNot: false,
    subject: "",
    operator: "",
    values: [],
    times: "",
    days: "",
    seems: "",
  };
}

/** Every part, a group before its own. */
export function* partsOf(draft: Draft): Generator<Draft> {
  yield draft;
  if (draft.kind === "group") for (const part of draft.parts) yield* partsOf(part);
}

/** A key that no part has. */
export function nextKey(draft: Draft): number {
  return 1 + Math.max(...[...partsOf(draft)].map(({ key }) => key));
}

/** The draft of a rule, the outermost group first; of none, a group without conditions. */
export function draftOf(rule: Rule | null): DraftGroup {
  let key = 0;
  const part = (rule: Rule, isNot: boolean): Draft => {
    if (rule.kind === "not") {
      const { rule: denied } = rule;
      if (denied.kind !== "not") return part(denied, true);
      // Twice not: a group of one, which is not.
      return part({ kind: "all", rules: [denied] }, true);
    }
    const own = key++;
    if (!isGroup(rule)) return { ...emptyTerm(own), isNot, ...termTexts(rule) };
    const parts = rule.rules.map((one) => part(one, false));
    return { kind: "group", key: own, join: rule.kind, isNot, parts };
  };
  if (rule === null) return emptyGroup(0);
  const denied = rule.kind === "not" ? rule.rule : null;
  const isRoot = isGroup(rule) || (denied !== null && (isGroup(denied) || denied.kind === "not"));
  return part(isRoot ? rule : { kind: "all", rules: [rule] }, false) as DraftGroup;
}

function isGroup(rule: Rule): rule is RuleGroup {
  return rule.kind === "all" || rule.kind === "any";
}

type TermRule = Exclude<Rule, RuleGroup | RuleNot>;

function termTexts(rule: TermRule): Partial<DraftTerm> {
  if (rule.kind === "bought") {
    const { product, times, days } = rule;
    return {
      subject: BOUGHT,
      operator: days === undefined ? EVER : "in last",
      values: [product],
      times: String(times ?? ""),
      days: String(days ?? ""),
    };
  }
  const { operator, value } = rule;
  const isShare = rule.kind === "compare" && ruleField(rule.field)?.kind === "share";
  const values = (Array.isArray(value) ? value : value === undefined ? [] : [value]) as RuleValue[];
  return {
    subject: rule.kind === "attribute" ? attributeSubject(rule.name) : rule.field,
    operator,
    values: values.map((one) => valueText(one, isShare)),
    seems: rule.kind === "attribute" ? seemingKind(rule) : "",
  };
}

function seemingKind({ operator, value }: Test): string {
  const one = Array.isArray(value) ? value[0] : value;
  if (operator === "in last" || operator === "in next") return "date";
  if (typeof one === "number") return "number";
  if (typeof one === "boolean") return "yes_no";
  return /^[<>]/.test(operator) ? "date" : "text";
}

/** Shares stand in the form as per cent, in as few digits as say them. */
function valueText(value: RuleValue, isShare: boolean): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (!isShare || typeof value !== "number") return String(value);
  const short = String(Number((100 * value).toPrecision(15)));
  if (shareOf(short) === value) return short;
  // All of its digits, with the point two places on.
  return String(value).replace(/^0\.(\d\d)(\d+)$/, (_, whole, rest) => `${Number(whole)}.${rest}`);
}

/** The share that so many per cent are: in decimal digits, as a division would round. */
export function shareOf(percent: string): number {
  return Number(/e/i.test(percent) ? Number(percent) / 100 : `${percent.trim()}e-2`);
}
