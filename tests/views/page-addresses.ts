import type { Route } from "../../src/api/route";

/** What stands for the names in the paths of pages: `:model_id` → an id of that kind. */
export type Ids = Readonly<Record<string, string>>;

/**
 * The path of a page with the ids filled in. Throws for a name that stands for nothing here: give it a value where the
 * ids are made.
 */
export function addressOf({ path }: Pick<Route, "path">, ids: Ids): string {
  return path.replace(/:([a-z_]+)/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new RangeError(`nothing stands for :${name} of ${path}`);
    return encodeURIComponent(id);
  });
}

/**
 * Pages that end the session, or that go on for as long as something happens: they are asked for by tests of their own.
 */
export function isLasting({ path, answers }: Route): boolean {
  return path === "/app/sign-out" || /\/(events|stream)$/.test(path) || "text/event-stream" in answers;
}

/** The pages that can be asked for by their address, without assets. */
export function plainPages(pages: readonly Route[]): Route[] {
  return pages.filter(
    (route) => route.method === "GET" && !route.path.startsWith("/app/assets/") && !isLasting(route),
  );
}
