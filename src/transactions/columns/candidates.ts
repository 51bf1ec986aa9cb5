import { meaningOf } from "../profiles/meaning-of-words";
import { isNobody } from "../profiles/nobody";
import type { ColumnFacts } from "./column-facts";
import { nameScore, nameTokens } from "./column-names";
import { flagOf, isFlag } from "./flags";
import type { Role } from "./roles";
import { normalisedName } from "./synonyms";

/** A column that may play a role. */
export interface Candidate {
  readonly column: number;
  /** 0 to 1, by name and values; relations to other columns are not considered yet. */
  readonly score: number;
  /** Why, in words. */
  readonly evidence: string;
}

/** With fewer rows, the number of distinct values means nothing. */
const tellingRows = 60;
const fileNames = /\.(?:csv|tsv|txt|xlsx?|json|parquet)(?:\.gz)?$/i;
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

/** How well the name fits, 0 to 1; for some roles the values can stand in for it. */
function nameFit(role: Role, facts: ColumnFacts): number {
  const score = nameScore(role, facts.name);
  if (score > 0) return score;
  switch (role) {
    case "order_datetime":
      return (facts.writtenDates > 0.9 || facts.texts.every(isFlatDate)) && !isKnownOtherwise(facts.name)
        ? 0.5
        : 0;
    case "currency":
      return facts.filled > 0 && facts.currencyCodes > 0.95 ? 0.6 : 0;
    case "email":
      return facts.emails > 0.8 && !isKnownOtherwise(facts.name) ? 0.5 : 0;
    case "status":
      return saysMore(facts, "status") && !/type|event|action|kind/i.test(facts.name) ? 0.6 : 0;
    case "row_type":
      return saysMore(facts, "row_type") && !/status|state/i.test(facts.name) ? 0.6 : 0;
    case "exported_at":
      if (facts.filled > 0 && facts.texts.every((text) => fileNames.test(text))) return 0.6;
      return exportWords.test(nameTokens(facts.name)[0] ?? "") && nameTokens(facts.name).length > 1 ? 0.6 : 0;
    default:
      return 0;
  }
}

/** `19970131`: plain digits that are dates of the last and this century throughout the column are no amounts. */
function isFlatDate(text: string): boolean {
  return /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(text);
}

/** Whether the name says that a date or an address belongs to something else: then the values alone prove nothing. */
function isKnownOtherwise(name: string): boolean {
  return /birth|dob|expir|updat|modif|delet|regist|signup|export|import|snapshot|seller|staff|employee|vendor|due/i.test(
    normalisedName(name),
  );
}

/** Whether nearly all values are words, some of which say that a row is no sale. */
function saysMore(facts: ColumnFacts, kind: "status" | "row_type"): boolean {
  if (facts.distinct < 2 || facts.distinct > 30) return false;
  const meanings = facts.texts.map((text) => meaningOf(text, kind));
  const known = meanings.filter((meaning) => meaning !== null);
  return known.length >= 0.6 * meanings.length && new Set(known).size > 1;
}

