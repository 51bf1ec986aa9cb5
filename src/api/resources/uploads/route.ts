import { t } from "elysia";
import { datasetKey } from "../../../store/object-keys";
import { timeOfId } from "../../../time";
import { ENDINGS } from "../../../transactions/formats/file-kinds";
import type { ApiContext } from "../../context";
import { requireTenantKept } from "../../endpoint";
import { answerOnce, fingerprint, idempotencyKey, type KeepAnswer } from "../../idempotency";
import { defineRoute, type Route } from "../../route";
import { DATASET_NOT_FOUND, DatasetFileSchema, requireDataset, WarehouseSchema } from "../datasets/answer";
import { CUSTOMER_FILE_EXAMPLE, CustomerFileSchema } from "../datasets/customer-files";
import { requireSameTenant } from "../same-tenant";
import { Id } from "../schemas";
import { ACCOUNT_EXAMPLE, ACCOUNT_SCHEMA } from "./account";
import { erasedMeanwhile, keepUpload, requireNobodyErased } from "./keep";
import { keepCustomers } from "./keep-customers";
import { type Received, receiveUpload } from "./receive";

export const Uploaded = t.Object(
  {
    dataset_path: t.String({ description: "The path to give `/train`." }),
    mapping_path: t.Union([t.String(), t.Null()], { description: "Null if no mapping was sent." }),
    dataset_id: t.String({ description: "The id of the file's data set." }),
    file_id: t.String({ description: "The first file has the same id as its data set." }),
    file_name: t.String(),
    bytes: t.Integer(),
    sha256: t.String(),
    is_new: t.Boolean({
      description:
        "False if the data set already has a file with exactly these bytes. Then nothing was added.",
    }),
    format: t.String(),
    columns: t.Array(t.String()),
    proposed_mapping: t.Record(t.String(), t.String(), {
      description: "Field → column, in the form of `mapping`.",
    }),
    mapping_confidence: t.Record(t.String(), t.Number(), { description: "Field → 0 to 1." }),
    preview: t.Array(t.Array(t.String()), { description: "The first 20 rows, one cell per column." }),
    notes: t.Array(t.String()),
    ...ACCOUNT_SCHEMA,
    files: t.Array(DatasetFileSchema, { description: "All files of the data set." }),
    warehouse: t.Optional(WarehouseSchema),
  },
  { $id: "Uploaded" },
);

const DATASET = "tenants/shop/datasets/0190a6b2-7000-7000-8000-000000000001";
export const UPLOADED_EXAMPLE = {
  dataset_path: `${DATASET}/dataset.csv`,
  mapping_path: null,
  dataset_id: "0190a6b2-7000-7000-8000-000000000001",
  file_id: "0190a6b2-7000-7000-8000-000000000001",
  file_name: "orders.csv",
  bytes: 45580638,
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  is_new: true,
  format: "csv",
  columns: ["InvoiceNo", "InvoiceDate", "CustomerID", "Quantity", "UnitPrice"],
  proposed_mapping: { customer_id: "CustomerID", order_datetime: "InvoiceDate" },
  mapping_confidence: { customer_id: 1, order_datetime: 0.98 },
  preview: [["536365", "12/1/2010 8:26", "17850", "6", "2.55"]],
  notes: [],
  ...ACCOUNT_EXAMPLE,
  files: [
    {
      file_id: "0190a6b2-7000-7000-8000-000000000001",
      file_name: "orders.csv",
      mapping_path: null,
      bytes: 45580638,
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      added_at: "2011-12-10T08:00:00.000Z",
      rows_read: 541909,
      rows_kept: 392692,
      rows_replaced: 0,
      orders: 18532,
      first_order: "2010-12-01T08:26:00.000Z",
      last_order: "2011-12-09T12:50:00.000Z",
    },
  ],
};

