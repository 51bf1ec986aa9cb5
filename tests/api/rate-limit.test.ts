import { afterEach, describe, expect, test } from "bun:test";
import { RateLimit } from "../../src/api/rate-limit";
import { sampleRoutes } from "./sample-routes";
import { startTestServer, type TestServer } from "./test-server";

describe("a token bucket", () => {
  test("holds a minute's requests and fills up evenly", () => {
    const limit = new RateLimit(60);
    for (let n = 59; n >= 0; n--) expect(limit.take("a", 0)).toMatchObject({ allowed: true, remaining: n });
    expect(limit.take("a", 0)).toMatchObject({
      allowed: false,
      remaining: 0,
      retryAfterSeconds: 1,
      resetSeconds: 60,
    });
    expect(limit.take("a", 999).allowed).toBe(false);
    expect(limit.take("a", 1000)).toMatchObject({ allowed: true, remaining: 0 });
    expect(limit.take("a", 31_000)).toMatchObject({ allowed: true, remaining: 29, resetSeconds: 31 });
  });

  test("is each tenant's own", () => {
    const limit = new RateLimit(1);
    expect([limit.take("a", 0).allowed, limit.take("a", 0).allowed, limit.take("b", 0).allowed]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test("says when to come back for slow rates too", () => {
    const limit = new RateLimit(2);
    limit.take("a", 0);
    limit.take("a", 0);
    expect(limit.take("a", 0).retryAfterSeconds).toBe(30);
    expect(limit.take("a", 10_000).retryAfterSeconds).toBe(20);
    expect(limit.take("a", 30_000).allowed).toBe(true);
  });

  test("stays right when the clock goes back", () => {
    const limit = new RateLimit(1);
    expect(limit.take("a", 60_000).allowed).toBe(true);
    expect(limit.take("a", 0).allowed).toBe(false);
  });

  test("fills up for each tenant from its own last request", () => {
    const limit = new RateLimit(60);
    for (let n = 0; n < 60; n++) limit.take("often", 30_000);
    limit.take("other", 60_000);
    expect(limit.take("often", 60_000).remaining).toBe(29);
  });
});

describe("the API", () => {
  let server: TestServer;
  afterEach(() => server.close());
  const { routes } = sampleRoutes();
  const ask = (path: string) => fetch(server.url + path, { headers: { "X-Tenant-Id": "shop" } });

  test("tells what is left, and answers 429 with Retry-After when nothing is", async () => {
    server = startTestServer(routes, { environment: { REQUESTS_PER_MINUTE: "2" } });
    const first = await ask("/things");
    const names = [
      "ratelimit-policy",
      "ratelimit",
      "ratelimit-limit",
      "ratelimit-remaining",
      "ratelimit-reset",
    ];
    expect(names.map((name) => first.headers.get(name))).toEqual([
      '"tenant";q=2;w=60',
      '"tenant";r=1;t=30',
      "2",
      "1",
      "30",
    ]);
    await ask("/things");
    const refused = await ask("/things");
    expect([
      refused.status,
      refused.headers.get("retry-after"),
      refused.headers.get("ratelimit-remaining"),
    ]).toEqual([429, "30", "0"]);
    expect((await ask("/open")).status).toBe(200);
    server.advance(30_000);
    expect((await ask("/things")).status).toBe(200);
  });

  test("sets no limit with AUTH=open unless one is asked for", async () => {
    server = startTestServer(routes);
    expect((await ask("/things")).headers.has("ratelimit")).toBe(false);
  });
});

test("one tenant's requests take nothing from another's", async () => {
  const { routes } = sampleRoutes();
  const server = startTestServer(routes, { environment: { REQUESTS_PER_MINUTE: "1" } });
  const ask = async (tenant: string) =>
    (await fetch(`${server.url}/things`, { headers: { "X-Tenant-Id": tenant } })).status;
  expect([await ask("a"), await ask("a"), await ask("b")]).toEqual([200, 429, 200]);
  await server.close();
});
