import { type Static, t } from "elysia";
import { currencyFor, type TrainingTerms, termsOfTenant } from "../../jobs/training-terms";
import type { JobRow } from "../../store/job-row";
import { MOST_RATES_CHARACTERS } from "../../transactions/rates";
import type { ApiContext } from "../context";
import { NotFoundError } from "../errors";
import { defineRoute, type Route } from "../route";
import { BodyTenant, Email, Id, JOB_ID_EXAMPLE } from "./schemas";
import { askForJob, QUEUED, submitJob } from "./submit";

export const TrainBody = t.Object({
  tenant_id: BodyTenant,
  dataset_path: t.String({
    minLength: 1,
    maxLength: 1024,
    description: "The path from an upload's answer. It stands for all files of that data set.",
  }),
  mapping_path: t.Optional(
    t.Union([t.String({ minLength: 1, maxLength: 1024 }), t.Null()], {
      description:
        "The path from an upload's answer. Without it, each file's own mapping applies, or the names and contents of its columns.",
    }),
  ),
  notify_email: t.Optional(Email),
  queue_id: t.Optional(Id),
  name: t.Optional(t.String({ minLength: 1, maxLength: 200, description: "A name for the model." })),
  date_order: t.Optional(
    t.Union([t.Literal("mdy"), t.Literal("dmy"), t.Literal("ymd")], {
      description: "For dates that can be read in two ways.",
    }),
  ),
  seed: t.Optional(t.Integer({ minimum: 0, maximum: 2 ** 32 - 1 })),
  effort: t.Optional(
    t.Union([t.Literal("quick"), t.Literal("full")], {
      description:
        "`full`, the default, runs up to four tests; `quick` runs one, learns from less and grows no trees for known customers.",
    }),
  ),
  spend: t.Optional(
    t.Union([t.Literal("net"), t.Literal("gross")], {
      description:
        "`net` (the default) forecasts spend after returns and refunds, `gross` spend as paid. Either way, segments, key accounts and advice use what customers keep.",
    }),
  ),
  currency: t.Optional(
    t.String({
      pattern: "^[A-Za-z]{3}$",
      description:
        "ISO 4217: the currency to count in; by default the tenant's setting, or else the currency of most rows. Amounts in other currencies are converted with the file's own rates or with `rates`, and set aside if there is none.",
    }),
  ),
  rates: t.Optional(
    t.String({
      minLength: 1,
      maxLength: MOST_RATES_CHARACTERS,
      description:
        "CSV with a date, a currency and a rate per line: what one unit was worth in `currency` from that day on. By default the tenant's rates, if they are for the same currency.",
    }),
  ),
  missed_churner_cost: t.Optional(
    t.Number({
      exclusiveMinimum: 0,
      description:
        "Cost of not acting on a customer who leaves; by default, the tenant's setting, initially 20.",
    }),
  ),
  false_alarm_cost: t.Optional(
    t.Number({
      exclusiveMinimum: 0,
      description:
        "Cost of acting on one who would have stayed; by default, the tenant's setting, initially 5.",
    }),
  ),
  contact: t.Optional(
    t.Object(
      {
        contact_cost: t.Optional(t.Number({ minimum: 0 })),
        offer_cost: t.Optional(t.Number({ minimum: 0 })),
        margin: t.Optional(t.Number({ exclusiveMinimum: 0, maximum: 1 })),
        success_rate: t.Optional(t.Number({ minimum: 0, maximum: 1 })),
        redeem_rate: t.Optional(t.Number({ minimum: 0, maximum: 1 })),
      },
      {
        additionalProperties: false,
        description: "What a contact costs and brings. The tenant's settings fill in what is left out.",
      },
    ),
  ),
});

const BODY_EXAMPLE = {
  tenant_id: "shop",
  dataset_path: "tenants/shop/datasets/0190a6b2-7000-7000-8000-000000000001/dataset.csv",
  currency: "EUR",
  rates: "2026-01-01,GBP,1.15\n2026-02-01,GBP,1.16",
};

const ERRORS = {
  404: "Dataset, mapping or queue row not found",
  409: "The queue row is no longer waiting, or is for something else",
};

/** Throws a NotFoundError unless the files come from this tenant's own uploads: arbitrary paths are refused. */
export function requireFiles(
  { store: { datasets }, blobs }: ApiContext,
  tenant: string,
  { dataset_path, mapping_path }: Pick<Static<typeof TrainBody>, "dataset_path" | "mapping_path">,
): void {
  if (!datasets.findByPath(tenant, blobs.keyOf(dataset_path)))
    throw new NotFoundError("Dataset not found. Give the dataset_path that an upload returned.");
  if (mapping_path && !datasets.hasMapping(tenant, blobs.keyOf(mapping_path)))
    throw new NotFoundError("Mapping not found. Give the mapping_path that an upload returned.");
}

/**
 * The options of the training: from the request, else from the tenant's settings. Throws a UserError for invalid rates.
 */
export function termsFor(context: ApiContext, tenant: string, asked: TrainingTerms): TrainingTerms {
  const own = termsOfTenant(context.store.tenants.settings(tenant));
  const { missed_churner_cost = own.missed_churner_cost, false_alarm_cost = own.false_alarm_cost } = asked;
  return {
    ...currencyFor(own, asked),
    ...(missed_churner_cost !== undefined && { missed_churner_cost }),
    ...(false_alarm_cost !== undefined && { false_alarm_cost }),
    ...((own.contact || asked.contact) && { contact: { ...own.contact, ...asked.contact } }),
  };
}

/** Hands a training to the pool, or requests it through `submit`. */
export function submitTraining(
  context: ApiContext,
  tenant: string,
  body: Static<typeof TrainBody>,
  submit: typeof askForJob = submitJob,
): JobRow {
  requireFiles(context, tenant, body);
  return submit(context, tenant, "training", { ...body, ...termsFor(context, tenant, body) });
}

export const trainingRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/train",
    access: "analyst",
    tag: "training",
    summary: "Train a model",
    description:
      "Answers at once; the training runs in the background. Follow it with `GET /jobs/{job_id}`, `GET /jobs/{job_id}/events` or `GET /queue`. The model's id is in the job's result.",
    body: TrainBody,
    bodyExample: BODY_EXAMPLE,
    answers: {
      200: {
        description: "The training is queued.",
        schema: t.Object({ status: t.Literal("started"), job_id: t.String() }),
        example: { status: "started", job_id: JOB_ID_EXAMPLE },
      },
    },
    errors: ERRORS,
    handle: ({ tenant, body }, context) => ({
      status: "started",
      job_id: submitTraining(context, tenant, body).id,
    }),
  }),
  defineRoute({
    method: "POST",
    path: "/api/queue/train",
    access: "analyst",
    tag: "queue",
    summary: "Queue a training",
    description: "Like `POST /train`, but answers with the queue row's id.",
    body: TrainBody,
    bodyExample: BODY_EXAMPLE,
    answers: { 200: QUEUED },
    errors: ERRORS,
    handle: ({ tenant, body }, context) => ({
      status: "queued",
      queue_id: submitTraining(context, tenant, body, askForJob).id,
    }),
  }),
];
