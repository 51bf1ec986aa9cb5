import type { ByteDictionary } from "../bytes/byte-dictionary";
import { nameTokens } from "../columns/column-names";
import { flagOf, isNo } from "../columns/flags";
import type { ColumnPlan } from "../columns/plan";
import { normalisedName } from "../columns/synonyms";
import { meaningOf } from "../profiles/meaning-of-words";
import type { Meaning } from "../profiles/profile";
import type { OrderRows } from "./order-rows";
import { kept, reasonOf, returned, verdictOf } from "./verdict";

/** What the words of a status or row-type column mean, by dictionary id. */
export interface WordMeanings {
  readonly role: WordyRole;
  readonly column: string;
  readonly texts: readonly string[];
  readonly meanings: readonly Meaning[];
  /** Whether each word was known. */
  readonly known: readonly boolean[];
}

type WordyRole = "status" | "payment_status" | "row_type";

const refundedOrder = verdictOf("refunded_order");
const unpaidOrder = verdictOf("unpaid_order");
/** Statuses of orders that are not sent yet. */
const openWords =
  /^(?:open|new|neu|offen|process|inprocess|confirm|placed|active|accept|received|eingegangen|inbearbeitung|nuev|abiert|encours|nouve|nuov|aberto|aberta|$)/;
/** Columns that say how far a parcel has got, not whether it was paid. */
const deliveryTokens = /^(?:shipping|shipment|delivery|fulfillment|fulfilment|versand|liefer\w*)$/;
const notGiven = /^(?:|0|-|nan|nat|null|none|na|n\/a|\\n|0000-00-00.*|0001-01-01.*)$/i;

/**
 * Writes a verdict for rows whose status or kind rules out a purchase. Runs before the rows are judged; needs words
 * shared within orders and resolved amounts. `orders`: number of orders. Returns how the words were understood.
 */
export function markRows(rows: OrderRows, orders: number): WordMeanings[] {
  const meanings = (["row_type", "status", "payment_status"] as const).flatMap((role) => {
    const dictionary = rows.words[role];
    return dictionary === undefined ? [] : [meaningsOf(rows.plan, role, textsOf(dictionary))];
  });
  const payment = meanings.find(({ role }) => role === "payment_status");
  const status = meanings.find(({ role }) => role === "status");
  if (status !== undefined && payment !== undefined) markPaid(rows, status, payment);
  for (const { role, meanings: means } of meanings) {
    if (payment !== undefined && status !== undefined && role !== "row_type") continue;
    const verdicts = Uint8Array.from(means, verdictOfMeaning);
    for (const { length, run, runs, verdict } of rows.blocks) {
      const words = runs.words[role]!;
      for (let i = 0; i < length; i++) if (verdict[i] === kept) verdict[i] = verdicts[words[run[i]!]!]!;
    }
  }
  for (const role of ["cancelled_at", "test_order"] as const) markFlagged(rows, role);
  markNoGoods(rows);
  if (meanings.some(({ meanings: means }) => means.includes("refunded"))) markRefunds(rows, orders);
  // What an open order means, its payment says.
  return meanings.map((each) =>
    each === status && payment !== undefined ? { ...each, known: isOpenOrKnown(each) } : each,
  );
}

function textsOf(dictionary: ByteDictionary): string[] {
  return Array.from({ length: dictionary.size }, (_, id) => dictionary.text(id));
}

/** By word: whether its meaning is known, or that of the order's payment counts. */
export function isOpenOrKnown({ texts, known }: WordMeanings): boolean[] {
  return known.map((each, id) => each || openWords.test(normalisedName(texts[id]!)));
}

/** What settles an order that has a status and one of its payment, by word. */
export function paidWords(status: WordMeanings, payment: WordMeanings) {
  const ofPayment = payment.meanings.map(verdictOfMeaning);
  return {
    ofStatus: status.meanings.map(verdictOfMeaning),
    ofPayment,
    isOpen: status.texts.map(
      (text, id) => status.known[id] === false || openWords.test(normalisedName(text)),
    ),
    cameIn: payment.texts.map(
      (text, id) => text !== "" && payment.known[id] === true && ofPayment[id] === kept,
    ),
  };
}

/**
 * Writes the verdicts of orders that have a status and one of their payment. A payment that came in settles an order
 * that waits; one that did not come in takes out an order that is not sent yet, since others are paid on delivery.
 */