export const uploadRoutes: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/upload",
    access: "analyst",
    slow: true,
    tag: "training",
    summary: "Upload order lines",
    description:
      "Stores a file of order lines and reports its columns, their probable meaning, the first rows, and what a training would read, warnings first. It becomes a new data set, or with `append_to` one more file of an existing one: newer orders, or orders in a later state, which replace the earlier ones. Supports `Idempotency-Key`.",
    rawBody: {
      required: true,
      content: {
        "multipart/form-data": {
          schema: {
            type: "object",
            required: ["file"],
            properties: {
              file: { type: "string", format: "binary", description: `Ends in ${ENDINGS.join(", ")}.` },
              tenant_id: { type: "string", description: "The same as `X-Tenant-Id`." },
              append_to: {
                type: "string",
                description: "The `dataset_id` or `dataset_path` of the data set that the file is added to.",
              },
              mapping: {
                type: "string",
                description: "JSON: field → column.",
                example: '{"customer_id":"CustomerID","order_datetime":"InvoiceDate"}',
              },
            },
          },
        },
      },
    },
    bodyBytes: "counted by the handler",
    answers: { 200: { description: "The file is stored.", schema: Uploaded, example: UPLOADED_EXAMPLE } },
    errors: {
      404: DATASET_NOT_FOUND,
      409: "The first request with this Idempotency-Key is still running, or a person was erased while the file was being sent",
      413: "The file, or the tenant's files together, exceed the limit",
      415: "The body is not a multipart form",
      503: "The bucket for files is unavailable at the moment",
      507: "The bucket is full",
    },
    handle: ({ tenant, request }, context) => upload(context, tenant, request),
  }),
  defineRoute({
    method: "POST",
    path: "/datasets/:dataset_id/customers",
    access: "analyst",
    slow: true,
    tag: "training",
    summary: "Upload what you know about customers",
    description:
      "Adds a file with one row per customer to a data set: consent, birthday, channel, cost of winning them, or whatever the shop knows. Rows are joined by the customer's id or e-mail address. The last row about a customer counts; a later file replaces what earlier ones said in its columns about its customers. Reports whom the rows are about and what the columns hold, doubts first. Used from the next training. Supports `Idempotency-Key`.",
    params: t.Object({ dataset_id: Id }),
    rawBody: {
      required: true,
      content: {
        "multipart/form-data": {
          schema: {
            type: "object",
            required: ["file"],
            properties: {
              file: { type: "string", format: "binary", description: `Ends in ${ENDINGS.join(", ")}.` },
              tenant_id: { type: "string", description: "The same as `X-Tenant-Id`." },
              date_order: {
                type: "string",
                enum: ["mdy", "dmy", "ymd"],
                example: "dmy",
                description: "How to read dates whose day and month cannot be told apart.",
              },
            },
          },
        },
      },
    },
    bodyBytes: "counted by the handler",
    answers: {
      200: {
        description: "The file is stored.",
        schema: t.Composite([t.Object({ dataset_id: t.String(), is_new: t.Boolean() }), CustomerFileSchema]),
        example: { dataset_id: UPLOADED_EXAMPLE.dataset_id, is_new: true, ...CUSTOMER_FILE_EXAMPLE },
      },
    },
    errors: {
      400: "The file is no table, or none of its rows is about a customer of the data set",
      404: DATASET_NOT_FOUND,
      409: "The first request with this Idempotency-Key is still running, or a person was erased while the file was being sent",
      413: "The file, or the tenant's files together, exceed the limit",
      415: "The body is not a multipart form",
      503: "The bucket for files is unavailable at the moment",
      507: "The bucket is full",
    },
    handle: ({ tenant, request, params }, context) =>
      uploadCustomers(context, tenant, request, params.dataset_id),
  }),
];

/** What becomes of a file that is sent to a route. */
interface UploadKind {
  readonly path: string;
  /** What the file is called in its folder. */
  readonly stored: string;
  /** The fields that make one request differ from another. */
  readonly fields: readonly string[];
  readonly keep: typeof keepUpload;
}

const ORDERS: UploadKind = {
  path: "/upload",
  stored: "dataset",
  fields: ["mapping", "append_to"],
  keep: keepUpload,
};

/** A file with one row per customer of the data set. */
function customersOf(dataset: string): UploadKind {
  return {
    path: `/datasets/${dataset}/customers`,
    stored: "customers",
    fields: ["date_order"],
    keep: (context, tenant, terms, received) =>
      keepCustomers(context, tenant, requireDataset(context, tenant, dataset), terms, received),
  };
}

/** Receives a customers' file for a data set, as `upload` receives order lines. */
export function uploadCustomers(
  context: ApiContext,
  tenant: string,
  request: Request,
  dataset: string,
): Promise<Response> {
  return upload(context, tenant, request, customersOf(dataset));
}

/**
 * Receives and stores an upload, and answers with what it contains. Throws a UserError for what the sender can fix;
 * then nothing remains of the file.
 */
export async function upload(
  context: ApiContext,
  tenant: string,
  request: Request,
  { path, stored, fields, keep: keepFile }: UploadKind = ORDERS,
): Promise<Response> {
  const { config, blobs, store, now } = context;
  const key = idempotencyKey(request);
  const since = now();
  const turn = store.erasures.turn(tenant);
  // Only after that: an erasure that is running takes files of earlier ids for leftovers.
  const id = Bun.randomUUIDv7();
  if ((turn.runningSince ?? 0) > timeOfId(id)) throw erasedMeanwhile();
  const leftBytes = config.tenantQuotaBytes - store.datasets.totalBytes(tenant);
  let kept = false;
  const keep = async (received: Received, keepAnswer: KeepAnswer = () => {}) => {
    const told = (answer: object) => keepAnswer(200, JSON.stringify(answer));
    const { answer, isNew } = await keepFile(context, tenant, { id, since, turn, told }, received);
    kept = isNew;
    return Response.json(answer);
  };
  try {
    const received = await receiveUpload(request, {
      blobs,
      keyOf: (ending) => datasetKey(tenant, id, `${stored}${ending}`),
      maxBytes: Math.max(0, Math.min(config.maxUploadBytes, leftBytes)),
    });
    requireSameTenant(received.fields.get("tenant_id"), tenant);
    if (key === null) return await keep(received);
    const sent = JSON.stringify([
      received.sha256,
      received.fileName,
      ...fields.map((field) => received.fields.get(field)),
    ]);
    const requestHash = fingerprint("POST", path, sent);
    return await answerOnce(store, { tenant, key, requestHash, now: now() }, (keepAnswer) =>
      keep(received, keepAnswer),
    );
  } catch (error) {
    // The file was removed by an erasure while it was written, or before it was registered.
    requireTenantKept(context, tenant, since);
    requireNobodyErased(context, tenant, turn);
    throw error;
  } finally {
    if (!kept) await blobs.delete(`tenants/${tenant}/datasets/${id}`);
  }
}
