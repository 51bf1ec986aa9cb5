import { t } from "elysia";
import { linkKeyFile, signedPath } from "../../auth/download-links";
import type { PredictionRow } from "../../store/predictions";
import { BOM_QUERY, marked } from "../byte-order-mark";
import type { ApiContext } from "../context";
import { NotFoundError } from "../errors";
import { defineRoute, type Route } from "../route";
import { streamed } from "../streamed";
import { predictionsWritten } from "./predict/prediction-log";
import { LIST_QUERY, listAnswer, listed } from "./row-pages";
import { Done, Id, MODEL_ID_EXAMPLE, Moment, moment, PREDICTION_ID_EXAMPLE } from "./schemas";

const Params = t.Object({ prediction_id: Id });
const Prediction = t.Object({
  prediction_id: t.String(),
  model_id: t.String(),
  payload: t.Unknown({ description: "The request." }),
  result: t.Unknown({ description: "The answer; for a batch, the first rows." }),
  batch_file_url: t.Union([t.String(), t.Null()], { description: "The object key of a batch's CSV." }),
  label: t.Optional(t.String()),
  created_at: Moment,
});
const EXAMPLE = {
  prediction_id: PREDICTION_ID_EXAMPLE,
  model_id: MODEL_ID_EXAMPLE,
  payload: { customer_id: 12347 },
  result: { customer_id: 12347, segment: 2, churn_probability: 0.12, ltv_estimate: 812.5 },
  batch_file_url: null,
  created_at: "2011-12-10T08:00:00.000Z",
};

const NOT_FOUND = "Prediction not found";
const NO_FILE = "No file available";
const CSV = "text/csv; charset=utf-8";
/** For a link to a batch's file, wherever it is kept. */
const LINK = { seconds: 3600, fileName: "predictions.csv", contentType: CSV };

function predictionAnswer({ blobs }: ApiContext, row: PredictionRow) {
  return {
    prediction_id: row.id,
    model_id: row.modelId,
    payload: row.payload,
    result: row.result,
    batch_file_url: row.batchFileUrl && blobs.pathOf(row.batchFileUrl),
    ...(row.label !== null && { label: row.label }),
    created_at: moment(row.createdAt),
  };
}

function requirePrediction({ store }: ApiContext, tenant: string, id: string): PredictionRow {
  const row = store.predictions.find(tenant, id);
  if (!row) throw new NotFoundError(NOT_FOUND);
  return row;
}

/** The object key of the batch's file, which must exist. */
async function requireFile(context: ApiContext, tenant: string, id: string): Promise<string> {
  const { batchFileUrl } = requirePrediction(context, tenant, id);
  if (batchFileUrl === null || !(await context.blobs.exists(batchFileUrl))) throw new NotFoundError(NO_FILE);
  return batchFileUrl;
}

