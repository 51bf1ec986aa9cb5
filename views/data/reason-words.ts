import { inWords } from "../../src/models/reason-phrases";
import type { Reason } from "../../src/models/reasons";
import type { Contribution } from "../charts/contribution-bars";

/** The reasons of a prediction for their picture: what each says of the customer, and how far it moves the risk. */
export function reasonWords(
  reasons: readonly Pick<Reason, "feature" | "value" | "contribution">[],
): Contribution[] {
  return reasons.map(({ feature, value, contribution }) => {
    const words = inWords(feature, value ?? NaN);
    return { words: words.charAt(0).toUpperCase() + words.slice(1), value: contribution };
  });
}
