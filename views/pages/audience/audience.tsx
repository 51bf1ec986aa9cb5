import { t } from "elysia";
import type { VNode } from "preact";
import {
  type AudienceFilter,
  audienceRows,
  columnValues,
  contactProfits,
} from "../../../src/api/resources/audience/select";
import type { Route } from "../../../src/api/route";
import { UserError } from "../../../src/errors";
import { type ContactTerms, checkContactTerms } from "../../../src/models/action-value";
import { RFM_GROUPS } from "../../../src/models/rfm-groups";
import { ProfitChart } from "../../charts/profit-chart";
import { ButtonLink, SecondaryLink } from "../../components/button";
import { Card, Empty, Notice, Stat } from "../../components/card";
import { Field } from "../../components/field";
import { Icon } from "../../components/icon";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { audienceSums, keepBest, ladderPoints, type ProfitLadder, profitLadder } from "../../data/audience";
import {
  AUDIENCE_FIELDS,
  type AudienceQuery,
  audienceFilter,
  audienceQuery,
  audienceTerms,
  filterFields,
  mostOf,
} from "../../data/audience-query";
import { formatFor } from "../../format";
import { type Card as ModelCard, type ShownModel, showModel } from "../../model-page";
import { definePage, type PageInput } from "../../page";
import { CampaignForm, CampaignList } from "./campaign-parts";

const Query = t.Object(Object.fromEntries(AUDIENCE_FIELDS.map((name) => [name, t.Optional(t.String())])));

/** Whom an audience is made of, and what contacting them is expected to bring. */
export interface ChosenAudience {
  readonly query: AudienceQuery;
  readonly filter: AudienceFilter;
  readonly terms: ContactTerms;
  /** Why the terms cannot be; no profit is known then. */
  readonly wrongTerms: string | null;
  /** All whom the filter lets through. */
  readonly rows: Int32Array;
  /** Of those: who is to be contacted. */
  readonly kept: Int32Array;
  readonly ladder: ProfitLadder | null;
  readonly most: number | null;
}

/** Chooses from an open model as the query says. */
export function chooseAudience(
  { model }: Pick<ShownModel, "model">,
  query: AudienceQuery,
  settings: PageInput["settings"],
): ChosenAudience {
  const { customers } = model;
  const filter = audienceFilter(query);
  const terms = audienceTerms(query, settings);
  const wrongTerms = wordsOfWrong(terms);
  const rows = audienceRows(customers, filter);
  const most = mostOf(query);
  const profit = wrongTerms === null ? contactProfits(customers, rows, terms) : null;
  return {
    query,
    filter,
    terms,
    wrongTerms,
    rows,
    kept: most === null || !profit ? rows : keepBest(rows, profit, most),
    ladder: profit && profitLadder(profit),
    most,
  };
}

function wordsOfWrong(terms: ContactTerms): string | null {
  try {
    checkContactTerms(terms);
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return "A cost is 0 or more, the margin above 0% and at most 100%, the other shares 0% to 100%. Mend them to see what a contact brings.";
  }
}

/** Whom to contact, what it brings, and how to find out whether it did. */
export const audiencePage: Route = definePage({
  path: "/audience",
  summary: "Audience",
  query: Query,
  show: (input, context) => {
    const query = audienceQuery(input.query as Record<string, unknown>);
    return showModel(context, input, query.model, (shown) => {
      const format = formatFor(input.settings);
      const { card } = shown;
      const chosen = chooseAudience(shown, query, input.settings);
      return {
        title: "Audience",
        subtitle: `Choose whom to contact, see what it should bring, and take the list along. As of ${format.date(card.as_of)}.`,
        body: (
          <div class="stack">
            <AudienceForm {...{ chosen, card }} />
            <div id="audience" class="stack fades" aria-live="polite">
              <AudienceResult {...{ chosen, shown }} />
              <CampaignForm
                query={query}
                customers={chosen.kept.length}
                asOf={Date.parse(card.as_of)}
                horizonDays={card.churn.horizon_days}
                now={context.now()}
              />
            </div>
            <CampaignList campaigns={context.store.campaigns.list(input.tenant)} />
          </div>
        ),
      };
    });
  },
});

interface SegmentName {
  readonly id: number;
  readonly name: string;
}

