import type { VNode } from "preact";
import type { Cohort } from "../../src/answers/cohorts";
import { heatStep } from "./cohort-table";

export type SpanMeasure = "percent" | "value" | "margin";

interface SpanTableProps {
  readonly caption: string;
  /** What the rows are: `First product`. */
  readonly rowTitle: string;
  readonly cohorts: readonly Cohort[];
  readonly measure: SpanMeasure;
  /** Share of revenue that is left after the goods. */
  readonly margin: number;
  readonly format: {
    count(value: number): string;
    percent(value: number | null): string;
    shortMoney(value: number): string;
  };
  nameOf(cohort: Cohort): string;
  /** Null where the customers cannot be listed. */
  hrefOf(cohort: Cohort): string | null;
  /** The end of the table: by when a customer has paid for being won; null if that is not asked. */
  readonly payback: ((cohort: Cohort) => string) | null;
}

/** Cohorts by spans of 30 days since each customer's own first order, cells coloured by their value. */
export function SpanTable({
  caption,
  rowTitle,
  cohorts,
  measure,
  margin,
  format,
  nameOf,
  hrefOf,
  payback,
}: SpanTableProps): VNode {
  const count = Math.max(0, ...cohorts.map(({ spans }) => spans.findLastIndex((span) => span !== null) + 1));
  const measured = (span: NonNullable<Cohort["spans"][number]>) =>
    measure === "percent" ? span.retention : measure === "value" ? span.revenue : margin * span.revenue;
  const written = measure === "percent" ? format.percent : format.shortMoney;
  const deepest = Math.max(
    0,
    ...cohorts.flatMap(({ spans }) => spans.map((span) => (span ? measured(span) : 0))),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section class="scroll" aria-label={caption} tabIndex={0}>
      <table class="heat frozen">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{rowTitle}</th>
            <th scope="col" class="number">
              Customers
            </th>
            {Array.from({ length: count }, (_, s) => (
              <th key={s} scope="col" class="number">
                <span class="visually-hidden">Until day </span>
                {30 * (s + 1)}
              </th>
            ))}
            {payback && (
              <th scope="col" class="number">
                Paid back
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {cohorts.map((cohort) => {
            const href = hrefOf(cohort);
            return (
              <tr key={cohort.key}>
                <th scope="row">{nameOf(cohort)}</th>
                <td class="number">
                  {href ? (
                    <a href={href}>{format.count(cohort.customers)}</a>
                  ) : (
                    format.count(cohort.customers)
                  )}
                </td>
                {cohort.spans.slice(0, count).map((span, s) =>
                  span ? (
                    <td key={s} class={`cell ${heatStep(deepest === 0 ? 0 : measured(span) / deepest)}`}>
                      <span class="figure" title={`${format.count(span.customers)} customers`}>
                        {written(measured(span))}
                      </span>
                    </td>
                  ) : (
                    <td key={s} />
                  ),
                )}
                {payback && <td class="number">{payback(cohort)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
