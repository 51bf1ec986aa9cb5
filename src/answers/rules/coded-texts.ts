import type { CustomerTable } from "../customer-table";
import type { Test } from "./rule";
import { NO, type Truth, UNKNOWN, YES } from "./truth";

/** The texts of a column, each once, and the place of each customer's among them; -1 if unknown. */
export interface CodedTexts {
  readonly codes: Int32Array;
  readonly labels: readonly string[];
}

const remembered = new WeakMap<CustomerTable, Map<string, CodedTexts>>();

/** A text column of the customer table, read once. An empty text is unknown. */
export function codedTexts(customers: CustomerTable, name: string): CodedTexts {
  const known = remembered.get(customers) ?? new Map<string, CodedTexts>();
  remembered.set(customers, known);
  const found = known.get(name) ?? coded(customers.texts(name));
  known.set(name, found);
  return found;
}

function coded(texts: ArrayLike<string | null>): CodedTexts {
  const places = new Map<string, number>();
  const codes = new Int32Array(texts.length).fill(-1);
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row]!;
    if (text === null || text === "") continue;
    let place = places.get(text);
    if (place === undefined) {
      place = places.size;
      places.set(text, place);
    }
    codes[row] = place;
  }
  return { codes, labels: [...places.keys()] };
}

/** Compares texts, whatever their case: each text once, not each customer's. */
export function testTexts({ codes, labels }: CodedTexts, test: Test): Truth {
  const { operator } = test;
  const isKnownAsked = operator === "known" || operator === "unknown";
  const isWanted = operator !== "is not" && operator !== "not in" && operator !== "unknown";
  const holds = isKnownAsked ? () => true : textTest(test);
  // One place before the first label: the unknown.
  const truthOf = new Uint8Array(labels.length + 1);
  truthOf[0] = isKnownAsked ? (isWanted ? NO : YES) : UNKNOWN;
  for (let place = 0; place < labels.length; place++)
    truthOf[place + 1] = holds(labels[place]!.toLowerCase()) === isWanted ? YES : NO;
  const truth = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row++) truth[row] = truthOf[codes[row]! + 1]!;
  return truth;
}

/** Of a text in lower case. */
function textTest({ operator, value }: Test): (label: string) => boolean {
  if (operator === "in" || operator === "not in") {
    const wanted = new Set((value as readonly string[]).map((one) => one.toLowerCase()));
    return (label) => wanted.has(label);
  }
  const wanted = (value as string).toLowerCase();
  return operator === "contains" ? (label) => label.includes(wanted) : (label) => label === wanted;
}
