import { t } from "elysia";
import type { VNode } from "preact";
import { type Cohort, cohortsOfModel } from "../../../src/answers/cohorts";
import { ordersOfModel } from "../../../src/answers/orders";
import {
  type LinkedProduct,
  type Product,
  type Products,
  productsOfModel,
  productTitle,
} from "../../../src/answers/products";
import type { ApiContext } from "../../../src/api/context";
import { NotFoundError } from "../../../src/api/errors";
import type { Route } from "../../../src/api/route";
import { Empty, Notice, Stat } from "../../components/card";
import { Pages, withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";
import { counted } from "../../counted";
import { formatFor } from "../../format";
import { type ShownModel, showModel } from "../../model-page";
import { definePage } from "../../page";
import { productHref } from "./product-href";

const PER_PAGE = 50;
const NO_PRODUCT = "There is no such product among the sales of this model.";

/** Customers who began with a product, by its id. */
type Beginners = ReadonlyMap<string, Cohort>;

async function beginnersOf(context: ApiContext, { row, model }: ShownModel): Promise<Beginners> {
  const orders = await ordersOfModel(context, row.artifactPrefix, model);
  const cohorts = (orders && cohortsOfModel(model, orders, "product")) ?? [];
  return new Map(cohorts.map((cohort) => [cohort.key, cohort]));
}

/** All products, and one of them. */
export const productPages: readonly Route[] = [
  definePage({
    path: "/products",
    summary: "Products",
    query: t.Object({
      model: t.Optional(t.String()),
      page: t.Optional(t.String()),
      q: t.Optional(t.String({ maxLength: 512 })),
    }),
    show: (input, context) =>
      showModel(context, input, input.query.model, async (shown) => {
        const products = await productsOfModel(context, shown.row.artifactPrefix, shown.model);
        const format = formatFor(input.settings);
        return {
          title: "Products",
          subtitle: `What sells, what is bought next, and what became of those who began with it. As of ${format.date(shown.card.as_of)}.`,
          body: products ? (
            <ProductList
              products={products}
              beginners={await beginnersOf(context, shown)}
              query={input.query}
            />
          ) : (
            <NoProducts />
          ),
        };
      }),
  }),
  definePage({
    path: "/products/:product_id",
    summary: "A product",
    nav: "/products",
    params: t.Object({ product_id: t.String({ maxLength: 512 }) }),
    query: t.Object({ model: t.Optional(t.String()) }),
    show: (input, context) =>
      showModel(context, input, input.query.model, async (shown) => {
        const products = await productsOfModel(context, shown.row.artifactPrefix, shown.model);
        const product = products?.find(input.params.product_id);
        if (!products || !product) throw new NotFoundError(NO_PRODUCT);
        const beginners = await beginnersOf(context, shown);
        return {
          title: productTitle(product),
          ...(product.name !== null && { subtitle: `Product ${product.id}` }),
          body: (
            <OneProduct
              product={product}
              products={products}
              began={beginners.get(product.id) ?? null}
              modelId={input.query.model}
            />
          ),
        };
      }),
  }),
];

function NoProducts(): VNode {
  return (
    <Empty icon="table" title="No products">
      <p>The file of this model has no column of products, or the model is of an earlier release.</p>
    </Empty>
  );
}

function ProductList({
  products,
  beginners,
  query,
}: {
  readonly products: Products;
  readonly beginners: Beginners;
  readonly query: { readonly model?: string; readonly page?: string; readonly q?: string };
}): VNode {
  const format = useFormat();
  const part = query.q?.trim().toLowerCase() ?? "";
  const found =
    part === ""
      ? products.all
      : products.all.filter(({ id, name }) => `${id}\n${name ?? ""}`.toLowerCase().includes(part));
  const last = Math.max(1, Math.ceil(found.length / PER_PAGE));
  const page = Math.min(last, Math.max(1, Number(query.page) || 1));
  const after = (product: Product, days: number) =>
    beginners.get(product.id)?.after.find((value) => value?.days === days) ?? null;
  return (
    <div class="stack">
      <HintNotice products={products} />
      <form class="row" method="get" action="/app/products">
        {query.model && <input type="hidden" name="model" value={query.model} />}
        <input
          class="search"
          type="search"
          name="q"
          value={query.q ?? ""}
          aria-label="Find a product"
          placeholder="Name or code"
        />
        <button class="secondary" type="submit">
          Find
        </button>
      </form>
      {found.length === 0 ? (
        <Empty icon="search" title="No products match">
          <p>
            <a href={withQuery("/app/products", { model: query.model })}>Show all products</a>
          </p>
        </Empty>
      ) : (
        <TableCard
          title={counted(found.length, "product", format)}
          note="Most revenue first. Repeat rate and value are of customers whose first order it led: 180 days from their own first order, less returns."
          caption="Products, most revenue first"
          rows={found.slice((page - 1) * PER_PAGE, page * PER_PAGE)}
          href={(product) => productHref(product, query.model)}
          columns={[
            {
              title: "Product",
              cell: (product) => (
                <>
                  <a href={productHref(product, query.model)}>{productTitle(product)}</a>
                  {product.name !== null && <span class="soft small under">{product.id}</span>}
                </>
              ),
            },
            { title: "Revenue", kind: "money", cell: "revenue" },
            { title: "Orders", kind: "count", cell: "orders" },
            { title: "Customers", kind: "count", cell: "customers" },
            { title: "Began with it", kind: "count", cell: ({ id }) => beginners.get(id)?.customers ?? 0 },
            {
              title: "Repeat rate",
              kind: "percent",
              cell: (product) => after(product, 180)?.repeatRate ?? null,
            },
            {
              title: "Value, 180 days",
              kind: "money",
              cell: (product) => after(product, 180)?.revenue ?? null,
            },
          ]}
        >
          <Pages
            page={page}
            perPage={PER_PAGE}
            total={found.length}
            href={(to) => withQuery("/app/products", query, { page: to === 1 ? null : to })}
          />
        </TableCard>
      )}
    </div>
  );
}

/** Whether product hints are given, and why. */
function HintNotice({ products: { test } }: { readonly products: Products }): VNode {
  const format = useFormat();
  const { customers, hits, popularHits, testDays, wins } = test;
  const told = `Of ${format.count(customers)} customers with an order in the last ${format.count(testDays)} days, a hint was right for ${format.count(hits)}; the most popular product, for ${format.count(popularHits)}.`;
  if (customers === 0)
    return <Notice>There are too few later orders to test product hints on, so nobody gets one.</Notice>;
  return wins ? (
    <Notice>
      <strong>Product hints work here.</strong> {told} They stand in lists, exports and on customers' pages.
    </Notice>
  ) : (
    <Notice>
      <strong>No product hints.</strong> {told} That is no better than chance, so nobody gets one.
    </Notice>
  );
}

function OneProduct({
  product,
  products,
  began,
  modelId,
}: {
  readonly product: Product;
  readonly products: Products;
  readonly began: Cohort | null;
  readonly modelId: string | undefined;
}): VNode {
  const format = useFormat();
  const links = products.linksOf(product);
  return (
    <div class="stack">
      <section class="grid figures" aria-label="Figures">
        <Stat
          label="Revenue"
          value={format.money(product.revenue)}
          note={`${format.money(product.returned)} of it sent back`}
        />
        <Stat
          label="Orders"
          value={format.count(product.orders)}
          note={`${format.count(product.units)} units`}
        />
        <Stat label="Customers" value={format.count(product.customers)} />
        <Stat label="Last sold" value={format.shortDate(product.lastOrder)} />
      </section>
      <div class="grid wide">
        <Linked
          title="Bought next"
          note="In the customer's next order, more often than by chance."
          links={links.filter(({ kind }) => kind === "next")}
          modelId={modelId}
        />
        <Linked
          title="Bought together"
          note="In the same order, more often than by chance."
          links={links.filter(({ kind }) => kind === "together")}
          modelId={modelId}
        />
      </div>
      <Began began={began} />
    </div>
  );
}

function Linked({
  title,
  note,
  links,
  modelId,
}: {
  readonly title: string;
  readonly note: string;
  readonly links: readonly LinkedProduct[];
  readonly modelId: string | undefined;
}): VNode {
  if (links.length === 0)
    return (
      <Empty icon="table" title={title}>
        <p>Nothing stands out: no product came up with it more often than chance explains.</p>
      </Empty>
    );
  return (
    <TableCard
      title={title}
      note={note}
      rows={links}
      columns={[
        {
          title: "Product",
          cell: ({ product }) => <a href={productHref(product, modelId)}>{productTitle(product)}</a>,
        },
        { title: "Orders", kind: "count", cell: "orders" },
        { title: "Share", kind: "percent", cell: "share" },
        { title: "Lift", kind: "decimal", cell: "lift" },
      ]}
    />
  );
}

/** What became of those whose first order the product led. */
function Began({ began }: { readonly began: Cohort | null }): VNode {
  const format = useFormat();
  if (!began)
    return (
      <Notice>Nobody's first order was led by this product: it was never the most valuable one in it.</Notice>
    );
  const rows = began.after.filter((value) => value !== null);
  return (
    <TableCard
      title={`${counted(began.customers, "customer", format)} began with it`}
      note="Their first order had it as its most valuable product. Only customers whose first order is old enough count; spend is less returns."
      caption="What became of them"
      rows={rows}
      columns={[
        { title: "Within", cell: ({ days }) => `${format.count(days)} days` },
        { title: "Customers", kind: "count", cell: "customers" },
        { title: "Ordered again", kind: "percent", cell: "repeatRate" },
        { title: "Spend per customer", kind: "money", cell: "revenue" },
      ]}
    />
  );
}
