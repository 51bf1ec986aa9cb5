import type { VNode } from "preact";
import type { CustomerFilter } from "../../../src/answers/customer-selection";
import type { ContactTerms } from "../../../src/models/contact/action-value";
import type { ModelCard } from "../../../src/models/model-card";
import { RFM_GROUPS } from "../../../src/models/segments/rfm-groups";
import type { SavedSegmentRow } from "../../../src/store/saved-segments";
import { SecondaryLink, SheetButton } from "../../components/button";
import { type FieldSpec, Fields } from "../../components/field";
import { FilterNote } from "../../components/filter-note";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import type { Format } from "../../format";
import type { AudienceQuery } from "../../forms/audience-query";
import { savedField } from "../../forms/saved-field";
import type { Narrowed } from "../../narrowed";

const AMOUNT = { type: "number", min: 0, step: "any", inputmode: "decimal" } as const;
const SHARE = { ...AMOUNT, max: 100 } as const;
/** What an address may ask for beside the fields. */
const HIDDEN_FIELDS = [
  "model",
  "move",
  "max_recency",
  "r_score",
  "fm_score",
  "first_product",
  "country",
  "cohort",
  "active_month",
  "first_from",
  "first_to",
  "ordered_from",
  "ordered_to",
  "rule",
] as const;
const CHANCES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

type AudienceField = FieldSpec<keyof AudienceQuery & string>;

/** The audience and the cost of the offer; the answer below follows each change. */
export function AudienceForm({
  query,
  filter,
  narrowed,
  segments,
  terms,
  card,
}: {
  readonly query: AudienceQuery;
  readonly filter: CustomerFilter;
  readonly narrowed: Narrowed;
  /** The segments that people made. */
  readonly segments: readonly SavedSegmentRow[];
  readonly terms: ContactTerms;
  readonly card: ModelCard;
}): VNode {
  return (
    <>
      <SheetButton opens="choose">Choose customers and terms</SheetButton>
      <p class="soft">
        <FilterNote filter={filter} narrowed={narrowed} />
      </p>
      <form
        id="choose"
        popover="auto"
        class="card sheet"
        aria-label="Customers and terms"
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
        <AudienceFields {...{ query, segments, terms, card }} />
        <div class="row">
          <button type="submit">Show</button>
          <SecondaryLink href={withQuery("/app/audience", { model: query.model })}>Clear</SecondaryLink>
        </div>
      </form>
    </>
  );
}

/** Whom, and on which terms: as fields of a form. */
export function AudienceFields({
  query,
  segments,
  terms,
  card,
}: {
  readonly query: AudienceQuery;
  readonly segments: readonly SavedSegmentRow[];
  readonly terms: ContactTerms;
  readonly card: ModelCard;
}): VNode {
  const { few, more, offer } = audienceFields(query, terms, card, segments, useFormat());
  const isSet = (fields: readonly AudienceField[]) => fields.some(({ name }) => query[name] !== undefined);
  return (
    <>
      {HIDDEN_FIELDS.map(
        (name) => query[name] && <input key={name} type="hidden" name={name} value={query[name]} />,
      )}
      <Fields of={few} values={query} />
      <details class="more" open={isSet(more)}>
        <summary>More about whom</summary>
        <Fields of={more} values={query} />
        <p class="hint">
          Leaving means no order in {card.churn.horizon_days} days. Expected spend is over{" "}
          {card.lifetime_value.horizon_days} days.
        </p>
      </details>
      <details class="more" open={isSet(offer)}>
        <summary>The offer: what a contact costs and brings</summary>
        <Fields of={offer} values={query} />
        <p class="hint">
          Margin is what is left of an order after the cost of the goods. Stayers are those who would have
          ordered anyway.
        </p>
      </details>
    </>
  );
}

/** Those that are used most, the others about whom, and the terms of the offer. */
function audienceFields(
  query: AudienceQuery,
  terms: ContactTerms,
  card: ModelCard,
  segments: readonly SavedSegmentRow[],
  format: Format,
): Readonly<Record<"few" | "more" | "offer", readonly AudienceField[]>> {
  return {
    few: [
      {
        name: "segment",
        label: "Segment",
        any: "All segments",
        options: card.segmentation.segments.map(({ id, name }) => [id, name]),
      },
      ...savedField(segments),
      chanceField("min_churn", "Risk of leaving, from", query, format),
      {
        name: "overdue",
        label: "Overdue for an order",
        any: "Overdue or not",
        options: [
          ["true", "Only overdue"],
          ["false", "Not overdue"],
        ],
      },
      {
        name: "most",
        label: "Contact only the best",
        type: "number",
        min: 1,
        step: "1",
        placeholder: "All who pay",
      },
    ],
    more: [
      {
        name: "rfm_group",
        label: "RFM group",
        any: "All groups",
        options: RFM_GROUPS.map(({ name }) => [name, name]),
      },
      chanceField("max_churn", "Risk of leaving, to", query, format),
      { name: "min_ltv", label: "Expected spend, from", ...AMOUNT },
      { name: "max_ltv", label: "Expected spend, up to", ...AMOUNT },
      {
        name: "everyone",
        label: "Contacts that do not pay",
        any: "Leave out",
        options: [["true", "Include"]],
      },
    ],
    offer: offerFields(terms),
  };
}

function chanceField(
  name: "min_churn" | "max_churn",
  label: string,
  query: AudienceQuery,
  format: Format,
): AudienceField {
  const asked = Number(query[name] ?? NaN);
  // An address may ask for any number, a model's own threshold for one.
  const all = asked >= 0 && asked <= 1 && !CHANCES.includes(asked) ? [...CHANCES, asked].sort() : CHANCES;
  return {
    name,
    label,
    value: asked,
    any: "Any",
    options: all.map((share) => [share, format.percent(share)]),
  };
}

function offerFields(terms: ContactTerms): AudienceField[] {
  const amount = (value: number) => (Number.isNaN(value) ? "" : value);
  const percent = (share: number) => Math.round(share * 10_000) / 100;
  return [
    { name: "contact_cost", label: "Cost of a contact", value: amount(terms.contactCost), ...AMOUNT },
    { name: "offer_cost", label: "Cost of the offer, if taken", value: amount(terms.offerCost), ...AMOUNT },
    { name: "margin_percent", label: "Margin, %", value: percent(terms.margin), ...SHARE },
    { name: "success_percent", label: "Leavers won back, %", value: percent(terms.successRate), ...SHARE },
    { name: "redeem_percent", label: "Stayers who take it, %", value: percent(terms.redeemRate), ...SHARE },
  ];
}
