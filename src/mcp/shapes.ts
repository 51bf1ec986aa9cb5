import { type TSchema, Type as t } from "@sinclair/typebox";
import type { Gain } from "../models/contact/gain";
import { hundredths } from "./amounts";

/** What describes each answer, in its own field. */
export const maybe = <S extends TSchema>(schema: S, description?: string) =>
  t.Union([schema, t.Null()], description === undefined ? {} : { description });

export const Amount = maybe(t.Number(), "In `about.currency`; null if it could not be learned.");
export const Share = maybe(t.Number(), "0 to 1; null if it could not be learned.");
export const Count = t.Integer({ minimum: 0 });

/** A figure with the range that holds in four of five cases. */
export const Ranged = t.Object({ expected: t.Number(), low: t.Number(), high: t.Number() });

/** What contacts should bring, and cost. */
export const GainShape = t.Object({
  customers: Count,
  expected: Amount,
  low: Amount,
  high: Amount,
  cost: Amount,
});

export function gainShape({ customers, expected, low, high, cost }: Gain) {
  return {
    customers,
    expected: hundredths(expected),
    low: hundredths(low),
    high: hundredths(high),
    cost: hundredths(cost),
  };
}

/** What every answer about a model says of it. */
export const About = t.Object(
  {
    model_id: t.String(),
    model_name: t.String(),
    as_of: t.String({
      description: "The day of the newest order. All ages and forecasts count from there, not from today.",
    }),
    currency: maybe(t.String(), "ISO 4217; null if neither the file nor the settings name it."),
    customers: Count,
    churn_horizon_days: Count,
    spend_horizon_days: Count,
    doubts: t.Array(t.String(), {
      description: "What the data cannot show or may have wrong. Tell the user those that matter.",
    }),
  },
  { description: "The model behind the figures." },
);

export const SUMMARY = t.String({ description: "The answer in a sentence or two." });

/** How a tool is told which model to ask. */
export const MODEL_ID = t.Optional(
  t.String({
    minLength: 1,
    maxLength: 128,
    description: "The id of a model from list_models; without it, the default model answers.",
  }),
);
