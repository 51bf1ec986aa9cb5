import type { CurrencyAccount } from "../../src/transactions/cleaning-report";
import type { Meaning } from "../../src/transactions/profiles/profile";

/** What becomes of rows with a status or of a kind, for readers of the row account. */
export const MEANING_WORDS: Readonly<Record<Meaning, string>> = {
  sale: "A sale",
  return: "Money given back",
  refunded: "Fully refunded: no order",
  cancelled: "Cancelled: no order",
  failed: "Failed: no order",
  unpaid: "Never paid: no order",
  draft: "A draft: no order",
  browsing: "Browsed, not bought",
  not_goods: "Not goods: left out",
};

export const CURRENCY_WORDS: Readonly<Record<CurrencyAccount["use"], string>> = {
  kept: "Counted as it is",
  converted: "Converted at the file's rate or yours",
  set_aside: "Set aside: not counted",
};

/** How sure it is which column plays a role. */
export function confidenceWords(confidence: number): {
  readonly text: string;
  readonly tone: "good" | "warn" | null;
} {
  if (confidence >= 0.85) return { text: "Sure", tone: "good" };
  if (confidence >= 0.6) return { text: "Probably", tone: null };
  return { text: "A guess: please check", tone: "warn" };
}
