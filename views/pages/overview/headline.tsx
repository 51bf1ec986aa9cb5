import type { VNode } from "preact";
import type { EarlierTotals } from "../../../src/answers/model-history";
import type { MonthSales } from "../../../src/answers/monthly-sales";
import type { ShopFigures } from "../../../src/answers/shop-figures";
import { expectedTotal } from "../../../src/answers/spend-range";
import type { ModelCard } from "../../../src/models/model-card";
import { Sparkline } from "../../charts/sparkline";
import { Stat } from "../../components/card";
import { rangeWords } from "../../components/gain";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import type { Format } from "../../format";
import { type Asked, customerLinks } from "./customer-links";

/** Sparklines show a year and the month that it began with. */
const SPARK_MONTHS = 13;

interface Shown {
  readonly card: ModelCard;
  readonly figures: ShopFigures;
  readonly asked: Asked;
}

/** The figures that a shop is judged by, each with what it is compared with. */
export function HeadlineFigures({
  card,
  figures,
  before30,
  previous,
  months,
  asked,
}: Shown & {
  readonly before30: number | null;
  readonly previous: EarlierTotals | null;
  readonly months: readonly MonthSales[];
}): VNode {
  const format = useFormat();
  const { revenue30, revenue90, revenue90Before, active, activeBefore } = figures;
  const isRough = months.at(-1)?.unfinished === true;
  const spark = (of: (month: MonthSales) => number) => (
    <Sparkline values={months.slice(-SPARK_MONTHS).map(of)} isRough={isRough} />
  );
  const revenue = (month: MonthSales) => month.newRevenue + month.returningRevenue;
  const orders = (days: number) => withQuery("/app/orders", { days, model: asked.model });
  return (
    <section class="grid quarters" aria-label="Figures">
      <Stat
        label="Revenue, last 30 days"
        value={format.money(revenue30)}
        change={before30 === null ? null : shareChange(format, revenue30, before30, "on the 30 days before")}
        spark={spark(revenue)}
        href={orders(30)}
      />
      <Stat
        label="Revenue, last 90 days"
        value={format.money(revenue90)}
        change={shareChange(format, revenue90, revenue90Before, "on the 90 days before")}
        href={orders(90)}
      />
      <Stat
        label="Active customers, last 90 days"
        value={format.count(active)}
        change={shareChange(format, active, activeBefore, "on the 90 days before")}
        spark={spark((month) => month.customers)}
        href={customerLinks.active(asked, 90)}
      />
      <ExpectedSpend card={card} figures={figures} previous={previous} asked={asked} />
    </section>
  );
}

/** Customers by how likely they are to order again: three figures that add up to all of them. */
export function HealthFigures({ card, figures, asked }: Shown): VNode | null {
  const format = useFormat();
  const { healthy, atRisk, lost, expectedLeavers, leaversRange, customers } = figures;
  if (!Number.isFinite(expectedLeavers)) return null;
  const days = card.churn.horizon_days;
  const share = (count: number) => `${format.percent(count / customers)} of customers`;
  return (
    <div class="stack">
      <section class="grid thirds" aria-label="Customers by risk">
        <Stat
          label="Healthy"
          value={format.count(healthy)}
          note={`${share(healthy)}; more likely than not to order within ${days} days`}
          href={customerLinks.healthy(asked)}
        />
        <Stat
          label="At risk"
          value={format.count(atRisk)}
          note={`${share(atRisk)}; more likely not to`}
          href={customerLinks.atRisk(asked)}
        />
        <Stat
          label="Lost"
          value={format.count(lost)}
          note={`${share(lost)}; hardly one in ten will order within ${days} days`}
          href={customerLinks.lost(asked)}
        />
      </section>
      {leaversRange && (
        <p class="small soft">
          At risk counts single customers.{" "}
          {`In all, about ${format.roughCount(Math.round(expectedLeavers))} customers are expected to place no order within ${days} days: ${leaversRange.map((bound) => format.roughCount(Math.round(bound))).join(" to ")} in 4 of 5 cases.`}
        </p>
      )}
    </div>
  );
}

function ExpectedSpend({
  card,
  figures,
  previous,
  asked,
}: Shown & { readonly previous: EarlierTotals | null }): VNode {
  const format = useFormat();
  const { expectedSpend, revenue90 } = figures;
  const days = card.lifetime_value.horizon_days;
  const label = `Expected spend, next ${days} days`;
  if (!Number.isFinite(expectedSpend))
    return <Stat label={label} value={format.count(null)} note="Could not be learned from this file" />;
  const range = expectedTotal(card, expectedSpend);
  const change =
    previous?.expectedSpend != null
      ? shareChange(
          format,
          expectedSpend,
          previous.expectedSpend,
          `since the model as of ${format.date(previous.asOf)}`,
        )
      : days === 90
        ? shareChange(format, expectedSpend, revenue90, "on the last 90 days")
        : null;
  return (
    <Stat
      label={label}
      value={format.roughMoney(expectedSpend)}
      change={change}
      note={
        range
          ? `${rangeWords(range, format)} in 4 of 5 cases, judging by how far such forecasts were off`
          : "All customers together"
      }
      href={customerLinks.everybody(asked)}
    />
  );
}

function shareChange(format: Format, now: number, before: number, words: string) {
  if (!(before > 0) || !Number.isFinite(now)) return null;
  const share = now / before - 1;
  return { text: `${format.change(share)} ${words}`, isGood: Math.abs(share) < 0.001 ? null : share > 0 };
}
