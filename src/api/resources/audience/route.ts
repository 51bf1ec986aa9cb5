import { type Static, t } from "elysia";
import { contactTerms } from "../../../answers/advice";
import { needsOrders } from "../../../answers/customer-selection";
import { ordersOfModel } from "../../../answers/orders";
import { selectAudience } from "../../../answers/select";
import { type ContactTerms, checkContactTerms } from "../../../models/contact/action-value";
import { MOST_CONTROL_SHARE } from "../../../models/contact/control-group";
import type { ModelCard } from "../../../models/model-card";
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
        "At most so many: the customers with the highest expected profit of a contact on the terms below, best first. Missing terms come from the settings, else from the model.",
    }),
  ),
  contact_cost: money("What contacting one customer costs."),
  offer_cost: money("What the offer costs for each customer who accepts it."),
  margin: t.Optional(
    t.Number({
      exclusiveMinimum: 0,
      maximum: 1,
      description: "Share of an order's value left after the cost of the goods.",
    }),
  ),
  success_rate: probability("Share of leavers that a contact wins back, 0 to 1."),
  redeem_rate: probability("Share of customers who would stay anyway but accept the offer, 0 to 1."),
  control_share: t.Optional(
    t.Number({
      minimum: 0,
      maximum: MOST_CONTROL_SHARE,
      description:
        "Adds the column group: about this share is `control`, to leave alone and compare with; the others are `contact`. Only `campaign` and the id decide who is in control.",
    }),
  ),
  campaign: t.Optional(
    t.String({ maxLength: 100, description: "A name. A different name gives a different control group." }),
  ),
  model_id: t.Optional(Id),
});
type Query = Static<typeof Query>;
const CsvQuery = t.Composite([Query, t.Object(BOM_QUERY)]);

/** The terms in the request; missing ones come from the tenant's settings, else from the model. */
function termsOf(query: Query, card: ModelCard, settings: Readonly<Record<string, unknown>>): ContactTerms {
  const terms = contactTerms(card, settings, {
    contactCost: query.contact_cost,
    offerCost: query.offer_cost,
    margin: query.margin,
    successRate: query.success_rate,
    redeemRate: query.redeem_rate,
  });
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
      "The customers of the default model (or of `model_id`) within all given bounds: id, segment, churn probability, expected spend, action, recency, frequency, spend, the expected gain of a contact, the main reason for the risk, name and e-mail address where the files have them, and the product to mention where such hints have proved right. `most` limits them to those with the highest expected profit of a contact; `control_share` adds a group to leave alone and compare with. In CSV, a text that looks like a formula starts with an apostrophe; in XLSX and Parquet, texts are typed and stay as they are. Numbers are numbers.",
    // The other formats know no byte order mark and leave it undefined.
    query: (format === "csv" ? CsvQuery : Query) as typeof CsvQuery,
    answers: { 200: { description: "The file, as an attachment.", contentType } },
    errors: {
      404: "Model not found",
      409: "The request names no model and the tenant has no default model",
      ...(format === "xlsx" && { 413: "More customers than a sheet has rows" }),
    },
    handle: async ({ tenant, query }, context) => {
      const known = requireModel(context, tenant, chosenModel(context, tenant, query.model_id));
      const settings = context.store.tenants.settings(tenant);
      const { most, control_share: share, campaign = "" } = query;
      const audience = await context.models.use(known, async (model) => {
        const orders = needsOrders(query) ? await ordersOfModel(context, known.artifactPrefix, model) : null;
        return selectAudience(model, query, orders, {
          terms: termsOf(query, model.card, settings),
          most,
          ...(share !== undefined && { control: { campaign, share } }),
        });
      });
      const written = await write(audience);
      const parts = Array.isArray(written) ? written : [written];
      const body = query.bom === 1 ? ["\ufeff", ...parts] : parts;
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
