import { t } from "elysia";
import { uploadCustomers } from "../../../../src/api/resources/uploads/route";
import { defineRoute, type Route } from "../../../../src/api/route";
import { UserError } from "../../../../src/errors";
import { pageResponse, redirect } from "../../../page";
import { readTenantSettings } from "../../../tenant-settings";
import { requireDataset } from "../dataset-view";
import { datasetPage } from "./datasets";

/** Receives a customers' file, and shows the data set with what is in it, or why it was refused. */
export const customerFilePages: readonly Route[] = [
  defineRoute({
    method: "POST",
    path: "/app/datasets/:dataset_id/customers",
    access: "analyst",
    slow: true,
    hidden: true,
    tag: "pages",
    summary: "Upload what you know about customers",
    description: "Receives a customers' file and leads back to its data set.",
    params: t.Object({ dataset_id: t.String({ minLength: 1, maxLength: 128 }) }),
    rawBody: { "multipart/form-data": {} },
    bodyBytes: "counted by the handler",
    answers: { 303: { description: "To the data set." } },
    handle: async (input, context) => {
      const { tenant, request, params } = input;
      const row = requireDataset(context, tenant, params.dataset_id);
      try {
        await uploadCustomers(context, tenant, request, row.id);
        return redirect(request, `/app/datasets/${encodeURIComponent(row.id)}#customers`);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        const settings = readTenantSettings(context, tenant);
        const page = await datasetPage({ ...input, settings, query: {} }, context, error.message);
        return pageResponse({ ...page, status: error.status }, input, "/datasets", context);
      }
    },
  }),
];
