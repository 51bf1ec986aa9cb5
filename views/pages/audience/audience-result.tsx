import type { VNode } from "preact";
import { audienceSums, ladderPoints } from "../../../src/answers/audience";
import type { ContactTerms } from "../../../src/models/contact/action-value";
import type { ModelCard } from "../../../src/models/model-card";
import { ProfitChart } from "../../charts/profit-chart";
import { SecondaryLink } from "../../components/button";
import { Card, Empty, Notice, Stat } from "../../components/card";
import { likelyWords, NobodyPays } from "../../components/gain";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { counted } from "../../counted";
import type { Format } from "../../format";
import { filterFields, TERM_FIELDS } from "../../forms/audience-query";
import type { ShownModel } from "../../model-page";
import type { AskedAudience } from "./choose";
import { ExportCard } from "./export-card";

/** The customers to contact, what that should bring, and the list to export. */
export function AudienceResult({
  chosen,
  shown: { model, card },
}: {
  readonly chosen: AskedAudience;
  readonly shown: ShownModel;
}): VNode {
  const format = useFormat();
  const { query, rows, kept, gain, wrongTerms } = chosen;
  const all = model.customers.rows;
  if (rows.length === 0) {
    return (
      <Empty icon="target" title="No customers match">
        <p>None of the {format.count(all)} customers match. Widen a range or choose another segment.</p>
      </Empty>
    );
  }
  const sums = audienceSums(model.customers, kept);
  const days = card.lifetime_value.horizon_days;
  return (
    <>
      {wrongTerms !== null && <Notice tone="warn">{wrongTerms}</Notice>}
      <div class="grid narrow">
        <Stat
          label="To contact"
          value={format.count(kept.length)}
          note={`of ${rows.length === all ? "all" : "the"} ${counted(rows.length, "customer", format)}${rows.length === all ? "" : " that match"}`}
          {...listLink(chosen)}
        />
        <Stat
          label={`Expected gain, ${days} days`}
          value={format.money(gain.expected)}
          note={kept.length > 0 ? likelyWords(gain, format) : "Nobody here pays"}
        />
        <Stat
          label="Cost"
          value={format.money(gain.cost)}
          note="Contacts, and the offers that are likely to be taken"
        />
        <Stat
          label="Revenue so far"
          value={format.shortMoney(sums.revenue)}
          note={`${format.percent(sums.revenue / card.data.revenue)} of all revenue; ${format.shortMoney(sums.expectedSpend)} more expected if nothing is done`}
        />
      </div>
      <ProfitCard chosen={chosen} card={card} />
      {kept.length > 0 && <ExportCard chosen={chosen} model={model} />}
      {query.everyone === undefined && kept.length === 0 && (
        <p class="small">
          <a href={withQuery("/app/audience", query, { everyone: "true" })}>
            Show all {format.count(rows.length)} anyway
          </a>
        </p>
      )}
    </>
  );
}

/** The list of exactly these customers; none where it would be of others, being on other terms or longer. */
function listLink({ query, most, everyone }: AskedAudience): { readonly href?: string } {
  if (most !== null || TERM_FIELDS.some((name) => query[name] !== undefined)) return {};
  const fields = { ...filterFields(query), ...(!everyone && { pays: "true" }), sort: "gain" };
  return { href: withQuery("/app/customers", fields) };
}

/** What the profit is computed on; the fields of the form may be folded away. */
function termWords({ contactCost, offerCost, margin, successRate }: ContactTerms, format: Format): string {
  return `a contact costs ${format.money(contactCost)}, an offer ${format.money(offerCost)}, the margin is ${format.percent(margin)}, and ${format.percent(successRate)} of leavers are won back`;
}

function ProfitCard({
  chosen: { query, ladder, most, rows, kept, everyone, advice },
  card,
}: {
  readonly chosen: AskedAudience;
  readonly card: ModelCard;
}): VNode {
  const format = useFormat();
  const { best, cumulative } = ladder;
  const known = cumulative.length - 1;
  const unknown = rows.length - known;
  return (
    <Card
      title="What contacting them should bring"
      note={`Profit over ${card.lifetime_value.horizon_days} days beyond what would come anyway: ${termWords(advice.terms, format)}.`}
    >
      {best.customers === 0 ? (
        advice.moves.length === 0 ? (
          <NobodyPays advice={advice} />
        ) : (
          <p>A contact pays for none of them: it would cost more than it should bring.</p>
        )
      ) : (
        <p>
          A contact pays for <strong>{format.count(best.customers)}</strong> of {format.count(known)} and
          should bring <strong>{format.money(best.profit)}</strong>; contacting all of them,{" "}
          {format.money(cumulative[known]!)}.
          {unknown > 0 && ` For ${format.count(unknown)} this is not known; they are left out.`}
        </p>
      )}
      {(everyone || most !== null) && best.customers > 0 && (
        <div class="row">
          <SecondaryLink href={withQuery("/app/audience", query, { most: null, everyone: null })}>
            Contact all who pay
          </SecondaryLink>
        </div>
      )}
      <ProfitChart
        name="profit"
        points={ladderPoints(ladder, kept.length)}
        best={best}
        chosen={
          kept.length === best.customers || kept.length > known
            ? null
            : { customers: kept.length, profit: cumulative[kept.length]! }
        }
        count={format.count}
        money={format.shortMoney}
      />
    </Card>
  );
}
