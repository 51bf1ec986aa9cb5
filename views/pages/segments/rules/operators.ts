import { type FieldKind, OPERATORS_OF } from "../../../../src/answers/rules/fields";
import type { Operator } from "../../../../src/answers/rules/rule";
import type { Option } from "../../../components/field";
import { type DraftTerm, EVER } from "./draft";
import type { Subject } from "./subjects";

type Words = Readonly<Partial<Record<Operator, string>>>;

const NUMBER_WORDS: Words = {
  ">=": "is at least",
  "<=": "is at most",
  ">": "is more than",
  "<": "is less than",
  is: "is exactly",
  "is not": "is not",
  in: "is one of",
  "not in": "is none of",
  known: "is known",
  unknown: "is not known",
};

const TEXT_WORDS: Words = {
  is: "is",
  "is not": "is not",
  contains: "contains",
  in: "is one of",
  "not in": "is none of",
  known: "is known",
  unknown: "is not known",
};

const DATE_WORDS: Words = {
  "in last": "is in the last",
  "in next": "is in the next",
  ">=": "is on or after",
  "<=": "is on or before",
  ">": "is after",
  "<": "is before",
  is: "is on",
  "is not": "is not on",
  known: "is known",
  unknown: "is not known",
};

function wordsOf(kind: FieldKind): Words {
  if (kind === "date") return DATE_WORDS;
  return kind === "number" || kind === "money" || kind === "days" || kind === "share"
    ? NUMBER_WORDS
    : TEXT_WORDS;
}

/** How what a condition goes by can be compared, in the order in which people want it. */
export function operatorsOf({ kind, isAhead }: Subject): readonly Option[] {
  if (kind === "bought")
    return [
      [EVER, "ever"],
      ["in last", "in the last"],
    ];
  const words = wordsOf(kind);
  const possible = OPERATORS_OF[kind];
  return (Object.entries(words) as [Operator, string][])
    .filter(([operator]) => possible.includes(operator))
    .sort(([a], [b]) => (isAhead ? Number(b === "in next") - Number(a === "in next") : 0));
}

/** A condition that has just been chosen, before anything is filled in. */
export function startOf(subject: Subject): Pick<DraftTerm, "operator" | "values"> {
  const operator = String(operatorsOf(subject)[0]![0]);
  return { operator, values: subject.kind === "yes_no" ? ["yes"] : [] };
}

/** Whether the operator compares with a number of days. */
export function isSpan(operator: string): boolean {
  return operator === "in last" || operator === "in next";
}

export function takesValue(operator: string): boolean {
  return operator !== "known" && operator !== "unknown";
}
