import { t } from "elysia";
import { defineRoute, type Route } from "../../route";
import { requireModel } from "../models";
import { chosenModel } from "../predict/route";
import { Id } from "../schemas";
import { AUDIENCE_FORMATS } from "./formats";
import { selectAudience } from "./select";

const probability = (description: string) => t.Optional(t.Number({ minimum: 0, maximum: 1, description }));
const money = (description: string) => t.Optional(t.Number({ minimum: 0, description }));

const Query = t.Object({
  segment: t.Optional(t.Integer({ minimum: 0, description: "The id of a segment." })),
  min_churn: probability("The least churn probability, 0 to 1."),
  max_churn: probability("The largest churn probability, 0 to 1."),
  min_ltv: money("The least expected spend, in the file's currency."),
  max_ltv: money("The largest expected spend, in the file's currency."),
  model_id: t.Optional(Id),
});

function audienceRoute(format: keyof typeof AUDIENCE_FORMATS): Route {
  const { contentType, write } = AUDIENCE_FORMATS[format];
  return defineRoute({
    method: "GET",
    path: `/audience.${format}`,
    access: "business",
    slow: true,
    tag: "audience",
    summary: `Customers to address, as ${format.toUpperCase()}`,
    description:
      "Those of the default model's customers (or of `model_id`'s) that all given bounds let through: id, segment, churn probability, expected spend, action, recency, frequency, spend. In CSV and XLSX a text that begins like a formula gets an apostrophe before it; numbers are numbers.",
    query: Query,
    answers: { 200: { description: "The file, as an attachment.", contentType } },
    errors: {
      404: "Model not found",
      409: "No model is named and the tenant has no default one",
      ...(format === "xlsx" && { 413: "More customers than a sheet has rows" }),
    },
    handle: async ({ tenant, query }, context) => {
      const { model_id, ...filter } = query;
      const known = requireModel(context, tenant, chosenModel(context, tenant, model_id));
      const audience = await context.models.use(known, ({ model }) => selectAudience(model, filter));
      const body = await write(audience);
      return new Response(body, {
        headers: {
          "Content-Type": contentType,
          "Content-Disposition": `attachment; filename="audience.${format}"`,
        },
      });
    },
  });
}

export const audienceRoutes: readonly Route[] = [
  audienceRoute("csv"),
  audienceRoute("xlsx"),
  audienceRoute("parquet"),
];
