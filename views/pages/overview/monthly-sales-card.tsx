import type { VNode } from "preact";
import type { MonthSales } from "../../../src/answers/monthly-sales";
import { CHART_SIZE } from "../../charts/frame";
import { Responsive } from "../../charts/responsive";
import { StackedBars } from "../../charts/stacked-bars";
import { Card } from "../../components/card";
import { useFormat } from "../../components/reader";
import { type Asked, customerLinks } from "./customer-links";

/** The last months that are drawn. */
const MOST_MONTHS = 36;

const PARTS = [
  { name: "Customers who had ordered before", color: "c1" },
  { name: "New customers in their first month", color: "c2" },
];

/** Revenue by calendar month, from new and from known customers. */
export function MonthlySalesCard({
  months,
  asOf,
  asked,
}: {
  readonly months: readonly MonthSales[];
  readonly asOf: string;
  readonly asked: Asked;
}): VNode {
  const format = useFormat();
  const shown = months.slice(-MOST_MONTHS);
  const bars = shown.map((month) => ({
    label: format.month(month.month),
    values: [month.returningRevenue, month.newRevenue],
    unfinished: month.unfinished,
    tip: `${format.month(month.month)}${month.unfinished ? " (so far)" : ""}: ${format.money(month.newRevenue + month.returningRevenue)} from ${format.count(month.customers)} customers, ${format.money(month.newRevenue)} of it from new ones`,
    href: customerLinks.ofMonth(asked, month.month),
  }));
  const whole = shown.filter(({ unfinished }) => !unfinished);
  const best = whole.reduce<MonthSales | null>(
    (most, month) => (most === null || total(month) > total(most) ? month : most),
    null,
  );
  const picture = (size: "wide" | "narrow") => (
    <StackedBars
      name={`months-${size}`}
      title="Revenue by month"
      desc={`${bars.map(({ tip }) => tip).join("; ")}.`}
      bars={bars}
      parts={PARTS}
      yFormat={format.shortMoney}
      size={
        size === "wide"
          ? { ...CHART_SIZE, width: 900, height: 300 }
          : { ...CHART_SIZE, width: 340, height: 260, right: 4 }
      }
      labels={size === "wide" ? 14 : 4}
    />
  );
  return (
    <Card
      title="Revenue by month"
      note={`${best ? `Best month: ${format.month(best.month)} with ${format.money(total(best))}. ` : ""}Before returns, to ${format.date(asOf)}; an unfinished month is paler. Click a bar to see its customers.`}
    >
      <Responsive wide={picture("wide")} narrow={picture("narrow")} />
    </Card>
  );
}

function total({ newRevenue, returningRevenue }: MonthSales): number {
  return newRevenue + returningRevenue;
}
