import type { VNode } from "preact";
import type { CustomerFilter } from "../../src/answers/customer-selection";
import { counted } from "../counted";
import type { Format } from "../format";
import type { Narrowed } from "../narrowed";
import { savedHref } from "../pages/segments/saved-href";
import { useFormat } from "./reader";

/** What a list is limited to beyond the fields that everybody sees; nothing where it is not. */
export function FilterNote({
  filter,
  narrowed,
}: {
  readonly filter: CustomerFilter;
  readonly narrowed: Narrowed;
}): VNode | null {
  const words = filterWords(filter, useFormat(), narrowed);
  const { saved } = narrowed;
  if (words.length === 0 && saved === null) return null;
  return (
    <>
      Only customers{" "}
      {saved && (
        <>
          of <a href={savedHref(saved.id)}>{saved.name}</a>
        </>
      )}
      {words.length > 0 && `${saved ? ", " : ""}with ${words.join("; ")}`}.{" "}
    </>
  );
}

/** What it says of the fields that no form shows. */
export function filterWords(
  filter: CustomerFilter,
  format: Format,
  { productTitle, rule }: Narrowed,
): string[] {
  const { cohort, active_month: active, max_recency: days } = filter;
  return [
    cohort !== undefined && `a first order in ${format.month(cohort)}`,
    span("a first order", filter.first_from, filter.first_to, format),
    filter.first_product !== undefined && `a first order mostly for ${productTitle ?? filter.first_product}`,
    active !== undefined && `an order in ${format.month(active)}`,
    span("an order", filter.ordered_from, filter.ordered_to, format),
    days !== undefined && `the last order within ${counted(days, "day", format)}`,
    filter.country !== undefined && `the country ${filter.country}`,
    filter.r_score !== undefined && `a recency score of ${filter.r_score}`,
    rule,
    filter.fm_score !== undefined && `a frequency and spend score of ${filter.fm_score}`,
  ].filter((words) => typeof words === "string");
}

function span(what: string, from: string | undefined, to: string | undefined, format: Format) {
  if (from !== undefined && to !== undefined)
    return `${what} from ${format.shortDate(from)} to ${format.shortDate(to)}`;
  if (from !== undefined) return `${what} from ${format.shortDate(from)} on`;
  return to !== undefined && `${what} until ${format.shortDate(to)}`;
}
