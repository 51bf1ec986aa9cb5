import { t } from "elysia";
import type { VNode } from "preact";
import { type Orders, ordersOfModel } from "../../src/answers/orders";
import type { Route } from "../../src/api/route";
import { DAY_MS } from "../../src/time";
import { SecondaryLink } from "../components/button";
import { Empty, Stat } from "../components/card";
import { CustomerName } from "../components/customer-name";
import { UploadLink } from "../components/for-role";
import { Pages, withQuery } from "../components/pages";
import { useFormat } from "../components/reader";
import { TableCard } from "../components/table";
import { counted } from "../counted";
import { formatFor } from "../format";
import { type ShownModel, showModel } from "../model-page";
import { definePage } from "../page";
import { customerHref } from "./customers/columns";

const PER_PAGE = 50;
const USUAL_DAYS = 30;
const PERIODS = [7, 30, 90, 365];

const Query = t.Object({
  days: t.Optional(t.String()),
  page: t.Optional(t.String()),
  model: t.Optional(t.String()),
});

/** The orders behind a figure of revenue: they add up to it. */
export const ordersPages: readonly Route[] = [
  definePage({
    path: "/orders",
    summary: "Orders",
    nav: "",
    query: Query,
    show: (input, context) =>
      showModel(context, input, input.query.model, async (shown) => {
        const days = wholeOf(input.query.days) ?? USUAL_DAYS;
        const orders = await ordersOfModel(context, shown.row.artifactPrefix, shown.model);
        const format = formatFor(input.settings);
        const { model } = input.query;
        return {
          title: `Orders of the last ${format.count(days)} days`,
          subtitle: `To ${format.date(shown.card.as_of)}, before returns.`,
          actions: (
            <>
              {PERIODS.filter((period) => period !== days).map((period) => (
                <SecondaryLink key={period} href={withQuery("/app/orders", { days: period, model })}>
                  {period} days
                </SecondaryLink>
              ))}
            </>
          ),
          body: orders ? (
            <OrderList
              shown={shown}
              orders={orders}
              days={days}
              page={wholeOf(input.query.page) ?? 1}
              model={model}
            />
          ) : (
            <Empty icon="table" title="This model keeps no orders">
              <p>
                It was trained before models did. <UploadLink>Train again</UploadLink> to change that.
              </p>
            </Empty>
          ),
        };
      }),
  }),
];

function OrderList({
  shown,
  orders,
  days,
  page,
  model,
}: {
  readonly shown: ShownModel;
  readonly orders: Orders;
  readonly days: number;
  readonly page: number;
  readonly model: string | undefined;
}): VNode {
  const format = useFormat();
  const asOf = Date.parse(shown.card.as_of);
  const payments = orders.paymentsBetween(asOf - days * DAY_MS, asOf);
  const { time, value, units, opensOrder } = orders.entries;
  const total = payments.reduce((sum, { entry }) => sum + value[entry]!, 0);
  const count = payments.reduce((sum, { entry }) => sum + opensOrder[entry]!, 0);
  const customers = new Set(payments.map(({ row }) => row)).size;
  const ids = shown.texts("CustomerID");
  const at = Math.min(page, Math.max(1, Math.ceil(payments.length / PER_PAGE)));
  return (
    <div class="stack">
      <section class="grid figures" aria-label="Figures">
        <Stat label="Revenue" value={format.money(total)} />
        <Stat label="Orders" value={format.count(count)} />
        <Stat
          label="Customers"
          value={format.count(customers)}
          href={withQuery("/app/customers", { max_recency: days, model })}
        />
        <Stat label="Average order" value={format.money(count === 0 ? null : total / count)} />
      </section>
      <TableCard
        title={counted(count, "order", format)}
        caption="Orders, newest first"
        rows={payments.slice((at - 1) * PER_PAGE, at * PER_PAGE)}
        href={({ row }) => customerHref(shown, row, model)}
        columns={[
          {
            title: "Customer",
            cell: ({ row }) => (
              <CustomerName
                people={shown.model.customers.people}
                row={row}
                id={ids[row]!}
                href={customerHref(shown, row, model)}
              />
            ),
          },
          { title: "Time", kind: "orderMoment", cell: ({ entry }) => time[entry]! },
          { title: "Units", kind: "count", cell: ({ entry }) => units[entry]! },
          { title: "Value", kind: "money", cell: ({ entry }) => value[entry]! },
        ]}
      >
        <Pages
          page={at}
          perPage={PER_PAGE}
          total={payments.length}
          href={(to) => withQuery("/app/orders", { days, page: to === 1 ? null : to, model })}
        />
      </TableCard>
    </div>
  );
}

/** A whole number of 1 or more; null for anything else. */
function wholeOf(text: string | undefined): number | null {
  return /^[1-9]\d{0,5}$/.test(text ?? "") ? Number(text) : null;
}
