import { type Static, t } from "elysia";
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
    description: "Of no order within the churn horizon, 0 to 1; null where it could not be learned.",
  }),
  ltv_estimate: t.Union([t.Number(), t.Null()], {
    description:
      "Expected spend over the spend horizon, in the file's currency; null where it could not be learned.",
  }),
  ltv_horizon_days: t.Optional(
    t.Integer({ description: "The horizon that was asked for; absent where none was." }),
  ),
  recommended_action: t.String(),
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
  segment_name: "Champions",
  churn_probability: 0.12,
  ltv_estimate: 812.5,
  recommended_action: "Reward: early access, a personal contact",
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

/** The id of the model that is asked for, or of the tenant's default. */
export function chosenModel({ store }: ApiContext, tenant: string, asked: string | undefined): string {
  const id = asked ?? store.tenants.defaultModel(tenant);
  if (id === null)
    throw new ConflictError(
      "There is no default model yet. Train one, choose one by POST /models/default, or give model_id.",
    );
  return id;
}

/** Throws where the model does not know the customer and nothing else is said of it. */
async function answerOf(model: OpenModel, body: Static<typeof Body>): Promise<Prediction> {
  const { customer_id: customerId, features, horizon_days: horizonDays } = body;
  const prediction = await predict(model, { customerId, features, horizonDays });
  if (prediction) return prediction;
  throw new NotFoundError(
    "Customer not found. The model knows those with an order in the file that it was trained on; for anybody else give features.",
  );
}

export const predictRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/predict",
    access: "business",
    // Of a tenant that is gone nothing is recorded, since its model is gone.
    whileErased: true,
    tag: "predictions",
    summary: "Predict for one customer",
    description:
      "By `customer_id` for a customer that the model knows, by `features` for anybody. Answered at once by the server itself, also while models are trained. The record follows within some tens of milliseconds; should the server crash before, the record is lost.",
    body: Body,
    bodyExample: { features: FEATURES_EXAMPLE },
    answers: {
      200: { description: "What the model says.", schema: Answer, example: EXAMPLE },
    },
    errors: {
      404: "Model or customer not found",
      409: "No model is named and the tenant has no default one",
    },
    handle: async ({ tenant, body }, context) => {
      if (body.customer_id === undefined && body.features === undefined) {
        const message = "is required where there are no features";
        throw new InvalidRequestError([{ field: "customer_id", message }]);
      }
      // Before it is asked: who is erased from now on is not written down again.
      const createdAt = context.now();
      const model = requireModel(context, tenant, chosenModel(context, tenant, body.model_id));
      const prediction = await context.models.use(model, (open) => answerOf(open, body));
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
