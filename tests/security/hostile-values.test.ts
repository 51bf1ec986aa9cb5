import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { routes } from "../../src/api/resources";
import type { Route } from "../../src/api/route";
import { dashboards } from "../../views";
import { pages } from "../../views/pages";
import { type ShopServer, startShopServer } from "../api/resources/shop-server";

/** Values that climb, inject, overflow or confuse, and are no id of anything. */
const VALUES = [
  "../../../../etc/passwd",
  "..%2f..%2fetc%2fpasswd",
  "..\\..\\windows\\win.ini",
  "' OR '1'='1",
  "1; DROP TABLE tenants; --",
  "%' UNION SELECT hash FROM api_keys --",
  '{"$gt":""}',
  "<script>alert(1)</script>",
  "\u0000",
  "\ud800",
  "a\r\nSet-Cookie: a=b",
  "$(id)",
  "`id`",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant to look like one
  "${7*7}",
  "x".repeat(5000),
  "-1",
  "1e309",
  "NaN",
  "__proto__",
  "constructor",
] as const;

const WRITES_OF_THE_TENANT = new Set(["DELETE /tenants/:tenant_id"]);

let server: ShopServer;
beforeAll(async () => {
  server = await startShopServer({ AUTH: "keys", REQUESTS_PER_MINUTE: "0" }, dashboards);
  await server.furnish("shop");
}, 120_000);
afterAll(() => server.close());

const nameOf = ({ method, path }: Route) => `${method} ${path}`;
const withParameters = [...routes, ...pages].filter(
  (route) => route.path.includes(":") && !WRITES_OF_THE_TENANT.has(nameOf(route)),
);
const withQuery = [...routes, ...pages].filter(
  ({ method, query, path }) => method === "GET" && query && !path.includes(":"),
);

async function ask(route: Route, address: string): Promise<void> {
  const body = route.body ? JSON.stringify(route.bodyExample ?? {}) : undefined;
  const answer = await fetch(server.url + address, {
    method: route.method,
    redirect: "manual",
    headers: {
      Authorization: `Bearer ${server.key("shop", "admin")}`,
      "X-Tenant-Id": "shop",
      Accept: "text/html, application/json",
      ...(body !== undefined && { "Content-Type": "application/json" }),
    },
    ...(body !== undefined && { body }),
  });
  const told = await answer.text();
  expect({ address, isDefect: answer.status >= 500 }).toEqual({ address, isDefect: false });
  expect(answer.headers.get("set-cookie")).toBeNull();
  expect(told).not.toMatch(/root:x:0|SQLITE_|SQLiteError/);
  // In JSON it is a text that no browser takes for a page.
  if (answer.headers.get("content-type")?.startsWith("text/html"))
    expect(told).not.toContain("<script>alert");
}

describe.each(withParameters.map((route) => [nameOf(route), route] as const))("%s", (_, route) => {
  test("answers what is no id without a defect, and without a file, a row or a statement", async () => {
    for (const value of VALUES) {
      const encoded = encodeURIComponent(value.toWellFormed());
      await ask(route, route.path.replace(/:[a-z_]+/g, encoded));
    }
  });
});

test.each(withQuery.map((route) => [nameOf(route), route] as const))(
  "%s answers hostile values of each parameter without a defect",
  async (_, route) => {
    for (const name of Object.keys(route.query!.properties))
      for (const value of VALUES)
        await ask(route, `${route.path}?${name}=${encodeURIComponent(value.toWellFormed())}`);
  },
);

test("the store is as it was afterwards", async () => {
  const { store } = server.context;
  expect(store.tenants.list()).toContain("shop");
  expect(store.models.list("shop")).not.toBeEmpty();
});
