import { t } from "elysia";
import { cleaningReportOf, modelCardOf } from "../../answers/model-files";
import { readPageApart } from "../../pipeline/reading/read-apart";
import type { DatasetFile, DatasetRow } from "../../store/datasets";
import type { KnownModel } from "../../store/models";
import type { CleaningReport } from "../../transactions/cleaning-report";
import { valueColumn } from "../../transactions/mapping";
import type { ApiContext } from "../context";
import { NotFoundError } from "../errors";
import { defineRoute, type Route } from "../route";
import { MODEL_NOT_FOUND, ModelParams, requireModel } from "./models";
import { PAGE_QUERY, pageOf } from "./row-pages";

const GONE = "The data set that this model was trained on no longer exists.";
const IN_WAREHOUSE =
  "This model was trained on a query, and a query's rows are not kept. Ask for them in the warehouse ";
/** A definite number, not a code that looks like one. */
const PLAIN_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

export const modelDatasetRoute: Route = defineRoute({
  method: "GET",
  path: "/models/:model_id/dataset",
  access: "business",
  slow: true,
  tag: "models",
  summary: "The rows that a model was trained on",
  description:
    "The original rows and columns of the data set's files, one file after the other. Amounts in plain notation are numbers; so are ids, if all of them are numbers. Read it in pages with `limit` and `offset`; `total` is the number of rows. If a row cannot be split into columns, all its cells are null and `unreadable_rows` has its number in the file.",
  params: ModelParams,
  query: t.Object(PAGE_QUERY),
  answers: {
    200: {
      description: "A page of the data set.",
      schema: t.Object({
        path: t.String({ description: "The path to give `/train`." }),
        columns: t.Array(t.String()),
        rows: t.Array(t.Record(t.String(), t.Union([t.String(), t.Number(), t.Null()]))),
        total: t.Integer(),
        unreadable_rows: t.Array(t.Integer(), { description: "The header is row 1." }),
      }),
      example: {
        path: "tenants/shop/datasets/0190a6b2-7000-7000-8000-000000000001/dataset.csv",
        columns: ["InvoiceNo", "InvoiceDate", "CustomerID", "Quantity", "UnitPrice"],
        rows: [
          {
            InvoiceNo: "536365",
            InvoiceDate: "12/1/2010 8:26",
            CustomerID: 17850,
            Quantity: 6,
            UnitPrice: 2.55,
          },
        ],
        total: 541909,
        unreadable_rows: [],
      },
    },
  },
  errors: { 404: `${MODEL_NOT_FOUND}, or its data set is gone or a query` },
  handle: async ({ tenant, params, query, request }, context) => {
    const known = requireModel(context, tenant, params.model_id);
    const dataset = known.datasetId === null ? null : context.store.datasets.find(tenant, known.datasetId);
    if (dataset?.query) throw new NotFoundError(`${IN_WAREHOUSE}${dataset.query.connection}.`);
    const files = dataset === null ? [] : await filesOf(context, dataset, known);
    if (dataset === null || files.length === 0) throw new NotFoundError(GONE);
    const { read, hasNumericIds } = await howItWasRead(context, known);
    const numbers = numberColumns(read, hasNumericIds);
    const cellOf = (name: string, text: string | undefined) =>
      text === undefined || text === "" ? null : numbers.has(name) ? plainNumber(text) : text;
    const { columns, rows, total, unreadable } = await pageOverFiles(context, files, read, {
      ...pageOf(query),
      signal: request.signal,
    });
    return {
      path: context.blobs.pathOf(dataset.datasetPath),
      columns,
      rows: rows.map(({ names, cells }) => ({
        ...Object.fromEntries(columns.map((name) => [name, null])),
        ...Object.fromEntries(names.map((name, i) => [name, cellOf(name, cells?.[i])])),
      })),
      total,
      unreadable_rows: unreadable,
    };
  },
});

/** The files that the model was trained on and that still exist, in the order they were added. */
async function filesOf(
  { blobs }: ApiContext,
  dataset: DatasetRow,
  { files }: KnownModel,
): Promise<DatasetFile[]> {
  const learned = new Set((files ?? []).map(({ file_id }) => file_id));
  const wanted =
    learned.size === 0 ? dataset.files.slice(0, 1) : dataset.files.filter(({ id }) => learned.has(id));
  const there = await Promise.all(wanted.map(({ path }) => blobs.exists(path)));
  return wanted.filter((_, i) => there[i]);
}

/** A page of the rows of several files in sequence, each with its own column names. */
async function pageOverFiles(
  { blobs }: ApiContext,
  files: readonly DatasetFile[],
  read: CleaningReport,
  { offset, limit, signal }: { offset: number; limit: number; signal: AbortSignal },
) {
  const columns = new Set<string>();
  const rows: { names: readonly string[]; cells: readonly string[] | null }[] = [];
  const unreadable: number[] = [];
  let total = 0;
  for (const { path, sha256 } of files) {
    // A file unchanged since the training need not be counted again.
    const known =
      read.files.find((account) => account.sha256 === sha256)?.rows_read ??
      (read.sha256 === sha256 ? read.rows_read : null);
    const isFirst = columns.size === 0;
    const left = limit - rows.length;
    const skip = Math.max(0, offset - total);
    if (!isFirst && known !== null && (left === 0 || skip >= known)) {
      total += known;
      continue;
    }
    await using file = await blobs.fetched(path);
    const page = await readPageApart(
      { path: file.path, offset: skip, limit: left, toEnd: known === null },
      signal,
    );
    for (const name of page.columns) columns.add(name);
    rows.push(...page.rows.map((cells) => ({ names: page.columns, cells })));
    unreadable.push(...page.unreadable);
    total += known ?? page.seen;
  }
  return { columns: [...columns], rows, total, unreadable };
}

async function howItWasRead(context: ApiContext, known: KnownModel) {
  const card = await modelCardOf(context, known);
  const read = await cleaningReportOf(context, known);
  if (!card || !read) throw new NotFoundError(MODEL_NOT_FOUND);
  return { read, hasNumericIds: card.data.numeric_customer_ids };
}

/** The columns whose cells mean numbers. A code that looks like a number stays as written. */
function numberColumns(
  { mapping, decimal_separator }: CleaningReport,
  hasNumericIds: boolean,
): ReadonlySet<string> {
  const amounts = decimal_separator === "." ? [mapping.quantity, valueColumn(mapping)] : [];
  const names = [...amounts, ...(hasNumericIds ? [mapping.customer_id] : [])];
  return new Set(names.filter((name) => name !== undefined));
}

function plainNumber(text: string): number | string {
  return PLAIN_NUMBER.test(text) ? Number(text) : text;
}
