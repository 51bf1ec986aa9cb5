import type { VNode } from "preact";
import type { CohortTriangle, TriangleCell } from "../../src/answers/cohort-triangle";

export type CohortMeasure = "percent" | "customers" | "revenue";

/** `t0` (nothing) to `t8`: how deep a cell is coloured. `share` is of the deepest. */
export function heatStep(share: number): string {
  if (!(share > 0)) return "t0";
  return `t${Math.min(8, Math.max(1, Math.ceil(share * 8)))}`;
}

interface CohortTableProps {
  readonly caption: string;
  readonly triangle: CohortTriangle;
  readonly measure: CohortMeasure;
  readonly format: {
    count(value: number): string;
    percent(value: number | null): string;
    shortMoney(value: number): string;
  };
  monthName(month: string): string;
  cohortHref(cohort: string): string;
  cellHref(cohort: string, month: string): string;
}

/** The retention triangle as a table whose cells are coloured by their value. */
export function CohortTable({
  caption,
  triangle,
  measure,
  format,
  monthName,
  cohortHref,
  cellHref,
}: CohortTableProps): VNode {
  const { cohorts, average } = triangle;
  const measured = (cell: TriangleCell) =>
    measure === "percent" ? cell.retention : measure === "customers" ? cell.customers : cell.revenue;
  const written = { percent: format.percent, customers: format.count, revenue: format.shortMoney }[measure];
  // The first month is everybody: the colours are of what came after.
  const deepest = Math.max(
    0,
    ...cohorts.flatMap(({ cells }) => cells.slice(measure === "percent" ? 1 : 0).map(measured)),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section class="scroll" aria-label={caption} tabIndex={0}>
      <table class="heat frozen">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">First order in</th>
            <th scope="col" class="number">
              Customers
            </th>
            {average.map((_, since) => (
              <th key={since} scope="col" class="number">
                <span class="visually-hidden">Months since: </span>
                {since}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ cohort, customers, cells }) => (
            <tr key={cohort}>
              <th scope="row">{monthName(cohort)}</th>
              <td class="number">
                <a href={cohortHref(cohort)}>{format.count(customers)}</a>
              </td>
              {average.map((_, since) => {
                const cell = cells[since];
                if (!cell) return <td key={since} />;
                const isFirst = since === 0 && measure === "percent";
                const step = isFirst ? "t0" : heatStep(deepest === 0 ? 0 : measured(cell) / deepest);
                const customers = `${monthName(cell.month)}: ${format.count(cell.customers)} customers`;
                return (
                  <HeatCell
                    key={since}
                    step={step}
                    href={cellHref(cohort, cell.month)}
                    words={customers}
                    isUnfinished={cell.isUnfinished}
                  >
                    {written(measured(cell))}
                  </HeatCell>
                );
              })}
            </tr>
          ))}
        </tbody>
        {measure === "percent" && <Average average={average} percent={format.percent} />}
      </table>
    </section>
  );
}

function HeatCell({
  step,
  href,
  words,
  isUnfinished,
  children,
}: {
  readonly step: string;
  readonly href: string;
  readonly words: string;
  readonly isUnfinished: boolean;
  readonly children: string;
}): VNode {
  return (
    <td class={`cell ${step} ${isUnfinished ? "unfinished" : ""}`}>
      <a href={href} title={`${words}${isUnfinished ? ", month not over" : ""}`}>
        {children}
        {isUnfinished && (
          <>
            *<span class="visually-hidden"> not over</span>
          </>
        )}
      </a>
    </td>
  );
}

function Average({
  average,
  percent,
}: {
  readonly average: CohortTriangle["average"];
  readonly percent: (share: number | null) => string;
}): VNode {
  return (
    <tfoot>
      <tr>
        <th scope="row">All, finished months</th>
        <td />
        {average.map((value, since) => (
          <td key={since} class="number">
            {value === null ? "" : percent(value)}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
