import { InputError } from "../errors";
import { withHorizon } from "./horizon";
import type { OpenModel } from "./open-model";
import type { Prediction } from "./prediction";

/**
 * Who is asked about: a customer, somebody who is described by base features, or both; and over how many days expected
 * spend is told.
 */
export interface Asked {
  readonly customerId?: string | number | null | undefined;
  readonly features?: Readonly<Record<string, unknown>> | null | undefined;
  readonly horizonDays?: number | undefined;
}

/**
 * By the customer where the model knows it, else by the features; the customer's id then comes back as it was sent.
 * Null where the model does not know the customer and no features are given. Throws an InputError for features that
 * cannot be.
 */
export async function predict(model: OpenModel, asked: Asked): Promise<Prediction | null> {
  const { customerId = null, features, horizonDays } = asked;
  const known = customerId === null ? null : model.known(String(customerId));
  const prediction =
    known ?? (features ? { ...(await model.described(features)), customer_id: customerId } : null);
  return prediction === null || horizonDays === undefined
    ? prediction
    : withHorizon(model.customers, prediction, horizonDays);
}

/** As `predict`. Throws an InputError also for a customer that the model does not know. */
export async function requirePrediction(model: OpenModel, asked: Asked): Promise<Prediction> {
  const prediction = await predict(model, asked);
  if (prediction) return prediction;
  throw new InputError(
    `The model has no customer ${asked.customerId}. It knows those with a kept order in the file it was trained on; for anybody else give the features.`,
  );
}
