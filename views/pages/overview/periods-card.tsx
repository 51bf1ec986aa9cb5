import type { VNode } from "preact";
import type { Orders } from "../../../src/answers/orders";
import {
  comparedSpan,
  type PeriodFigures,
  periodFigures,
  periodOf,
  type Span,
} from "../../../src/answers/period-figures";
import { Card } from "../../components/card";
import { Compared } from "../../components/compared";
import { withQuery } from "../../components/pages";
import { type ChosenPeriod, PeriodPicker, spanQuery } from "../../components/period-picker";
import { useFormat } from "../../components/reader";
import { Table } from "../../components/table";
import type { Format } from "../../format";
import type { ShownModel } from "../../model-page";

/** Those whose sales are compared: everybody, or the customers of a segment. */
export interface PeriodGroup {
  readonly id: number;
  readonly name: VNode | string;
}

interface PeriodsCardProps {
  readonly shown: ShownModel;
  /** Null for a model that keeps none. */
  readonly orders: Orders | null;
  readonly chosen: ChosenPeriod;
  /** Where the card stands, for the links that choose. */
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  /** Whose group each customer is in. */
  readonly groupOf: ArrayLike<number>;
  readonly groups: readonly PeriodGroup[];
}

const NOTHING: PeriodFigures = { revenue: 0, orders: 0, customers: 0 };

/** Sales of a period beside those of the one that it is compared with. */
export function PeriodsCard(props: PeriodsCardProps): VNode | null {
  const { shown, orders, chosen, path, query, groupOf, groups } = props;
  const format = useFormat();
  if (!orders) return null;
  const { card } = shown;
  const asOf = Date.parse(card.as_of);
  const now = chosen.span!;
  const past = comparedSpan(now, chosen.against, asOf, Date.parse(card.data.first_order));
  const [current, earlier] = [now, past].map(
    (span) => span && periodFigures(orders, groupOf, periodOf(span, asOf)),
  );
  const rows = groups.map((group) => ({
    ...group,
    now: current!.get(group.id) ?? NOTHING,
    past: earlier ? (earlier.get(group.id) ?? NOTHING) : null,
  }));
  /** The list of orders that add up to the figures of a row. */
  const ordersHref = (id: number, span: Span) =>
    withQuery("/app/orders", {
      ...spanQuery(span),
      segment: groups.length > 1 ? id : null,
      model: query.model,
    });
  const cell =
    (key: keyof PeriodFigures, write: (value: number) => string) => (row: (typeof rows)[number]) => (
      <Compared
        now={row.now[key]}
        past={row.past ? row.past[key] : null}
        write={write}
        href={key === "customers" ? null : ordersHref(row.id, now)}
        pastHref={past && key === "revenue" ? ordersHref(row.id, past) : null}
      />
    );
  return (
    <Card
      id="periods"
      title="Sales compared"
      note={`${noteOf(format, card.data.first_order, asOf, now, past)}${groups.length > 1 ? " Customers count in the segment that they are in now." : ""}`}
    >
      <PeriodPicker path={path} query={query} chosen={chosen} />
      <Table
        caption="Sales of the period, and the change"
        rows={rows}
        columns={[
          { title: groups.length > 1 ? "Segment" : "Customers", cell: ({ name }) => name },
          { title: "Revenue", kind: "number", cell: cell("revenue", format.money) },
          { title: "Orders", kind: "number", cell: cell("orders", format.count) },
          { title: "Customers with an order", kind: "number", cell: cell("customers", format.count) },
          {
            title: "Average order",
            kind: "number",
            cell: ({ now, past }) => (
              <Compared now={averageOf(now)} past={past && averageOf(past)} write={format.money} />
            ),
          },
        ]}
      />
    </Card>
  );
}

function noteOf(format: Format, firstOrder: string, asOf: number, now: Span, past: Span | null): string {
  const words = (span: Span) => {
    const { from, to } = periodOf(span, asOf);
    return `${format.shortDate(from + 1)} to ${format.shortDate(to)}`;
  };
  return past
    ? `${words(now)}, compared with ${words(past)}. Before returns.`
    : `${words(now)}. Your data begins on ${format.date(firstOrder)}, too late for a whole period to compare with.`;
}

function averageOf({ revenue, orders }: PeriodFigures): number {
  return orders > 0 ? revenue / orders : Number.NaN;
}
