import { t } from "elysia";
import { adviceOf, contactTerms } from "../../answers/advice";
import { asksForGain, selectCustomers } from "../../answers/customer-selection";
import { CUSTOMER_COLUMN, type CustomerTable } from "../../answers/customer-table";
import { rankedPage } from "../../answers/ranked-rows";
import { advisedCell } from "../../answers/select";
import { sortKey } from "../../answers/sort-key";
import type { Advice } from "../../models/contact/advice";
import { askedCustomers } from "../asked-customers";
import { InvalidRequestError } from "../errors";
import { defineRoute, type Route } from "../route";
import { AUDIENCE_BOUNDS } from "./audience/bounds";
import { ModelParams, requireModel } from "./models";
import { PAGE_QUERY, pageOf } from "./row-pages";
import { MODEL_ID_EXAMPLE } from "./schemas";

export const modelCustomersRoute: Route = defineRoute({
  method: "GET",
  path: "/models/:model_id/customers",
  access: "business",
  tag: "models",
  summary: "The customers that a model knows",
  description:
    "One row per customer within all given bounds: id, features and scores at the newest snapshot, sorted by `sort` or in the order of the model's table. Read it in pages with `limit` and `offset`; `total` is the number of rows.",
  params: ModelParams,
  query: t.Object({
    ...PAGE_QUERY,
    ...AUDIENCE_BOUNDS,
    sort: t.Optional(
      t.String({
        minLength: 1,
        maxLength: 100,
        description:
          "A column to sort by, ascending; with `-` before it, descending. Unknown values come last, ties in the order of the model's table.",
        examples: ["-ltv_estimate"],
      }),
    ),
  }),
  answers: {
    200: {
      description: "A page of the table.",
      schema: t.Object({
        path: t.String({ description: "The table's file." }),
        columns: t.Array(t.String()),
        rows: t.Array(t.Record(t.String(), t.Union([t.String(), t.Number(), t.Null()]))),
        total: t.Integer(),
      }),
      example: {
        path: `tenants/shop/models/${MODEL_ID_EXAMPLE}/customers.arrow`,
        columns: [CUSTOMER_COLUMN, "recency_days"],
        rows: [{ [CUSTOMER_COLUMN]: 12347, recency_days: 2 }],
        total: 4338,
      },
    },
  },
  errors: { 404: "Model or saved segment not found" },
  handle: ({ tenant, params, query }, context) => {
    const known = requireModel(context, tenant, params.model_id);
    const { limit, offset } = pageOf(query);
    const settings = context.store.tenants.settings(tenant);
    return context.models.use(known, async (model) => {
      const { card, customers } = model;
      const columns = customers.columnNames;
      const advice = adviceOf(model, contactTerms(card, settings));
      const { filter, history } = await askedCustomers(context, tenant, known, model, query);
      const chosen = selectCustomers(customers, filter, history, advice);
      const sort = query.sort ?? (asksForGain(query) ? "-contact_profit" : undefined);
      const page = sortedPage(customers, advice, chosen, sort, offset, offset + limit);
      return {
        path: context.blobs.pathOf(`${known.artifactPrefix}/customers.arrow`),
        columns,
        rows: Array.from(page, (row) =>
          Object.fromEntries(columns.map((name) => [name, advisedCell(customers, advice, name, row)])),
        ),
        total: chosen.length,
      };
    });
  },
});

/** The rows from `from` to `to` (exclusive). */
export function sortedPage(
  customers: CustomerTable,
  advice: Advice,
  rows: Int32Array,
  sort: string | undefined,
  from: number,
  to: number,
): Int32Array {
  if (sort === undefined) return rows.subarray(from, to);
  const isFalling = sort.startsWith("-");
  const name = isFalling ? sort.slice(1) : sort;
  if (!customers.columnNames.includes(name)) {
    const message = `expected a column of the table, such as ltv_estimate or -ltv_estimate, found "${sort}"`;
    throw new InvalidRequestError([{ field: "sort", message }]);
  }
  const key = name === "contact_profit" ? advice.gain : sortKey(customers, name);
  return rankedPage(customers, rows, key, isFalling, from, to);
}
