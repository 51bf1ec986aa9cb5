import type { CustomerFilter } from "../customer-selection";

/** The filter with the rule of its saved segment in place of the id; a rule beside it has to fit as well. */
export function withSavedRule(
  { saved, rule, ...others }: CustomerFilter,
  ruleOf: (id: string) => string,
): CustomerFilter {
  const rules = saved === undefined ? [] : [ruleOf(saved)];
  if (rule !== undefined) rules.push(rule);
  if (rules.length === 0) return others;
  return { ...others, rule: rules.length === 1 ? rules[0] : rules.map((one) => `(${one})`).join(" and ") };
}
