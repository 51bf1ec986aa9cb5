import { t } from "elysia";
import { Id } from "./schemas";

const DEFAULT_ROWS = 1000;
const DEFAULT_ENTRIES = 100;

/** How to ask for one page of a table. */
export const PAGE_QUERY = {
  limit: t.Optional(
    t.Integer({ minimum: 1, maximum: 10_000, description: `Rows at most; ${DEFAULT_ROWS} by default.` }),
  ),
  offset: t.Optional(t.Integer({ minimum: 0, description: "Rows to skip; 0 by default." })),
};

export function pageOf(query: { readonly limit?: number; readonly offset?: number }): {
  readonly limit: number;
  readonly offset: number;
} {
  const { limit = DEFAULT_ROWS, offset = 0 } = query;
  return { limit, offset };
}

/** How to ask for one page of records, newest first: by the last record of the page before. */
export const LIST_QUERY = {
  limit: t.Optional(
    t.Integer({ minimum: 1, maximum: 1000, description: `Entries at most; ${DEFAULT_ENTRIES} by default.` }),
  ),
  cursor: t.Optional(Id),
};

export function listed(query: { readonly limit?: number; readonly cursor?: string }): {
  readonly limit: number;
  readonly cursor: string | null;
} {
  const { limit = DEFAULT_ENTRIES, cursor = null } = query;
  return { limit, cursor };
}

/** A page of such a list, with the next page's URL in its header `Link`. */
export function listAnswer<R extends { readonly id: string }>(
  path: string,
  limit: number,
  rows: readonly R[],
  answerOf: (row: R) => object,
): Response {
  const next = rows.length === limit ? rows.at(-1)!.id : null;
  const link = next && `<${path}?limit=${limit}&cursor=${encodeURIComponent(next)}>; rel="next"`;
  return Response.json(rows.map(answerOf), link === null ? {} : { headers: { Link: link } });
}