function markPaid(rows: OrderRows, status: WordMeanings, payment: WordMeanings): void {
  const { ofStatus, ofPayment, isOpen, cameIn } = paidWords(status, payment);
  for (const { length, verdict, run, runs } of rows.blocks)
    for (let i = 0; i < length; i++) {
      if (verdict[i] !== kept) continue;
      const said = runs.words.status![run[i]!]!;
      const paid = runs.words.payment_status![run[i]!]!;
      verdict[i] = ofStatus[said]!;
      if (ofStatus[said] === unpaidOrder && cameIn[paid]) verdict[i] = kept;
      if (ofStatus[said] === kept && (isOpen[said] || ofPayment[paid] !== unpaidOrder))
        verdict[i] = ofPayment[paid]!;
    }
}

/** What these words of a column mean. */
export function meaningsOf(plan: ColumnPlan, role: WordyRole, texts: readonly string[]): WordMeanings {
  const column = plan.mapping[role]!;
  const { profile, words } = plan;
  const isDelivery = role === "status" && nameTokens(column).some((token) => deliveryTokens.test(token));
  const found = texts.map((text): Meaning | null => {
    if (text === "") return "sale";
    const said = words.get(normalisedName(text));
    if (said !== undefined) return said;
    const meaning = meaningOf(text, role === "row_type" ? role : "status", profile);
    // An unsent parcel may be paid.
    if (isDelivery && meaning !== "cancelled" && meaning !== "refunded") return "sale";
    return meaning;
  });
  return {
    role,
    column,
    texts,
    meanings: found.map((meaning) => meaning ?? "sale"),
    known: found.map((meaning) => meaning !== null),
  };
}

/** Orders with a date, a reason or a yes in the column of cancellations, or a no in a column that says all is well. */
function markFlagged(rows: OrderRows, role: "cancelled_at" | "test_order"): void {
  const dictionary = rows.words[role];
  if (dictionary === undefined) return;
  const { verdict, isOn } = flagWords(rows.plan.mapping[role]!);
  const flagged = Uint8Array.from({ length: dictionary.size }, (_, id) =>
    isOn(dictionary.text(id).trim()) ? 1 : 0,
  );
  for (const block of rows.blocks) {
    const words = block.runs.words[role]!;
    for (let i = 0; i < block.length; i++)
      if (block.verdict[i] === kept && flagged[words[block.run[i]!]!] === 1) block.verdict[i] = verdict;
  }
}

/** What a column of yes and no does to its orders: the verdict on those where it `isOn`. */
export function flagWords(column: string) {
  const { meaning, on } = flagOf(column);
  return {
    verdict: verdictOfMeaning(meaning),
    /** Whether a blank, a no or a word for none settles nothing, and anything else does. */
    byDefault: on === "yes",
    isOn: (text: string) => (on === "no" ? isNo(text) : !isNo(text) && !notGiven.test(text)),
  };
}

/** Refunded rows below zero beside rows of the same order that stand are a partial refund, not a refunded order. */
function markRefunds({ blocks }: OrderRows, orders: number): void {
  const stands = new Uint8Array(orders);
  for (const { length, run, runs, verdict, quantity, price } of blocks)
    for (let i = 0; i < length; i++) {
      const order = runs.order[run[i]!]!;
      if (order >= 0 && verdict[i] === kept && quantity.at(i) > 0 && price.at(i) > 0) stands[order] = 1;
    }
  for (const { length, run, runs, verdict, quantity, price } of blocks)
    for (let i = 0; i < length; i++) {
      const isBack = verdict[i] === refundedOrder && (quantity.at(i) < 0 || price.at(i) < 0);
      if (isBack && stands[runs.order[run[i]!]!] === 1) verdict[i] = verdictOf("return_row") | returned;
    }
}

export function verdictOfMeaning(meaning: Meaning): number {
  const reason = reasonOf(meaning);
  if (reason === null) return kept;
  return reason === "return_row" ? verdictOf(reason) | returned : verdictOf(reason);
}

/** Rows of products that are no goods in this system. */
function markNoGoods({ plan, words, products, blocks }: OrderRows): void {
  const names = plan.profile?.notGoods;
  if (names === undefined) return;
  // If products have no numbers, their names stand in.
  const dictionary = words.product_name ?? products;
  const none = Uint8Array.from({ length: dictionary.size }, (_, id) =>
    names.includes(normalisedName(dictionary.text(id))) ? 1 : 0,
  );
  if (!none.includes(1)) return;
  const verdict = verdictOf("not_goods");
  for (const block of blocks) {
    const ids = block.items.name ?? block.items.product;
    for (let i = 0; i < block.length; i++) if (none[ids[block.item[i]!]!] === 1) block.verdict[i] = verdict;
  }
}
