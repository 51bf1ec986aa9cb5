import { type FieldKind, OPERATORS_OF, RULE_FIELDS, type RuleField } from "../../../src/answers/rules/fields";
import type { Operator, Rule, RuleValue, Test } from "../../../src/answers/rules/rule";
import type { Random } from "../../../src/learning/random";
import { RFM_GROUPS } from "../../../src/models/segments/rfm-groups";

export const PRODUCTS = ["mug", "lamp", 'a "quoted" tray', "ünïcode", "back\\slash"];
export const COUNTRIES = ["France", "Germany", "Côte d'Ivoire", "Nowhere"];
export const DAYS = ["2011-01-05", "2011-02-28", "2011-03-01", "2010-12-31"];

export const MONEY = [0, 4.5, 20, 100, 1e-7, 123456789.25, -3, 20.1];
export const SHARES = [0, 0.07, 0.29, 0.5, 0.57, 1 / 3, 1];
export const MONTHS = ["2011-01", "2010-12", "2011-02"];
/** What the shop knows of its customers. */
export const ATTRIBUTES = [
  { name: "a name", kind: "text" },
  { name: "points", kind: "number" },
  { name: "joined", kind: "date" },
  { name: "consent", kind: "yes_no" },
] as const satisfies readonly { readonly name: string; readonly kind: FieldKind }[];

export const one = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random.uniform() * list.length)]!;
const count = (random: Random, most: number) => 1 + Math.floor(random.uniform() * most);

/** A rule of up to this depth, of fields and products as `PRODUCTS` and the like have them. */
export function madeUpRule(random: Random, depth: number): Rule {
  const kind = depth === 0 ? 3 : Math.floor(random.uniform() * 5);
  if (kind < 2) {
    const rules = Array.from({ length: 2 + Math.floor(random.uniform() * 2) }, () =>
      madeUpRule(random, depth - 1),
    );
    return { kind: kind === 0 ? "all" : "any", rules };
  }
  if (kind === 2) return { kind: "not", rule: madeUpRule(random, depth - 1) };
  const which = random.uniform();
  if (which < 0.15) return madeUpPurchase(random);
  if (which < 0.3) {
    const attribute = one(random, ATTRIBUTES);
    return { kind: "attribute", name: attribute.name, ...madeUpTest(random, attribute) };
  }
  const field = one(random, RULE_FIELDS);
  return { kind: "compare", field: field.name, ...madeUpTest(random, field) };
}

function madeUpPurchase(random: Random): Rule {
  const times = random.uniform() < 0.4 ? { times: count(random, 3) } : {};
  const days = random.uniform() < 0.5 ? { days: count(random, 120) } : {};
  return { kind: "bought", product: one(random, PRODUCTS), ...times, ...days };
}

type Kinded = Pick<RuleField, "kind" | "choices">;

function madeUpTest(random: Random, field: Kinded): Test {
  const operator = one(random, OPERATORS_OF[field.kind]);
  const value = madeUpValue(random, field, operator);
  return value === undefined ? { operator } : { operator, value };
}

function madeUpValue(random: Random, field: Kinded, operator: Operator): RuleValue | undefined {
  if (operator === "known" || operator === "unknown") return undefined;
  if (operator === "in last" || operator === "in next") return count(random, 200);
  const single = () => singleValue(random, field);
  if (operator !== "in" && operator !== "not in") return single();
  return Array.from({ length: count(random, 3) }, single) as RuleValue;
}

function singleValue(random: Random, field: Kinded): number | string | boolean {
  switch (field.kind) {
    case "number":
    case "days":
      return Math.floor(random.uniform() * 8);
    case "money":
      return one(random, MONEY);
    case "share":
      return one(random, SHARES);
    case "yes_no":
      return random.uniform() < 0.5;
    case "date":
      return one(random, DAYS);
    case "product":
      return one(random, PRODUCTS);
    default:
      if (field.choices === "rfm_groups") return one(random, RFM_GROUPS).name;
      return one(random, field.choices === "cohorts" ? MONTHS : COUNTRIES);
  }
}
