import type { VNode } from "preact";
import { type BoughtBySegment, productTitle } from "../../../src/answers/products";
import { TableCard } from "../../components/table";
import { productHref } from "../products/product-href";

/** What most customers of a segment buy. */
export function Bought({
  bought,
  customers,
  modelId,
}: {
  readonly bought: readonly BoughtBySegment[];
  readonly customers: number;
  readonly modelId: string | undefined;
}): VNode | null {
  if (bought.length === 0) return null;
  return (
    <TableCard
      title="What they buy"
      note="The products that most of them bought. Lift: how many times as common as among all customers."
      caption="Products, most customers first"
      rows={bought}
      columns={[
        {
          title: "Product",
          cell: ({ product }) => <a href={productHref(product, modelId)}>{productTitle(product)}</a>,
        },
        { title: "Customers", kind: "count", cell: "customers", isMinor: true },
        { title: "Share of the segment", kind: "percent", cell: ({ customers: own }) => own / customers },
        { title: "Lift", kind: "decimal", cell: "lift", isMinor: true },
        { title: "Revenue", kind: "money", cell: "revenue" },
      ]}
    />
  );
}
