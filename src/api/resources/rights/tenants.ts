import { t } from "elysia";
import type { ApiContext } from "../../context";
import { NotFoundError } from "../../errors";
import { defineRoute, type Route } from "../../route";
import { predictionsWritten } from "../predict/prediction-log";
import { TenantInPath } from "../schemas";
import { allPredictions } from "./erase-from-predictions";
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
      "Cancels its jobs, then removes every row and file, the API keys too, and answers with what was removed.",
    params: Params,
    answers: {
      200: {
        description: "What was removed.",
        schema: t.Object({
          status: t.Literal("deleted"),
          tenant_id: t.String(),
          datasets: t.Integer(),
          models: t.Integer(),
          predictions: t.Integer(),
          api_keys: t.Integer(),
          files: t.Integer(),
          bytes: t.Integer(),
        }),
        example: {
          status: "deleted",
          tenant_id: "shop",
          datasets: 2,
          models: 3,
          predictions: 40,
          api_keys: 1,
          files: 47,
          bytes: 91400221,
        },
      },
    },
    errors: { 404: NOT_FOUND },
    handle: ({ tenant, params }, context) => {
      requireOwn(params.tenant_id, tenant);
      return eraseTenant(context, tenant);
    },
  }),
];

/** Ends what runs for the tenant, then removes its rows and its files; the proof counts them. */
async function eraseTenant(context: ApiContext, tenant: string) {
  const { store, queue, models, blobs } = context;
  const activeJobs = () => store.jobs.list(tenant, null, "active");
  for (let [job] = activeJobs(); job; [job] = activeJobs()) {
    queue.cancel(tenant, job.id);
    await queue.waitForEnd(tenant, job.id);
  }
  await predictionsWritten(context);
  const counted = {
    datasets: store.datasets.list(tenant).length,
    models: store.models.list(tenant).length,
    predictions: [...allPredictions(store, tenant)].length,
    api_keys: store.apiKeys.list(tenant).length,
  };
  for (const { artifactPrefix } of store.models.list(tenant)) models.drop(artifactPrefix);
  const hadRows = store.tenants.delete(tenant);
  const files = await blobs.delete(`tenants/${tenant}`);
  if (!hadRows && files.length === 0) throw new NotFoundError(NOT_FOUND);
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return { status: "deleted", tenant_id: tenant, ...counted, files: files.length, bytes };
}
