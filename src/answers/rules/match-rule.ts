import { DAY_MS } from "../../time";
import type { Bought } from "../bought";
import type { CustomerTable } from "../customer-table";
import type { Needs } from "../history";
import { testAttribute } from "./attribute-tests";
import { codedTexts, testTexts } from "./coded-texts";
import type { RuleFacts } from "./facts";
import { type RuleField, ruleField } from "./fields";
import { endsOf, testMoments, testMonths } from "./moments";
import { testKnown, testNumbers } from "./number-tests";
import type { Purchase, Rule, Test } from "./rule";
import { UnansweredRuleError } from "./rule-error";
import { and, NO, not, or, type Truth, YES } from "./truth";

/** Fields that only the orders tell. */
const BY_ORDERS: ReadonlySet<string> = new Set(["first_order", "last_order", "cohort"]);

/** The files that a rule asks beside the customer table. */
export function needsOfRule(rule: Rule): Needs {
  switch (rule.kind) {
    case "all":
    case "any": {
      const needs = rule.rules.map(needsOfRule);
      return { orders: needs.some(({ orders }) => orders), bought: needs.some(({ bought }) => bought) };
    }
    case "not":
      return needsOfRule(rule.rule);
    case "bought":
      return { orders: false, bought: true };
    default:
      return { orders: rule.kind === "compare" && BY_ORDERS.has(rule.field), bought: false };
  }
}

/** Whether a rule holds for each customer. Throws an UnansweredRuleError if the model lacks what it asks. */
export function matchRule(rule: Rule, facts: RuleFacts): Truth {
  switch (rule.kind) {
    case "all":
    case "any": {
      const [first, ...others] = rule.rules;
      const truth = matchRule(first!, facts);
      const join = rule.kind === "all" ? and : or;
      for (const other of others) join(truth, matchRule(other, facts));
      return truth;
    }
    case "not": {
      const truth = matchRule(rule.rule, facts);
      not(truth);
      return truth;
    }
    case "compare":
      return testField(ruleField(rule.field)!, rule, facts);
    case "attribute":
      return testAttribute(rule, facts);
    case "bought":
      return testBought(rule, facts);
  }
}

function testField(field: RuleField, test: Test, facts: RuleFacts): Truth {
  const { advice, customers, history } = facts;
  switch (field.name) {
    case "first_order":
    case "last_order": {
      const { first, last } = endsOf(ordersIn(facts, field));
      return testMoments(field.name === "first_order" ? first : last, test, history.asOf);
    }
    case "cohort":
      return testMonths(endsOf(ordersIn(facts, field)).first, test);
    case "next_order":
      return testMoments(nextOrders(facts, field), test, history.asOf);
    case "gain":
      return testNumbers(advice.gain, test, true);
    case "pays":
      return testYesNo(advice.gain, test);
    case "overdue":
      return testYesNo(columnOf(facts, field), test);
  }
  if (field.kind === "choice" || field.kind === "product")
    return testTexts(codedTexts(customers, requireColumn(facts, field)), test);
  return testNumbers(columnOf(facts, field), test, true);
}

/** Yes above 0. */
function testYesNo(values: Float64Array, test: Test): Truth {
  const { operator, value } = test;
  if (value === undefined) return testKnown(values, operator === "known");
  return testNumbers(values, { operator: (operator === "is") === value ? ">" : "<=", value: 0 }, false);
}

function testBought({ product, times = 1, days = Infinity }: Purchase, facts: RuleFacts): Truth {
  const { customers, history } = facts;
  const bought = boughtIn(history.bought);
  const counts = bought.orders(bought.places(product), days, customers.rows);
  const truth = new Uint8Array(counts.length);
  for (let row = 0; row < counts.length; row++) truth[row] = counts[row]! >= times ? YES : NO;
  return truth;
}

function boughtIn(bought: Bought | null): Bought {
  if (bought) return bought;
  throw new UnansweredRuleError(
    "The model does not know everything that its customers bought: its files name no products, or it is of an earlier release. Train it again, or leave out bought.",
  );
}

function ordersIn({ history }: RuleFacts, field: RuleField) {
  if (history.orders) return history.orders;
  throw unanswered(field);
}

function columnOf(facts: RuleFacts, field: RuleField): Float64Array {
  return facts.customers.numbers(requireColumn(facts, field));
}

function requireColumn({ customers }: RuleFacts, field: RuleField): string {
  if (!customers.columnNames.includes(field.column!)) throw unanswered(field);
  return field.column!;
}

function unanswered({ name, label }: RuleField): UnansweredRuleError {
  return new UnansweredRuleError(
    `The model does not know ${name} (${label}): its files do not tell, or it is of an earlier release. Train it again, or leave out ${name}.`,
  );
}

const moments = new WeakMap<CustomerTable, Float64Array>();

/** When the next orders are expected, in whole milliseconds since 1970. */
function nextOrders(facts: RuleFacts, field: RuleField): Float64Array {
  const { customers, history } = facts;
  let found = moments.get(customers);
  if (!found) {
    found = columnOf(facts, field).map((days) => Math.floor(history.asOf + days * DAY_MS));
    moments.set(customers, found);
  }
  return found;
}
