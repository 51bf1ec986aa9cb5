import { t } from "elysia";
import type { KnownModel } from "../../store/models";
import type { CleaningReport } from "../../transactions/cleaning-report";
import { readRowsPage } from "../../transactions/rows-page";
import type { ApiContext } from "../context";
import { NotFoundError } from "../errors";
import { defineRoute, type Route } from "../route";
import { MODEL_NOT_FOUND, ModelParams, requireModel } from "./models";
import { PAGE_QUERY, pageOf } from "./row-pages";

const GONE = "The data set that this model was trained on is not there any more.";
/** What is sure to be a number, and not a code that looks like one. */
const PLAIN_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** What of a model's folder tells how its file was read. */
type Read = Pick<CleaningReport, "sha256" | "rows_read" | "mapping" | "decimal_separator">;

export const modelDatasetRoute: Route = defineRoute({
  method: "GET",
  path: "/models/:model_id/dataset",
  access: "business",
  slow: true,
  tag: "models",
  summary: "The rows that a model was trained on",
  description:
    "The data set's own rows and columns, as the file has them; amounts are numbers where they are written plainly, ids where all of them are. Read it in pages by `limit` and `offset`; `total` says how many rows there are. Of rows that cannot be told apart into the columns every cell is null, and `unreadable_rows` has their numbers in the file.",
  params: ModelParams,
  query: t.Object(PAGE_QUERY),
  answers: {
    200: {
      description: "A page of the data set.",
      schema: t.Object({
        path: t.String({ description: "What `/train` is asked for by." }),
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
  errors: { 404: `${MODEL_NOT_FOUND}, or its data set is not there any more` },
  handle: async ({ tenant, params, query, request }, context) => {
    const known = requireModel(context, tenant, params.model_id);
    const dataset = known.datasetId === null ? null : context.store.datasets.find(tenant, known.datasetId);
    if (!dataset || !(await context.blobs.exists(dataset.datasetPath))) throw new NotFoundError(GONE);
    const { read, hasNumericIds } = await howItWasRead(context, known);
    // A file that is still as it was trained on need not be counted again.
    const isSame = read.sha256 === dataset.sha256;
    await using file = await context.blobs.fetched(dataset.datasetPath);
    const page = { ...pageOf(query), toEnd: !isSame, signal: request.signal };
    const { columns, rows, unreadable, seen } = await readRowsPage(file.path, page);
    const numbers = numberColumns(read, hasNumericIds);
    const cellOf = (name: string, text: string | undefined) =>
      text === undefined || text === "" ? null : numbers.has(name) ? plainNumber(text) : text;
    return {
      path: context.blobs.pathOf(dataset.datasetPath),
      columns,
      rows: rows.map((cells) =>
        Object.fromEntries(columns.map((name, i) => [name, cellOf(name, cells?.[i])])),
      ),
      total: isSame ? read.rows_read : seen,
      unreadable_rows: unreadable,
    };
  },
});

async function howItWasRead({ blobs }: ApiContext, { artifactPrefix }: KnownModel) {
  const json = async <T>(name: string) => {
    const bytes = await blobs.read(`${artifactPrefix}/${name}`);
    if (!bytes) throw new NotFoundError(MODEL_NOT_FOUND);
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  };
  const { data } = await json<{ data: { numeric_customer_ids: boolean } }>("model.json");
  return {
    read: await json<Read>("cleaning_report.json"),
    hasNumericIds: data.numeric_customer_ids,
  };
}

/** The columns whose cells are numbers by what they mean: a code that looks like a number stays as it is written. */
function numberColumns({ mapping, decimal_separator }: Read, hasNumericIds: boolean): ReadonlySet<string> {
  const { customer_id, quantity, unit_price, order_total } = mapping;
  const amounts = decimal_separator === "." ? [quantity, unit_price, order_total] : [];
  const names = [...amounts, ...(hasNumericIds ? [customer_id] : [])];
  return new Set(names.filter((name) => name !== undefined));
}

function plainNumber(text: string): number | string {
  return PLAIN_NUMBER.test(text) ? Number(text) : text;
}
