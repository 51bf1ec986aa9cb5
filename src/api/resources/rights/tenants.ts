import { t } from "elysia";
import { NotFoundError } from "../../errors";
import { defineRoute, type Route } from "../../route";
import { streamed } from "../../streamed";
import { predictionsWritten } from "../predict/prediction-log";
import { TenantInPath } from "../schemas";
import { ACCEPTED, ERASURE_ERRORS, erasureAnswer } from "./erasure-answer";
import { tenantArchive } from "./tenant-archive";

const Params = t.Object({ tenant_id: TenantInPath });
const NOT_FOUND = "Tenant not found";

/** An admin belongs to one tenant. Another tenant gets the same answer as an unknown one. */
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
    summary: "Export everything of the tenant",
    description:
      "A ZIP file, built while it is sent: rows as JSON lines below `rows/`, uploads, models and outputs below `files/`.",
    params: Params,
    answers: { 200: { description: "The archive, as an attachment.", contentType: "application/zip" } },
    errors: { 404: NOT_FOUND },
    handle: async ({ tenant, params }, context) => {
      requireOwn(params.tenant_id, tenant);
      await predictionsWritten(context);
      return streamed(tenantArchive(context, tenant), {
        "Content-Type": "application/zip",
        "Content-Disposition": `attachment; filename="${tenant}.zip"`,
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
      "A job that cancels the tenant's other jobs and removes every row and file, including the API keys. Its result counts them and is all that remains. Meanwhile the tenant cannot add anything new (409). Answers at once, or with `Prefer: wait=30` or `respond-sync` when it is done. Without its keys the tenant cannot sign in: wait for the proof, or ask the operator to create a key for the same tenant id and read the job with it.",
    params: Params,
    whileErased: true,
    answers: {
      202: { ...ACCEPTED, example: { ...(ACCEPTED.example as object), warnings: [] } },
      200: {
        description: "It is done, if you chose to wait. The body says what was removed.",
        schema: t.Object({
          status: t.Literal("deleted"),
          tenant_id: t.String(),
          datasets: t.Integer(),
          models: t.Integer(),
          predictions: t.Integer(),
          campaigns: t.Integer(),
          jobs: t.Integer(),
          api_keys: t.Integer(),
          stored_answers: t.Integer({ description: "Answers kept for an Idempotency-Key." }),
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
