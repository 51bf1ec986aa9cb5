import { type Static, t } from "elysia";
import { contactTerms } from "../../../answers/advice";
import { LEAST_LEAVING_DAYS, MOST_LEAVING_DAYS } from "../../../answers/horizon";
import type { OpenModel } from "../../../answers/open-model";
import { predict } from "../../../answers/predict";
import type { Prediction } from "../../../answers/prediction";
import { LEAST_HORIZON_DAYS, MOST_HORIZON_DAYS } from "../../../models/spend/spend-horizon";
import type { ApiContext } from "../../context";
import { ConflictError, InvalidRequestError, NotFoundError } from "../../errors";
import { defineRoute, type Route } from "../../route";
import { requireModel } from "../models";
import { CustomerId, FEATURES_EXAMPLE, Features, Id, MODEL_ID_EXAMPLE } from "../schemas";
import { predictionLog } from "./prediction-log";

const Body = t.Object({
  customer_id: t.Optional(CustomerId),
  features: t.Optional(Features),
  model_id: t.Optional(Id),
  churn_horizon_days: t.Optional(
    t.Integer({
      minimum: LEAST_LEAVING_DAYS,
      maximum: MOST_LEAVING_DAYS,
      description:
        "The probability of no order within this many days, along the customer's curve of the next order; without it, within the model's own churn horizon.",
    }),
  ),
  horizon_days: t.Optional(
    t.Integer({
      minimum: LEAST_HORIZON_DAYS,
      maximum: MOST_HORIZON_DAYS,
      description: "Expected spend over this many days; without it, over the model's own spend horizon.",
    }),
  ),
});

const Answer = t.Object({
  customer_id: t.Union([t.String(), t.Number(), t.Null()]),
  segment: t.Integer(),
  segment_name: t.String(),
  churn_probability: t.Union([t.Number(), t.Null()], {
    description:
      "The probability of no order within the churn horizon, 0 to 1; null if it could not be learned.",
  }),
  ltv_estimate: t.Union([t.Number(), t.Null()], {
    description:
      "Expected spend over the spend horizon, in the file's currency; null if it could not be learned.",
  }),
  churn_horizon_days: t.Integer({
    description: "The churn horizon in days: the requested one, or the model's.",
  }),
  ltv_horizon_days: t.Integer({
    description: "The spend horizon in days: the requested one, or the model's.",
  }),
  recommended_action: t.String(),
  expected_gain: t.Union([t.Number(), t.Null()], {
    description:
      "Expected gain of contacting the customer now, in the file's currency; null if unknown. A contact is recommended only above 0.",
  }),
  reasons: t.Array(
    t.Object({
      feature: t.String(),
      value: t.Union([t.Number(), t.Null()]),
      contribution: t.Number({ description: "To the log-odds of leaving; positive raises the risk." }),
      text: t.String(),
    }),
    { description: "What moved the churn probability most, largest first." },
  ),
  model_id: t.String(),
});

const EXAMPLE = {
  customer_id: 12347,
  segment: 2,
  segment_name: "Best customers",
  churn_probability: 0.12,
  ltv_estimate: 812.5,
  churn_horizon_days: 90,
  ltv_horizon_days: 180,
  recommended_action: "Reward: early access, a personal contact",
  expected_gain: 3.4,
  reasons: [
    {
      feature: "recency_days",
      value: 2,
      contribution: -0.61,
      text: "Lowers the risk: last order 2 days ago",
    },
  ],
  model_id: MODEL_ID_EXAMPLE,
};

/** What is said of a customer whom the model does not know, without the end of the sentence. */
export const CUSTOMER_NOT_FOUND =
  "Customer not found. The model knows those with an order in the file that it was trained on";

/** The id of the requested model, or of the tenant's default. */
export function chosenModel(
  { store }: Pick<ApiContext, "store">,
  tenant: string,
  asked: string | undefined,
): string {
  const id = asked ?? store.tenants.defaultModel(tenant);
  if (id === null)
    throw new ConflictError(
      "There is no default model yet. Train one, choose one with POST /models/default, or give model_id.",
    );
  return id;
}

/** Throws if the model does not know the customer and the request gives no features. */
async function answerOf(
  model: OpenModel,
  body: Static<typeof Body>,
  settings: Readonly<Record<string, unknown>>,
): Promise<Prediction> {
  const {
    customer_id: customerId,
    features,
    horizon_days: horizonDays,
    churn_horizon_days: churnHorizonDays,
  } = body;
  const prediction = await predict(model, {
    customerId,
    features,
    horizonDays,
    churnHorizonDays,
    terms: contactTerms(model.card, settings),
  });
  if (prediction) return prediction;
  throw new NotFoundError(`${CUSTOMER_NOT_FOUND}; for anyone else, send features.`);
}

export const predictRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/predict",
    access: "business",
    // If the tenant is gone, so is its model, and nothing is recorded.
    whileErased: true,
    tag: "predictions",
    summary: "Predict for one customer",
    description:
      "Send `customer_id` for a customer that the model knows, or `features` for anyone. The server answers at once, even while models are being trained. It records the prediction some tens of milliseconds later; if it crashes before that, the record is lost.",
    body: Body,
    bodyExample: { features: FEATURES_EXAMPLE },
    answers: {
      200: { description: "What the model says.", schema: Answer, example: EXAMPLE },
    },
    errors: {
      404: "Model or customer not found",
      409: "The request names no model and the tenant has no default model",
    },
    handle: async ({ tenant, body }, context) => {
      if (body.customer_id === undefined && body.features === undefined) {
        const message = "is required unless there are features";
        throw new InvalidRequestError([{ field: "customer_id", message }]);
      }
      // Taken before the prediction, so that anyone erased from now on is not recorded again.
      const createdAt = context.now();
      const model = requireModel(context, tenant, chosenModel(context, tenant, body.model_id));
      const prediction = await context.models.use(model, (open) =>
        answerOf(open, body, context.store.tenants.settings(tenant)),
      );
      const result = { ...prediction, model_id: model.id };
      await predictionLog(context).record(tenant, {
        id: Bun.randomUUIDv7(),
        modelId: model.id,
        payload: body,
        result,
        batchFileUrl: null,
        label: null,
        createdAt,
      });
      return result;
    },
  }),
];
