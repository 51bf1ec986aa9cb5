import type { Prediction } from "../pipeline/predict";

/** Who is asked about: a customer, somebody who is described, or both. */
export interface AskedSingle<Features> {
  readonly customerId: string | number | null;
  readonly features: Features | null;
}

/** How a model answers about one. */
interface SingleAnswers<Features> {
  /** Null for a customer that the model does not know. */
  known(customerId: string): Prediction | null | Promise<Prediction | null>;
  described(features: Features): Promise<Prediction>;
}

/**
 * By the customer where the model knows it, else by the features; the customer's id then comes back as it was sent. Null where the model
 * does not know the customer and no features are given.
 */
export async function singlePrediction<Features>(
  { customerId, features }: AskedSingle<Features>,
  answers: SingleAnswers<Features>,
): Promise<Prediction | null> {
  const known = customerId === null ? null : await answers.known(String(customerId));
  if (known || features === null) return known;
  return { ...(await answers.described(features)), customer_id: customerId };
}
