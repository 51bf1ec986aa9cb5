import type { VNode } from "preact";
import { rankedRows } from "../../../src/api/resources/audience/ranked-rows";
import { columnValues } from "../../../src/api/resources/audience/select";
import { DAY_MS } from "../../../src/customers/duration";
import { SecondaryLink } from "../../components/button";
import { Badge, Empty, Notice, Stat } from "../../components/card";
import { UploadLink } from "../../components/for-role";
import { Icon } from "../../components/icon";
import { RiskMeter } from "../../components/meter";
import { Pages, withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { type Column, TableCard } from "../../components/table";
import { counted } from "../../counted";
import { cellOf } from "../../data/cell";
import { selectCustomers, sumSelection } from "../../data/customer-selection";
import type { Orders } from "../../data/orders";
import type { Format } from "../../format";
import type { ShownModel } from "../../model-page";
import { FilterForm } from "./filter-form";
import { type CustomersQuestion, isRisingFirst, type Sort } from "./query";

const PATH = "/app/customers";
const PER_PAGE = 50;

/** Filters of the list that an export has too; by its names. */
const EXPORTED = ["segment", "rfm_group", "min_churn", "max_churn", "min_ltv", "max_ltv", "overdue"] as const;

interface ListProps {
  readonly shown: ShownModel;
  readonly orders: Orders | null;
  readonly question: CustomersQuestion;
}

/** The filters, and those whom they let through. */
export function CustomerList(props: ListProps): VNode {
  return (
    <div class="stack">
      <FilterForm card={props.shown.card} question={props.question} />
      <Results {...props} />
    </div>
  );
}

function Results({ shown, orders, question }: ListProps): VNode {
  const format = useFormat();
  const { model, card } = shown;
  const { filter, sort, isFalling, ignored, parameters } = question;
  const rows = selectCustomers(model.customers, filter, orders);
  const sums = sumSelection(model.customers, rows);
  const last = Math.max(1, Math.ceil(rows.length / PER_PAGE));
  const page = Math.min(question.page, last);
  const [key, falling] = sortKey(shown, sort, isFalling);
  const ranked = rankedRows(rows, key, falling, (page - 1) * PER_PAGE, page * PER_PAGE);
  const needsOrders = orders === null && (filter.cohort ?? filter.active_month) !== undefined;
  return (
    <section id="results" class="stack fades" aria-label="Customers found" aria-live="polite">
      {ignored.length > 0 && (
        <Notice tone="warn">This could not be understood and is left out: {ignored.join(", ")}.</Notice>
      )}
      {needsOrders && (
        <Notice tone="warn">
          This model was trained before orders were kept with it, so months cannot be looked at.{" "}
          <UploadLink>Train a model</UploadLink> to have them.
        </Notice>
      )}
      <Sums sums={sums} of={model.customers.numRows()} card={card} />
      {rows.length === 0 ? (
        <Empty icon="search" title="Nobody fits these filters">
          <p>Widen a range, or take a filter away.</p>
          <SecondaryLink href={PATH}>Show all customers</SecondaryLink>
        </Empty>
      ) : (
        <TableCard
          title={`${format.count(rows.length)} ${rows.length === 1 ? "customer" : "customers"}`}
          note={<ExportLink parameters={parameters} hasOthers={hasPageFilters(question)} />}
          caption="Customers"
          rows={Array.from(ranked)}
          href={(row) => customerHref(shown, row, parameters.model)}
          columns={columnsOf({ shown, orders, question }, format)}
        >
          <Pages
            page={page}
            perPage={PER_PAGE}
            total={rows.length}
            href={(to) => withQuery(PATH, parameters, { page: to === 1 ? null : to })}
          />
        </TableCard>
      )}
    </section>
  );
}

/** What those found come to. */
function Sums({
  sums,
  of,
  card,
}: Pick<ShownModel, "card"> & {
  readonly sums: ReturnType<typeof sumSelection>;
  readonly of: number;
}): VNode {
  const format = useFormat();
  return (
    <div class="grid figures">
      <Stat label="Customers" value={format.count(sums.customers)} note={`of ${format.count(of)}`} />
      <Stat
        label="Spend so far"
        value={format.shortMoney(sums.spend)}
        note={`${format.count(sums.orders)} orders`}
      />
      <Stat
        label="Expected spend"
        value={format.shortMoney(sums.expectedSpend)}
        note={`in the next ${format.count(card.lifetime_value.horizon_days)} days`}
      />
      <Stat
        label="Expected to leave"
        value={format.count(sums.expectedLeavers)}
        note={`no order in ${format.count(card.churn.horizon_days)} days`}
      />
    </div>
  );
}

/** The address of a customer's page. */
export function customerHref({ model }: ShownModel, row: number, modelId?: string): string {
  const id = cellOf(model.customers, "CustomerID", row) as string;
  return withQuery(`${PATH}/${encodeURIComponent(id)}`, { model: modelId });
}

function hasPageFilters({ filter }: CustomersQuestion): boolean {
  return (filter.q ?? filter.cohort ?? filter.active_month) !== undefined;
}

function ExportLink({
  parameters,
  hasOthers,
}: {
  readonly parameters: CustomersQuestion["parameters"];
  readonly hasOthers: boolean;
}): VNode {
  const query = Object.fromEntries(EXPORTED.map((name) => [name, parameters[name]]));
  if (hasOthers)
    return (
      <>
        A list to export is chosen by segment, risk and spend:{" "}
        <a href={withQuery("/app/audience", query)}>go on in Audience</a>.
      </>
    );
  return (
    <>
      <a href={withQuery("/audience.csv", query, { model_id: parameters.model ?? null })} download>
        Export as CSV
      </a>
      {" · "}
      <a href={withQuery("/audience.csv", query, { model_id: parameters.model ?? null, bom: 1 })} download>
        for Excel
      </a>
      {" · "}
      <a href={withQuery("/app/audience", query)}>Plan a campaign</a>
    </>
  );
}

/** What the rows are ranked by, and which way. */
function sortKey({ model }: ShownModel, sort: Sort, isFalling: boolean): [ArrayLike<number>, boolean] {
  const numbers = (name: string) => columnValues<number>(model.customers, name);
  switch (sort) {
    case "id":
      return [rowNumbers(model.customers.numRows()), isFalling];
    case "segment":
      return [numbers("segment"), isFalling];
    case "last":
      // The latest order is that with the fewest days since.
      return [numbers("recency_days"), !isFalling];
    case "orders":
      return [numbers("frequency"), isFalling];
    case "spend":
      return [numbers("monetary"), isFalling];
    case "churn":
      return [numbers("churn_probability"), isFalling];
    case "expected":
      return [numbers("ltv_estimate"), isFalling];
    case "next":
      return [numbers("next_order_days"), isFalling];
  }
}

/** Customers are kept in the order of their ids. */
function rowNumbers(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row);
}

