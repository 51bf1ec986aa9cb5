import { t } from "elysia";
import { modelJsonOf } from "../../answers/damaged-model";
import type { KnownModel, ModelRow } from "../../store/models";
import type { ApiContext } from "../context";
import { NotFoundError } from "../errors";
import { defineRoute, type Route } from "../route";
import { CustomerInPath, Id, MODEL_ID_EXAMPLE, Moment, moment } from "./schemas";

export const ModelParams = t.Object({ model_id: Id });

const Model = t.Object({
  model_id: t.String(),
  name: t.String(),
  metrics: t.Record(t.String(), t.Number()),
  artifact_prefix: t.String({ description: "The object key of its folder." }),
  created_at: Moment,
  dataset_id: t.Union([t.String(), t.Null()]),
  files: t.Array(
    t.Object({
      file_id: t.String(),
      name: t.String(),
      sha256: t.Union([t.String(), t.Null()]),
      rows_read: t.Optional(t.Integer()),
      rows_kept: t.Optional(t.Integer()),
      rows_replaced: t.Optional(t.Integer()),
      orders: t.Optional(t.Integer()),
      first_order: t.Optional(t.Union([t.String(), t.Null()])),
      last_order: t.Optional(t.Union([t.String(), t.Null()])),
    }),
    { description: "The files it was trained on, as they were then, and what each added." },
  ),
  as_of: t.Union([Moment, t.Null()], { description: "The newest order it was trained on." }),
  job_id: t.String(),
});

const EXAMPLE = {
  model_id: MODEL_ID_EXAMPLE,
  name: "OnlineRetail.csv",
  metrics: { churn_auc: 0.79 },
  artifact_prefix: `tenants/shop/models/${MODEL_ID_EXAMPLE}`,
  created_at: "2011-12-10T08:00:00.000Z",
  dataset_id: null,
  files: [],
  as_of: "2011-12-09T12:50:00.000Z",
  job_id: "0190a6b2-8f00-7a11-8c22-3d4e5f607182",
};

export const MODEL_NOT_FOUND = "Model not found";

/** The tenant's model with this id. An unknown one and another tenant's get the same error. */
export function requireModel({ store }: Pick<ApiContext, "store">, tenant: string, id: string): KnownModel {
  const model = store.models.find(tenant, id);
  if (!model) throw new NotFoundError(MODEL_NOT_FOUND);
  return model;
}

function modelAnswer({ blobs }: ApiContext, row: ModelRow) {
  return {
    model_id: row.id,
    name: row.name,
    metrics: row.metrics,
    artifact_prefix: blobs.pathOf(row.artifactPrefix),
    created_at: moment(row.createdAt),
    dataset_id: row.datasetId,
    files: row.files,
    as_of: row.asOf === null ? null : moment(row.asOf),
    job_id: row.jobId,
  };
}

export const modelsRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/models",
    access: "business",
    tag: "models",
    summary: "All models",
    description: "The tenant's models, newest training first.",
    answers: { 200: { description: "One entry per model.", schema: t.Array(Model), example: [EXAMPLE] } },
    handle: ({ tenant }, context) =>
      context.store.models.list(tenant).map((row) => modelAnswer(context, row)),
  }),
  defineRoute({
    method: "GET",
    path: "/models/:model_id",
    access: "business",
    tag: "models",
    summary: "One model",
    description: "The same entry as in `GET /models`.",
    params: ModelParams,
    answers: { 200: { description: "The model.", schema: Model, example: EXAMPLE } },
    errors: { 404: MODEL_NOT_FOUND },
    handle: ({ tenant, params }, context) =>
      modelAnswer(context, requireModel(context, tenant, params.model_id)),
  }),
  defineRoute({
    method: "GET",
    path: "/models/:model_id/json",
    access: "business",
    tag: "models",
    summary: "The quality of each number of segments",
    description:
      "The silhouette (-1 to 1, higher is better) of each number of segments that the training tried.",
    params: ModelParams,
    answers: {
      200: {
        description: "The file and its content.",
        schema: t.Object({ filename: t.String(), data: t.Record(t.String(), t.Number()) }),
        example: { filename: "kmeans_scores.json", data: { "3": 0.41, "4": 0.43 } },
      },
    },
    errors: { 404: MODEL_NOT_FOUND },
    handle: async ({ tenant, params }, context) => {
      const { artifactPrefix } = requireModel(context, tenant, params.model_id);
      const filename = "kmeans_scores.json";
      const bytes = await context.blobs.read(`${artifactPrefix}/${filename}`);
      if (!bytes) throw new NotFoundError(MODEL_NOT_FOUND);
      return { filename, data: modelJsonOf(new TextDecoder().decode(bytes)) };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/models/:model_id/customers/:customer_id/exists",
    access: "business",
    tag: "models",
    summary: "Whether a model knows a customer",
    description: "A model knows the customers with a kept order in the file that it was trained on.",
    params: t.Object({ model_id: Id, customer_id: CustomerInPath }),
    answers: {
      200: {
        description: "The answer.",
        schema: t.Object({ exists: t.Boolean() }),
        example: { exists: true },
      },
    },
    errors: { 404: MODEL_NOT_FOUND },
    handle: ({ tenant, params }, context) => {
      const known = requireModel(context, tenant, params.model_id);
      return context.models.use(known, ({ customers }) => ({
        exists: customers.rowOf(params.customer_id) !== undefined,
      }));
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/models/:model_id",
    access: "analyst",
    tag: "models",
    summary: "Delete a model",
    description:
      "Removes the model and its artifacts. If it was the tenant's default, there is no default afterwards.",
    params: ModelParams,
    answers: {
      200: {
        description: "It is deleted.",
        schema: t.Object({ status: t.Literal("deleted"), model_id: t.String() }),
        example: { status: "deleted", model_id: MODEL_ID_EXAMPLE },
      },
    },
    errors: { 404: MODEL_NOT_FOUND },
    handle: async ({ tenant, params }, context) => {
      const model = requireModel(context, tenant, params.model_id);
      const { id, artifactPrefix } = model;
      const { models, tenants } = context.store;
      const isDefault = tenants.defaultModel(tenant) === id;
      // The row goes first: if we are killed now, the next start sweeps the files. A listed model always has its files.
      models.delete(tenant, id);
      context.models.drop(artifactPrefix);
      try {
        await context.blobs.delete(artifactPrefix);
      } catch (error) {
        // The bucket cannot be used now, and the caller can ask again.
        models.insert(tenant, model);
        if (isDefault) tenants.setDefaultModel(tenant, id);
        throw error;
      }
      return { status: "deleted", model_id: id };
    },
  }),
];
