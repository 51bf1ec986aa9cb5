import { meaningOf } from "../profiles/meaning-of-words";
import { isNobody } from "../profiles/nobody";
import type { ColumnFacts } from "./column-facts";
import { nameScore, nameTokens } from "./column-names";
import type { Role } from "./roles";
import { normalisedName } from "./synonyms";

/** A column that may play a role. */
export interface Candidate {
  readonly column: number;
  /** 0 to 1, by its name and its values; relations to other columns are not asked yet. */
  readonly score: number;
  /** Why, in words. */
  readonly evidence: string;
}

/** Fewer rows say nothing about how many values a column has. */
const tellingRows = 60;
const exportWords = /^(?:export|extract|snapshot|dump|load|batch|import|ingest|download|source|file)/;

/** Columns that may play `role`, best first. `free`: whether a column is not taken yet. */
export function candidatesFor(
  role: Role,
  facts: readonly ColumnFacts[],
  free: (column: number) => boolean,
): Candidate[] {
  const found: Candidate[] = [];
  facts.forEach((column, i) => {
    if (!free(i)) return;
    const name = nameFit(role, column);
    const values = valueFit(role, column);
    const score = Math.round(name * values * 100) / 100;
    if (score > 0) found.push({ column: i, score, evidence: evidenceOf(role, column, name) });
  });
  return found.sort((a, b) => b.score - a.score || a.column - b.column);
}

/** How well the name fits, 0 to 1; for some roles the values speak where the name does not. */
function nameFit(role: Role, facts: ColumnFacts): number {
  const score = nameScore(role, facts.name);
  if (score > 0) return score;
  switch (role) {
    case "order_datetime":
      return facts.writtenDates > 0.9 && !isKnownOtherwise(facts.name) ? 0.5 : 0;
    case "currency":
      return facts.filled > 0 && facts.currencyCodes > 0.95 ? 0.6 : 0;
    case "email":
      return facts.emails > 0.8 && !isKnownOtherwise(facts.name) ? 0.5 : 0;
    case "status":
      return saysMore(facts, "status") && !/type|event|action|kind/i.test(facts.name) ? 0.6 : 0;
    case "row_type":
      return saysMore(facts, "row_type") && !/status|state/i.test(facts.name) ? 0.6 : 0;
    case "exported_at":
      return exportWords.test(nameTokens(facts.name)[0] ?? "") && nameTokens(facts.name).length > 1 ? 0.6 : 0;
    default:
      return 0;
  }
}

/** Whether a date or an address belongs to something else by its name, so that its values alone prove nothing. */
function isKnownOtherwise(name: string): boolean {
  return /birth|dob|expir|updat|modif|delet|regist|signup|export|import|snapshot|seller|staff|employee|vendor|due/i.test(
    normalisedName(name),
  );
}

/** Whether nearly all values are words of which some say that a row is no sale. */
function saysMore(facts: ColumnFacts, kind: "status" | "row_type"): boolean {
  if (facts.distinct < 2 || facts.distinct > 30) return false;
  const meanings = facts.texts.map((text) => meaningOf(text, kind));
  const known = meanings.filter((meaning) => meaning !== null);
  return known.length >= 0.8 * meanings.length && new Set(known).size > 1;
}

