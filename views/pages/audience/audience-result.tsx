import type { VNode } from "preact";
import { audienceSums, ladderPoints } from "../../../src/answers/audience";
import type { ModelCard } from "../../../src/models/model-card";
import { ProfitChart } from "../../charts/profit-chart";
import { ButtonLink, SecondaryLink } from "../../components/button";
import { Card, Empty, Notice, Stat } from "../../components/card";
import { Icon } from "../../components/icon";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { filterFields } from "../../forms/audience-query";
import type { ShownModel } from "../../model-page";
import type { AskedAudience } from "./choose";

/** The customers chosen, what contacting them should bring, and the list to export. */
export function AudienceResult({
  chosen,
  shown: { model, card },
}: {
  readonly chosen: AskedAudience;
  readonly shown: ShownModel;
}): VNode {
  const format = useFormat();
  const { query, rows, kept, most } = chosen;
  const all = model.customers.rows;
  if (rows.length === 0) {
    return (
      <Empty icon="target" title="No customers match">
        <p>None of the {format.count(all)} customers match. Widen a range or choose another segment.</p>
      </Empty>
    );
  }
  const sums = audienceSums(model.customers, kept);
  const isCut = most !== null && kept.length < rows.length;
  const spendDays = card.lifetime_value.horizon_days;
  return (
    <>
      <div class="grid narrow">
        <Stat
          label="Customers chosen"
          value={format.count(rows.length)}
          note={`${format.percent(rows.length / all)} of ${format.count(all)}${isCut ? `; you contact the best ${format.count(kept.length)}` : ""}`}
          href={withQuery("/app/customers", filterFields(query))}
        />
        <Stat
          label="Revenue so far"
          value={format.shortMoney(sums.revenue)}
          note={`${format.percent(sums.revenue / card.data.revenue)} of all revenue${isCut ? ", of those contacted" : ""}`}
        />
        <Stat
          label={`Expected spend, next ${spendDays} days`}
          value={format.shortMoney(sums.expectedSpend)}
          note={isCut ? "Of those contacted" : "If nothing is done"}
        />
        <Stat
          label="Spend at stake"
          value={format.shortMoney(sums.atStake)}
          note="What those who leave would have spent had they stayed"
        />
      </div>
      <ProfitCard {...{ chosen, card }} />
      <ExportCard chosen={chosen} />
    </>
  );
}

function ProfitCard({
  chosen: { query, ladder, most, rows, wrongTerms },
  card,
}: {
  readonly chosen: AskedAudience;
  readonly card: ModelCard;
}): VNode {
  const format = useFormat();
  if (!ladder) {
    return (
      <Card title="What contacting them should bring">
        <Notice tone="warn">{wrongTerms}</Notice>
      </Card>
    );
  }
  const { best, cumulative } = ladder;
  const known = cumulative.length - 1;
  const cut = most === null ? null : Math.min(most, known);
  const profitAt = (customers: number) => cumulative[customers]!;
  const unknown = rows.length - known;
  return (
    <Card
      title="What contacting them should bring"
      note={`Profit over ${card.lifetime_value.horizon_days} days beyond what would come anyway, on the terms above.`}
    >
      <p>
        {best.customers === 0 ? (
          "On these terms no contact is expected to pay for itself. A cheaper offer, or customers who are worth more, may change that."
        ) : (
          <>
            Contacting the best <strong>{format.count(best.customers)}</strong> should bring{" "}
            <strong>{format.money(best.profit)}</strong>; all {format.count(known)},{" "}
            {format.money(profitAt(known))}.{" "}
            {cut !== null && cut !== best.customers && (
              <>
                The {format.count(cut)} you chose: <strong>{format.money(profitAt(cut))}</strong>.
              </>
            )}
          </>
        )}
        {unknown > 0 && ` For ${format.count(unknown)} this is not known; they are left out.`}
      </p>
      <div class="row">
        {best.customers > 0 && cut !== best.customers && (
          <ButtonLink href={withQuery("/app/audience", query, { most: best.customers })}>
            Contact the best {format.count(best.customers)}
          </ButtonLink>
        )}
        {cut !== null && (
          <SecondaryLink href={withQuery("/app/audience", query, { most: null })}>
            Contact all of them
          </SecondaryLink>
        )}
      </div>
      <ProfitChart
        name="profit"
        points={ladderPoints(ladder, cut ?? best.customers)}
        best={best}
        chosen={cut === null ? null : { customers: cut, profit: profitAt(cut) }}
        count={format.count}
        money={format.shortMoney}
      />
    </Card>
  );
}

function ExportCard({
  chosen: { query, filter, terms, most, kept, wrongTerms },
}: {
  readonly chosen: AskedAudience;
}): VNode {
  const format = useFormat();
  const cut = most !== null && wrongTerms === null;
  const asked = {
    ...filter,
    model_id: query.model,
    ...(cut && {
      most,
      contact_cost: terms.contactCost,
      offer_cost: terms.offerCost,
      margin: terms.margin,
      success_rate: terms.successRate,
      redeem_rate: terms.redeemRate,
    }),
  };
  return (
    <Card title={`Export ${format.count(kept.length)} ${kept.length === 1 ? "customer" : "customers"}`}>
      <div class="row">
        {(["csv", "xlsx", "parquet"] as const).map((kind) => (
          <a key={kind} class="button secondary" href={withQuery(`/audience.${kind}`, asked)} download>
            <Icon name="download" />
            {{ csv: "CSV", xlsx: "Excel", parquet: "Parquet" }[kind]}
          </a>
        ))}
        <a href={withQuery("/audience.csv", { ...asked, bom: 1 })} download>
          CSV with BOM
        </a>
      </div>
    </Card>
  );
}
