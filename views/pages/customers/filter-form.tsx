import type { VNode } from "preact";
import { countriesOf } from "../../../src/answers/customer-selection";
import { RFM_GROUPS } from "../../../src/models/segments/rfm-groups";
import type { SavedSegmentRow } from "../../../src/store/saved-segments";
import { SecondaryLink, SheetButton } from "../../components/button";
import { type FieldSpec, Fields, type Option } from "../../components/field";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import type { Format } from "../../format";
import { savedField } from "../../forms/saved-field";
import type { ShownModel } from "../../model-page";
import { monthsBetween } from "../../months-between";
import type { CustomersQuestion } from "./query";

const PERIODS = [7, 30, 60, 90, 180, 365];
const OVERDUE: readonly Option[] = [
  ["true", "Overdue"],
  ["false", "Not overdue"],
];
const PAYS: readonly Option[] = [
  ["true", "Pays"],
  ["false", "Does not pay"],
];
const SCORES: readonly Option[] = [
  ["5", "5, best"],
  ["4", "4"],
  ["3", "3"],
  ["2", "2"],
  ["1", "1, worst"],
];
const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

type Filter = FieldSpec<keyof CustomersQuestion["parameters"]>;

/** The filters of the list. They apply as they are changed, or by the button. */
export function FilterForm({
  shown,
  question,
  segments,
}: {
  readonly shown: ShownModel;
  readonly question: CustomersQuestion;
  /** The segments that people made. */
  readonly segments: readonly SavedSegmentRow[];
}): VNode {
  const format = useFormat();
  const { parameters } = question;
  const { few, more } = filtersOf(shown, parameters, segments, format);
  return (
    <>
      <SheetButton opens="filters">Search and filter</SheetButton>
      <form
        id="filters"
        popover="auto"
        class="card sheet"
        action="/app/customers"
        method="get"
        aria-label="Filter customers"
        hx-get="/app/customers"
        hx-trigger="input delay:300ms, submit"
        hx-target="#results"
        hx-select="#results"
        hx-swap="outerHTML"
        hx-push-url="true"
        hx-sync="this:replace"
        hx-indicator="#filtering"
      >
        <Fields of={few} values={parameters} />
        <details class="more" open={more.some(({ name }) => name in parameters)}>
          <summary>More filters</summary>
          <Fields of={more} values={parameters} />
        </details>
        {(["sort", "order", "move", "first_product", "rule", "model"] as const).map(
          (name) =>
            parameters[name] && <input key={name} type="hidden" name={name} value={parameters[name]} />,
        )}
        <div class="row">
          <button type="submit" name="open" value="single">
            Show
          </button>
          <SecondaryLink href={withQuery("/app/customers", { model: parameters.model })}>Clear</SecondaryLink>
          <span id="filtering" class="htmx-indicator soft small" role="status">
            Searching…
          </span>
        </div>
      </form>
    </>
  );
}

/** Those that are used most, and the others. */
function filtersOf(
  { card, model }: ShownModel,
  parameters: CustomersQuestion["parameters"],
  segments: readonly SavedSegmentRow[],
  format: Format,
): { readonly few: readonly Filter[]; readonly more: readonly Filter[] } {
  const summaries = card.segmentation.summary;
  const countries = countriesOf(model);
  const months = monthsBetween(card.data.first_order, card.as_of);
  const few: readonly Filter[] = [
    {
      name: "q",
      label: "Customer",
      type: "search",
      placeholder: "ID or e-mail, or a part",
      autocomplete: "off",
      maxLength: 512,
    },
    {
      name: "segment",
      label: "Segment",
      any: "All segments",
      options: summaries.map(({ segment, name }) => [segment, name]),
    },
    ...savedField(segments),
    {
      name: "min_churn",
      label: "Risk of leaving, from",
      any: "Any",
      options: shares(parameters.min_churn, format),
    },
    { name: "pays", label: "Contact", any: "Pays or not", options: PAYS },
  ];
  const more: readonly Filter[] = [
    { name: "overdue", label: "Next order", any: "Any", options: OVERDUE },
    {
      name: "max_churn",
      label: "Risk of leaving, to",
      any: "Any",
      options: shares(parameters.max_churn, format),
    },
    { name: "min_ltv", label: "Expected spend, from", type: "number", min: 0, step: "any" },
    { name: "max_ltv", label: "Expected spend, to", type: "number", min: 0, step: "any" },
    {
      name: "rfm_group",
      label: "RFM group",
      any: "All groups",
      options: RFM_GROUPS.map(({ name }) => [name, name]),
    },
    {
      name: "cohort",
      label: "First order in",
      any: "Any month",
      options: withOwn(months, parameters.cohort, format),
    },
    {
      name: "active_month",
      label: "Ordered in",
      any: "Any month",
      options: withOwn(months, parameters.active_month, format),
    },
    {
      name: "max_recency",
      label: "Last order within",
      any: "Any time",
      options: periods(parameters.max_recency),
    },
    { name: "first_from", label: "First order, from", type: "date" },
    { name: "first_to", label: "First order, to", type: "date" },
    { name: "ordered_from", label: "An order between", type: "date" },
    { name: "ordered_to", label: "and", type: "date" },
    ...(countries.length > 0
      ? [
          {
            name: "country" as const,
            label: "Country",
            any: "All countries",
            options: countries.map((one): Option => [one, one]),
          },
        ]
      : []),
    { name: "r_score", label: "RFM: recency score", any: "Any score", options: SCORES },
    { name: "fm_score", label: "RFM: frequency and spend score", any: "Any score", options: SCORES },
  ];
  return { few, more };
}

/** Tens of per cent, and the share of the address where it lies between them. */
function shares(own: string | undefined, format: Format): Option[] {
  const all = own === undefined || SHARES.includes(Number(own)) ? SHARES : [...SHARES, Number(own)];
  return all
    .toSorted((a, b) => a - b)
    .map((share) => [Number(own) === share ? own! : String(share), format.percent(share)]);
}

function periods(own: string | undefined): Option[] {
  const days = own === undefined || PERIODS.includes(Number(own)) ? PERIODS : [...PERIODS, Number(own)];
  return days.toSorted((a, b) => a - b).map((count) => [String(count), `${count} days`]);
}

function withOwn(months: readonly string[], own: string | undefined, format: Format): Option[] {
  const all = own === undefined || months.includes(own) ? months : [...months, own];
  return all.map((month) => [month, format.month(month)]);
}
