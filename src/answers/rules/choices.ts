import { RFM_GROUPS } from "../../models/segments/rfm-groups";
import { DAY_MS } from "../../time";
import { nearestName } from "../../transactions/columns/nearest-name";
import { codedTexts } from "./coded-texts";
import type { RuleFacts } from "./facts";
import { type ChoiceSource, ruleField } from "./fields";
import { endsOf } from "./moments";
import type { Comparison, Purchase, Rule } from "./rule";

/** What a choice can be in a model, in the order of a list; none if the model does not know. */
export function choicesOf(source: Exclude<ChoiceSource, "products">, facts: RuleFacts): readonly string[] {
  if (source === "rfm_groups") return RFM_GROUPS.map(({ name }) => name);
  if (source === "cohorts") return months(facts);
  return labelsOf(source === "segments" ? "segment_name" : "country", facts).toSorted((a, b) =>
    a.localeCompare(b, "en"),
  );
}

function labelsOf(column: string, { customers }: RuleFacts): readonly string[] {
  return customers.columnNames.includes(column) ? codedTexts(customers, column).labels : [];
}

/** The months with a first order, newest first. */
function months({ history: { orders } }: RuleFacts): readonly string[] {
  if (!orders) return [];
  const found = new Set<string>();
  // Each day once: most customers share theirs with others.
  const days = new Set(endsOf(orders).first.map((moment) => Math.floor(moment / DAY_MS)));
  for (const day of days) if (!Number.isNaN(day)) found.add(new Date(day * DAY_MS).toISOString().slice(0, 7));
  return [...found].sort().reverse();
}

/**
 * What a rule names and the model does not know, a sentence each: who asks for it may have misspelled it, or it was there
 * in an earlier model. Nobody has it, so the rule is answered all the same.
 */
export function doubtsOf(rule: Rule, facts: RuleFacts): string[] {
  switch (rule.kind) {
    case "all":
    case "any":
      return [...new Set(rule.rules.flatMap((one) => doubtsOf(one, facts)))];
    case "not":
      return doubtsOf(rule.rule, facts);
    case "bought":
      return productDoubt(rule, facts);
    case "compare":
      return choiceDoubts(rule, facts);
    case "attribute":
      return [];
  }
}

function productDoubt({ product }: Purchase, { history: { bought } }: RuleFacts): string[] {
  if (!bought || bought.places(product).length > 0) return [];
  const names = bought.products.flatMap(({ id, name }) => (name === null ? [id] : [id, name]));
  return [`The model knows no product "${product}".${didYouMean(product, names)}`];
}

function choiceDoubts({ field: name, value }: Comparison, facts: RuleFacts): string[] {
  const field = ruleField(name)!;
  if (typeof value !== "string" && !Array.isArray(value)) return [];
  const known =
    field.kind === "product"
      ? labelsOf(field.column!, facts)
      : field.kind === "choice"
        ? choicesOf(field.choices as Exclude<ChoiceSource, "products">, facts)
        : null;
  if (!known || known.length === 0) return [];
  const folded = new Set(known.map((one) => one.toLowerCase()));
  return [value]
    .flat()
    .map(String)
    .filter((one) => !folded.has(one.toLowerCase()))
    .map((one) => `No customer of the model has ${name} "${one}".${didYouMean(one, known)}`);
}

function didYouMean(text: string, names: readonly string[]): string {
  const near = nearestName(text, names);
  return near === null ? "" : ` Did you mean "${near}"?`;
}
