import { FIELD_GROUPS, OPERATORS_OF, RULE_FIELDS } from "../answers/rules/fields";

/** Rules that show the grammar, each with what it is about. A test reads every one of them. */
export const EXAMPLES: readonly (readonly [rule: string, meaning: string])[] = [
  ["spend >= 500", "a comparison: =, !=, <, <=, >, >=, in (…), not in (…)"],
  ["churn_probability > 60%", "shares as 60% or 0.6"],
  ['country in ("France", "Germany")', "texts in quotes; is, is not, in, not in"],
  ["first_order >= 2011-03-01", "days; also: last_order in the last 30 days, next_order within 30 days"],
  ["overdue", "yes or no"],
  ["next_order is unknown", "what is not known matches no other comparison, nor its opposite"],
  ['bought "85123A" at least 2 times in the last 90 days', "a product's id or name"],
  ['attribute "consent" is yes', "what the shop told of its customers, by its name there"],
  ["overdue and not (orders = 1 or spend < 50)", "not binds first, then and, then or"],
];

/** How to write the `rule` of find_customers and preview_audience. */
export function rulesGuide(): string {
  const examples = EXAMPLES.map(([rule, meaning]) => `- \`${rule}\`: ${meaning}`);
  const fields = FIELD_GROUPS.flatMap((group) => [
    `\n## ${group}\n`,
    ...RULE_FIELDS.filter((field) => field.group === group).map(
      ({ name, kind, meaning }) => `- \`${name}\` (${kind.replace("_", " or ")}): ${meaning}`,
    ),
  ]);
  const operators = Object.entries(OPERATORS_OF).map(
    ([kind, words]) => `- ${kind.replace("_", " or ")}: ${words.join(", ")}`,
  );
  return ["# Rules\n", ...examples, "\nOperators by kind of field:\n", ...operators, ...fields, ""].join(
    "\n",
  );
}
