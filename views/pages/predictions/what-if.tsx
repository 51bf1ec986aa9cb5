import type { VNode } from "preact";

import type { CustomerScores } from "../../../src/answers/prediction";
import { spendRange } from "../../../src/answers/spend-range";
import { baseFeaturesOf, MOVED_FEATURES, type MovedFeature, rfmGroupOf } from "../../../src/answers/what-if";

import type { ModelCard } from "../../../src/models/model-card";
import { ContributionBars } from "../../charts/contribution-bars";
import { SecondaryLink } from "../../components/button";
import { Badge, Card } from "../../components/card";
import { Facts } from "../../components/facts";
import { Icon } from "../../components/icon";
import { RiskMeter } from "../../components/meter";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";
import type { Format } from "../../format";
import type { ShownModel } from "../../model-page";
import type { TenantSettings } from "../../tenant-settings";
import { reasonWords } from "../../words/reason-words";
import type { WhatIf } from "./what-if-query";

const PATH = "/app/predictions/new";

const WORDS: Readonly<Record<MovedFeature, { readonly label: string; readonly unit: string }>> = {
  recency_days: { label: "Days since the last order", unit: " days" },
  frequency: { label: "Orders so far", unit: "" },
  monetary: { label: "Spend so far", unit: "" },
  unique_products: { label: "Different products", unit: "" },
  avg_interpurchase_days: { label: "Days between orders", unit: " days" },
};

interface WhatIfProps {
  readonly shown: ShownModel;
  readonly whatIf: WhatIf;
  readonly prediction: CustomerScores;
  /** For the customer it starts from, by the same figures. */
  readonly before: CustomerScores | null;
  readonly modelId: string | undefined;
  readonly settings: TenantSettings;
}

/** Sliders, and what the model says about someone like this. */
export function WhatIfPage(props: WhatIfProps): VNode {
  const { whatIf, modelId } = props;
  return (
    <div class="split what-if">
      <form
        class="card"
        method="get"
        action={PATH}
        aria-label="Who this is about"
        hx-get={PATH}
        hx-trigger="input delay:150ms, submit"
        hx-target="#answer"
        hx-select="#answer"
        hx-swap="outerHTML"
        hx-replace-url="true"
        hx-sync="this:replace"
      >
        <header>
          <h2>{whatIf.start ? `Like customer ${whatIf.start.id}` : "Someone with"}</h2>
          <p>Move a slider and the answer follows.</p>
        </header>
        {MOVED_FEATURES.map((name) => (
          <Slider key={name} name={name} {...props} />
        ))}
        {whatIf.start && <input type="hidden" name="customer" value={whatIf.start.id} />}
        {modelId && <input type="hidden" name="model" value={modelId} />}
        <div class="row">
          <button type="submit">Predict</button>
          <SecondaryLink href={withQuery(PATH, { customer: whatIf.start?.id, model: modelId })}>
            Start over
          </SecondaryLink>
        </div>
      </form>
      <Answer {...props} />
    </div>
  );
}

function Slider({ name, whatIf, settings }: WhatIfProps & { readonly name: MovedFeature }): VNode {
  const format = useFormat();
  const { label, unit } = WORDS[name];
  const { least, most } = whatIf.ranges[name];
  const value = whatIf.moved[name];
  const isMoney = name === "monetary";
  const shown = isMoney ? format.money(value) : format.count(value);
  return (
    <label>
      <span class="row spread">
        <span>{label}</span>
        <output id={`value-${name}`} class="number">
          {shown}
          {unit}
        </output>
      </span>
      <input
        type="range"
        name={name}
        min={least}
        max={most}
        step="1"
        value={value}
        data-output={`value-${name}`}
        data-unit={unit}
        {...(isMoney && { "data-money": settings.currency ?? "" })}
        data-locale={settings.locale}
      />
    </label>
  );
}

