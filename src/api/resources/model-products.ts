import { t } from "elysia";
import { cohortsOfModel } from "../../answers/cohorts";
import type { OpenModel } from "../../answers/open-model";
import { ordersOfModel } from "../../answers/orders";
import { type Product, type Products, productsOfModel } from "../../answers/products";
import { isoDay } from "../../time";
import type { ApiContext } from "../context";
import { NotFoundError } from "../errors";
import { defineRoute, type Route } from "../route";
import { MODEL_NOT_FOUND, ModelParams, requireModel } from "./models";
import { PAGE_QUERY, pageOf } from "./row-pages";
import { CustomerInPath } from "./schemas";

const NO_PRODUCTS = "Model not found, or its file has no products";
const named = {
  product: t.String({ description: "The id in the file." }),
  name: t.Union([t.String(), t.Null()]),
};
const Lift = t.Number({ description: "Times as often as chance would explain." });

const Linked = t.Object({
  ...named,
  kind: t.Union([t.Literal("together"), t.Literal("next")], {
    description: "`together`: in the same order; `next`: in the customer's next order.",
  }),
  orders: t.Integer(),
  share: t.Number({ description: "Of the orders with the product, 0 to 1." }),
  lift: Lift,
});

const ListedProduct = t.Object({
  ...named,
  customers: t.Integer(),
  orders: t.Integer(),
  units: t.Number(),
  revenue: t.Number(),
  returned: t.Number({ description: "Value sent back or cancelled." }),
  last_order: t.String({ description: "ISO 8601." }),
  linked: t.Array(Linked),
  first: t.Union(
    [
      t.Null(),
      t.Object({
        customers: t.Integer(),
        after: t.Array(
          t.Union([
            t.Null(),
            t.Object({
              days: t.Integer(),
              customers: t.Integer(),
              repeat_rate: t.Number(),
              value: t.Number(),
            }),
          ]),
        ),
      }),
    ],
    {
      description:
        "The customers whose first order had this product as its most valuable one, and what became of those whose first order is at least 90, 180 and 365 days old: share with a second order, spend per customer after returns. Null where nobody began with it.",
    },
  ),
});

/** What a product is called on the wire. */
function nameOf({ id, name }: Product) {
  return { product: id, name };
}

