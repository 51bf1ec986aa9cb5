import { t } from "elysia";
import { readyMadeFor } from "../../warehouse/ready-made";
import type { ApiContext } from "../context";
import { defineRoute, type Route } from "../route";
import { keepQuery } from "./datasets/keep-query";
import { Anything } from "./schemas";
import { UPLOADED_EXAMPLE, Uploaded } from "./uploads/route";

/** A warehouse as its tenants see it. Wire format. */
export interface ShownWarehouse {
  readonly name: string;
  readonly kind: string;
  readonly ready_made: readonly { readonly id: string; readonly name: string }[];
}

/** The warehouses that the operator has named for this tenant. */
export function warehousesOf({ warehouses }: ApiContext, tenant: string): readonly ShownWarehouse[] {
  return warehouses.of(tenant).map(({ name, kind }) => ({
    name,
    kind,
    ready_made: readyMadeFor(kind).map(({ id, name }) => ({ id, name })),
  }));
}

const QUERY = "SELECT * FROM order_lines";

/** Data sets that are queries, and the warehouses that answer them. */
export const warehouseRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/warehouses",
    access: "business",
    tag: "training",
    summary: "The warehouses that data sets may query",
    description:
      "What the operator has named for this tenant, and the ready-made queries that each can answer.",
    answers: {
      200: {
        description: "One entry per warehouse.",
        schema: t.Array(
          t.Object({
            name: t.String(),
            kind: t.String(),
            ready_made: t.Array(t.Object({ id: t.String(), name: t.String() })),
          }),
        ),
        example: [{ name: "shop", kind: "mysql", ready_made: [{ id: "woocommerce", name: "WooCommerce" }] }],
      },
    },
    handle: ({ tenant }, context) => warehousesOf(context, tenant),
  }),
  defineRoute({
    method: "POST",
    path: "/datasets",
    access: "analyst",
    slow: true,
    tag: "training",
    summary: "Make a data set of a query",
    description:
      "A data set that lies in a warehouse: one SELECT of order lines, as `query` or `ready_made`. Answered like an upload; every training runs it again. Supports `Idempotency-Key`.",
    body: t.Object({
      connection: t.String({ minLength: 1, maxLength: 64, description: "A name from `GET /warehouses`." }),
      query: t.Optional(t.String({ maxLength: 50_000, description: "One SELECT that only reads." })),
      ready_made: t.Optional(t.String({ maxLength: 64, description: "The id of a ready-made query." })),
      name: t.Optional(t.String({ maxLength: 200 })),
      mapping: t.Optional(Anything),
    }),
    bodyExample: { connection: "shop", query: QUERY, name: "Shop" },
    answers: {
      200: {
        description: "The data set is there.",
        schema: Uploaded,
        example: {
          ...UPLOADED_EXAMPLE,
          format: "query",
          columns: ["customer_id", "price"],
          preview: [],
          roles: {},
          files: [],
          warehouse: { connection: "shop", query: QUERY, ready_made: null, unchanged_at: null },
        },
      },
    },
    errors: {
      409: "The first request with this Idempotency-Key is still running, or a person was erased meanwhile",
      503: "The bucket for files is unavailable at the moment",
    },
    handle: ({ tenant, body, request, keepAnswer }, context) =>
      keepQuery(context, tenant, body, request.signal, keepAnswer),
  }),
];