function Answer({ shown, whatIf, prediction, before, modelId, settings }: WhatIfProps): VNode {
  const format = useFormat();
  const { card } = shown;
  const group = rfmGroupOf(card, whatIf.moved);
  const features = baseFeaturesOf(whatIf.moved);
  return (
    <section id="answer" class="stack fades" aria-label="CustomerScores" aria-live="polite">
      <Card
        title="What the model says"
        note={`Leaving: no order within ${format.count(card.churn.horizon_days)} days. Spend: within ${format.count(card.lifetime_value.horizon_days)} days.`}
      >
        <Facts
          of={[
            [
              "Risk of leaving",
              <RiskMeter risk={prediction.churn_probability} atRisk={card.actions.at_risk} />,
            ],
            ["Expected spend", spendWords(card, prediction.ltv_estimate, format)],
            [
              "Segment",
              <a
                class="badge brand"
                href={withQuery(`/app/segments/${prediction.segment}`, { model: modelId })}
              >
                {prediction.segment_name}
              </a>,
            ],
            [
              "RFM group",
              <a class="badge" href={withQuery("/app/customers", { rfm_group: group, model: modelId })}>
                {group}
              </a>,
            ],
            ["Average order", format.money(features.avg_basket_value)],
            ["What to do", prediction.recommended_action],
            ["Gain of a contact", format.money(prediction.expected_gain)],
          ]}
        />
        <ContributionBars contributions={reasonWords(prediction.reasons)} />
        <form method="post" action="/app/predictions/keep" class="row">
          {MOVED_FEATURES.map((name) => (
            <input key={name} type="hidden" name={name} value={whatIf.moved[name]} />
          ))}
          <input type="hidden" name="model" value={shown.row.id} />
          <button class="secondary" type="submit">
            Save to history
          </button>
        </form>
      </Card>
      {whatIf.start && before && (
        <Compared
          shown={shown}
          whatIf={whatIf}
          prediction={prediction}
          before={before}
          modelId={modelId}
          settings={settings}
        />
      )}
    </section>
  );
}

interface ComparedRow {
  readonly name: VNode | string;
  readonly churn: number | null;
  readonly spend: number | null;
  readonly segment: string;
}

/** The customer as is, by all that is known and by the sliders' figures, beside the what-if. */
function Compared({
  shown,
  whatIf,
  prediction,
  before,
  modelId,
}: WhatIfProps & { readonly before: CustomerScores }): VNode {
  const { id, row } = whatIf.start!;
  const { customers } = shown.model;
  const number = (name: string) => customers.cell(name, row) as number;
  const rows: ComparedRow[] = [
    {
      name: (
        <a href={withQuery(`/app/customers/${encodeURIComponent(id)}`, { model: modelId })}>
          As is, from all that is known
        </a>
      ),
      churn: number("churn_probability"),
      spend: number("ltv_estimate"),
      segment: customers.cell("segment_name", row) as string,
    },
    {
      name: "As is, from these figures alone",
      churn: before.churn_probability,
      spend: before.ltv_estimate,
      segment: before.segment_name,
    },
    {
      name: "What if",
      churn: prediction.churn_probability,
      spend: prediction.ltv_estimate,
      segment: prediction.segment_name,
    },
  ];
  return (
    <TableCard
      title={`Compared with customer ${id}`}
      note="Compare the last two rows: they use the same figures. The first also uses rhythm, trend and returns."
      caption={`What if, compared with customer ${id}`}
      rows={rows}
      columns={[
        {
          title: "Who",
          cell: ({ name, segment }) => (
            <>
              {name}
              <span class="under">
                <Badge>{segment}</Badge>
              </span>
            </>
          ),
        },
        { title: "Risk", kind: "percent", cell: "churn" },
        { title: "Expected spend", kind: "money", cell: "spend" },
      ]}
    />
  );
}

/** `812, 4 in 5 between 100 and 2,000` */
function spendWords(card: ModelCard, spend: number | null, format: Format): string {
  const range = spend === null ? null : spendRange(card, spend);
  if (!range) return format.money(spend);
  return `${format.money(spend)}; ${format.percent(range.coverage)} of such customers between ${format.money(range.low)} and ${format.money(range.high)}`;
}

/** For readers who want to start from a customer. */
export function StartFrom({ modelId }: { readonly modelId: string | undefined }): VNode {
  return (
    <form class="row" method="get" action={PATH}>
      <label class="visually-hidden" for="start-from">
        Customer to start from
      </label>
      <input
        id="start-from"
        class="short"
        name="customer"
        placeholder="Customer id"
        required
        maxLength={512}
      />
      {modelId && <input type="hidden" name="model" value={modelId} />}
      <button class="secondary" type="submit">
        <Icon name="people" />
        Start from a customer
      </button>
    </form>
  );
}
