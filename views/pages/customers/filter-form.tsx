import type { VNode } from "preact";
import { RFM_GROUPS } from "../../../src/models/rfm-groups";
import { useFormat } from "../../components/reader";
import type { Format } from "../../format";
import type { Card } from "../../model-page";
import type { CustomersQuestion } from "./query";

/** A choice and what stands for it in the address. */
type Option = readonly [value: string, words: string];

const PERIODS = [7, 30, 60, 90, 180, 365];
const SCORES: readonly Option[] = [
  ["5", "5, best"],
  ["4", "4"],
  ["3", "3"],
  ["2", "2"],
  ["1", "1, worst"],
];
const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** The filters of the list. They work by themselves as they are changed, and by the button. */
export function FilterForm({
  card,
  question,
}: {
  readonly card: Card;
  readonly question: CustomersQuestion;
}): VNode {
  const format = useFormat();
  const { parameters } = question;
  const summaries = card.segmentation.summary as { segment: number; name: string }[];
  const months = monthsBetween(card.data.first_order, card.as_of);
  const isNarrow = [
    "rfm_group",
    "max_churn",
    "min_ltv",
    "max_ltv",
    "cohort",
    "active_month",
    "max_recency",
    "r_score",
    "fm_score",
  ].some((name) => name in parameters);
  return (
    <form
      class="card filters"
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
      <div class="fields">
        <label>
          Customer
          <input
            type="search"
            name="q"
            value={parameters.q ?? ""}
            placeholder="How the id begins"
            autocomplete="off"
            maxLength={512}
          />
        </label>
        <Choice
          name="segment"
          label="Segment"
          value={parameters.segment}
          any="All segments"
          options={summaries.map(({ segment, name }) => [String(segment), name])}
        />
        <Choice
          name="min_churn"
          label="Risk of leaving, from"
          value={parameters.min_churn}
          any="Any"
          options={shares(parameters.min_churn, format)}
        />
        <Choice
          name="overdue"
          label="Next order"
          value={parameters.overdue}
          any="Any"
          options={[
            ["true", "Overdue"],
            ["false", "Not overdue"],
          ]}
        />
      </div>
      <details class="more" open={isNarrow}>
        <summary>More filters</summary>
        <div class="fields">
          <Choice
            name="max_churn"
            label="Risk of leaving, to"
            value={parameters.max_churn}
            any="Any"
            options={shares(parameters.max_churn, format)}
          />
          <label>
            Expected spend, from
            <input type="number" name="min_ltv" min="0" step="any" value={parameters.min_ltv ?? ""} />
          </label>
          <label>
            Expected spend, to
            <input type="number" name="max_ltv" min="0" step="any" value={parameters.max_ltv ?? ""} />
          </label>
          <Choice
            name="rfm_group"
            label="RFM group"
            value={parameters.rfm_group}
            any="All groups"
            options={RFM_GROUPS.map(({ name }) => [name, name])}
          />
          <Choice
            name="cohort"
            label="First order in"
            value={parameters.cohort}
            any="Any month"
            options={withOwn(months, parameters.cohort, format)}
          />
          <Choice
            name="active_month"
            label="An order in"
            value={parameters.active_month}
            any="Any month"
            options={withOwn(months, parameters.active_month, format)}
          />
          <Choice
            name="max_recency"
            label="Last order within"
            value={parameters.max_recency}
            any="Any time"
            options={periods(parameters.max_recency)}
          />
          <Choice
            name="r_score"
            label="RFM: score of the last order"
            value={parameters.r_score}
            any="Any score"
            options={SCORES}
          />
          <Choice
            name="fm_score"
            label="RFM: score of orders and spend"
            value={parameters.fm_score}
            any="Any score"
            options={SCORES}
          />
        </div>
      </details>
      {parameters.sort && <input type="hidden" name="sort" value={parameters.sort} />}
      {parameters.order && <input type="hidden" name="order" value={parameters.order} />}
      {parameters.model && <input type="hidden" name="model" value={parameters.model} />}
      <div class="row">
        <button type="submit">Show</button>
        <a class="button secondary" href="/app/customers">
          Clear
        </a>
        <span id="filtering" class="htmx-indicator soft small" role="status">
          Looking…
        </span>
      </div>
    </form>
  );
}

function Choice({
  name,
  label,
  value,
  any,
  options,
}: {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly any: string;
  readonly options: readonly Option[];
}): VNode {
  return (
    <label>
      {label}
      <select name={name}>
        <option value="">{any}</option>
        {options.map(([option, words]) => (
          <option key={option} value={option} selected={option === value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
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

/** The calendar months (UTC) of two moments and between, the newest first, as `2011-03`. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  const first = from.slice(0, 7);
  for (let date = new Date(to); months.length < 600; date.setUTCMonth(date.getUTCMonth() - 1)) {
    date.setUTCDate(1);
    const month = date.toISOString().slice(0, 7);
    if (month < first) break;
    months.push(month);
  }
  return months;
}
