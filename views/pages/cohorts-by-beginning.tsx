import type { VNode } from "preact";
import { type Cohort, type CohortKind, paybackDays } from "../../src/answers/cohorts";
import type { CustomerFilter } from "../../src/answers/customer-selection";
import type { DaySpan } from "../../src/answers/period-figures";
import { type SpanMeasure, SpanTable } from "../charts/span-table";
import { Card } from "../components/card";
import { withQuery } from "../components/pages";
import { useFormat } from "../components/reader";

export const SPAN_TABS: readonly {
  readonly by: SpanMeasure;
  readonly label: string;
  readonly note: string;
}[] = [
  {
    by: "percent",
    label: "Retention",
    note: "Share with an order in these 30 days; in the first 30, with a second order.",
  },
  {
    by: "value",
    label: "Revenue per customer",
    note: "Spend per customer from the first order until that day, less returns.",
  },
  {
    by: "margin",
    label: "Gross margin per customer",
    note: "The same times the margin of the settings: what is left after the cost of the goods.",
  },
];

const ROW_TITLES: Readonly<Record<CohortKind, string>> = {
  month: "First order in",
  product: "First product",
  country: "Country",
  segment: "Segment",
};
const MOST_ROWS = 24;

interface ByBeginningProps {
  readonly kind: CohortKind;
  readonly cohorts: readonly Cohort[];
  readonly measure: SpanMeasure;
  readonly margin: number;
  readonly cost: number | null;
  readonly asked: AskedCohorts;
  /** The days of the first order; null: whenever. */
  readonly began: DaySpan | null;
  nameOf(key: string): string;
}

/** Cohorts by how customers began, by days since each one's own first order; and when they have paid for themselves. */
export function ByBeginning({
  kind,
  cohorts,
  measure,
  margin,
  cost,
  asked,
  began,
  nameOf,
}: ByBeginningProps): VNode {
  const format = useFormat();
  const tab = SPAN_TABS.find(({ by }) => by === measure)!;
  const shown = kind === "month" ? cohorts.slice(-MOST_ROWS) : cohorts.slice(0, MOST_ROWS);
  const left = cohorts.length - shown.length;
  const payback = (cohort: Cohort) => {
    const days = paybackDays(cohort, margin, cost!);
    return days === null ? "not yet" : `by day ${days}`;
  };
  return (
    <Card title={`${tab.label} by days since the first order`} note={tab.note}>
      <SpanTable
        caption={`${tab.label} by ${ROW_TITLES[kind].toLowerCase()} and days since the first order`}
        rowTitle={ROW_TITLES[kind]}
        cohorts={shown}
        measure={measure}
        margin={margin}
        format={format}
        nameOf={({ key }) => nameOf(key)}
        hrefOf={({ key }) => cohortHref(kind, key, began, asked)}
        payback={cost === null ? null : payback}
      />
      <p class="soft small">
        Days count from each customer's own first order, and only customers whose days are over count.
        {left > 0 &&
          (kind === "month"
            ? ` ${format.count(left)} earlier months are left out.`
            : ` ${format.count(left)} smaller groups are left out.`)}
      </p>
    </Card>
  );
}

/** What the links of the page keep. */
export interface AskedCohorts {
  readonly model?: string | undefined;
  /** A segment that somebody made: its customers alone. */
  readonly saved?: string | undefined;
}

/** What the list of customers calls each kind. */
const LIST_FIELDS = {
  month: "cohort",
  product: "first_product",
  country: "country",
  segment: "segment",
} as const satisfies Record<CohortKind, keyof CustomerFilter>;

/** The list of exactly a cohort's customers; of all who began in those days for the key null. */
export function cohortHref(
  kind: CohortKind,
  key: string | null,
  began: DaySpan | null,
  { model, saved }: AskedCohorts,
): string {
  return withQuery("/app/customers", {
    [LIST_FIELDS[kind]]: key,
    first_from: began?.from,
    first_to: began?.to,
    saved,
    model,
  });
}

/** What winning a customer costs, to know when it is paid back. */
export function CostForm({
  cost,
  query,
  mayChange,
}: {
  readonly cost: number | null;
  /** What the page that comes after shows. */
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly mayChange: boolean;
}): VNode | null {
  if (!mayChange) return null;
  return (
    <form class="row" method="post" action="/app/cohorts/cost">
      {Object.entries(query).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <label class="inline">
        Winning a customer costs{" "}
        <input
          name="cost"
          type="number"
          min="0"
          step="any"
          inputmode="decimal"
          value={cost === null ? "" : String(cost)}
        />
      </label>
      <button class="secondary" type="submit">
        {cost === null ? "Show when it is paid back" : "Save"}
      </button>
    </form>
  );
}
