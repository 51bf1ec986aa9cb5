import { t } from "elysia";
import type { VNode } from "preact";
import type { Against } from "../../src/answers/period-figures";
import { withQuery } from "./pages";
import { useFormat } from "./reader";
import { BadgeTabs } from "./tabs";

const DAYS = [30, 90, 180, 365] as const;
const USUAL_DAYS = 90;
const AGAINST = [
  ["before", "the days before"],
  ["year", "a year earlier"],
] as const;

/** The part of a page's address that chooses a period and what it is compared with. */
export const PERIOD_QUERY = {
  days: t.Optional(t.String({ maxLength: 4 })),
  against: t.Optional(t.String({ maxLength: 10 })),
};

export interface ChosenPeriod {
  readonly days: number;
  readonly against: Against;
}

/** What the address asks for; the usual in place of anything else. */
export function chosenPeriod(query: {
  readonly days?: string | undefined;
  readonly against?: string | undefined;
}): ChosenPeriod {
  const days = DAYS.find((one) => String(one) === query.days) ?? USUAL_DAYS;
  return { days, against: query.against === "year" ? "year" : "before" };
}

/** Chooses a period and what it is compared with; the rest of the address stays. */
export function PeriodPicker({
  path,
  query,
  chosen: { days, against },
}: {
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly chosen: ChosenPeriod;
}): VNode {
  const format = useFormat();
  const href = (changes: Readonly<Record<string, string | number>>) =>
    `${withQuery(path, query, { days, against, ...changes })}#periods`;
  return (
    <div class="row spread">
      <BadgeTabs
        label="Period"
        tabs={DAYS.map((one) => ({
          label: one === 365 ? "12 months" : `${format.count(one)} days`,
          href: href({ days: one }),
          isCurrent: one === days,
        }))}
      />
      <BadgeTabs
        label="Compared with"
        tabs={AGAINST.map(([key, label]) => ({
          label: `vs. ${label}`,
          href: href({ against: key }),
          isCurrent: key === against,
        }))}
      />
    </div>
  );
}
