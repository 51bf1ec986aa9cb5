import { OPERATORS_OF, RULE_FIELDS, type RuleField } from "../../../src/answers/rules/fields";
import type { Operator, Rule, RuleValue, Test } from "../../../src/answers/rules/rule";
import type { Random } from "../../../src/learning/random";
import { RFM_GROUPS } from "../../../src/models/segments/rfm-groups";

const PRODUCTS = ["mug", "lamp", 'a "quoted" tray', "ünïcode", "back\\slash"];
const COUNTRIES = ["France", "Germany", "Côte d'Ivoire", "Nowhere"];
const DAYS = ["2011-01-05", "2011-02-28", "2011-03-01", "2010-12-31"];

const one = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random.uniform() * list.length)]!;
const count = (random: Random, most: number) => 1 + Math.floor(random.uniform() * most);

/** A rule of up to this depth, of fields and products as `PRODUCTS` and the like have them. */
export function madeUpRule(random: Random, depth: number, fields = RULE_FIELDS): Rule {
  const kind = depth === 0 ? 3 : Math.floor(random.uniform() * 5);
  if (kind < 2) {
    const rules = Array.from({ length: 2 + Math.floor(random.uniform() * 2) }, () =>
      madeUpRule(random, depth - 1, fields),
    );
    return { kind: kind === 0 ? "all" : "any", rules };
  }
  if (kind === 2) return { kind: "not", rule: madeUpRule(random, depth - 1, fields) };
  const which = random.uniform();
  if (which < 0.15) return madeUpPurchase(random);
  if (which < 0.25) return { kind: "attribute", name: "a name", ...madeUpTest(random, one(random, fields)) };
  const field = one(random, fields);
  return { kind: "compare", field: field.name, ...madeUpTest(random, field) };
}

function madeUpPurchase(random: Random): Rule {
  const times = random.uniform() < 0.4 ? { times: count(random, 3) } : {};
  const days = random.uniform() < 0.5 ? { days: count(random, 120) } : {};
  return { kind: "bought", product: one(random, PRODUCTS), ...times, ...days };
}

function madeUpTest(random: Random, field: RuleField): Test {
  const operator = one(random, OPERATORS_OF[field.kind]);
  const value = madeUpValue(random, field, operator);
  return value === undefined ? { operator } : { operator, value };
}

function madeUpValue(random: Random, field: RuleField, operator: Operator): RuleValue | undefined {
  if (operator === "known" || operator === "unknown") return undefined;
  if (operator === "in last" || operator === "in next") return count(random, 200);
  const single = () => singleValue(random, field);
  if (operator !== "in" && operator !== "not in") return single();
  return Array.from({ length: count(random, 3) }, single) as RuleValue;
}

function singleValue(random: Random, field: RuleField): number | string | boolean {
  switch (field.kind) {
    case "number":
    case "days":
      return Math.floor(random.uniform() * 8);
    case "money":
      return one(random, [0, 4.5, 20, 100, 1e-7, 123456789.25, -3]);
    case "share":
      return one(random, [0, 0.07, 0.29, 0.5, 0.57, 1 / 3, 1]);
    case "yes_no":
      return random.uniform() < 0.5;
    case "date":
      return one(random, DAYS);
    case "product":
      return one(random, PRODUCTS);
    default:
      if (field.choices === "rfm_groups") return one(random, RFM_GROUPS).name;
      return one(random, field.choices === "cohorts" ? ["2011-01", "2010-12"] : COUNTRIES);
  }
}
