import type { VNode } from "preact";
import { useFormat } from "./reader";

/** `/app/customers?sort=…` with some of its parameters changed; those set to null are left out. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, string | number | null>> = {},
): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...changes })) {
    if (value !== null && value !== undefined && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** Which rows are shown, with links to the others. Pages count from 1. */
export function Pages({
  page,
  perPage,
  total,
  href,
}: {
  readonly page: number;
  readonly perPage: number;
  readonly total: number;
  href(page: number): string;
}): VNode {
  const format = useFormat();
  const last = Math.max(1, Math.ceil(total / perPage));
  const from = total === 0 ? 0 : (page - 1) * perPage + 1;
  return (
    <nav class="pages" aria-label="Pages">
      <span class="soft">
        {format.count(from)} to {format.count(Math.min(total, page * perPage))} of {format.count(total)}
      </span>
      <span class="row">
        {page > 1 && (
          <a class="button secondary" href={href(page - 1)} rel="prev">
            Previous
          </a>
        )}
        {page < last && (
          <a class="button secondary" href={href(page + 1)} rel="next">
            Next
          </a>
        )}
      </span>
    </nav>
  );
}
