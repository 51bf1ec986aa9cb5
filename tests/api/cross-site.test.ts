import { afterAll, describe, expect, test } from "bun:test";
import { sampleRoutes } from "./sample-routes";
import { startTestServer } from "./test-server";

const { routes, done } = sampleRoutes();
const closed = startTestServer(routes);
const opened = startTestServer(routes, {
  environment: { CORS_ORIGINS: "https://app.example.com, http://localhost:3000" },
});
const anybody = startTestServer(routes, { environment: { CORS_ORIGINS: "*" } });
const named = startTestServer(routes, { environment: { ALLOW_OPEN_AUTH: "1" } });
afterAll(() => Promise.all([closed, opened, anybody, named].map((server) => server.close())));

const call = (url: string, headers: Record<string, string>, method = "POST") =>
  fetch(`${url}/things`, {
    method,
    ...(method === "POST" && { body: '{"name":"a"}' }),
    headers: { "Content-Type": "application/json", "X-Tenant-Id": "shop", ...headers },
  });

describe("a write", () => {
  for (const [name, headers, status] of [
    ["of a program, which names no origin", {}, 201],
    ["of a page of this server", { "Sec-Fetch-Site": "same-origin", Origin: closed.url }, 201],
    ["typed into the address bar", { "Sec-Fetch-Site": "none" }, 201],
    ["of a page of this server in an old browser", { Origin: closed.url }, 201],
    ["of a page of another site", { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" }, 403],
    ["of a page of a sister site", { "Sec-Fetch-Site": "same-site", Origin: "https://evil.localhost" }, 403],
    ["of a page of another site in an old browser", { Origin: "https://evil.example" }, 403],
    ["of a page that hides its origin", { Origin: "null" }, 403],
    ["of a page that claims to be none by a list", { "Sec-Fetch-Site": "none, cross-site" }, 403],
    ["of another port of this machine", { Origin: "http://localhost:1" }, 403],
  ] as const) {
    test(`${name} is answered ${status}`, async () => {
      const before = done.writes;
      expect((await call(closed.url, headers)).status).toBe(status);
      expect(done.writes - before).toBe(status === 201 ? 1 : 0);
    });
  }

  test("of a page of another site may read what is public", async () => {
    const response = await call(
      closed.url,
      { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" },
      "GET",
    );
    expect(response.status).toBe(200);
    expect(response.headers.has("access-control-allow-origin")).toBe(false);
  });
});

describe("CORS_ORIGINS", () => {
  const page = { "Sec-Fetch-Site": "cross-site", Origin: "https://app.example.com" };

  test("lets its pages write and read the answer, and no others", async () => {
    const response = await call(opened.url, page);
    expect(response.status).toBe(201);
    expect(response.headers.get("access-control-allow-origin")).toBe("https://app.example.com");
    expect(response.headers.get("access-control-expose-headers")).toContain("X-Request-Id");
    expect(response.headers.get("vary")).toBe("Origin");
    expect(response.headers.has("access-control-allow-credentials")).toBe(false);
    const other = await call(opened.url, { ...page, Origin: "https://app.example.com.evil.example" });
    expect([other.status, other.headers.has("access-control-allow-origin")]).toEqual([403, false]);
  });

  test("lets its pages read errors too", async () => {
    const response = await fetch(`${opened.url}/things`, { headers: page });
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([
      400,
      page.Origin,
    ]);
  });

  test("answers their preflights without asking who they are", async () => {
    const preflight = (origin: string) =>
      fetch(`${opened.url}/things`, {
        method: "OPTIONS",
        headers: {
          Origin: origin,
          "Access-Control-Request-Method": "POST",
          "Access-Control-Request-Headers": "x-tenant-id",
        },
      });
    const allowed = await preflight("https://app.example.com");
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://app.example.com");
    expect(allowed.headers.get("access-control-allow-methods")).toBe("GET, POST, HEAD, OPTIONS");
    expect(allowed.headers.get("access-control-allow-headers")).toMatch(
      /Authorization.*Idempotency-Key.*X-Tenant-Id/,
    );
    const refused = await preflight("https://evil.example");
    expect([refused.status, refused.headers.has("access-control-allow-origin")]).toEqual([403, false]);
  });

  test("of * is any page", async () => {
    const response = await call(anybody.url, { ...page, Origin: "https://somewhere.example" });
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([201, "*"]);
  });
});

describe("with AUTH=open, a request for another name of this machine (DNS rebinding)", () => {
  test("is not answered, unless open is asked for by name", async () => {
    const rebound = { Host: "evil.example:8000" };
    expect((await call(closed.url, rebound, "GET")).status).toBe(421);
    expect((await call(named.url, rebound, "GET")).status).toBe(200);
    for (const host of ["localhost:1234", "127.0.0.1", "[::1]:8000"]) {
      expect((await call(closed.url, { Host: host }, "GET")).status).toBe(200);
    }
  });
});

test("every method but GET, HEAD and OPTIONS is refused to a page of another site", async () => {
  const foreign = { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" };
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
    expect([method, (await call(closed.url, foreign, method)).status]).toEqual([method, 403]);
  for (const method of ["GET", "HEAD", "OPTIONS"])
    expect([method, (await call(closed.url, foreign, method)).status < 300]).toEqual([method, true]);
});
