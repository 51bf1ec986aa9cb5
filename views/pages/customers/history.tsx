import type { VNode } from "preact";
import type { OrderEntries } from "../../../src/answers/orders";
import {
  type ForecastFan,
  NARROW_TIMELINE,
  OrderTimeline,
  type TimelineMark,
} from "../../charts/order-timeline";
import { Responsive } from "../../charts/responsive";
import { Badge, Card } from "../../components/card";
import { useFormat } from "../../components/reader";
import { Table } from "../../components/table";

/** The picture shows so many at most, the newest; the table so many until all are asked for. */
const MOST_MARKS = 300;
const FEW_ROWS = 5;
const MOST_ROWS = 2000;

/** A customer's orders and returns: on a time line and as a table. */
export function OrderHistory({
  orders,
  asOf,
  next,
  fan,
  allHref,
}: {
  readonly orders: OrderEntries;
  readonly asOf: number;
  readonly next: number | null;
  readonly fan: ForecastFan | null;
  /** Where all orders are shown; null on that page itself. */
  readonly allHref: string | null;
}): VNode {
  const format = useFormat();
  const { time, value, lines, units, isReturn } = orders;
  const count = time.length;
  const marks: TimelineMark[] = [];
  for (let i = Math.max(0, count - MOST_MARKS); i < count; i++) {
    const words = `${isReturn[i] === 1 ? "Return" : "Order"} of ${format.money(value[i]!)}, ${format.date(time[i]!)}`;
    marks.push({ time: time[i]!, value: value[i]!, isReturn: isReturn[i] === 1, words });
  }
  const most = allHref === null ? MOST_ROWS : FEW_ROWS;
  const newest = Array.from({ length: Math.min(most, count) }, (_, i) => count - 1 - i);
  const orderCount = orders.opensOrder.reduce((sum, opens) => sum + opens, 0);
  const returns = isReturn.reduce((sum, flag) => sum + flag, 0);
  const summary = `${format.count(orderCount)} ${orderCount === 1 ? "order" : "orders"}${returns > 0 ? ` and ${format.count(returns)} ${returns === 1 ? "return" : "returns"}` : ""} from ${format.date(time[0]!)} to ${format.date(time[count - 1]!)}`;
  const picture = {
    title: "Orders over time",
    desc: `${summary}. ${next === null ? "No order is expected soon." : `The next order is expected by ${format.date(next)}.`}`,
    marks,
    asOf,
    next,
    fan,
    money: (amount: number) => format.shortMoney(amount),
    day: (moment: number) => format.date(moment),
  };
  return (
    <Card
      title="History"
      id="orders"
      note={`${summary}.${count > MOST_MARKS ? ` The chart shows the newest ${MOST_MARKS}.` : ""}`}
    >
      <Responsive
        wide={<OrderTimeline name="timeline" {...picture} />}
        narrow={<OrderTimeline name="timeline-narrow" {...picture} size={NARROW_TIMELINE} />}
      />
      <Table
        caption="Orders and returns, newest first"
        rows={newest}
        columns={[
          { title: "Time", kind: "orderMoment", cell: (i) => time[i]! },
          {
            title: "Kind",
            cell: (i) => (isReturn[i] === 1 ? <Badge tone="warn">Return</Badge> : <Badge>Order</Badge>),
          },
          { title: "Value", kind: "money", cell: (i) => (isReturn[i] === 1 ? -value[i]! : value[i]!) },
          { title: "Lines", kind: "count", cell: (i) => lines[i]!, isMinor: true },
          { title: "Units", kind: "count", cell: (i) => units[i]! },
        ]}
      />
      {allHref !== null && count > FEW_ROWS && (
        <p class="small">
          <a href={allHref}>Show all {format.count(count)}</a>
        </p>
      )}
      {count > most && allHref === null && (
        <p class="small soft">Only the newest {format.count(most)} are shown.</p>
      )}
    </Card>
  );
}
