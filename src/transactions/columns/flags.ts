import type { Meaning } from "../profiles/profile";
import { normalisedName } from "./synonyms";

/** What a column of yes and no says about its orders. */
interface Flag {
  /** What an order is if the answer is `on`; else it is a sale. */
  readonly meaning: Meaning;
  readonly on: "yes" | "no";
}

const flags: readonly { readonly name: RegExp; readonly flag: Flag }[] = [
  { name: /^(?:is)?(?:return|refund)$/, flag: { meaning: "return", on: "yes" } },
  {
    name: /^(?:(?:is|was|order)?(?:returned|refunded)|retourniert|devuelt[oa])$/,
    flag: { meaning: "refunded", on: "yes" },
  },
  {
    name: /^(?:is|was)?(?:test|testorder|testmode|istestorder|sandbox|demo)$/,
    flag: { meaning: "draft", on: "yes" },
  },
  { name: /^(?:is)?(?:live|livemode)$/, flag: { meaning: "draft", on: "no" } },
  { name: /^(?:is)?paid$/, flag: { meaning: "unpaid", on: "no" } },
  { name: /^(?:is)?valid$/, flag: { meaning: "cancelled", on: "no" } },
  { name: /^(?:is)?(?:purchased?|converted)$/, flag: { meaning: "browsing", on: "no" } },
];
const cancelled: Flag = { meaning: "cancelled", on: "yes" };

/** What a column that may cancel its orders means, by its name: `is_returned` and `paid` are not `cancelled`. */
export function flagOf(name: string): Flag {
  const normalised = normalisedName(name);
  return flags.find((known) => known.name.test(normalised))?.flag ?? cancelled;
}

/** Whether a cell is a yes or a no. */
export function isFlag(text: string): boolean {
  return (
    isNo(text) || /^(?:1|1\.0|true|yes|y|t|ja|j|oui|o|sí|si|s|sim|tak|x|wahr|vrai|verdadero)$/i.test(text)
  );
}

/** Whether a cell says no. */
export function isNo(text: string): boolean {
  return /^(?:0|0\.0|false|no|n|f|nein|non|não|nao|nie|nee|nej|falsch|faux|falso)$/i.test(text);
}
