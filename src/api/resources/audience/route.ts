import { type Static, t } from "elysia";
import type { OpenModel } from "../../../answers/open-model";
import { type AudienceCut, selectAudience } from "../../../answers/select";
import { type ContactTerms, checkContactTerms } from "../../../models/contact/action-value";
import { MOST_CONTROL_SHARE } from "../../../models/contact/control-group";
import { BOM_QUERY } from "../../byte-order-mark";
import { defineRoute, type Route } from "../../route";
import { requireModel } from "../models";
import { chosenModel } from "../predict/route";
import { Id } from "../schemas";
import { AUDIENCE_BOUNDS, money, probability } from "./bounds";
import { AUDIENCE_FORMATS } from "./formats";

const Query = t.Object({
  ...AUDIENCE_BOUNDS,
  most: t.Optional(
    t.Integer({
      minimum: 0,
      description:
        "Only so many: those whom a contact on the terms below is expected to bring most, best first. Terms that are left out are the model's.",
    }),
  ),
  contact_cost: money("What contacting one customer costs."),
  offer_cost: money("What is offered costs, for each who takes it."),
  margin: t.Optional(
    t.Number({
      exclusiveMinimum: 0,
      maximum: 1,
      description: "Share of an order's value that is left after the cost of the goods.",
    }),
  ),
  success_rate: probability("Share of those who would leave that a contact wins back, 0 to 1."),
  redeem_rate: probability("Share of those who would stay anyway that take the offer too, 0 to 1."),
  control_share: t.Optional(
    t.Number({
      minimum: 0,
      maximum: MOST_CONTROL_SHARE,
      description:
        "Adds the column group: about this share is control, to be left alone and compared with, the others are contact. Who is control follows from `campaign` and the id alone.",
    }),
  ),
  campaign: t.Optional(
    t.String({ maxLength: 100, description: "A name: another one holds out other customers." }),
  ),
  model_id: t.Optional(Id),
});
type Query = Static<typeof Query>;
const CsvQuery = t.Composite([Query, t.Object(BOM_QUERY)]);

function cutOf(query: Query, model: OpenModel): AudienceCut {
  const { most, control_share, campaign = "" } = query;
  return {
    ...(most !== undefined && { best: { customers: most, terms: termsOf(query, model) } }),
    ...(control_share !== undefined && { control: { campaign, share: control_share } }),
  };
}

/** The terms that were asked for; those that were not are the model's. */
function termsOf(query: Query, model: OpenModel): ContactTerms {
  const told = model.card.settings.contact;
  const terms = {
    contactCost: query.contact_cost ?? told.contact_cost,
    offerCost: query.offer_cost ?? told.offer_cost,
    margin: query.margin ?? told.margin,
    successRate: query.success_rate ?? told.success_rate,
    redeemRate: query.redeem_rate ?? told.redeem_rate,
  };
  checkContactTerms(terms);
  return terms;
}

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
      "Those of the default model's customers (or of `model_id`'s) that all given bounds let through: id, segment, churn probability, expected spend, action, recency, frequency, spend. With `most` only those whom contacting is expected to bring most; with `control_share` a group to leave alone and to compare with. In CSV a text that begins like a formula gets an apostrophe before it; in XLSX and Parquet texts are typed as such and stay as they are. Numbers are numbers.",
    // The others know no mark, and leave it undefined.
    query: (format === "csv" ? CsvQuery : Query) as typeof CsvQuery,
    answers: { 200: { description: "The file, as an attachment.", contentType } },
    errors: {
      404: "Model not found",
      409: "No model is named and the tenant has no default one",
      ...(format === "xlsx" && { 413: "More customers than a sheet has rows" }),
    },
    handle: async ({ tenant, query }, context) => {
      const known = requireModel(context, tenant, chosenModel(context, tenant, query.model_id));
      const audience = await context.models.use(known, (model) =>
        selectAudience(model, query, cutOf(query, model)),
      );
      const written = await write(audience);
      const body = query.bom === 1 ? ["\ufeff", written] : [written];
      return new Response(new Blob(body), {
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
