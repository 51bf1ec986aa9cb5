import { t } from "elysia";
import type { VNode } from "preact";
import type { Against, Span } from "../../src/answers/period-figures";
import { dayStart, isoDay } from "../../src/time";
import type { Format } from "../format";
import { withQuery } from "./pages";
import { useFormat } from "./reader";
import { Choice } from "./tabs";

const DAYS = [30, 90, 180, 365] as const;
/** Where the address does not say. */
export const USUAL_DAYS = 90;
const AGAINST = [
  ["before", "the days before"],
  ["year", "a year earlier"],
] as const;

/** The part of a page's address that chooses a period and what it is compared with. */
export const PERIOD_QUERY = {
  days: t.Optional(t.String({ maxLength: 4 })),
  from: t.Optional(t.String({ maxLength: 20 })),
  to: t.Optional(t.String({ maxLength: 20 })),
  against: t.Optional(t.String({ maxLength: 10 })),
};

export type PeriodTexts = { readonly [Name in keyof typeof PERIOD_QUERY]?: string | undefined };

/** The pages where a period can be chosen, below `/app`. The way from one to another keeps it. */
const PERIOD_PAGES: readonly string[] = ["", "/segments", "/cohorts"];

/** The address of a page with the period of the page that leads to it, where both have one. */
export function withPeriod(path: string, current: string, query: PeriodTexts): string {
  const isKept = PERIOD_PAGES.includes(path) && PERIOD_PAGES.includes(current);
  return withQuery(`/app${path}`, isKept ? periodTexts(query) : {});
}

/** What of an address chooses the period. */
export function periodTexts({ days, from, to, against }: PeriodTexts): PeriodTexts {
  return { days, from, to, against };
}

export interface ChosenPeriod {
  /** Null: all there is. */
  readonly span: Span | null;
  readonly against: Against;
  /** What the dates should be, where they could not be taken. */
  readonly problem: string | null;
}

/**
 * What the address asks for. Where it asks for nothing or nothing that can be, `usualDays`; for null all there is. The
 * data reaches from the first of `data` to the second, milliseconds since 1970.
 */
export function chosenPeriod(
  query: PeriodTexts,
  usualDays: number | null,
  data: readonly [first: number, last: number],
  format: Pick<Format, "date">,
): ChosenPeriod {
  const against = query.against === "year" ? "year" : "before";
  const days = DAYS.find((one) => String(one) === query.days) ?? usualDays;
  const usual = { span: days === null ? null : { days, back: 0 }, against, problem: null } as const;
  if (!query.from && !query.to) return usual;
  const [first, last] = data.map((moment) => isoDay(moment)) as [string, string];
  const from = query.from || first;
  const asked = query.to || last;
  const wrong = [from, asked].find((day) => dayStart(day) === null);
  if (wrong !== undefined) return { ...usual, problem: `“${wrong}” is not a day. Write it as ${last}.` };
  if (from > asked) return { ...usual, problem: "The first day is after the last. Swap them." };
  if (from > last || asked < first)
    return {
      ...usual,
      problem: `There are orders from ${format.date(first)} to ${format.date(last)}. Choose days among them.`,
    };
  // What lies ahead has no orders yet.
  return { span: { from, to: [asked, last].sort()[0]! }, against, problem: null };
}

/** A span in the words of an address. */
export function spanQuery(span: Span | null): Readonly<Record<string, string | number | null>> {
  const none = { days: null, back: null, from: null, to: null };
  if (span === null) return none;
  return "days" in span ? { ...none, days: span.days, back: span.back || null } : { ...none, ...span };
}

/** Chooses a period and what it is compared with; the rest of the address stays. */
export function PeriodPicker({
  path,
  query,
  chosen: { span, against, problem },
  hasAll = false,
}: {
  readonly path: string;
  /** The rest of the address. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly chosen: ChosenPeriod;
  /** Whether all there is can be chosen. */
  readonly hasAll?: boolean;
}): VNode {
  const format = useFormat();
  const href = (span: Span | null, by: Against) =>
    `${withQuery(path, { ...query, against: by === "before" ? null : by, ...spanQuery(span) })}#periods`;
  const own = span !== null && "from" in span ? span : null;
  const days = span !== null && "days" in span ? span.days : null;
  return (
    <div class="row spread">
      <Choice
        label="Period"
        tabs={[
          ...(hasAll ? [{ label: "All", href: href(null, against), isCurrent: span === null }] : []),
          ...DAYS.map((one) => ({
            label: one === 365 ? "12 months" : `${format.count(one)} days`,
            href: href({ days: one, back: 0 }, against),
            isCurrent: one === days,
          })),
        ]}
      />
      <details class="more own-days" open={own !== null || problem !== null}>
        <summary>Other days</summary>
        <form class="row small" method="get" action={`${path}#periods`} aria-label="Days of your own">
          {Object.entries({ ...query, against: against === "before" ? null : against }).map(
            ([name, value]) =>
              Boolean(value) && <input key={name} type="hidden" name={name} value={String(value)} />,
          )}
          <label class="inline">
            From <input type="date" name="from" value={own?.from ?? ""} required />
          </label>
          <label class="inline">
            to <input type="date" name="to" value={own?.to ?? ""} required />
          </label>
          <button class="secondary" type="submit">
            Show
          </button>
          {problem !== null && (
            <span class="error" role="alert">
              {problem}
            </span>
          )}
        </form>
      </details>
      {span !== null && (
        <Choice
          label="Compared with"
          tabs={AGAINST.map(([key, label]) => ({
            label: `vs. ${label}`,
            href: href(span, key),
            isCurrent: key === against,
          }))}
        />
      )}
    </div>
  );
}
