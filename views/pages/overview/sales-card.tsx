import type { VNode } from "preact";
import type { MonthSales } from "../../../src/answers/monthly-sales";
import type { Orders } from "../../../src/answers/orders";
import type { Span } from "../../../src/answers/period-figures";
import { Sparkline } from "../../charts/sparkline";
import { Card, Stat } from "../../components/card";
import { changeOf } from "../../components/compared";
import { withQuery } from "../../components/pages";
import { type ChosenPeriod, PeriodPicker, spanQuery } from "../../components/period-picker";
import { useFormat } from "../../components/reader";
import type { ShownModel } from "../../model-page";
import { averageOrder, type ComparedFigures, comparedSales } from "./compared-sales";
import { type Asked, customerLinks } from "./customer-links";
import { MonthlySales } from "./monthly-sales";

/** Sparklines show a year and the month that it began with. */
const SPARK_MONTHS = 13;

interface SalesProps {
  readonly shown: ShownModel;
  /** Null for a model that keeps none. */
  readonly orders: Orders | null;
  readonly chosen: ChosenPeriod;
  readonly months: readonly MonthSales[];
  readonly asked: Asked;
  /** Whether amounts are in whatever currency the file has. */
  readonly isOfFile: boolean;
}

/** What was sold of late, against an earlier period and month by month. */
export function SalesCard({ shown, orders, chosen, months, asked, isOfFile }: SalesProps): VNode | null {
  const format = useFormat();
  if (!orders && months.length === 0) return null;
  const everybody = new Uint8Array(shown.model.customers.rows);
  const sales = orders && comparedSales(shown.card, orders, chosen, everybody, format);
  return (
    <Card
      id="periods"
      title="Sales"
      note={
        <>
          {sales?.note}
          {isOfFile && (
            <>
              {" "}
              Amounts are in the currency of the file; <a href="/app/settings">set it in the settings</a>.
            </>
          )}
        </>
      }
    >
      {sales && (
        <>
          <PeriodPicker path="/app" query={{ model: asked.model }} chosen={chosen} />
          <Figures {...sales.of(0)} {...{ months, asked }} span={sales.now} />
          {sales.past && (
            <p class="small soft">
              Compared with a revenue of{" "}
              <a href={withQuery("/app/orders", { ...spanQuery(sales.past), model: asked.model })}>
                {format.money(sales.of(0).past!.revenue)}
              </a>
              .
            </p>
          )}
        </>
      )}
      {months.length > 0 && <MonthlySales months={months} asked={asked} />}
    </Card>
  );
}

function Figures({
  now,
  past,
  span,
  months,
  asked,
}: Pick<SalesProps, "months" | "asked"> & ComparedFigures & { readonly span: Span }): VNode {
  const format = useFormat();
  const isRough = months.at(-1)?.unfinished === true;
  const spark = (of: (month: MonthSales) => number) => (
    <Sparkline values={months.slice(-SPARK_MONTHS).map(of)} isRough={isRough} />
  );
  const days = "days" in span && span.back === 0 ? span.days : null;
  const orders = withQuery("/app/orders", { ...spanQuery(span), model: asked.model });
  return (
    <section class="grid quarters" aria-label="Figures">
      <Stat
        label={days === null ? "Revenue" : `Revenue, last ${format.count(days)} days`}
        value={format.money(now.revenue)}
        change={changeOf(now.revenue, past?.revenue, format)}
        spark={spark((month) => month.newRevenue + month.returningRevenue)}
        href={orders}
      />
      <Stat
        label="Customers with an order"
        value={format.count(now.customers)}
        change={changeOf(now.customers, past?.customers, format)}
        spark={spark((month) => month.customers)}
        {...(days !== null && { href: customerLinks.active(asked, days) })}
      />
      <Stat
        label="Orders"
        value={format.count(now.orders)}
        change={changeOf(now.orders, past?.orders, format)}
        href={orders}
      />
      <Stat
        label="Average order"
        value={format.money(averageOrder(now))}
        change={changeOf(averageOrder(now), past && averageOrder(past), format)}
      />
    </section>
  );
}
