import type { VNode } from "preact";
import type { EarlierTotals } from "../../../src/answers/model-history";
import type { ShopFigures } from "../../../src/answers/shop-figures";
import { expectedTotal } from "../../../src/answers/spend-range";
import type { ModelCard } from "../../../src/models/model-card";
import { Card, Stat } from "../../components/card";
import { rangeWords } from "../../components/gain";
import { useFormat } from "../../components/reader";
import type { Format } from "../../format";
import { type Asked, customerLinks } from "./customer-links";

interface Shown {
  readonly card: ModelCard;
  readonly figures: ShopFigures;
  readonly asked: Asked;
}

/** What customers are likely to do: spend, and order again. The three last figures add up to all customers. */
export function OutlookCard({
  card,
  figures,
  previous,
  asked,
}: Shown & { readonly previous: EarlierTotals | null }): VNode {
  const format = useFormat();
  const { healthy, atRisk, lost, expectedLeavers, leaversRange, customers } = figures;
  const days = card.churn.horizon_days;
  const share = (count: number) => `${format.percent(count / customers)} of customers`;
  return (
    <Card
      title="What comes next"
      note={
        <>
          At risk counts single customers.{" "}
          {leaversRange &&
            `In all, about ${format.roughCount(Math.round(expectedLeavers))} customers are expected to place no order within ${days} days: ${leaversRange.map((bound) => format.roughCount(Math.round(bound))).join(" to ")} in 4 of 5 cases, judging by how far such forecasts were off.`}
        </>
      }
    >
      <section class="grid quarters" aria-label="Forecasts">
        <ExpectedSpend card={card} figures={figures} previous={previous} asked={asked} />
        {Number.isFinite(expectedLeavers) && (
          <>
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
              note={`${share(lost)}; hardly one in ten will order`}
              href={customerLinks.lost(asked)}
            />
          </>
        )}
      </section>
    </Card>
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
      note={range ? `${rangeWords(range, format)} in 4 of 5 cases` : "All customers together"}
      href={customerLinks.everybody(asked)}
    />
  );
}

function shareChange(format: Format, now: number, before: number, words: string) {
  if (!(before > 0) || !Number.isFinite(now)) return null;
  const share = now / before - 1;
  return { text: `${format.change(share)} ${words}`, isGood: Math.abs(share) < 0.001 ? null : share > 0 };
}
