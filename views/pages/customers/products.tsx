import type { VNode } from "preact";
import { type OwnProduct, type Products, productTitle } from "../../../src/answers/products";
import { DAY_MS } from "../../../src/time";
import { Badge } from "../../components/card";
import { TableCard } from "../../components/table";
import type { ShownModel } from "../../model-page";
import { productHref } from "../products/product-href";

/** So many of a customer's orders must have a product to make it part of the usual basket. */
const USUAL_SHARE = 0.5;

/** What a customer buys: most often, last, usually; and what to mention. */
export function CustomerProducts({
  shown,
  products,
  row,
  modelId,
}: {
  readonly shown: ShownModel;
  readonly products: Products;
  readonly row: number;
  readonly modelId: string | undefined;
}): VNode | null {
  const own = products.ofCustomer(row);
  if (own.length === 0) return null;
  const orders = shown.model.customers.cell("frequency", row) as number;
  const hint = products.find(shown.model.customers.cell("product_hint_id", row) as string);
  const usual = own.filter((product) => isUsual(product, orders));
  return (
    <TableCard
      title="What they buy"
      note={
        <>
          {usual.length > 0 &&
            `Usual basket: ${usual.map(({ product }) => productTitle(product)).join(", ")}. `}
          {hint && (
            <>
              Likely in the next order: <a href={productHref(hint, modelId)}>{productTitle(hint)}</a>.
            </>
          )}
        </>
      }
      caption="Products, most orders first"
      rows={own}
      columns={[
        {
          title: "Product",
          cell: ({ product, isLatest }) => (
            <>
              <a href={productHref(product, modelId)}>{productTitle(product)}</a>{" "}
              {isLatest && <Badge>in the last order</Badge>}
            </>
          ),
        },
        { title: "Orders", kind: "count", cell: "orders" },
        { title: "Units", kind: "count", cell: "units", isMinor: true },
        { title: "Spend", kind: "money", cell: "value" },
        { title: "Last bought", kind: "shortDate", cell: ({ last }) => Math.floor(last / DAY_MS) * DAY_MS },
      ]}
    />
  );
}

function isUsual({ orders }: OwnProduct, all: number): boolean {
  return orders >= 2 && orders >= USUAL_SHARE * all;
}
