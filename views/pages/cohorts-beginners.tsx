import type { VNode } from "preact";
import type { Cohort, CohortKind } from "../../src/answers/cohorts";
import type { DaySpan } from "../../src/answers/period-figures";
import { Compared } from "../components/compared";
import { useFormat } from "../components/reader";
import { type Column, TableCard } from "../components/table";
import { type AskedCohorts, cohortHref } from "./cohorts-by-beginning";

const MOST_GROUPS = 24;

interface Beginners {
  /** A cohort's key; null: everybody who began in the period. */
  readonly key: string | null;
  readonly now: Cohort | null;
  /** Null where nobody began like that; undefined where there is nothing to compare with. */
  readonly past: Cohort | null | undefined;
}

/** Those who began in a period beside those who began in the one that it is compared with. */
export function BeginnersCard({
  kind,
  began,
  past,
  all,
  groups,
  before,
  firstOrder,
  asked,
  nameOf,
}: {
  readonly kind: CohortKind;
  readonly began: DaySpan;
  /** Null if the orders do not go back so far. */
  readonly past: DaySpan | null;
  readonly all: { readonly now: Cohort | null; readonly past: Cohort | null };
  /** By what the page groups them; none for months. */
  readonly groups: readonly Cohort[];
  readonly before: readonly Cohort[];
  readonly firstOrder: string;
  readonly asked: AskedCohorts;
  nameOf(key: string): string;
}): VNode {
  const format = useFormat();
  const earlier = new Map(before.map((cohort) => [cohort.key, cohort]));
  const rows: readonly Beginners[] = [
    { key: null, now: all.now, past: past === null ? undefined : all.past },
    ...groups.slice(0, MOST_GROUPS).map((now) => ({
      key: now.key,
      now,
      past: past === null ? undefined : (earlier.get(now.key) ?? null),
    })),
  ];
  const days = ({ from, to }: DaySpan) => `${format.shortDate(from)} to ${format.shortDate(to)}`;
  const figure = (
    title: string,
    of: (cohort: Cohort) => number | undefined,
    write: (value: number) => string,
    isShare = false,
  ): Column<Beginners> => ({
    title,
    kind: "number",
    cell: ({ now, past: then }) => (
      <Compared
        now={(now && of(now)) ?? Number.NaN}
        past={then === undefined ? null : ((then && of(then)) ?? Number.NaN)}
        {...{ write, isShare }}
      />
    ),
  });
  return (
    <TableCard
      title="Beginners compared"
      note={
        past
          ? `First order from ${days(began)}, compared with ${days(past)}. Only customers whose days are over count in a rate.`
          : `First order from ${days(began)}. Your data begins on ${format.date(firstOrder)}, too late for a whole period to compare with.`
      }
      caption="Customers who began in the period, and the change"
      rows={rows}
      columns={[
        { title: "Customers who began", cell: ({ key }) => (key === null ? "All" : nameOf(key)) },
        {
          title: "Customers",
          kind: "number",
          cell: ({ key, now, past: then }) => (
            <Compared
              now={now?.customers ?? 0}
              past={then === undefined ? null : (then?.customers ?? 0)}
              write={format.count}
              href={now && cohortHref(kind, key, began, asked)}
              pastHref={then && past ? cohortHref(kind, key, past, asked) : null}
            />
          ),
        },
        figure("Again within 30 days", ({ spans }) => spans[0]?.retention, format.percent, true),
        figure("Revenue each, 30 days", ({ spans }) => spans[0]?.revenue, format.money),
        figure("Again within 90 days", ({ after }) => after[0]?.repeatRate, format.percent, true),
        figure("Revenue each, 90 days", ({ after }) => after[0]?.revenue, format.money),
      ]}
    />
  );
}
