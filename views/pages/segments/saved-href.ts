import { withQuery } from "../../components/pages";

/** The page with the segments that people made. */
export const YOURS = "/app/segments/yours";

export function savedHref(id: string, model?: string): string {
  return withQuery(`${YOURS}/${encodeURIComponent(id)}`, { model });
}
