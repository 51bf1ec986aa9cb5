import type { VNode } from "preact";
import type { MonthSales } from "../../../src/answers/monthly-sales";
import { figuresOf, type ShopFigures } from "../../../src/answers/shop-figures";
import { moveWords } from "../../../src/models/contact/moves";
import { RankedBars } from "../../charts/ranked-bars";
import { StackedBars } from "../../charts/stacked-bars";
import { rangeWords } from "../../components/gain";
import { Icon } from "../../components/icon";
import { useFormat } from "../../components/reader";
import { Table } from "../../components/table";
import { counted } from "../../counted";
import type { ShownModel } from "../../model-page";
import { segmentColor } from "../../segment-color";
import { type Asked, customerLinks } from "../overview/customer-links";
import { Headline } from "../overview/this-week";
import { Judgements } from "../overview/trust";
import { MOST_MOVES } from "../overview/week-words";

const MONTHS = { width: 340, height: 210, left: 48, right: 4, top: 12, bottom: 44 };
const MOST_MONTHS = 13;

interface FrontProps {
  readonly shown: ShownModel;
  readonly months: readonly MonthSales[];
  readonly tenant: string;
  readonly asked: Asked;
}

/** What a manager needs to know, on one sheet of paper: how it goes, who the customers are, what to do, how sure it is. */
export function FrontPage({ shown, months, tenant, asked }: FrontProps): VNode {
  const { card } = shown;
  const format = useFormat();
  const figures = figuresOf(shown.model);
  return (
    <article class="card front">
      <header class="letterhead">
        <span class="brand">
          <Icon name="leaf" /> Perennial
        </span>
        <span class="soft">
          {tenant}, as of {format.date(card.as_of)}
        </span>
      </header>
      <Summary shown={shown} figures={figures} />
      <h2 class="visually-hidden">How it goes</h2>
      <div class="grid thirds">
        <Revenue months={months} />
        <Health figures={figures} days={card.churn.horizon_days} />
        <SegmentShares shown={shown} />
      </div>
      <section class="stack tight">
        <h2>What to do</h2>
        <Moves shown={shown} asked={asked} />
      </section>
      <section class="stack tight">
        <h2>Segments</h2>
        <Segments shown={shown} asked={asked} />
      </section>
      <section class="stack tight">
        <h2>How far to trust this</h2>
        <Judgements card={card} />
      </section>
    </article>
  );
}

/** The shop in two sentences. */
function Summary({ shown, figures }: { readonly shown: ShownModel; readonly figures: ShopFigures }): VNode {
  const format = useFormat();
  const { revenue90, revenue90Before, expectedSpend } = figures;
  const change = revenue90Before > 0 ? revenue90 / revenue90Before - 1 : null;
  const days = shown.card.lifetime_value.horizon_days;
  return (
    <div class="stack tight">
      <p class="headline">
        {counted(figures.customers, "customer", format)}, <strong>{format.shortMoney(revenue90)}</strong> of
        revenue in the last 90 days
        {change !== null && <> ({format.change(change)} on the 90 days before)</>}
        {Number.isFinite(expectedSpend) && (
          <>
            , about <strong>{format.shortMoney(expectedSpend)}</strong> expected in the next{" "}
            {format.count(days)}
          </>
        )}
        .
      </p>
      {shown.advice.moves.length > 0 && (
        <Headline shown={shown} moves={shown.advice.moves.slice(0, MOST_MOVES)} />
      )}
    </div>
  );
}

function Revenue({ months }: { readonly months: readonly MonthSales[] }): VNode | null {
  const format = useFormat();
  if (months.length === 0) return null;
  const bars = months.slice(-MOST_MONTHS).map(({ month, newRevenue, returningRevenue, unfinished }) => {
    const name = format.month(month);
    const at = name.lastIndexOf(" ");
    const value = newRevenue + returningRevenue;
    return {
      label: name.slice(0, at),
      under: name.slice(at + 1),
      values: [value],
      unfinished,
      tip: `${name}${unfinished ? " (so far)" : ""}: ${format.money(value)}`,
    };
  });
  return (
    <section>
      <h3>Revenue by month</h3>
      <StackedBars
        name="report-months"
        title="Revenue by month"
        desc={bars.map(({ tip }) => tip).join("; ")}
        bars={bars}
        parts={[{ name: "Revenue", color: "c1" }]}
        yFormat={format.shortMoney}
        size={MONTHS}
        labels={5}
      />
    </section>
  );
}

