import { t } from "elysia";
import { askForErasure } from "../../../jobs/erasure/ask-for-erasure";
import { defineRoute, type Route } from "../../route";
import { predictionsWritten } from "../predict/prediction-log";
import { CustomerInPath } from "../schemas";
import { ACCEPTED, ERASURE_ERRORS, erasureAnswer } from "./erasure-answer";

const Dataset = { dataset_id: t.String(), file_id: t.String(), file_name: t.String() };

const Proof = t.Object({
  status: t.Literal("erased"),
  customer: t.Object(
    { algorithm: t.Literal("HMAC-SHA256"), salt: t.String(), hash: t.String() },
    {
      description:
        "Proves whose data it was to anyone who has the id: the hash is HMAC-SHA256 of the id with the salt as the key. The id itself is not kept.",
    },
  ),
  datasets: t.Array(
    t.Object({
      ...Dataset,
      rows_removed: t.Integer({
        description:
          "Rows with the id, and rows of nobody else with an e-mail address that stands beside the id, or of an order of the person's.",
      }),
      addresses_removed: t.Integer({
        description: "The person's e-mail addresses in other customers' rows.",
      }),
      unreadable_rows_removed: t.Integer({ description: "Rows that may have been the person's." }),
      unread_parts_removed: t.Boolean({
        description: "Everything in a workbook except the table that we read: other sheets, comments.",
      }),
    }),
    { description: "Rewritten files of all data sets." },
  ),
  datasets_deleted: t.Array(t.Object({ ...Dataset, reason: t.String() }), {
    description: "Files that cannot be read, so that nothing proves they are free of the person's data.",
  }),
  models: t.Array(t.Object({ model_id: t.String(), files_rewritten: t.Array(t.String()) })),
  batches_rewritten: t.Integer(),
  predictions_deleted: t.Integer(),
  campaign_places_deleted: t.Integer({ description: "Campaigns that the person was chosen for." }),
  saved_segments_deleted: t.Integer({ description: "Segments whose rule named the person." }),
  jobs_deleted: t.Integer(),
  stored_answers_deleted: t.Integer({ description: "Answers kept for an Idempotency-Key." }),
  leftover_files_deleted: t.Integer({ description: "Left by processes that were killed while writing." }),
  warnings: t.Array(t.String()),
});

const EXAMPLE = {
  status: "erased",
  customer: {
    algorithm: "HMAC-SHA256",
    salt: "c09d2a5e1a1b4c6b8f0d7e3a52964f10",
    hash: "5f1b7c0e6d8a49c2b3e4f5061728394a5b6c7d8e9f00112233445566778899aa",
  },
  datasets: [
    {
      dataset_id: "0190a6b2-7000-7000-8000-000000000001",
      file_id: "0190a6b2-7000-7000-8000-000000000001",
      file_name: "orders.csv",
      rows_removed: 182,
      addresses_removed: 0,
      unreadable_rows_removed: 0,
      unread_parts_removed: false,
    },
  ],
  datasets_deleted: [],
  models: [
    {
      model_id: "0190a6b2-7c1e-7d3a-9f10-2b6c8d4e5f60",
      files_rewritten: ["customers.arrow", "feature_store.csv", "orders.arrow", "segmented_customers.csv"],
    },
  ],
  batches_rewritten: 1,
  predictions_deleted: 3,
  campaign_places_deleted: 1,
  saved_segments_deleted: 0,
  jobs_deleted: 1,
  stored_answers_deleted: 0,
  leftover_files_deleted: 0,
  warnings: [],
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
      "The id is the customer's, or an e-mail address: then also everything of the customers who have that address in a model is erased, by jobs of their own, the last of which you get. A job removes a customer from every upload, model table, prediction, batch file, queue row and stored answer of the tenant. Its result says what was removed. It waits for the tenant's running jobs, and the tenant's other jobs wait for it. Answers at once, or with `Prefer: wait=30` or `respond-sync` when it is done. If an erasure of the same customer is queued, running or failed, you get that job. What a model has learned from all customers together stays; train again for a model without the person.",
    params: t.Object({ customer_id: CustomerInPath }),
    answers: {
      202: ACCEPTED,
      200: {
        description: "It is done, if you chose to wait. The body says what was removed.",
        schema: Proof,
        example: EXAMPLE,
      },
    },
    errors: {
      404: "Customer not found: there was no data of this customer, if you chose to wait",
      ...ERASURE_ERRORS,
    },
    handle: async ({ tenant, params, request }, context) => {
      // Predictions answered so far must be in the store, so that the erasure counts them.
      await predictionsWritten(context);
      const jobs = await askForErasure(context, tenant, params.customer_id, context.now);
      return erasureAnswer(context, jobs.at(-1)!, request, {
        notFound: "Customer not found",
        warnings: [
          "An upload that cannot be read is deleted completely; the proof names it.",
          ...(jobs.length > 1
            ? [
                `The address belongs to ${jobs.length - 1} known customer${jobs.length === 2 ? "" : "s"}. Address and customers are erased by ${jobs.length} jobs; this one is the last.`,
              ]
            : []),
        ],
      });
    },
  }),
];
