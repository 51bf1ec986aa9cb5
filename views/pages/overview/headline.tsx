import type { VNode } from "preact";
import type { EarlierTotals } from "../../../src/answers/model-history";
import { type ShopFigures, totalRange } from "../../../src/answers/shop-figures";
import type { ModelCard } from "../../../src/models/model-card";
import { Stat } from "../../components/card";
import { useFormat } from "../../components/reader";
import { counted } from "../../counted";
import type { Format } from "../../format";
import { type Asked, customerLinks } from "./customer-links";

interface Shown {
  readonly card: ModelCard;
  readonly figures: ShopFigures;
  readonly asked: Asked;
}

/** How the shop is doing, who is leaving, what to do: three sentences. */
export function InShort({ card, figures, asked }: Shown): VNode {
  const format = useFormat();
  const { revenue90, revenue90Before, customers, leaving, priority } = figures;
  const way = revenue90 >= revenue90Before ? "up" : "down";
  const isLearned = Number.isFinite(figures.expectedLeavers);
  return (
    <section class="card lead" aria-label="In short">
      <p>
        Revenue in the last 90 days was <strong>{format.money(revenue90)}</strong>
        {revenue90Before > 0 && (
          <>
            , <strong>{`${way} ${format.percent(Math.abs(revenue90 / revenue90Before - 1))}`}</strong> on the
            previous 90 days
          </>
        )}
        .{" "}
        {isLearned && (
          <>
            <a href={customerLinks.leaving(asked)}>
              {format.count(leaving.customers)} of {format.count(customers)} customers
            </a>{" "}
            are more likely to leave within {card.churn.horizon_days} days than to stay.{" "}
          </>
        )}
        {priority.customers > 0 && (
          <>
            Start with the{" "}
            <a href={customerLinks.priority(asked, card.actions.at_risk, card.actions.worth_a_call)}>
              {counted(priority.customers, "customer", format)}
            </a>{" "}
            who are at risk and worth the most.
          </>
        )}
      </p>
    </section>
  );
}

/** The six figures that a shop is judged by, each with what it is compared with. */
export function HeadlineFigures({
  card,
  figures,
  before30,
  previous,
  asked,
}: Shown & { readonly before30: number | null; readonly previous: EarlierTotals | null }): VNode {
  const format = useFormat();
  const { revenue30, revenue90, revenue90Before, active, activeBefore, leaving, expectedLeavers } = figures;
  const isLearned = Number.isFinite(expectedLeavers);
  const until = format.date(card.as_of);
  return (
    <section class="grid thirds" aria-label="Figures">
      <Stat
        label="Revenue, last 30 days"
        value={format.money(revenue30)}
        change={
          before30 === null ? null : shareChange(format, revenue30, before30, "on the previous 30 days")
        }
        note={`To ${until}, before returns`}
        href={customerLinks.active(asked, 30)}
      />
      <Stat
        label="Revenue, last 90 days"
        value={format.money(revenue90)}
        change={shareChange(format, revenue90, revenue90Before, "on the previous 90 days")}
        note={`To ${until}, before returns`}
        href={customerLinks.active(asked, 90)}
      />
      <Stat
        label="Active customers"
        value={format.count(active)}
        change={shareChange(format, active, activeBefore, "on the previous 90 days")}
        note={`With an order in the 90 days to ${until}`}
        href={customerLinks.active(asked, 90)}
      />
      <Stat
        label="Customers likely to leave"
        value={isLearned ? format.count(leaving.customers) : format.count(null)}
        change={
          previous && isLearned && previous.expectedLeavers !== null
            ? shareChange(
                format,
                expectedLeavers,
                previous.expectedLeavers,
                `in expected leavers since the model as of ${format.date(previous.asOf)}`,
                false,
              )
            : null
        }
        note={
          isLearned
            ? `At least ${format.percent(0.5)} likely to place no order within ${card.churn.horizon_days} days. In all, about ${format.count(expectedLeavers)} are expected to leave`
            : "Could not be learned from this file"
        }
        {...(isLearned && { href: customerLinks.leaving(asked) })}
      />
      <Stat
        label="Revenue at risk"
        value={isLearned ? format.money(leaving.value) : format.count(null)}
        note={
          isLearned
            ? `What those customers would spend within ${card.lifetime_value.horizon_days} days if they stayed, times the probability that they leave. They have spent ${format.money(leaving.spent)} so far`
            : "Could not be learned from this file"
        }
        {...(isLearned && { href: customerLinks.leaving(asked) })}
      />
      <ExpectedSpend card={card} figures={figures} previous={previous} asked={asked} />
    </section>
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
  const range = totalRange(expectedSpend, card.lifetime_value.heads.all.level_forecast);
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
      value={format.money(expectedSpend)}
      change={change}
      note={
        range
          ? `Between ${format.shortMoney(range.low)} and ${format.shortMoney(range.high)} in 4 of 5 cases, judging by how far such forecasts were off`
          : "All customers together"
      }
      href={customerLinks.everybody(asked)}
    />
  );
}

function shareChange(format: Format, now: number, before: number, words: string, moreIsGood = true) {
  if (!(before > 0) || !Number.isFinite(now)) return null;
  const share = now / before - 1;
  return {
    text: `${format.change(share)} ${words}`,
    isGood: Math.abs(share) < 0.001 ? null : share > 0 === moreIsGood,
  };
}
