import { type Static, t } from "elysia";
import { contactTerms } from "../../../answers/advice";
import { AUDIENCE_COLUMNS, listedCustomers, selectAudience, selectRows } from "../../../answers/select";
import { consentTest } from "../../../destinations/consent";
import {
  DELIMITERS,
  FILE_KINDS,
  type FileKind,
  type FileOptions,
  fileOf,
  kindOfFile,
  TOOL_NAMES,
  TOOLS,
  tableFor,
} from "../../../destinations/formats/formats";
import type { ToolFormat } from "../../../destinations/formats/table";
import { leftOutWords, recipientsAmong } from "../../../destinations/recipients";
import { type ContactTerms, checkContactTerms } from "../../../models/contact/action-value";
import { MOST_CONTROL_SHARE } from "../../../models/contact/control-group";
import type { ModelCard } from "../../../models/model-card";
import { askedCustomers } from "../../asked-customers";
import { BOM_QUERY } from "../../byte-order-mark";
import { defineRoute, type Route } from "../../route";
import { requireModel } from "../models";
import { chosenModel } from "../predict/route";
import { Id } from "../schemas";
import { AUDIENCE_BOUNDS, money, probability } from "./bounds";

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
const Columns = t.Object({
  columns: t.Optional(
    t.String({
      minLength: 1,
      maxLength: 1000,
      description: `Only these columns, separated by commas and in this order: ${Object.keys(AUDIENCE_COLUMNS).join(", ")}, and whatever else the shop told about its customers.`,
    }),
  ),
});
const FileQuery = t.Composite([Query, Columns]);
const CsvQuery = t.Composite([
  Query,
  Columns,
  t.Object({
    ...BOM_QUERY,
    delimiter: t.Optional(
      t.Union(
        (Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[]).map((name) => t.Literal(name)),
        { description: "What stands between the cells; a comma unless you choose." },
      ),
    ),
  }),
]);
const { control_share, campaign, ...ToolFields } = Query.properties;
const ToolQuery = t.Object({
  ...ToolFields,
  consent: t.Optional(
    t.String({
      minLength: 1,
      maxLength: 200,
      description: "Only customers whose yes/no attribute of this name says yes.",
    }),
  ),
});

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

function audienceRoute(format: FileKind): Route {
  const { contentType } = FILE_KINDS[format];
  return defineRoute({
    method: "GET",
    path: `/audience.${format}`,
    access: "business",
    slow: true,
    tag: "audience",
    summary: `Customers to address, as ${format.toUpperCase()}`,
    description:
      "The customers of the default model (or of `model_id`) within all given bounds: id, segment, churn probability, expected spend, action, recency, frequency, spend, the expected gain of a contact, the main reason for the risk, name, e-mail address and country where the files have them, the product to mention where such hints have proved right, and what else the shop told about its customers. `most` limits them to those with the highest expected profit of a contact; `control_share` adds a group to leave alone and compare with. In CSV, a text that looks like a formula starts with an apostrophe; in XLSX and Parquet, texts are typed and stay as they are. Numbers are numbers.",
    // The other formats know no byte order mark and no delimiter, and leave them undefined.
    query: (format === "csv" ? CsvQuery : FileQuery) as typeof CsvQuery,
    answers: { 200: { description: "The file, as an attachment.", contentType } },
    errors: {
      404: "Model or saved segment not found",
      409: "The request names no model and the tenant has no default model",
      ...(format === "xlsx" && { 413: "More customers than a sheet has rows" }),
      422: "There is no such column",
    },
    handle: async ({ tenant, query }, context) => {
      const known = requireModel(context, tenant, chosenModel(context, tenant, query.model_id));
      const settings = context.store.tenants.settings(tenant);
      const { most, control_share: share, campaign = "", delimiter } = query;
      const columns = query.columns?.split(",").map((name) => name.trim());
      const audience = await context.models.use(known, async (model) => {
        const { filter, history } = await askedCustomers(context, tenant, known, model, query);
        return selectAudience(model, filter, history, {
          terms: termsOf(query, model.card, settings),
          most,
          ...(share !== undefined && { control: { campaign, share } }),
        });
      });
      const options: FileOptions = { columns, delimiter };
      const parts = await fileOf(format, tableFor(format, audience, options), options);
      return attachment(query.bom === 1 ? ["\ufeff", ...parts] : parts, `audience.${format}`, contentType);
    },
  });
}

const toolRoute = defineRoute({
  method: "GET",
  path: "/audience/tools/:tool",
  access: "business",
  slow: true,
  tag: "audience",
  summary: "Customers to address, in a tool's own format",
  description: `The same customers as \`/audience.csv\`, as the CSV file that the tool imports: ${TOOL_NAMES.map((name) => `\`${name}\` (${TOOLS[name].title})`).join(", ")}. Columns are named as in the tool's own guide; for Google and Meta, addresses, names and countries are normalised and hashed with SHA-256. Customers who did not agree (if you name \`consent\`), without a valid e-mail address, with the address of another, and for \`meta_value_audience\` without an expected spend, are left out; \`X-Left-Out\` says how many.`,
  params: t.Object({
    tool: t.Union(
      TOOL_NAMES.map((name) => t.Literal(name)),
      { description: "Whose format the file has.", examples: ["klaviyo"] },
    ),
  }),
  query: ToolQuery,
  answers: { 200: { description: "The file, as an attachment.", contentType: "text/csv; charset=utf-8" } },
  errors: {
    404: "Model or saved segment not found",
    409: "The request names no model and the tenant has no default model",
    413: "The tool takes no file of this size",
  },
  handle: async ({ tenant, query, params: { tool } }, context) => {
    const known = requireModel(context, tenant, chosenModel(context, tenant, query.model_id));
    const settings = context.store.tenants.settings(tenant);
    const { needsValue = false }: ToolFormat = TOOLS[tool];
    const made = await context.models.use(known, async (model) => {
      const { filter, history } = await askedCustomers(context, tenant, known, model, query);
      const cut = { terms: termsOf(query, model.card, settings), most: query.most };
      const { rows, advice } = selectRows(model, filter, history, cut);
      const asked = query.consent === undefined ? null : { attribute: query.consent };
      const needs = { email: true, value: needsValue, consent: consentTest(model.customers, asked) };
      const { rows: kept, left } = recipientsAmong(model.customers, rows, needs);
      return { list: listedCustomers(model, advice, kept), left };
    });
    const parts = await fileOf(tool, tableFor(tool, made.list));
    const { contentType } = kindOfFile(tool);
    const response = attachment(parts, `${tool}.csv`, contentType);
    response.headers.set("X-Left-Out", leftOutWords(made.left) || "nobody");
    return response;
  },
});

function attachment(parts: BlobPart[], fileName: string, contentType: string): Response {
  return new Response(new Blob(parts), {
    headers: {
      "Content-Type": contentType,
      "Content-Disposition": `attachment; filename="${fileName}"`,
    },
  });
}

export const audienceRoutes: readonly Route[] = [
  audienceRoute("csv"),
  audienceRoute("xlsx"),
  audienceRoute("parquet"),
  toolRoute,
];
