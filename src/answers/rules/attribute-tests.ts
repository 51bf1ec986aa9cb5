import { DAY_MS, dayStart } from "../../time";
import type { AttributeKind } from "../../transactions/attributes/attribute-kind";
import { nearestName } from "../../transactions/columns/nearest-name";
import { testTexts } from "./coded-texts";
import type { RuleFacts } from "./facts";
import { OPERATORS_OF } from "./fields";
import { testMoments } from "./moments";
import { testNumbers } from "./number-tests";
import type { AttributeTerm } from "./rule";
import { UnansweredRuleError } from "./rule-error";
import type { Truth } from "./truth";

const KIND_WORDS: Readonly<Record<AttributeKind, string>> = {
  text: 'a text, such as "Ads"',
  number: "a number, such as 3",
  date: "a day, such as 2011-03-01",
  yes_no: "yes or no",
};

/** Compares what the shop knows of its customers. */
export function testAttribute(term: AttributeTerm, { customers, history }: RuleFacts): Truth {
  const { attributes } = customers;
  const column = attributes?.column(term.name);
  if (!attributes || !column) throw unknownAttribute(term.name, attributes?.columns ?? []);
  const { kind } = column;
  if (!fits(term, kind)) throw unfit(term, kind);
  const values = attributes.values(term.name);
  if (values.kind === "text") return testTexts(values, term);
  const { operator, value } = term;
  // Days have no hour.
  if (kind === "date") return testMoments(values.numbers, term, Math.floor(history.asOf / DAY_MS) * DAY_MS);
  const isYes = typeof value === "boolean";
  return testNumbers(values.numbers, isYes ? { operator, value: Number(value) } : term, false);
}

/** Whether the value is of the attribute's kind. */
function fits({ operator, value }: AttributeTerm, kind: AttributeKind): boolean {
  if (!OPERATORS_OF[kind].includes(operator)) return false;
  if (value === undefined || operator === "in last" || operator === "in next") return true;
  const one = Array.isArray(value) ? value[0] : value;
  if (kind === "date") return typeof one === "string" && dayStart(one) !== null;
  return typeof one === (kind === "text" ? "string" : kind === "number" ? "number" : "boolean");
}

function unfit({ name, operator }: AttributeTerm, kind: AttributeKind): UnansweredRuleError {
  return new UnansweredRuleError(
    `The attribute "${name}" is ${KIND_WORDS[kind]}. Compare it with that, by one of ${OPERATORS_OF[kind].join(", ")}; the rule says ${operator}.`,
  );
}

function unknownAttribute(name: string, columns: readonly { readonly name: string }[]): UnansweredRuleError {
  if (columns.length === 0)
    return new UnansweredRuleError(
      `The model has no attribute "${name}": it was trained without a file of attributes.`,
    );
  const names = columns.map((column) => column.name);
  const near = nearestName(name, names);
  return new UnansweredRuleError(
    `The model has no attribute "${name}".${near ? ` Did you mean "${near}"?` : ""} It has ${names.join(", ")}.`,
  );
}
