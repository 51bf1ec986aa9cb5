import type { VNode } from "preact";
import type { Advice } from "../../src/models/contact/advice";
import type { Gain } from "../../src/models/contact/gain";
import type { Format } from "../format";
import { useFormat } from "./reader";

/** `likely £1,500 to £5,000`: a range, rounded outwards to what is known of it. */
export function likelyWords(range: Pick<Gain, "low" | "high">, format: Format): string {
  return `likely ${rangeWords(range, format)}`;
}

/** `£1,500 to £5,000`: outwards to halves of the larger end's second digit, so that what lies within still does. */
export function rangeWords({ low, high }: Pick<Gain, "low" | "high">, format: Format): string {
  const larger = Math.max(Math.abs(low), Math.abs(high));
  if (larger < 100) return `${format.money(low)} to ${format.money(high)}`;
  const unit = 10 ** (Math.floor(Math.log10(larger)) - 1) / 2;
  return `${format.wholeMoney(Math.floor(low / unit) * unit)} to ${format.wholeMoney(Math.ceil(high / unit) * unit)}`;
}

/** Why no contact is advised, and what would have to change. */
export function NobodyPays({ advice }: { readonly advice: Advice }): VNode {
  const format = useFormat();
  const { contactCost, offerCost, margin, successRate } = advice.terms;
  const at = advice.breakEven();
  const changes = [
    at.successRate !== null && `${format.percent(at.successRate)} of leavers were won back`,
    at.margin !== null && `the margin were ${format.percent(at.margin)}`,
    at.offerCost !== null && `the offer cost less than ${format.money(at.offerCost)}`,
    at.contactCost !== null && `a contact cost less than ${format.money(at.contactCost)}`,
  ].filter((words) => words !== false);
  return (
    <>
      <p>
        <strong>No contact pays on your terms.</strong> A contact costs {format.money(contactCost)} and an
        accepted offer {format.money(offerCost)}, the margin is {format.percent(margin)}, and{" "}
        {format.percent(successRate)} of those who would leave are won back.
      </p>
      <p>
        {changes.length > 0
          ? `The first would pay if ${changes.join(", or if ")}.`
          : "No single one of these terms would change that: the customers would have to spend more."}{" "}
        <a href="/app/settings#contact">Change the terms</a>
      </p>
    </>
  );
}
