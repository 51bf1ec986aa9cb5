import { t } from "elysia";
import type { ApiContext } from "../../context";
import { ConflictError, NotFoundError } from "../../errors";
import { defineRoute, type Route } from "../../route";
import { predictionsWritten } from "../predict/prediction-log";
import { CustomerInPath } from "../schemas";
import { type ErasedRows, eraseFromDataset } from "./erase-from-dataset";
import { type ErasedFromModel, eraseFromModel } from "./erase-from-model";
import { eraseFromPredictions } from "./erase-from-predictions";

const Proof = t.Object({
  status: t.Literal("erased"),
  customer_id: t.String(),
  datasets: t.Array(
    t.Object({
      dataset_id: t.String(),
      rows_removed: t.Integer(),
      unreadable_rows_removed: t.Integer({ description: "They may have been the person's." }),
    }),
  ),
  models: t.Array(t.Object({ model_id: t.String(), files_rewritten: t.Array(t.String()) })),
  predictions_deleted: t.Integer(),
  batches_rewritten: t.Integer(),
  jobs_deleted: t.Integer(),
  stored_answers_deleted: t.Integer({ description: "Kept for Idempotency-Key." }),
});

const EXAMPLE = {
  status: "erased",
  customer_id: "12347",
  datasets: [
    {
      dataset_id: "0190a6b2-7000-7000-8000-000000000001",
      rows_removed: 182,
      unreadable_rows_removed: 0,
    },
  ],
  models: [
    {
      model_id: "0190a6b2-7c1e-7d3a-9f10-2b6c8d4e5f60",
      files_rewritten: ["customers.arrow", "feature_store.csv", "segmented_customers.csv"],
    },
  ],
  predictions_deleted: 3,
  batches_rewritten: 1,
  jobs_deleted: 1,
  stored_answers_deleted: 0,
};

export const customersRoutes: readonly Route[] = [
  defineRoute({
    method: "DELETE",
    path: "/customers/:customer_id",
    access: "admin",
    slow: true,
    tag: "data rights",
    summary: "Erase a person",
    description:
      "Takes a customer out of every upload, model table, prediction, batch file, queue row and stored answer of the tenant, and answers with what was removed. What a model has learned from all customers together stays; train anew to have that without the person too.",
    params: t.Object({ customer_id: CustomerInPath }),
    answers: { 200: { description: "What was removed.", schema: Proof, example: EXAMPLE } },
    errors: {
      404: "Customer not found: there is nothing of this customer",
      409: "A job of the tenant is at work and could write down the person again",
    },
    handle: ({ tenant, params }, context) => eraseCustomer(context, tenant, params.customer_id),
  }),
];

/** Erases a person from everything that the tenant has; the proof says from what. */
async function eraseCustomer(context: ApiContext, tenant: string, customerId: string) {
  const { store } = context;
  if (store.jobs.list(tenant, null, "active").some((job) => job.runnable))
    throw new ConflictError(
      "Jobs of this tenant wait or are at work. Cancel them or wait for their end, then try again.",
    );
  const datasets: ErasedRows[] = [];
  for (const dataset of store.datasets.list(tenant)) {
    const erased = await eraseFromDataset(context, tenant, dataset, customerId);
    if (erased) datasets.push(erased);
  }
  const models: ErasedFromModel[] = [];
  for (const model of store.models.list(tenant)) {
    const erased = await eraseFromModel(context, model, customerId);
    if (erased) models.push(erased);
  }
  // Behind the models: what they answered before they forgot the person is recorded by then.
  await predictionsWritten(context);
  const predictions = await eraseFromPredictions(context, tenant, customerId);
  const jobs_deleted = store.jobs.forgetCustomer(tenant, customerId);
  const stored_answers_deleted = store.idempotency.forgetText(tenant, customerId);
  const { predictions_deleted, batches_rewritten } = predictions;
  const parts = datasets.length + models.length + predictions_deleted + batches_rewritten + jobs_deleted;
  if (parts === 0) throw new NotFoundError("Customer not found");
  return {
    status: "erased",
    customer_id: customerId,
    datasets,
    models,
    predictions_deleted,
    batches_rewritten,
    jobs_deleted,
    stored_answers_deleted,
  };
}
