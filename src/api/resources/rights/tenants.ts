import { t } from "elysia";
import { NotFoundError } from "../../errors";
import { defineRoute, type Route } from "../../route";
import { predictionsWritten } from "../predict/prediction-log";
import { TenantInPath } from "../schemas";
import { ACCEPTED, ERASURE_ERRORS, erasureAnswer } from "./erasure-answer";
import { tenantArchive } from "./tenant-archive";

const Params = t.Object({ tenant_id: TenantInPath });
const NOT_FOUND = "Tenant not found";

/** An admin is one of his own tenant; another's is answered like one that is not there. */
function requireOwn(asked: string, tenant: string): void {
  if (asked !== tenant) throw new NotFoundError(NOT_FOUND);
}

export const tenantsRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/tenants/:tenant_id/export",
    access: "admin",
    slow: true,
    tag: "data rights",
    summary: "Everything that the tenant has",
    description:
      "A ZIP file, made while it is sent: rows as JSON lines below `rows/`, uploads, models and outputs below `files/`.",
    params: Params,
    answers: { 200: { description: "The archive, as an attachment.", contentType: "application/zip" } },
    errors: { 404: NOT_FOUND },
    handle: async ({ tenant, params }, context) => {
      requireOwn(params.tenant_id, tenant);
      await predictionsWritten(context);
      return new Response(tenantArchive(context, tenant), {
        headers: {
          "Content-Type": "application/zip",
          "Content-Disposition": `attachment; filename="${tenant}.zip"`,
        },
      });
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/tenants/:tenant_id",
    access: "admin",
    slow: true,
    tag: "data rights",
    summary: "Erase the tenant",
    description:
      "A job that cancels the tenant's other jobs and removes every row and file, the API keys too; its result counts them and is all that stays. Nothing new is taken from the tenant meanwhile (409). Answers at once; with `Prefer: wait=30` or `respond-sync` when it is done. With its keys the tenant has lost its way in: wait for the proof, or read the job with a key that the operator makes for the same tenant id.",
    params: Params,
    whileErased: true,
    answers: {
      202: { ...ACCEPTED, example: { ...(ACCEPTED.example as object), warnings: [] } },
      200: {
        description: "It is done, for who prefers to wait: what was removed.",
        schema: t.Object({
          status: t.Literal("deleted"),
          tenant_id: t.String(),
          datasets: t.Integer(),
          models: t.Integer(),
          predictions: t.Integer(),
          campaigns: t.Integer(),
          jobs: t.Integer(),
          api_keys: t.Integer(),
          stored_answers: t.Integer({ description: "Kept for Idempotency-Key." }),
          files: t.Integer(),
          bytes: t.Integer(),
        }),
        example: {
          status: "deleted",
          tenant_id: "shop",
          datasets: 2,
          models: 3,
          predictions: 40,
          campaigns: 2,
          jobs: 12,
          api_keys: 1,
          stored_answers: 0,
          files: 47,
          bytes: 91400221,
        },
      },
    },
    errors: { 404: NOT_FOUND, ...ERASURE_ERRORS },
    handle: async ({ tenant, params, request }, context) => {
      const { store, blobs } = context;
      requireOwn(params.tenant_id, tenant);
      await predictionsWritten(context);
      if (!store.tenants.hasRows(tenant) && !(await blobs.exists(`tenants/${tenant}`)))
        throw new NotFoundError(NOT_FOUND);
      const job = store.erasures.ask(tenant, { scope: "tenant" }, context.now());
      return erasureAnswer(context, job, request, { notFound: NOT_FOUND, warnings: [] });
    },
  }),
];
