import type { VNode } from "preact";
import type { Orders } from "../../../src/answers/orders";
import type { PeriodFigures, Span } from "../../../src/answers/period-figures";
import { Card } from "../../components/card";
import { Compared } from "../../components/compared";
import { withQuery } from "../../components/pages";
import { type ChosenPeriod, PeriodPicker, spanQuery } from "../../components/period-picker";
import { useFormat } from "../../components/reader";
import { Table } from "../../components/table";
import type { ShownModel } from "../../model-page";
import { averageOrder, type ComparedFigures, comparedSales } from "./compared-sales";

interface PeriodsCardProps {
  readonly shown: ShownModel;
  /** Null for a model that keeps none. */
  readonly orders: Orders | null;
  readonly chosen: ChosenPeriod;
  /** Where the card stands, for the links that choose. */
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly segments: readonly { readonly id: number; readonly name: VNode }[];
}

/** Sales of a period by segment, beside those of the period that it is compared with. */
export function PeriodsCard({
  shown,
  orders,
  chosen,
  path,
  query,
  segments,
}: PeriodsCardProps): VNode | null {
  const format = useFormat();
  if (!orders) return null;
  const sales = comparedSales(shown.card, orders, chosen, shown.numbers("segment"), format);
  const rows = segments.map((segment) => ({ ...segment, ...sales.of(segment.id) }));
  /** The list of orders that add up to the figures of a row. */
  const ordersHref = (segment: number, span: Span) =>
    withQuery("/app/orders", { ...spanQuery(span), segment, model: query.model });
  const cell =
    (key: keyof PeriodFigures, write: (value: number) => string) =>
    ({ id, now, past }: ComparedFigures & { readonly id: number }) => (
      <Compared
        now={now[key]}
        past={past ? past[key] : null}
        write={write}
        href={key === "customers" ? null : ordersHref(id, sales.now)}
        pastHref={sales.past && key === "revenue" ? ordersHref(id, sales.past) : null}
      />
    );
  return (
    <Card
      id="periods"
      title="Sales compared"
      note={`${sales.note} Customers count in the segment that they are in now.`}
    >
      <PeriodPicker path={path} query={query} chosen={chosen} />
      <Table
        caption="Sales of the period, and the change"
        rows={rows}
        columns={[
          { title: "Segment", cell: ({ name }) => name },
          { title: "Revenue", kind: "number", cell: cell("revenue", format.money) },
          { title: "Orders", kind: "number", cell: cell("orders", format.count) },
          { title: "Customers with an order", kind: "number", cell: cell("customers", format.count) },
          {
            title: "Average order",
            kind: "number",
            cell: ({ now, past }) => (
              <Compared now={averageOrder(now)} past={past && averageOrder(past)} write={format.money} />
            ),
          },
        ]}
      />
    </Card>
  );
}
