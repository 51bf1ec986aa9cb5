import type { VNode } from "preact";
import type { MonthSales } from "../../../src/answers/monthly-sales";
import { CHART_SIZE } from "../../charts/frame";
import { StackedBars } from "../../charts/stacked-bars";
import { useFormat } from "../../components/reader";
import { type Asked, customerLinks } from "./customer-links";

/** The last months that are drawn. */
const MOST_MONTHS = 24;
const SIZE = { ...CHART_SIZE, width: 440, height: 220, right: 4, left: 48, bottom: 44 };
const LABELS = 7;

interface Series {
  readonly name: string;
  readonly title: string;
  readonly parts: readonly { readonly name: string; readonly color: string }[];
  readonly values: (month: MonthSales) => readonly number[];
  readonly format: (value: number) => string;
}

/** Revenue and customers by calendar month, each beside the same month a year earlier. */
export function MonthlySales({
  months,
  asked,
}: {
  readonly months: readonly MonthSales[];
  readonly asked: Asked;
}): VNode {
  const format = useFormat();
  return (
    <div class="grid wide">
      <Months
        months={months}
        asked={asked}
        series={{
          name: "months",
          title: "Revenue by month",
          parts: [
            { name: "Customers who had ordered before", color: "c1" },
            { name: "New customers in their first month", color: "c1 pale" },
          ],
          values: ({ returningRevenue, newRevenue }) => [returningRevenue, newRevenue],
          format: format.shortMoney,
        }}
      />
      <Months
        months={months}
        asked={asked}
        series={{
          name: "buyers",
          title: "Customers by month",
          parts: [{ name: "Customers with an order", color: "c3" }],
          values: ({ customers }) => [customers],
          format: format.count,
        }}
      />
    </div>
  );
}

function Months({
  months,
  asked,
  series,
}: {
  readonly months: readonly MonthSales[];
  readonly asked: Asked;
  readonly series: Series;
}): VNode {
  const format = useFormat();
  const whole = (month: MonthSales) => series.values(month).reduce((sum, value) => sum + value, 0);
  const byMonth = new Map(months.map((month) => [month.month, whole(month)]));
  const bars = months.slice(-MOST_MONTHS).map((month) => {
    const before = byMonth.get(yearBefore(month.month));
    const parts = series.parts.map((part, p) => `${part.name} ${series.format(series.values(month)[p]!)}`);
    return {
      ...labelOf(format.month(month.month)),
      values: series.values(month),
      unfinished: month.unfinished,
      before,
      tip: `${format.month(month.month)}${month.unfinished ? " (so far)" : ""}: ${parts.join(", ")}${before === undefined ? "" : `; a year earlier ${series.format(before)}`}`,
      href: customerLinks.ofMonth(asked, month.month),
    };
  });
  return (
    <div class="stack tight">
      <h3>{series.title}</h3>
      <StackedBars
        name={series.name}
        title={series.title}
        desc={`${bars.map(({ tip }) => tip).join("; ")}.`}
        bars={bars}
        parts={series.parts}
        yFormat={series.format}
        size={SIZE}
        labels={LABELS}
      />
    </div>
  );
}

/** `Dec 2011` → `Dec` with the year below. */
function labelOf(month: string) {
  const at = month.lastIndexOf(" ");
  return { label: month.slice(0, at), under: month.slice(at + 1) };
}

/** `2011-03` → `2010-03` */
function yearBefore(month: string): string {
  return `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`;
}
