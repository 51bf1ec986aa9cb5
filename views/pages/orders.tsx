import { type Static, t } from "elysia";
import type { VNode } from "preact";
import { type Orders, ordersOfModel } from "../../src/answers/orders";
import { periodOf, type Span } from "../../src/answers/period-figures";
import { rankedRows } from "../../src/answers/ranked-rows";
import type { Route } from "../../src/api/route";
import { SecondaryLink } from "../components/button";
import { Empty, Notice, Stat } from "../components/card";
import { CustomerName } from "../components/customer-name";
import { UploadLink } from "../components/for-role";
import { Pages, withQuery } from "../components/pages";
import { chosenPeriod, PERIOD_QUERY, spanQuery } from "../components/period-picker";
import { useFormat } from "../components/reader";
import { TableCard } from "../components/table";
import { counted } from "../counted";
import { type Format, formatFor } from "../format";
import { type ShownModel, showModel } from "../model-page";
import { definePage } from "../page";
import { customerHref } from "./customers/columns";

const PER_PAGE = 50;
const USUAL_DAYS = 30;
const PERIODS = [7, 30, 90, 365];

const Query = t.Object({
  ...PERIOD_QUERY,
  /** Days from the end of the last `days` to the newest order. */
  back: t.Optional(t.String()),
  segment: t.Optional(t.String()),
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
        const { card } = shown;
        const orders = await ordersOfModel(context, shown.row.artifactPrefix, shown.model);
        const format = formatFor(input.settings);
        const { span, problem } = spanOf(input.query, shown, format);
        const days = "days" in span && span.back === 0 ? span.days : null;
        const segment = card.segmentation.summary.find(
          ({ segment }) => String(segment) === input.query.segment,
        );
        const { from, to } = periodOf(span, Date.parse(card.as_of));
        const { model } = input.query;
        return {
          title: days === null ? "Orders" : `Orders of the last ${format.count(days)} days`,
          subtitle: `${format.date(from + 1)} to ${format.date(to)}, before returns.${segment ? ` Customers in ${segment.name}.` : ""}`,
          actions: (
            <>
              {PERIODS.filter((period) => period !== days).map((period) => (
                <SecondaryLink
                  key={period}
                  href={withQuery("/app/orders", { days: period, segment: input.query.segment, model })}
                >
                  {period} days
                </SecondaryLink>
              ))}
            </>
          ),
          body: orders ? (
            <div class="stack">
              {problem !== null && <Notice tone="warn">{problem}</Notice>}
              <OrderList
                {...{ shown, orders, span, model }}
                segment={segment?.segment ?? null}
                page={wholeOf(input.query.page) ?? 1}
              />
            </div>
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
  span,
  segment,
  page,
  model,
}: {
  readonly shown: ShownModel;
  readonly orders: Orders;
  readonly span: Span;
  /** Whose customers' orders; null: everybody's. */
  readonly segment: number | null;
  readonly page: number;
  readonly model: string | undefined;
}): VNode {
  const format = useFormat();
  const asOf = Date.parse(shown.card.as_of);
  const { from, to } = periodOf(span, asOf);
  const segments = shown.numbers("segment");
  const { entries, customers } = orders.paymentsBetween(
    from,
    to,
    (row) => segment === null || segments[row] === segment,
  );
  const { time, value, units, opensOrder } = orders.entries;
  const total = entries.reduce((sum, entry) => sum + value[entry]!, 0);
  const count = entries.reduce((sum, entry) => sum + opensOrder[entry]!, 0);
  const at = Math.min(page, Math.max(1, Math.ceil(entries.length / PER_PAGE)));
  const newest = rankedRows(entries, time, true, (at - 1) * PER_PAGE, at * PER_PAGE);
  return (
    <>
      <section class="grid figures" aria-label="Figures">
        <Stat label="Revenue" value={format.money(total)} />
        <Stat label="Orders" value={format.count(count)} />
        <Stat label="Customers" value={format.count(customers)} {...customersLink(span, segment, model)} />
        <Stat label="Average order" value={format.money(count === 0 ? null : total / count)} />
      </section>
      <TableCard
        title={counted(count, "order", format)}
        caption="Orders, newest first"
        rows={Array.from(newest, (entry) => ({ entry, row: orders.rowOf(entry) }))}
        href={({ row }) => customerHref(shown, row, model)}
        columns={[
          {
            title: "Customer",
            cell: ({ row }) => (
              <CustomerName
                people={shown.model.customers.people}
                row={row}
                id={shown.model.customers.id(row)}
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
          total={entries.length}
          href={(to) =>
            withQuery("/app/orders", { ...spanQuery(span), segment, page: to === 1 ? null : to, model })
          }
        />
      </TableCard>
    </>
  );
}

/** What the address asks for; the usual days in place of what cannot be understood. */
function spanOf(
  query: Static<typeof Query>,
  { card }: ShownModel,
  format: Format,
): { readonly span: Span; readonly problem: string | null } {
  const data = [Date.parse(card.data.first_order), Date.parse(card.as_of)] as const;
  const { span, problem } = chosenPeriod({ from: query.from, to: query.to }, null, data, format);
  const days = { days: wholeOf(query.days) ?? USUAL_DAYS, back: wholeOf(query.back) ?? 0 };
  return { span: span ?? days, problem };
}

/** The list of exactly those who ordered; none where it cannot be told by whole days. */
function customersLink(
  span: Span,
  segment: number | null,
  model: string | undefined,
): { readonly href?: string } {
  if (!("days" in span))
    return {
      href: withQuery("/app/customers", { ordered_from: span.from, ordered_to: span.to, segment, model }),
    };
  if (span.back > 0) return {};
  return { href: withQuery("/app/customers", { max_recency: span.days, segment, model }) };
}

/** A whole number of 1 or more; null for anything else. */
function wholeOf(text: string | undefined): number | null {
  return /^[1-9]\d{0,5}$/.test(text ?? "") ? Number(text) : null;
}