function columnsOf({ shown, orders, question }: ListProps, format: Format): readonly Column<number>[] {
  const { model, card } = shown;
  const number = (name: string, row: number) => cellOf(model.customers, name, row) as number;
  const text = (name: string, row: number) => cellOf(model.customers, name, row) as string;
  const asOf = Date.parse(card.as_of);
  const heading = (sort: Sort, title: string) => <SortLink sort={sort} title={title} question={question} />;
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
          <a href={customerHref(shown, row, question.parameters.model)}>{text("CustomerID", row)}</a>
          <span class="under">
            <Badge>{text("segment_name", row)}</Badge>
          </span>
        </>
      ),
    },
    {
      title: heading("last", "Last order"),
      isMinor: true,
      cell: (row) => (
        <span class="nowrap">
          {format.shortDate(orders ? lastOrder(orders, row) : asOf - number("recency_days", row) * DAY_MS)}
        </span>
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
      title: heading("next", "Next order"),
      cell: (row) => (
        <>
          {number("days_overdue", row) > 0 && (
            <Badge tone="warn">{overdueWords(number("days_overdue", row), format)}</Badge>
          )}
          <span class={nextOrderLook(text("next_order_date", row), number("days_overdue", row))}>
            {text("next_order_date", row)
              ? `${number("days_overdue", row) > 0 ? "by " : ""}${format.shortDate(text("next_order_date", row))}`
              : "not within 180 days"}
          </span>
        </>
      ),
    },
    {
      title: "What to do",
      isMinor: true,
      cell: (row) => <span class="brief">{briefly(text("recommended_action", row))}</span>,
    },
  ];
}

/** Of whom an order is overdue, the date is but when it may still come. */
function nextOrderLook(date: string, daysOverdue: number): string {
  if (daysOverdue > 0) return "soft small under nowrap";
  return date ? "nowrap" : "soft small";
}

/** `12 days late` */
export function overdueWords(days: number, format: Format): string {
  return `${counted(Math.max(1, Math.round(days)), "day", format)} late`;
}

/** An action is written `what: how`. */
export function briefly(action: string): string {
  return action.split(":", 1)[0]!;
}

/** The moment of the last order; null where there are returns alone. */
export function lastOrder(orders: Orders, row: number): number | null {
  const { time, isReturn } = orders.entries;
  for (let i = orders.start[row + 1]! - 1; i >= orders.start[row]!; i--)
    if (isReturn[i] === 0) return time[i]!;
  return null;
}

function SortLink({
  sort,
  title,
  question,
}: {
  readonly sort: Sort;
  readonly title: string;
  readonly question: CustomersQuestion;
}): VNode {
  const isCurrent = question.sort === sort;
  const nextFalling = isCurrent ? !question.isFalling : !isRisingFirst(sort);
  const href = withQuery(PATH, question.parameters, {
    sort,
    order: nextFalling ? "desc" : "asc",
    page: null,
  });
  return (
    <a href={href} class={isCurrent ? "sorted" : ""}>
      {title}
      {isCurrent && <Icon name={question.isFalling ? "down" : "up"} />}
      {isCurrent && <span class="visually-hidden">, sorted {question.isFalling ? "falling" : "rising"}</span>}
    </a>
  );
}
