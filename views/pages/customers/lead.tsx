import type { VNode } from "preact";
import { Badge, Stat } from "../../components/card";
import { Icon } from "../../components/icon";
import { riskTone } from "../../components/meter";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { counted } from "../../counted";
import type { Format } from "../../format";
import type { ShownModel } from "../../model-page";
import { type CustomerValues, mainReason } from "./forecast";

interface LeadProps {
  readonly shown: ShownModel;
  readonly row: number;
  readonly values: CustomerValues;
  readonly modelId: string | undefined;
}

/** What to do about a customer, why, and what it brings; then who that is. */
export function Lead({ shown, row, values, modelId }: LeadProps): VNode {
  const [what, because] = split(shown.advice.action(row));
  const email = shown.model.customers.people.email(row);
  return (
    <section class="card lead" aria-label="What to do">
      <div class="lead-words">
        <p class="headline">
          <strong>{what}.</strong>
        </p>
        <p class="soft">
          {because && `${because}. `}
          {mainReason(shown, row)}
        </p>
        <Marks shown={shown} values={values} modelId={modelId} />
      </div>
      <div class="lead-gain">
        <GainOf shown={shown} row={row} />
        {email && (
          <a class="button" href={`mailto:${encodeURIComponent(email)}`}>
            <Icon name="mail" />
            Write an e-mail
          </a>
        )}
      </div>
      <Figures card={shown.card} values={values} />
    </section>
  );
}

/** An action is written `what: how or why`. */
function split(action: string): readonly [what: string, because: string] {
  const [what, ...rest] = action.split(": ");
  const because = rest.join(": ");
  return [what!, because && `${because[0]!.toUpperCase()}${because.slice(1)}`];
}

/** Where the customer belongs, and what is pressing. */
function Marks({ shown, values, modelId }: Omit<LeadProps, "row">): VNode {
  const tone = riskTone(values.number("churn_probability"), shown.card.actions.at_risk);
  const [segment, group] = [values.number("segment"), values.text("rfm_group")];
  return (
    <p class="row">
      <a class="badge brand" href={withQuery(`/app/segments/${segment}`, { model: modelId })}>
        {values.text("segment_name")}
      </a>
      <a class="badge" href={withQuery("/app/customers", { rfm_group: group, model: modelId })}>
        RFM: {group}
      </a>
      {tone && <Badge tone={tone}>{tone === "bad" ? "At risk of leaving" : "May leave"}</Badge>}
      {values.number("days_overdue") > 0 && <Badge tone="warn">Order overdue</Badge>}
    </p>
  );
}

/** What a contact should bring; the same figure as in every list. */
function GainOf({ shown: { advice, card }, row }: Pick<LeadProps, "shown" | "row">): VNode {
  const format = useFormat();
  const { expected, low, high, customers } = advice.sum([row]);
  if (customers === 0) return <p class="soft">What a contact brings is not known.</p>;
  const days = format.count(card.lifetime_value.horizon_days);
  const pays = expected > 0;
  return (
    <p class="gain">
      <strong class={pays ? "rise" : ""}>
        {pays ? "+" : "−"}
        {format.money(Math.abs(expected))}
      </strong>
      <span class="small soft">
        {pays
          ? `from a contact, over ${days} days: between ${format.money(low)} if it fails and ${format.money(high)} if it works`
          : `is what a contact would lose on average, over ${days} days`}
      </span>
    </p>
  );
}

function Figures({ card, values }: Pick<LeadProps, "values"> & { readonly card: ShownModel["card"] }): VNode {
  const format = useFormat();
  return (
    <div class="grid figures">
      <Stat
        label="Risk of leaving"
        value={format.percent(values.number("churn_probability"))}
        note={`no order in ${format.count(card.churn.horizon_days)} days`}
      />
      <Stat
        label="Expected spend"
        value={format.roughMoney(values.number("ltv_estimate"))}
        note={`in ${format.count(card.lifetime_value.horizon_days)} days${interval(values, format)}`}
      />
      <Stat
        label="Spend so far"
        value={format.money(values.number("monetary"))}
        note={`${counted(values.number("frequency"), "order", format)}, ${format.money(values.number("avg_basket_value"))} each`}
      />
      <Stat
        label="Customer for"
        value={counted(Math.round(values.number("tenure_days")), "day", format)}
        note={`last order ${counted(values.number("recency_days"), "day", format)} ago`}
      />
    </div>
  );
}

function interval(values: CustomerValues, format: Format): string {
  const low = values.number("ltv_low");
  if (Number.isNaN(low)) return "";
  return `; 4 in 5 such customers: ${format.roughMoney(low)} to ${format.roughMoney(values.number("ltv_high"))}`;
}
