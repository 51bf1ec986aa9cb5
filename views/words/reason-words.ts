import type { Reason } from "../../src/models/churn/reasons";
import type { Contribution } from "../charts/contribution-bars";

/** The reasons of a prediction for their picture: what each says of the customer, and how far it moves the risk. */
export function reasonWords(reasons: readonly Pick<Reason, "contribution" | "text">[]): Contribution[] {
  return reasons.map(({ contribution, text }) => {
    // The bar says which way it moves the risk.
    const words = text.slice(text.indexOf(": ") + 2);
    return { words: words.charAt(0).toUpperCase() + words.slice(1), value: contribution };
  });
}
