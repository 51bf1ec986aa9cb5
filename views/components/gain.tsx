import type { VNode } from "preact";
import { outwards } from "../../src/figures";
import type { Advice } from "../../src/models/contact/advice";
import type { Gain } from "../../src/models/contact/gain";
import type { Format } from "../format";
import { useFormat } from "./reader";

/** `likely £1,500 to £5,000`: a range, rounded outwards to what is known of it. */
export function likelyWords(range: Pick<Gain, "low" | "high">, format: Format): string {
  return `likely ${rangeWords(range, format)}`;
}

/** `£2,100, likely £1,500 to £5,000`. */
export function gainWords(gain: Pick<Gain, "expected" | "low" | "high">, format: Format): string {
  return `${amountFormat(gain, format)(gain.expected)}, ${likelyWords(gain, format)}`;
}

/** Pennies are known of small amounts alone. */
function amountFormat({ low, high }: Pick<Gain, "low" | "high">, format: Format) {
  return Math.max(Math.abs(low), Math.abs(high)) < 100 ? format.money : format.wholeMoney;
}

/** `£1,500 to £5,000`: a range, rounded outwards. */
export function rangeWords(range: Pick<Gain, "low" | "high">, format: Format): string {
  return outwards(range.low, range.high).map(amountFormat(range, format)).join(" to ");
}

/** Why no contact is advised, and what would have to change. */
export function whyNobodyPays(
  advice: Advice,
  format: Format,
): { readonly because: string; readonly change: string } {
  const { contactCost, offerCost, margin, successRate } = advice.terms;
  const at = advice.breakEven();
  const changes = [
    at.successRate !== null && `${format.percent(at.successRate)} of leavers were won back`,
    at.margin !== null && `the margin were ${format.percent(at.margin)}`,
    at.offerCost !== null && `the offer cost less than ${format.money(at.offerCost)}`,
    at.contactCost !== null && `a contact cost less than ${format.money(at.contactCost)}`,
  ].filter((words) => words !== false);
  return {
    because: `A contact costs ${format.money(contactCost)} and an accepted offer ${format.money(offerCost)}, the margin is ${format.percent(margin)}, and ${format.percent(successRate)} of those who would leave are won back.`,
    change:
      changes.length > 0
        ? `The first would pay if ${changes.join(", or if ")}.`
        : "No single one of these terms would change that: the customers would have to spend more.",
  };
}

export const NOBODY_PAYS = "No contact pays on your terms.";

/** The same on a page, with the way to change it. */
export function NobodyPays({ advice }: { readonly advice: Advice }): VNode {
  const { because, change } = whyNobodyPays(advice, useFormat());
  return (
    <>
      <p>
        <strong>{NOBODY_PAYS}</strong> {because}
      </p>
      <p>
        {change} <a href="/app/settings#contact">Change the terms</a>
      </p>
    </>
  );
}
