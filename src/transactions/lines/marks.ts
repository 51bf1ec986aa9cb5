import type { ByteDictionary } from "../bytes/byte-dictionary";
import { nameTokens } from "../columns/column-names";
import { normalisedName } from "../columns/synonyms";
import { meaningOf } from "../profiles/meaning-of-words";
import type { Meaning } from "../profiles/profile";
import type { OrderRows } from "./order-rows";
import { kept, reasonOf, returned, verdictOf } from "./verdict";

/** What the words of a status or row-type column mean, by dictionary id. */
export interface WordMeanings {
  readonly role: "status" | "row_type";
  readonly column: string;
  readonly texts: readonly string[];
  readonly meanings: readonly Meaning[];
  /** Whether each word was known. */
  readonly known: readonly boolean[];
}

/** Columns that tell how far a parcel is, not whether it was paid. */
const deliveryTokens = /^(?:shipping|shipment|delivery|fulfillment|fulfilment|versand|liefer\w*)$/;
const notCancelled = /^(?:|0|false|no|n|f|nein|non|nan|null|none|na|n\/a|\\n|0000-00-00.*|0001-01-01.*)$/i;

/**
 * Writes a verdict for rows that their status or kind keeps from being a purchase. To be called before the rows are judged, on
 * words that are shared within orders. Returns what the words were taken to mean.
 */
export function markRows(rows: OrderRows): WordMeanings[] {
  const meanings = (["row_type", "status"] as const).flatMap((role) => {
    const dictionary = rows.words[role];
    return dictionary === undefined ? [] : [meaningsOf(rows, role, dictionary)];
  });
  for (const { role, meanings: means } of meanings) {
    const verdicts = Uint8Array.from(means, (meaning) => {
      const reason = reasonOf(meaning);
      if (reason === null) return kept;
      return reason === "return_row" ? verdictOf(reason) | returned : verdictOf(reason);
    });
    for (const block of rows.blocks) {
      const words = block.words[role]!;
      for (let i = 0; i < block.length; i++)
        if (block.verdict[i] === kept) block.verdict[i] = verdicts[words[i]!]!;
    }
  }
  markCancelled(rows);
  markNoGoods(rows);
  return meanings;
}

function meaningsOf(rows: OrderRows, role: "status" | "row_type", dictionary: ByteDictionary): WordMeanings {
  const column = rows.plan.mapping[role]!;
  const { profile, words } = rows.plan;
  const isDelivery = role === "status" && nameTokens(column).some((token) => deliveryTokens.test(token));
  const texts = Array.from({ length: dictionary.size }, (_, id) => dictionary.text(id));
  const found = texts.map((text): Meaning | null => {
    if (text === "") return "sale";
    const said = words.get(normalisedName(text));
    if (said !== undefined) return said;
    const meaning = meaningOf(text, role, profile);
    // A parcel that is not sent yet may be paid.
    if (isDelivery && meaning !== "cancelled" && meaning !== "refunded" && meaning !== null) return "sale";
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

/** Orders with a date or a yes in the column of cancellations. */
function markCancelled(rows: OrderRows): void {
  const dictionary = rows.words.cancelled_at;
  if (dictionary === undefined) return;
  const cancelled = Uint8Array.from({ length: dictionary.size }, (_, id) =>
    notCancelled.test(dictionary.text(id).trim()) ? 0 : 1,
  );
  const verdict = verdictOf("cancelled_order");
  for (const block of rows.blocks) {
    const words = block.words.cancelled_at!;
    for (let i = 0; i < block.length; i++)
      if (block.verdict[i] === kept && cancelled[words[i]!] === 1) block.verdict[i] = verdict;
  }
}

/** Rows of products that are no goods in this system. */
function markNoGoods({ plan, words, products, blocks }: OrderRows): void {
  const names = plan.profile?.notGoods;
  if (names === undefined) return;
  // Where products have no numbers their names stand for them.
  const dictionary = words.product_name ?? products;
  const none = Uint8Array.from({ length: dictionary.size }, (_, id) =>
    names.includes(normalisedName(dictionary.text(id))) ? 1 : 0,
  );
  if (!none.includes(1)) return;
  const verdict = verdictOf("not_goods");
  for (const block of blocks) {
    const ids = block.words.product_name ?? block.product;
    for (let i = 0; i < block.length; i++) if (none[ids[i]!] === 1) block.verdict[i] = verdict;
  }
}