export const modelProductsRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/models/:model_id/products",
    access: "business",
    slow: true,
    tag: "models",
    summary: "The products that a model knows",
    description:
      "One row per product, most revenue first: its sales, what is bought with and after it, and what became of the customers who began with it. `hints` says how often a product hint was right on later orders, beside the most popular product; hints are given only if `wins`.",
    params: ModelParams,
    query: t.Object(PAGE_QUERY),
    answers: {
      200: {
        description: "A page of the table.",
        schema: t.Object({
          rows: t.Array(ListedProduct),
          total: t.Integer(),
          hints: t.Object({
            wins: t.Boolean(),
            test_days: t.Integer(),
            customers: t.Integer(),
            hits: t.Integer(),
            popular_hits: t.Integer(),
          }),
        }),
        example: {
          rows: [
            {
              product: "22423",
              name: "REGENCY CAKESTAND 3 TIER",
              customers: 881,
              orders: 1703,
              units: 12374,
              revenue: 142264.75,
              returned: 9684.3,
              last_order: "2011-12-09",
              linked: [
                {
                  product: "22697",
                  name: "GREEN REGENCY TEACUP",
                  kind: "next",
                  orders: 141,
                  share: 0.12,
                  lift: 2.9,
                },
              ],
              first: {
                customers: 96,
                after: [{ days: 90, customers: 84, repeat_rate: 0.41, value: 512.3 }, null, null],
              },
            },
          ],
          total: 3665,
          hints: { wins: true, test_days: 90, customers: 1914, hits: 687, popular_hits: 179 },
        },
      },
    },
    errors: { 404: NO_PRODUCTS },
    handle: ({ tenant, params, query }, context) =>
      withProducts(context, tenant, params.model_id, async (products, model, prefix) => {
        const { limit, offset } = pageOf(query);
        const orders = await ordersOfModel(context, prefix, model);
        const first = new Map(
          ((orders && cohortsOfModel(model, orders, "product")) ?? []).map((cohort) => [cohort.key, cohort]),
        );
        const { testDays, customers, hits, popularHits, wins } = products.test;
        return {
          rows: products.all.slice(offset, offset + limit).map((product) => {
            const { id: _, name: __, lastOrder, ...sales } = product;
            const began = first.get(product.id);
            return {
              ...nameOf(product),
              ...sales,
              last_order: lastOrder,
              linked: products
                .linksOf(product)
                .map(({ product: other, ...link }) => ({ ...nameOf(other), ...link })),
              first: began
                ? {
                    customers: began.customers,
                    after: began.after.map(
                      (value) =>
                        value && {
                          days: value.days,
                          customers: value.customers,
                          repeat_rate: value.repeatRate,
                          value: value.revenue,
                        },
                    ),
                  }
                : null,
            };
          }),
          total: products.all.length,
          hints: { wins, test_days: testDays, customers, hits, popular_hits: popularHits },
        };
      }),
  }),
  defineRoute({
    method: "GET",
    path: "/models/:model_id/segments/:segment/products",
    access: "business",
    tag: "models",
    summary: "What a segment buys",
    description:
      "The ten products that most of the segment's customers bought. Empty for an unknown segment.",
    params: t.Object({
      ...ModelParams.properties,
      segment: t.String({ pattern: "^\\d{1,9}$", description: "The id of a segment.", examples: ["0"] }),
    }),
    answers: {
      200: {
        description: "Most customers first.",
        schema: t.Array(t.Object({ ...named, customers: t.Integer(), revenue: t.Number(), lift: Lift })),
        example: [
          {
            product: "22423",
            name: "REGENCY CAKESTAND 3 TIER",
            customers: 263,
            revenue: 64198.95,
            lift: 1.7,
          },
        ],
      },
    },
    errors: { 404: NO_PRODUCTS },
    handle: ({ tenant, params }, context) =>
      withProducts(context, tenant, params.model_id, (products) =>
        products
          .ofSegment(Number(params.segment))
          .map(({ product, ...told }) => ({ ...nameOf(product), ...told })),
      ),
  }),
  defineRoute({
    method: "GET",
    path: "/models/:model_id/customers/:customer_id/products",
    access: "business",
    tag: "models",
    summary: "What a customer buys",
    description:
      "The products of most of the customer's orders, and those of the last one; and the product to mention, where hints have proved right.",
    params: t.Object({ ...ModelParams.properties, customer_id: CustomerInPath }),
    answers: {
      200: {
        description: "Most orders first.",
        schema: t.Object({
          products: t.Array(
            t.Object({
              ...named,
              orders: t.Integer(),
              units: t.Number(),
              value: t.Number(),
              last_order: t.String({ description: "ISO 8601." }),
              in_last_order: t.Boolean(),
            }),
          ),
          hint: t.Union([t.Object(named), t.Null()]),
        }),
        example: {
          products: [
            {
              product: "22423",
              name: "REGENCY CAKESTAND 3 TIER",
              orders: 4,
              units: 6,
              value: 71.7,
              last_order: "2011-10-31",
              in_last_order: true,
            },
          ],
          hint: { product: "22697", name: "GREEN REGENCY TEACUP" },
        },
      },
    },
    errors: { 404: `${NO_PRODUCTS}, or customer not found` },
    handle: ({ tenant, params }, context) =>
      withProducts(context, tenant, params.model_id, (products, { customers }) => {
        const row = customers.rowOf(params.customer_id);
        if (row === undefined) throw new NotFoundError("Customer not found");
        const hint = products.find(customers.cell("product_hint_id", row) as string);
        return {
          products: products.ofCustomer(row).map(({ product, orders, units, value, last, isLatest }) => ({
            ...nameOf(product),
            orders,
            units,
            value,
            last_order: isoDay(last),
            in_last_order: isLatest,
          })),
          hint: hint && nameOf(hint),
        };
      }),
  }),
];

/** Answers from the model's products; 404 for a model without them, as for one that the tenant does not have. */
function withProducts<T>(
  context: ApiContext,
  tenant: string,
  modelId: string,
  answer: (products: Products, model: OpenModel, artifactPrefix: string) => T | Promise<T>,
): Promise<T> {
  const known = requireModel(context, tenant, modelId);
  return context.models.use(known, async (model) => {
    const products = await productsOfModel(context, known.artifactPrefix, model);
    if (!products) throw new NotFoundError(MODEL_NOT_FOUND);
    return answer(products, model, known.artifactPrefix);
  });
}
