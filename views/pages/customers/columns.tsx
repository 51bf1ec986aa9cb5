import type { VNode } from "preact";
import type { Orders } from "../../../src/answers/orders";
import { DAY_MS } from "../../../src/time";
import { Badge } from "../../components/card";
import { CustomerName } from "../../components/customer-name";
import { Icon } from "../../components/icon";
import { RiskMeter } from "../../components/meter";
import { withQuery } from "../../components/pages";
import type { Column } from "../../components/table";
import { counted } from "../../counted";
import type { Format } from "../../format";
import type { ShownModel } from "../../model-page";

const PATH = "/app/customers";

/**
 * What the list can be sorted by: a column of the model (null: as stored, which is by id), and what comes first at the
 * first click.
 */
export const SORTS = {
  id: { by: null, first: "least" },
  segment: { by: "segment", first: "least" },
  last: { by: "recency_days", first: "latest" },
  orders: { by: "frequency", first: "most" },
  spend: { by: "monetary", first: "most" },
  churn: { by: "churn_probability", first: "most" },
  expected: { by: "ltv_estimate", first: "most" },
  next: { by: "next_order_days", first: "least" },
  gain: { by: "contact_profit", first: "most" },
} as const;
export type Sort = keyof typeof SORTS;

/** The order that the list is in, and what its links keep. */
export interface Sorted {
  readonly sort: Sort;
  readonly isFalling: boolean;
  readonly parameters: Readonly<Record<string, string | undefined>>;
}

/** Whether the first click on the column's title puts the smallest value first. */
export function isRisingFirst(sort: Sort): boolean {
  return SORTS[sort].first === "least";
}

/** What the rows are ranked by, and which way. */
export function sortKey(
  { model, advice }: ShownModel,
  { sort, isFalling }: Sorted,
): [ArrayLike<number>, boolean] {
  const { by, first } = SORTS[sort];
  const { customers } = model;
  if (by === null) return [customers.everyone, isFalling];
  if (sort === "gain") return [advice.gain, isFalling];
  // The latest order is that with the fewest days since.
  return [customers.numbers(by), first === "latest" ? !isFalling : isFalling];
}

/** The address of a customer's page. */
export function customerHref({ model }: ShownModel, row: number, modelId?: string): string {
  const id = model.customers.cell("CustomerID", row) as string;
  return withQuery(`${PATH}/${encodeURIComponent(id)}`, { model: modelId });
}

/** What the list shows of each customer, a row of the model. A new column is one entry here. */
export function customerColumns(
  shown: ShownModel,
  orders: Orders | null,
  sorted: Sorted,
  format: Format,
): readonly Column<number>[] {
  const { model, card, advice } = shown;
  const number = (name: string, row: number) => model.customers.cell(name, row) as number;
  const text = (name: string, row: number) => model.customers.cell(name, row) as string;
  const asOf = Date.parse(card.as_of);
  const heading = (sort: Sort, title: string) => <SortLink sort={sort} title={title} sorted={sorted} />;
  return [
    {
      title: (
        <>
          {heading("id", "Customer")}
          <span class="under">{heading("segment", "Segment")}</span>
        </>
      ),
      cell: (row) => (
        <>
          <CustomerName
            people={model.customers.people}
            row={row}
            id={text("CustomerID", row)}
            href={customerHref(shown, row, sorted.parameters.model)}
          />
          <span class="under">
            <Badge>{text("segment_name", row)}</Badge>
          </span>
        </>
      ),
    },
    {
      title: (
        <>
          {heading("spend", "Spend")}
          <span class="under">{heading("orders", "Orders")}</span>
        </>
      ),
      label: "Spend",
      kind: "number",
      cell: (row) => (
        <>
          {format.money(number("monetary", row))}
          <span class="soft small under">{counted(number("frequency", row), "order", format)}</span>
        </>
      ),
    },
    {
      title: heading("churn", "Risk of leaving"),
      cell: (row) => <RiskMeter risk={number("churn_probability", row)} atRisk={card.actions.at_risk} />,
    },
    {
      title: heading("expected", "Expected spend"),
      kind: "number",
      cell: (row) => (
        <>
          {format.money(number("ltv_estimate", row))}
          {!Number.isNaN(number("ltv_low", row)) && (
            <span class="soft small under">
              {format.money(number("ltv_low", row))} to {format.money(number("ltv_high", row))}
            </span>
          )}
        </>
      ),
    },
    {
      title: (
        <>
          {heading("last", "Last order")}
          <span class="under">{heading("next", "Next order")}</span>
        </>
      ),
      label: "Last and next order",
      cell: (row) => {
        const [late, next] = [number("days_overdue", row), text("next_order_date", row)];
        const last = orders ? lastOrder(orders, row) : asOf - number("recency_days", row) * DAY_MS;
        return (
          <>
            <span class="nowrap">{format.shortDate(last)}</span>{" "}
            {late > 0 && <Badge tone="warn">{overdueWords(late, format)}</Badge>}
            <span class="soft small under nowrap">
              {next
                ? `${late > 0 ? "may come by " : "next by "}${format.shortDate(next)}`
                : "not within 180 days"}
            </span>
          </>
        );
      },
    },
    {
      title: (
        <>
          {heading("gain", "Gain")}
          <span class="under">What to do</span>
        </>
      ),
      label: "Gain of a contact",
      cell: (row) => (
        <>
          <span class={advice.pays(row) ? "rise" : "soft"}>{format.money(advice.gain[row]!)}</span>
          <span class="under">
            <span class="brief">{briefly(advice.action(row))}</span>
          </span>
        </>
      ),
    },
  ];
}

/** `12 days late` */
function overdueWords(days: number, format: Format): string {
  return `${counted(Math.max(1, Math.round(days)), "day", format)} late`;
}

/** An action is written `what: how`. */
function briefly(action: string): string {
  return action.split(":", 1)[0]!;
}

/** The moment of the last order; null where there are returns alone. */
function lastOrder(orders: Orders, row: number): number | null {
  const { time, isReturn } = orders.entries;
  for (let i = orders.start[row + 1]! - 1; i >= orders.start[row]!; i--)
    if (isReturn[i] === 0) return time[i]!;
  return null;
}

function SortLink({
  sort,
  title,
  sorted,
}: {
  readonly sort: Sort;
  readonly title: string;
  readonly sorted: Sorted;
}): VNode {
  const isCurrent = sorted.sort === sort;
  const nextFalling = isCurrent ? !sorted.isFalling : !isRisingFirst(sort);
  const href = withQuery(PATH, sorted.parameters, {
    sort,
    order: nextFalling ? "desc" : "asc",
    page: null,
  });
  return (
    <a href={href} class={isCurrent ? "sorted" : ""}>
      {title}
      {isCurrent && <Icon name={sorted.isFalling ? "down" : "up"} />}
      {isCurrent && (
        <span class="visually-hidden">, sorted {sorted.isFalling ? "descending" : "ascending"}</span>
      )}
    </a>
  );
}
