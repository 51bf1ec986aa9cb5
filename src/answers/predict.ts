import { InputError } from "../errors";
import type { ContactTerms } from "../models/contact/action-value";
import { leavingWithin, spendWithin } from "./horizon";
import type { OpenModel } from "./open-model";
import type { Prediction } from "./prediction";

/**
 * The subject of a question (a customer, someone described by base features, or both), the horizons for leaving and for
 * expected spend, and the terms of a contact; the model's own by default.
 */
export interface Asked {
  readonly customerId?: string | number | null | undefined;
  readonly features?: Readonly<Record<string, unknown>> | null | undefined;
  readonly horizonDays?: number | undefined;
  readonly churnHorizonDays?: number | undefined;
  readonly terms?: ContactTerms | undefined;
}

/**
 * Uses the customer if the model knows them, else the features; the answer then repeats the id as it was sent. Null if
 * the model does not know the customer and there are no features. Throws an InputError for invalid features.
 */
export async function predict(model: OpenModel, asked: Asked): Promise<Prediction | null> {
  const { customerId = null, features, horizonDays, churnHorizonDays, terms } = asked;
  const known = customerId === null ? null : model.known(String(customerId), terms);
  const scores =
    known ?? (features ? { ...(await model.described(features, terms)), customer_id: customerId } : null);
  if (scores === null) return null;
  const { churn, lifetime_value } = model.card;
  return {
    ...scores,
    churn_horizon_days: churnHorizonDays ?? churn.horizon_days,
    ltv_horizon_days: horizonDays ?? lifetime_value.horizon_days,
    ...(churnHorizonDays !== undefined && {
      churn_probability: leavingWithin(model, scores, churnHorizonDays),
    }),
    ...(horizonDays !== undefined && { ltv_estimate: spendWithin(model.customers, scores, horizonDays) }),
  };
}

/** Like `predict`, but also throws an InputError for an unknown customer. */
export async function requirePrediction(model: OpenModel, asked: Asked): Promise<Prediction> {
  const prediction = await predict(model, asked);
  if (prediction) return prediction;
  throw new InputError(
    `The model has no customer ${asked.customerId}. It knows those with a kept order in the file it was trained on; for anyone else, give the features.`,
  );
}
