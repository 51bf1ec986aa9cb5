import { ruleField } from "../../../src/answers/rules/fields";
import type { Rule, RuleValue, Test } from "../../../src/answers/rules/rule";
import { DAY_MS, isoDay } from "../../../src/time";
import { AS_OF, type MadeUpCustomer } from "./made-up-facts";

/** Whether a rule holds for one customer, as the page about rules says it; null is unknown. `gain`: of a contact. */
export function naiveRule(rule: Rule, customer: MadeUpCustomer, gain: number | null): boolean | null {
  switch (rule.kind) {
    case "all":
    case "any": {
      const found = rule.rules.map((one) => naiveRule(one, customer, gain));
      const decides = rule.kind === "any";
      if (found.includes(decides)) return decides;
      return found.includes(null) ? null : !decides;
    }
    case "not": {
      const found = naiveRule(rule.rule, customer, gain);
      return found === null ? null : !found;
    }
    case "bought": {
      const { product, times = 1, days = Infinity } = rule;
      const orders = customer.bought.filter((one) => one.product === product && one.recencyDays <= days);
      return orders.length >= times;
    }
    case "attribute": {
      const value = customer.attributes[rule.name]!;
      return compared(value, rule, Date.parse(isoDay(AS_OF)), false);
    }
    case "compare": {
      const field = ruleField(rule.field)!;
      return compared(figureOf(rule.field, customer, gain), rule, AS_OF, field.kind !== "date");
    }
  }
}

function figureOf(name: string, { fields, orders }: MadeUpCustomer, gain: number | null) {
  switch (name) {
    case "first_order":
      return orders[0] ?? null;
    case "last_order":
      return orders.at(-1) ?? null;
    case "cohort":
      return orders.length === 0 ? null : isoDay(orders[0]!).slice(0, 7);
    case "next_order": {
      const days = fields.next_order_days as number | null;
      return days === null ? null : AS_OF + days * DAY_MS;
    }
    case "gain":
      return gain;
    case "pays":
      return gain === null ? null : gain > 0;
    case "overdue":
      return fields.days_overdue === null ? null : (fields.days_overdue as number) > 0;
    default:
      return fields[ruleField(name)!.column!]!;
  }
}

/** `now`: where days are counted from. Dates are milliseconds since 1970. */
function compared(
  known: number | string | boolean | null,
  { operator, value }: Test,
  now: number,
  isRounded: boolean,
): boolean | null {
  if (operator === "known") return known !== null;
  if (operator === "unknown") return known === null;
  if (known === null) return null;
  if (operator === "in last")
    return (now - (known as number)) / DAY_MS < (value as number) && now >= (known as number);
  if (operator === "in next") {
    const ahead = (Math.floor(known as number) - now) / DAY_MS;
    return ahead >= 0 && ahead <= (value as number);
  }
  const isDate = typeof known === "number" && typeof value === "string";
  const one = (wanted: RuleValue) => {
    if (isDate) return Date.parse(wanted as string);
    if (typeof wanted === "string") return wanted.toLowerCase();
    return typeof wanted === "number" && isRounded ? Math.fround(wanted) : wanted;
  };
  const mine = isDate
    ? Date.parse(isoDay(known))
    : typeof known === "string"
      ? known.toLowerCase()
      : isRounded && typeof known === "number"
        ? Math.fround(known)
        : known;
  if (operator === "in") return (value as readonly string[]).some((wanted) => one(wanted) === mine);
  if (operator === "not in") return (value as readonly string[]).every((wanted) => one(wanted) !== mine);
  const wanted = one(value!);
  switch (operator) {
    case "contains":
      return (mine as string).includes(wanted as string);
    case "<":
      return mine < wanted;
    case "<=":
      return mine <= wanted;
    case ">":
      return mine > wanted;
    case ">=":
      return mine >= wanted;
    case "is":
      return mine === wanted;
    case "is not":
      return mine !== wanted;
  }
}