/** How well the values fit, 0 to 1; a column without a value in the sample is half believed. */
function valueFit(role: Role, facts: ColumnFacts): number {
  if (facts.filled === 0) return 0.5;
  const notDates = 1 - facts.writtenDates;
  switch (role) {
    case "order_datetime":
      return facts.dates < 0.5 ? 0 : facts.dates;
    case "quantity":
    case "unit_price":
    case "line_total":
    case "order_total":
      return facts.numbers < 0.5 || facts.writtenDates > 0.5 ? 0 : facts.numbers;
    case "discount":
    case "refund":
    case "returned_quantity":
    case "exchange_rate":
    case "tax":
    case "shipping":
      return facts.numbers < 0.8 || facts.writtenDates > 0.5 ? 0 : facts.numbers;
    case "country":
      return 0.4 + 0.6 * (1 - facts.numbers);
    case "customer_id":
      return isFewWords(facts) || isFraction(facts) || isOneForAll(facts) ? 0 : notDates;
    case "order_id":
      return orderFit(facts) * notDates;
    case "status":
      return wordsFit(facts, "status", 0.34);
    case "row_type":
      return wordsFit(facts, "row_type", 0.7);
    case "cancelled_at":
      return facts.dates > 0.8 || facts.texts.every(isFlag) ? 1 : 0;
    case "email":
      return facts.emails < 0.6 ? 0 : facts.emails;
    case "currency":
      return facts.currencyCodes >= 0.8 || (facts.distinct <= 12 && facts.numbers < 0.1) ? 1 : 0;
    case "order_time":
      return facts.texts.every((text) => /^\d{1,2}[:.h]\d{2}/i.test(text)) ? 1 : 0;
    case "exported_at":
      return facts.distinct <= Math.max(3, 0.2 * facts.filled) ? 1 : 0;
    default:
      return notDates;
  }
}

/** `Member` and `Normal` on hundreds of rows are kinds of customers. */
function isFewWords(facts: ColumnFacts): boolean {
  return (
    facts.filled >= tellingRows &&
    facts.distinct <= 6 &&
    facts.withDigits < 0.5 &&
    facts.emails < 0.5 &&
    facts.texts.some((text) => isNobody(text) === null)
  );
}

/** One id on all of many rows is an account or a shop, not a customer; unless a spreadsheet made it so, which is told later. */
function isOneForAll(facts: ColumnFacts): boolean {
  return facts.filled >= 20 && facts.distinct === 1 && nameScore("customer_id", facts.name) < 0.9;
}

/** Ids may be written `10001.0`, but not `3.75`. */
function isFraction(facts: ColumnFacts): boolean {
  return (
    facts.numbers > 0.95 && facts.wholeNumbers < 0.5 && !facts.texts.some((text) => /e[+-]?\d/i.test(text))
  );
}

function orderFit(facts: ColumnFacts): number {
  if (facts.filled >= 10 && facts.distinct === 1) return 0;
  if (facts.distinct <= 1 && facts.texts[0] === "0") return 0;
  if (isFraction(facts)) return 0;
  // Shopify calls its order numbers "Name"; elsewhere that is a person or a product.
  if (normalisedName(facts.name) === "name") return facts.withDigits;
  return facts.withDigits < 0.5 ? 0.3 : 1;
}

function wordsFit(facts: ColumnFacts, kind: "status" | "row_type", leastKnown: number): number {
  if (facts.distinct > 60 || facts.writtenDates > 0.2) return 0;
  const known = facts.texts.filter((text) => meaningOf(text, kind) !== null).length;
  if (known >= leastKnown * facts.distinct && known > 0) return 1;
  return kind === "status" && facts.distinct <= 20 ? 0.5 : 0;
}

function isFlag(text: string): boolean {
  return /^(?:0|1|true|false|yes|no|y|n|t|f|ja|nein|oui|non|si|sí)$/i.test(text);
}

function evidenceOf(role: Role, facts: ColumnFacts, name: number): string {
  const named =
    name >= 0.7
      ? "its name"
      : name > 0 && nameScore(role, facts.name) > 0
        ? "part of its name"
        : "its values";
  if (facts.filled === 0) return `${named}; no value in the first rows`;
  const kinds = `${facts.distinct.toLocaleString("en")} different ${facts.distinct === 1 ? "value" : "values"}`;
  // Who the customers are is nobody's business in a report.
  return isPersonal(role)
    ? `${named}; ${kinds}`
    : `${named}; ${kinds} such as ${JSON.stringify(facts.samples[0])}`;
}

function isPersonal(role: Role): boolean {
  return role === "customer_id" || role === "email" || role === "customer_name";
}
