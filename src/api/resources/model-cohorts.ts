import { t } from "elysia";
import { contactTerms } from "../../answers/advice";
import { acquisitionCost, COHORT_KINDS, cohortsOfModel, paybackDays } from "../../answers/cohorts";
import { ordersOfModel } from "../../answers/orders";
import { type Period, periodOf } from "../../answers/period-figures";
import type { ModelCard } from "../../models/model-card";
import { isoDay } from "../../time";
import { NotFoundError } from "../errors";
import { defineRoute, type Route } from "../route";
import { AUDIENCE_BOUNDS } from "./audience/bounds";
import { MODEL_NOT_FOUND, ModelParams, requireModel } from "./models";
import { PAGE_QUERY, pageOf } from "./row-pages";

const NOT_TOLD = "Model not found, or its file does not tell products or countries";

export const modelCohortsRoute: Route = defineRoute({
  method: "GET",
  path: "/models/:model_id/cohorts",
  access: "business",
  slow: true,
  tag: "models",
  summary: "What became of customers who began alike",
  description:
    "Customers by month of the first order, first product, country or segment. `spans` are 30 days each, counted from each customer's own first order, and hold only customers whose span is over: share who ordered in it (in the first, again), and spend and gross margin per customer until its end, after returns. `payback_days` is the end of the first span by which the margin has paid `acquisition_cost`.",
  params: ModelParams,
  query: t.Object({
    ...PAGE_QUERY,
    by: t.Optional(
      t.Union(
        COHORT_KINDS.map((kind) => t.Literal(kind)),
        { description: "What customers are put together by; `month` by default." },
      ),
    ),
    first_from: AUDIENCE_BOUNDS.first_from,
    first_to: AUDIENCE_BOUNDS.first_to,
    acquisition_cost: t.Optional(
      t.Number({
        minimum: 0,
        description: "What winning a customer costs; by default what the settings say, if they do.",
      }),
    ),
  }),
  answers: {
    200: {
      description: "A page of the cohorts: months in order, else most customers first.",
      schema: t.Object({
        rows: t.Array(
          t.Object({
            key: t.String({ description: "A month, a product's id, a country or a segment's id." }),
            customers: t.Integer(),
            spans: t.Array(
              t.Union([
                t.Null(),
                t.Object({
                  customers: t.Integer(),
                  retention: t.Number(),
                  revenue: t.Number(),
                  gross_margin: t.Number(),
                }),
              ]),
            ),
            payback_days: t.Union([t.Integer(), t.Null()]),
          }),
        ),
        total: t.Integer(),
        margin: t.Number({ description: "The share of revenue that the gross margin is worked out with." }),
        acquisition_cost: t.Union([t.Number(), t.Null()]),
      }),
      example: {
        rows: [
          {
            key: "2011-03",
            customers: 450,
            spans: [{ customers: 450, retention: 0.11, revenue: 402.1, gross_margin: 120.6 }],
            payback_days: 30,
          },
        ],
        total: 13,
        margin: 0.3,
        acquisition_cost: 25,
      },
    },
  },
  errors: { 404: NOT_TOLD },
  handle: ({ tenant, params, query }, context) => {
    const known = requireModel(context, tenant, params.model_id);
    const { limit, offset } = pageOf(query);
    const settings = context.store.tenants.settings(tenant);
    const cost = query.acquisition_cost ?? acquisitionCost(settings);
    return context.models.use(known, async (model) => {
      const orders = await ordersOfModel(context, known.artifactPrefix, model);
      const cohorts =
        orders && cohortsOfModel(model, orders, query.by ?? "month", beganIn(query, model.card));
      if (!cohorts) throw new NotFoundError(MODEL_NOT_FOUND);
      const { margin } = contactTerms(model.card, settings);
      return {
        rows: cohorts.slice(offset, offset + limit).map((cohort) => ({
          key: cohort.key,
          customers: cohort.customers,
          spans: cohort.spans.map((span) => span && { ...span, gross_margin: margin * span.revenue }),
          payback_days: cost === null ? null : paybackDays(cohort, margin, cost),
        })),
        total: cohorts.length,
        margin,
        acquisition_cost: cost,
      };
    });
  },
});

/** The days of the first order that are asked for; null: whenever it was. */
function beganIn(
  { first_from: from, first_to: to }: { readonly first_from?: string; readonly first_to?: string },
  { as_of, data }: ModelCard,
): Period | null {
  if (from === undefined && to === undefined) return null;
  const asOf = Date.parse(as_of);
  return periodOf({ from: from ?? data.first_order.slice(0, 10), to: to ?? isoDay(asOf) }, asOf);
}