function AudienceForm({
  chosen: { query, terms },
  card,
}: {
  readonly chosen: ChosenAudience;
  readonly card: ModelCard;
}): VNode {
  const percent = (share: number) => String(Math.round(share * 10_000) / 100);
  return (
    <form
      class="grid wide"
      method="get"
      action="/app/audience"
      hx-get="/app/audience"
      hx-target="#audience"
      hx-select="#audience"
      hx-swap="outerHTML"
      hx-push-url="true"
      hx-trigger="input changed delay:300ms, submit"
      hx-indicator="#audience"
      hx-sync="this:replace"
    >
      {query.model && <input type="hidden" name="model" value={query.model} />}
      <Card title="Who" note="Leave a field empty to take everybody.">
        <div class="fields">
          <Field
            label="Segment"
            name="segment"
            value={query.segment}
            any="All segments"
            options={(card.segmentation.segments as SegmentName[]).map(({ id, name }) => [id, name])}
          />
          <Field
            label="RFM group"
            name="rfm_group"
            value={query.rfm_group}
            any="All groups"
            options={RFM_GROUPS.map(({ name }) => [name, name])}
          />
          <ChanceSelect name="min_churn" label="Risk of leaving, from" query={query} />
          <ChanceSelect name="max_churn" label="Risk of leaving, to" query={query} />
          <AmountInput name="min_ltv" label="Expected spend, from" value={query.min_ltv ?? ""} />
          <AmountInput name="max_ltv" label="Expected spend, up to" value={query.max_ltv ?? ""} />
          <Field
            label="Overdue for an order"
            name="overdue"
            value={query.overdue}
            any="Overdue or not"
            options={[
              ["true", "Only overdue"],
              ["false", "Only not overdue"],
            ]}
          />
        </div>
        <p class="hint">
          Leaving means no order in {card.churn.horizon_days} days. Expected spend is over{" "}
          {card.lifetime_value.horizon_days} days.
        </p>
      </Card>
      <Card title="The offer" note="What a contact costs, and what it wins.">
        <div class="fields">
          <AmountInput name="contact_cost" label="Cost of a contact" value={shown(terms.contactCost)} />
          <AmountInput name="offer_cost" label="Cost of the offer, if taken" value={shown(terms.offerCost)} />
          <ShareInput name="margin_percent" label="Margin" value={percent(terms.margin)} />
          <ShareInput name="success_percent" label="Leavers won back" value={percent(terms.successRate)} />
          <ShareInput name="redeem_percent" label="Stayers who take it" value={percent(terms.redeemRate)} />
          <Field
            label="Contact only the best"
            name="most"
            type="number"
            min="1"
            step="1"
            value={query.most ?? ""}
            placeholder="Everybody"
          />
        </div>
        <p class="hint">
          Margin is what is left of an order after the goods. Stayers are those who would have ordered anyway.
        </p>
        <div class="row">
          <button type="submit">Show</button>
          <SecondaryLink href={withQuery("/app/audience", { model: query.model })}>Clear</SecondaryLink>
        </div>
      </Card>
    </form>
  );
}

function shown(value: number): string {
  return Number.isNaN(value) ? "" : String(value);
}

function ChanceSelect({
  name,
  label,
  query,
}: {
  readonly name: "min_churn" | "max_churn";
  readonly label: string;
  readonly query: AudienceQuery;
}) {
  const format = useFormat();
  const asked = Number(query[name] ?? NaN);
  const steps = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
  // An address may ask for any number, a model's own threshold for one.
  const all = asked >= 0 && asked <= 1 && !steps.includes(asked) ? [...steps, asked].sort() : steps;
  return (
    <Field
      label={label}
      name={name}
      value={asked}
      any="Any"
      options={all.map((value) => [
        value,
        steps.includes(value) ? format.percent(value) : `${format.decimal(100 * value, 1)}%`,
      ])}
    />
  );
}

function AmountInput({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <Field label={label} name={name} type="number" min="0" step="any" inputmode="decimal" value={value} />
  );
}

function ShareInput({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <Field
      label={`${label}, %`}
      name={name}
      type="number"
      min="0"
      max="100"
      step="any"
      inputmode="decimal"
      value={value}
    />
  );
}

function AudienceResult({
  chosen,
  shown: { model, card },
}: {
  readonly chosen: ChosenAudience;
  readonly shown: ShownModel;
}): VNode {
  const format = useFormat();
  const { query, rows, kept, most } = chosen;
  const all = model.customers.numRows();
  if (rows.length === 0) {
    return (
      <Empty icon="target" title="Nobody is like that">
        <p>None of the {format.count(all)} customers fits. Widen a bound, or take another segment.</p>
      </Empty>
    );
  }
  const column = (name: string) => columnValues<number>(model.customers, name);
  const sums = audienceSums(
    {
      monetary: column("monetary"),
      expectedSpend: column("ltv_estimate"),
      noOrder: column("no_order_probability"),
      valueIfKept: column("value_if_kept"),
    },
    kept,
  );
  const isCut = most !== null && kept.length < rows.length;
  const spendDays = card.lifetime_value.horizon_days;
  return (
    <>
      <div class="grid narrow">
        <Stat
          label="Customers chosen"
          value={format.count(rows.length)}
          note={`${format.percent(rows.length / all)} of ${format.count(all)}${isCut ? `; the best ${format.count(kept.length)} of them are contacted` : ""}`}
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
  readonly chosen: ChosenAudience;
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
      note={`Profit over ${card.lifetime_value.horizon_days} days beyond what comes by itself, for the terms above.`}
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
                The {format.count(cut)} that you chose, <strong>{format.money(profitAt(cut))}</strong>.
              </>
            )}
          </>
        )}
        {unknown > 0 && ` For ${format.count(unknown)} it is not known; they are left out.`}
      </p>
      <div class="row">
        {best.customers > 0 && cut !== best.customers && (
          <ButtonLink href={withQuery("/app/audience", query, { most: best.customers })}>
            Contact the best {format.count(best.customers)}
          </ButtonLink>
        )}
        {cut !== null && (
          <SecondaryLink href={withQuery("/app/audience", query, { most: null })}>
            Contact everybody chosen
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
  readonly chosen: ChosenAudience;
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
    <Card title={`Take ${format.count(kept.length)} ${kept.length === 1 ? "customer" : "customers"} along`}>
      <div class="row">
        {(["csv", "xlsx", "parquet"] as const).map((kind) => (
          <a key={kind} class="button secondary" href={withQuery(`/audience.${kind}`, asked)} download>
            <Icon name="download" />
            {{ csv: "CSV", xlsx: "Excel", parquet: "Parquet" }[kind]}
          </a>
        ))}
        <a href={withQuery("/audience.csv", { ...asked, bom: 1 })} download>
          CSV for Excel
        </a>
      </div>
    </Card>
  );
}
