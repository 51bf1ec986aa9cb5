import { t } from "elysia";
import { datasetKey } from "../../../store/object-keys";
import { timeOfId } from "../../../time";
import { ENDINGS } from "../../../transactions/formats/file-kinds";
import type { ApiContext } from "../../context";
import { requireTenantKept } from "../../endpoint";
import { answerOnce, fingerprint, idempotencyKey, type KeepAnswer } from "../../idempotency";
import { defineRoute, type Route } from "../../route";
import { DATASET_NOT_FOUND, DatasetFileSchema } from "../datasets/answer";
import { requireSameTenant } from "../same-tenant";
import { ACCOUNT_EXAMPLE, ACCOUNT_SCHEMA } from "./account";
import { erasedMeanwhile, keepUpload, requireNobodyErased } from "./keep";
import { type Received, receiveUpload } from "./receive";

const Uploaded = t.Object({
  dataset_path: t.String({ description: "The path to give `/train`." }),
  mapping_path: t.Union([t.String(), t.Null()], { description: "Null if no mapping was sent." }),
  dataset_id: t.String({ description: "The id of the file's data set." }),
  file_id: t.String({ description: "The first file has the same id as its data set." }),
  file_name: t.String(),
  bytes: t.Integer(),
  sha256: t.String(),
  is_new: t.Boolean({
    description: "False if the data set already has a file with exactly these bytes. Then nothing was added.",
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
});

const DATASET = "tenants/shop/datasets/0190a6b2-7000-7000-8000-000000000001";
const EXAMPLE = {
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
    answers: { 200: { description: "The file is stored.", schema: Uploaded, example: EXAMPLE } },
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
];

/**
 * Receives and stores an upload, and answers with what it contains. Throws a UserError for what the sender can fix;
 * then nothing remains of the file.
 */
export async function upload(context: ApiContext, tenant: string, request: Request): Promise<Response> {
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
    const { answer, isNew } = await keepUpload(context, tenant, { id, since, turn, told }, received);
    kept = isNew;
    return Response.json(answer);
  };
  try {
    const received = await receiveUpload(request, {
      blobs,
      keyOf: (ending) => datasetKey(tenant, id, `dataset${ending}`),
      maxBytes: Math.max(0, Math.min(config.maxUploadBytes, leftBytes)),
    });
    requireSameTenant(received.fields.get("tenant_id"), tenant);
    if (key === null) return await keep(received);
    const sent = JSON.stringify([
      received.sha256,
      received.fileName,
      received.fields.get("mapping"),
      received.fields.get("append_to"),
    ]);
    const requestHash = fingerprint("POST", "/upload", sent);
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
