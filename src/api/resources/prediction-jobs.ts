import { type Static, t } from "elysia";
import { InputError } from "../../errors";
import type { JobRow } from "../../store/job-row";
import type { ApiContext } from "../context";
import { ConflictError, InvalidRequestError, UnavailableError } from "../errors";
import { defineRoute, type Route } from "../route";
import { requireModel } from "./models";
import { preferenceOf } from "./prefer";
import { QUEUE_ROW_EXAMPLE, QueueRow, queueAnswer } from "./queue";
import {
  BodyTenant,
  CustomerId,
  Email,
  FEATURES_EXAMPLE,
  Features,
  Id,
  MODEL_ID_EXAMPLE,
  PREDICTION_ID_EXAMPLE,
} from "./schemas";
import { askForJob, QUEUED, submitJob } from "./submit";

const QueuedBody = t.Object({
  tenant_id: BodyTenant,
  model_id: Id,
  customer_id: t.Optional(CustomerId),
  features: t.Optional(Features),
  notify_email: t.Optional(Email),
  queue_id: t.Optional(Id),
});
const JobBody = t.Composite([
  QueuedBody,
  t.Object({ mode: t.Union([t.Literal("single"), t.Literal("batch")]) }),
]);

const ERRORS = {
  404: "Model or queue row not found",
  409: "The queue row is no longer waiting, or the job was cancelled",
};

function submitPrediction(
  context: ApiContext,
  tenant: string,
  body: Static<typeof JobBody>,
  submit: typeof askForJob = submitJob,
): JobRow {
  if (body.mode === "single" && body.customer_id === undefined && body.features === undefined) {
    const message = "is required unless there are features";
    throw new InvalidRequestError([{ field: "customer_id", message }]);
  }
  requireModel(context, tenant, body.model_id);
  return submit(context, tenant, "prediction", body);
}

/** The answer to a caller who waited. */
function endAnswer(job: JobRow | null) {
  switch (job?.status) {
    case "completed":
      return {
        status: "completed",
        prediction_id: (job.result as { prediction_id: string }).prediction_id,
      };
    case "failed":
      throw new InputError(job.error ?? "The prediction failed.");
    case "cancelled":
      throw new ConflictError("The prediction was cancelled.");
    case undefined:
      throw new ConflictError("The customer was erased in the meantime, and the prediction with them.");
    default:
      throw new UnavailableError(
        "The server is stopping before the prediction is done. The job is kept; see GET /queue.",
      );
  }
}

function queuedRoute(mode: "single" | "batch"): Route {
  return defineRoute({
    method: "POST",
    path: `/api/queue/predict-${mode}`,
    access: "business",
    tag: "queue",
    summary: `Queue a ${mode} prediction`,
    description: "Like `POST /predict_job` in this mode, but answers with the queue row's id.",
    body: QueuedBody,
    bodyExample: {
      tenant_id: "shop",
      model_id: MODEL_ID_EXAMPLE,
      ...(mode === "single" && { features: FEATURES_EXAMPLE }),
    },
    answers: { 200: QUEUED },
    errors: ERRORS,
    handle: ({ tenant, body }, context) => ({
      status: "queued",
      queue_id: submitPrediction(context, tenant, { ...body, mode }, askForJob).id,
    }),
  });
}

export const predictionJobRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/predict_job",
    access: "business",
    slow: true,
    tag: "predictions",
    summary: "Predict in the pool",
    description:
      "One customer, or all customers that the model knows. Answers when it is done, or with `Prefer: respond-async` at once with the queue row.",
    body: JobBody,
    bodyExample: { tenant_id: "shop", model_id: MODEL_ID_EXAMPLE, mode: "batch" },
    answers: {
      200: {
        description: "It is done.",
        schema: t.Object({ status: t.Literal("completed"), prediction_id: t.String() }),
        example: { status: "completed", prediction_id: PREDICTION_ID_EXAMPLE },
      },
      202: {
        description: "With `Prefer: respond-async`: the job is queued.",
        schema: QueueRow,
        example: QUEUE_ROW_EXAMPLE,
      },
    },
    errors: { ...ERRORS, 503: "The server is stopping before the prediction is done" },
    handle: async ({ tenant, body, request, onceId }, context) => {
      const job = submitPrediction(context, tenant, body, (...asked) => submitJob(...asked, onceId));
      if (!preferenceOf(request).async)
        return endAnswer(await context.queue.waitForEnd(tenant, job.id, request.signal));
      return Response.json(queueAnswer(job), {
        status: 202,
        headers: { Location: `/jobs/${encodeURIComponent(job.id)}`, "Preference-Applied": "respond-async" },
      });
    },
  }),
  queuedRoute("single"),
  queuedRoute("batch"),
];
