import { t } from "elysia";

const DEFAULT_ROWS = 1000;

/** How a table is asked for a page at a time. */
export const PAGE_QUERY = {
  limit: t.Optional(
    t.Integer({ minimum: 1, maximum: 10_000, description: `Rows at most; ${DEFAULT_ROWS} by default.` }),
  ),
  offset: t.Optional(t.Integer({ minimum: 0, description: "Rows to leave out first; 0 by default." })),
};

export function pageOf(query: { readonly limit?: number; readonly offset?: number }): {
  readonly limit: number;
  readonly offset: number;
} {
  const { limit = DEFAULT_ROWS, offset = 0 } = query;
  return { limit, offset };
}
