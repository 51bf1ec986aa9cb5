import type { VNode } from "preact";
import type { Orders } from "../../../src/answers/orders";
import {
  comparedPeriods,
  type Period,
  type PeriodFigures,
  periodFigures,
} from "../../../src/answers/period-figures";
import { Card } from "../../components/card";
import { type ChosenPeriod, PeriodPicker } from "../../components/period-picker";
import { useFormat } from "../../components/reader";
import { Table } from "../../components/table";
import { type Format, MISSING } from "../../format";
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
  const { now, past } = comparedPeriods(
    Date.parse(card.as_of),
    Date.parse(card.data.first_order),
    chosen.days,
    chosen.against,
  );
  const [current, earlier] = [now, past].map((period) => period && periodFigures(orders, groupOf, period));
  const rows = groups.map((group) => ({
    ...group,
    now: current!.get(group.id) ?? NOTHING,
    past: earlier ? (earlier.get(group.id) ?? NOTHING) : null,
  }));
  const cell =
    (key: keyof PeriodFigures, write: (value: number) => string) => (row: (typeof rows)[number]) => (
      <Compared now={row.now[key]} past={row.past ? row.past[key] : null} write={write} />
    );
  return (
    <Card
      id="periods"
      title="Sales compared"
      note={`${noteOf(format, card.data.first_order, now, past)}${groups.length > 1 ? " Customers count in the segment that they are in now." : ""}`}
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

function noteOf(format: Format, firstOrder: string, now: Period, past: Period | null): string {
  const span = ({ from, to }: Period) => `${format.shortDate(from)} to ${format.shortDate(to)}`;
  return past
    ? `${span(now)}, compared with ${span(past)}. Before returns.`
    : `${span(now)}. Your data begins on ${format.date(firstOrder)}, too late for a whole period to compare with.`;
}

function averageOf({ revenue, orders }: PeriodFigures): number {
  return orders > 0 ? revenue / orders : Number.NaN;
}

/** A figure with its change under it. */
function Compared({
  now,
  past,
  write,
}: {
  readonly now: number;
  readonly past: number | null;
  readonly write: (value: number) => string;
}): VNode {
  const format = useFormat();
  const change = past !== null && past > 0 && Number.isFinite(now) ? now / past - 1 : null;
  const tone = change === null || Math.abs(change) < 0.0005 ? "soft" : change > 0 ? "rise" : "fall";
  return (
    <>
      {write(now)}
      {past !== null && (
        <span class={`under small ${tone}`}>
          {change === null ? MISSING : format.change(change)}
          <span class="visually-hidden"> from {write(past)}</span>
        </span>
      )}
    </>
  );
}