/** How well the values fit, 0 to 1; a column without values in the sample gets half. */
function valueFit(role: Role, facts: ColumnFacts): number {
  if (facts.filled === 0) return 0.5;
  const notDates = 1 - facts.writtenDates;
  switch (role) {
    case "order_datetime":
      return facts.dates < 0.5 ? 0 : facts.dates;
    case "quantity": {
      const readable = facts.numbers + facts.pieces;
      return readable < 0.5 || facts.writtenDates > 0.5 ? 0 : readable;
    }
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
    case "product_id":
      return isFraction(facts) ? 0 : notDates;
    case "order_id":
      return orderFit(facts) * notDates;
    case "status":
      return wordsFit(facts, "status", 0.34);
    case "payment_status":
      return wordsFit(facts, "status", 0.34);
    case "test_order":
      return facts.texts.every(isFlag) ? 1 : 0;
    case "row_type":
      return Math.max(
        wordsFit(facts, "row_type", saysNoSale(facts) ? 0.34 : 0.6),
        isEventLog(facts) ? 0.5 : 0,
      );
    case "cancelled_at":
      return cancellationFit(facts);
    case "email":
      // The same address on all of many rows is the shop's.
      return facts.emails < 0.6 || (facts.filled >= 20 && facts.distinct === 1) ? 0 : facts.emails;
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

/** `Member` and `Normal` on hundreds of rows are kinds of customer. */
function isFewWords(facts: ColumnFacts): boolean {
  return (
    facts.filled >= tellingRows &&
    facts.distinct <= 6 &&
    facts.withDigits < 0.5 &&
    facts.emails < 0.5 &&
    facts.texts.some((text) => isNobody(text) === null)
  );
}

/**
 * The same id on all of many rows is an account or a shop, not a customer; damage by a spreadsheet is reported later.
 */
function isOneForAll(facts: ColumnFacts): boolean {
  return (
    facts.filled >= 20 &&
    facts.distinct === 1 &&
    (facts.emails > 0.5 || nameScore("customer_id", facts.name) < 0.9)
  );
}

/** Ids may be written `10001.0`, but not `3.75`. */
function isFraction(facts: ColumnFacts): boolean {
  return (
    facts.numbers > 0.95 &&
    !/id$/.test(normalisedName(facts.name)) &&
    facts.wholeNumbers < 0.5 &&
    !facts.texts.some((text) => /e[+-]?\d/i.test(text))
  );
}

function orderFit(facts: ColumnFacts): number {
  if (facts.filled >= 10 && facts.distinct === 1) return 0;
  if (facts.distinct <= 1 && facts.texts[0] === "0") return 0;
  if (isFraction(facts)) return 0;
  // Shopify calls its order numbers "Name"; elsewhere that is a person or a product.
  if (normalisedName(facts.name) === "name") return facts.withDigits;
  // They may be anything's; the rows must bear them out.
  if (/^(?:number|code|beleg)$/.test(normalisedName(facts.name))) return 0.9 * facts.withDigits;
  return facts.withDigits < 0.5 ? 0.3 : 1;
}

/** Whether a word says that a row is no sale: then the others, even if unknown, must not be passed over. */
function saysNoSale({ texts, distinct }: ColumnFacts): boolean {
  return (
    distinct <= 12 &&
    texts.some((text) => {
      const meaning = meaningOf(text, "row_type");
      return meaning !== null && meaning !== "sale" && meaning !== "not_goods";
    })
  );
}

/** Some codes in a column of events: we ask about their rows, since most are views and not purchases. */
function isEventLog(facts: ColumnFacts): boolean {
  return (
    facts.distinct >= 2 &&
    facts.distinct <= 12 &&
    /^(?:event|eventtype|eventname|behaviou?r|behaviou?rtype|ereignis|evento|evenement)$/.test(
      normalisedName(facts.name),
    )
  );
}

function wordsFit(facts: ColumnFacts, kind: "status" | "row_type", leastKnown: number): number {
  if (facts.distinct > 60 || facts.writtenDates > 0.2) return 0;
  const known = facts.texts.filter((text) => meaningOf(text, kind) !== null).length;
  if (known >= leastKnown * facts.distinct && known > 0) return 1;
  return kind === "status" && facts.distinct <= 20 ? 0.5 : 0;
}

/** Dates of cancellation, a yes and a no, or a reason why. An amount that is 0 in all first rows does not fit. */
function cancellationFit(facts: ColumnFacts): number {
  const flag = flagOf(facts.name);
  if (facts.texts.every(isFlag)) {
    if (flag.meaning === "cancelled" && flag.on === "yes") return 1;
    return facts.distinct > 1 || facts.texts.every((text) => !/\d/.test(text)) ? 1 : 0;
  }
  if (flag.on === "no") return 0;
  if (/reason/i.test(facts.name)) return facts.numbers < 0.5 ? 1 : 0;
  return facts.dates > 0.8 && facts.writtenDates > 0 ? 1 : 0;
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
  // A report must not show who the customers are.
  return isPersonal(role)
    ? `${named}; ${kinds}`
    : `${named}; ${kinds} such as ${JSON.stringify(facts.samples[0])}`;
}

function isPersonal(role: Role): boolean {
  return role === "customer_id" || role === "email" || role === "customer_name";
}
