import { t } from "elysia";
import { defineRoute, type Route } from "../../route";
import { Id } from "../schemas";
import { DATASET_NOT_FOUND, DatasetSchema, datasetAnswer, requireDataset } from "./answer";
import { CUSTOMER_FILE_EXAMPLE } from "./customer-files";
import { removeDataset, removeFile, requireFile } from "./remove";

const Params = t.Object({ dataset_id: Id });
const NEEDED = "A queued or running training or backtest needs the files";

const DATASET_ID = "0190a6b2-7000-7000-8000-000000000001";
const EXAMPLE = {
  dataset_id: DATASET_ID,
  dataset_path: `tenants/shop/datasets/${DATASET_ID}/dataset.csv`,
  name: "2011-11.csv and 1 more file",
  bytes: 5120044,
  created_at: "2011-12-01T08:00:00.000Z",
  files: [
    {
      file_id: DATASET_ID,
      file_name: "2011-11.csv",
      mapping_path: null,
      bytes: 3080022,
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      added_at: "2011-12-01T08:00:00.000Z",
      rows_read: 84711,
      rows_kept: 63168,
      rows_replaced: 211,
      orders: 2657,
      first_order: "2011-11-01T08:16:00.000Z",
      last_order: "2011-11-30T17:42:00.000Z",
    },
    {
      file_id: "0190a6b2-7000-7000-8000-000000000002",
      file_name: "2011-12.csv",
      mapping_path: null,
      bytes: 2040022,
      sha256: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
      added_at: "2011-12-10T08:00:00.000Z",
      rows_read: 25525,
      rows_kept: 17026,
      rows_replaced: 0,
      orders: 778,
      first_order: "2011-12-01T08:33:00.000Z",
      last_order: "2011-12-09T12:50:00.000Z",
    },
  ],
  customer_files: [CUSTOMER_FILE_EXAMPLE],
};

const WITHOUT_A_FILE = {
  ...EXAMPLE,
  name: "2011-11.csv",
  bytes: 3080022,
  files: EXAMPLE.files.slice(0, 1),
  customer_files: [],
};

/** Data sets: the histories that models learn from, each made of one or more files. */
export const datasetRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/datasets",
    access: "business",
    tag: "training",
    summary: "All data sets",
    description: "The tenant's data sets, newest first, and what each of their files adds.",
    answers: {
      200: { description: "One entry per data set.", schema: t.Array(DatasetSchema), example: [EXAMPLE] },
    },
    handle: ({ tenant }, context) => {
      const { datasets, models } = context.store;
      const learned = models.byNewestOrders(tenant, Number.MAX_SAFE_INTEGER);
      return datasets.list(tenant).map((dataset) => datasetAnswer(context, tenant, dataset, learned));
    },
  }),
  defineRoute({
    method: "GET",
    path: "/datasets/:dataset_id",
    access: "business",
    tag: "training",
    summary: "One data set",
    description: "The same entry as in `GET /datasets`.",
    params: Params,
    answers: { 200: { description: "The data set.", schema: DatasetSchema, example: EXAMPLE } },
    errors: { 404: DATASET_NOT_FOUND },
    handle: ({ tenant, params }, context) =>
      datasetAnswer(context, tenant, requireDataset(context, tenant, params.dataset_id)),
  }),
  defineRoute({
    method: "DELETE",
    path: "/datasets/:dataset_id",
    access: "analyst",
    tag: "training",
    summary: "Delete a data set",
    description: "Deletes all of its files too. Models trained on it stay.",
    params: Params,
    answers: {
      200: {
        description: "It is deleted.",
        schema: t.Object({ status: t.Literal("deleted"), dataset_id: t.String() }),
        example: { status: "deleted", dataset_id: DATASET_ID },
      },
    },
    errors: { 404: DATASET_NOT_FOUND, 409: NEEDED },
    handle: async ({ tenant, params }, context) => {
      const dataset = requireDataset(context, tenant, params.dataset_id);
      await removeDataset(context, tenant, dataset);
      return { status: "deleted", dataset_id: dataset.id };
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/datasets/:dataset_id/files/:file_id",
    access: "analyst",
    tag: "training",
    summary: "Remove a file from a data set",
    description:
      "Later trainings no longer read it, be it order lines or customers; models trained on it stay. Answers with the rest of the data set. You cannot remove the last file of order lines: delete the data set instead.",
    params: t.Object({ dataset_id: Id, file_id: Id }),
    answers: {
      200: { description: "The data set without it.", schema: DatasetSchema, example: WITHOUT_A_FILE },
    },
    errors: {
      404: "Data set or file not found",
      409: `This is the last file of order lines. ${NEEDED}`,
    },
    handle: async ({ tenant, params }, context) => {
      const dataset = requireDataset(context, tenant, params.dataset_id);
      await removeFile(context, tenant, dataset, requireFile(dataset, params.file_id));
      return datasetAnswer(context, tenant, requireDataset(context, tenant, params.dataset_id));
    },
  }),
];