export const predictionsRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/predictions",
    access: "business",
    tag: "predictions",
    summary: "Recorded predictions",
    description:
      "Newest first. For the next page, send the last `prediction_id` as `cursor`; the header `Link` has that URL.",
    query: t.Object(LIST_QUERY),
    answers: {
      200: { description: "One entry per prediction.", schema: t.Array(Prediction), example: [EXAMPLE] },
    },
    handle: async ({ tenant, query }, context) => {
      const { limit, cursor } = listed(query);
      await predictionsWritten(context);
      const rows = context.store.predictions.list(tenant, limit, cursor);
      return listAnswer("/predictions", limit, rows, (row) => predictionAnswer(context, row));
    },
  }),
  defineRoute({
    method: "GET",
    path: "/predictions/:prediction_id",
    access: "business",
    tag: "predictions",
    summary: "One recorded prediction",
    description: "The same entry as in `GET /predictions`.",
    params: Params,
    answers: { 200: { description: "The prediction.", schema: Prediction, example: EXAMPLE } },
    errors: { 404: NOT_FOUND },
    handle: ({ tenant, params }, context) =>
      predictionAnswer(context, requirePrediction(context, tenant, params.prediction_id)),
  }),
  defineRoute({
    method: "PATCH",
    path: "/predictions/:prediction_id",
    access: "business",
    tag: "predictions",
    summary: "Label a prediction",
    description: "Adds your own note, such as the outcome.",
    params: Params,
    body: t.Object({ label: t.String({ maxLength: 1000 }) }),
    bodyExample: { label: "called on Monday" },
    answers: { 200: { description: "It is labelled.", schema: Done, example: { status: "ok" } } },
    errors: { 404: NOT_FOUND },
    handle: ({ tenant, params, body }, { store }) => {
      if (!store.predictions.setLabel(tenant, params.prediction_id, body.label))
        throw new NotFoundError(NOT_FOUND);
      return { status: "ok" };
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/predictions/:prediction_id",
    access: "analyst",
    tag: "predictions",
    summary: "Delete a prediction",
    description: "Removes the record and, for a batch, its file.",
    params: Params,
    answers: {
      200: {
        description: "It is deleted.",
        schema: t.Object({ status: t.Literal("deleted"), prediction_id: t.String() }),
        example: { status: "deleted", prediction_id: PREDICTION_ID_EXAMPLE },
      },
    },
    errors: { 404: NOT_FOUND },
    handle: async ({ tenant, params }, context) => {
      const row = requirePrediction(context, tenant, params.prediction_id);
      const { id, batchFileUrl } = row;
      const { predictions } = context.store;
      // The row goes first: if we are killed now, the next start sweeps the file. A listed batch always has its file.
      predictions.delete(tenant, id);
      try {
        if (batchFileUrl !== null) await context.blobs.delete(batchFileUrl);
      } catch (error) {
        // The bucket cannot be used now, and the caller can ask again.
        predictions.insert(tenant, row);
        throw error;
      }
      return { status: "deleted", prediction_id: id };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/predictions/:prediction_id/download",
    access: "business",
    tag: "predictions",
    summary: "Get a link to a batch's file",
    description:
      "A link to the file of a batch prediction. It works for an hour, without credentials, for anyone who has it. It leads into the bucket if files are kept in one, else to `/csv` with a signature.",
    params: Params,
    answers: {
      200: {
        description: "The link.",
        schema: t.Object({ url: t.String() }),
        example: {
          url: `http://127.0.0.1:8000/predictions/${PREDICTION_ID_EXAMPLE}/csv?tenant=shop&expires=1323507600&signature=q1w2e3`,
        },
      },
    },
    errors: { 404: `${NOT_FOUND}, or ${NO_FILE}` },
    handle: async ({ tenant, params, request }, context) => {
      const id = params.prediction_id;
      const key = await requireFile(context, tenant, id);
      const link = await context.blobs.link(key, LINK);
      if (link !== null) return { url: link };
      const signed = signedPath(linkKeyFile(context.store), {
        path: `/predictions/${encodeURIComponent(id)}/csv`,
        tenant,
        expiresAt: context.now() + LINK.seconds * 1000,
      });
      return { url: new URL(signed, context.config.publicUrl ?? request.url).href };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/predictions/:prediction_id/csv",
    access: "business",
    slow: true,
    tag: "predictions",
    summary: "A batch's file",
    description:
      "One row per customer: CustomerID, segment, churn_probability, ltv_estimate, recommended_action, then segment_name and reasons. A link of `/download` needs no credentials and no `X-Tenant-Id`.",
    byLink: true,
    params: Params,
    query: t.Object({
      ...BOM_QUERY,
      tenant: t.Optional(t.String({ description: "Part of a signed link." })),
      expires: t.Optional(t.Integer({ description: "Part of a signed link: seconds since 1970." })),
      signature: t.Optional(t.String({ description: "Part of a signed link." })),
    }),
    answers: { 200: { description: "The file, as an attachment.", contentType: "text/csv" } },
    errors: { 404: `${NOT_FOUND}, or ${NO_FILE}` },
    handle: async ({ tenant, params, query }, context) => {
      const file = await context.blobs.open(await requireFile(context, tenant, params.prediction_id));
      if (!file) throw new NotFoundError(NO_FILE);
      return streamed(marked(file.stream, query.bom), {
        "Content-Type": CSV,
        "Content-Disposition": `attachment; filename="predictions.csv"`,
      });
    },
  }),
];