function Health({ figures, days }: { readonly figures: ShopFigures; readonly days: number }): VNode | null {
  const format = useFormat();
  const { healthy, atRisk, lost, expectedLeavers } = figures;
  if (!Number.isFinite(expectedLeavers)) return null;
  const bar = (label: string, value: number, color: string) => ({
    label,
    value,
    color,
    text: format.count(value),
  });
  return (
    <section>
      <h3>Customers by risk of no order in {format.count(days)} days</h3>
      <RankedBars
        name="report-health"
        title="Customers by risk"
        desc={`${format.count(healthy)} healthy, ${format.count(atRisk)} at risk, ${format.count(lost)} lost.`}
        bars={[bar("Healthy", healthy, "c1"), bar("At risk", atRisk, "c2"), bar("Lost", lost, "c6")]}
        width={340}
      />
    </section>
  );
}

function SegmentShares({ shown: { card } }: { readonly shown: ShownModel }): VNode {
  const format = useFormat();
  const bars = card.segmentation.summary.map(({ name, revenue_share, segment }) => ({
    label: name,
    value: revenue_share,
    color: segmentColor(segment),
    text: format.percent(revenue_share),
  }));
  return (
    <section>
      <h3>Revenue by segment</h3>
      <RankedBars
        name="report-segments"
        title="Revenue by segment"
        desc={bars.map(({ label, text }) => `${label} ${text}`).join(", ")}
        bars={bars}
        width={340}
      />
    </section>
  );
}

function Moves({ shown, asked }: Pick<FrontProps, "shown" | "asked">): VNode {
  const format = useFormat();
  const { advice, card } = shown;
  const moves = advice.moves.slice(0, MOST_MOVES);
  if (moves.length === 0) return <p>No contact pays on your terms: leave them be.</p>;
  const nameOf = (segment: number | null) =>
    card.segmentation.summary.find((one) => one.segment === segment)?.name ?? "";
  const words = moves.map(({ kind, segment, leaving, value }) =>
    moveWords(kind, nameOf(segment), { leaving: format.percent(leaving), value: format.money(value) }),
  );
  return (
    <Table
      caption="The moves of this week"
      rows={moves.map((move, i) => ({ ...move, ...words[i]! }))}
      columns={[
        { title: "Move", cell: ({ key, title }) => <a href={customerLinks.ofMove(asked, key)}>{title}</a> },
        { title: "Why", cell: ({ reason }) => <span class="meaning">{reason}</span> },
        { title: "Customers", kind: "count", cell: ({ rows }) => rows.length },
        { title: "Costs", kind: "money", cell: ({ gain }) => gain.cost },
        { title: "Should bring", kind: "money", cell: ({ gain }) => gain.expected },
        { title: "Likely", kind: "number", cell: ({ gain }) => rangeWords(gain, format) },
      ]}
    />
  );
}

function Segments({ shown: { card }, asked }: Pick<FrontProps, "shown" | "asked">): VNode {
  return (
    <Table
      caption="The segments"
      rows={card.segmentation.summary}
      columns={[
        {
          title: "Segment",
          cell: ({ segment, name }) => (
            <a href={customerLinks.ofSegment(asked, segment)}>
              <span class={`dot ${segmentColor(segment)}`} /> {name}
            </a>
          ),
        },
        { title: "Customers", kind: "count", cell: "customers" },
        { title: "Share of revenue", kind: "percent", cell: "revenue_share" },
        { title: "Expected to leave", kind: "percent", cell: "churn_rate" },
        {
          title: `Expected spend each, ${card.lifetime_value.horizon_days} days`,
          kind: "money",
          cell: "avg_future_spend",
        },
      ]}
    />
  );
}
