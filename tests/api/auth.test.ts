import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Problem } from "../../src/api/problem";
import { createApiKey } from "../../src/auth/api-keys";
import type { Role } from "../../src/auth/principal";
import { sampleRoutes } from "./sample-routes";
import { startTestServer, type TestServer } from "./test-server";

const { routes, done } = sampleRoutes();
let server: TestServer;
const keys = {} as Record<Role | "revoked" | "foreign", string>;

beforeAll(() => {
  server = startTestServer(routes, { environment: { AUTH: "keys" } });
  const { store, now } = server.context;
  const make = (tenant: string, role: Role) =>
    createApiKey(store.apiKeys, tenant, { role, name: role, now: now() });
  for (const role of ["business", "analyst", "admin"] as const) keys[role] = make("shop", role).key;
  keys.foreign = make("other", "admin").key;
  const revoked = make("shop", "admin");
  store.apiKeys.revoke("shop", revoked.id, now());
  keys.revoked = revoked.key;
});
afterAll(() => server.close());

const post = { method: "POST", body: '{"name":"a"}' };

describe("with AUTH=keys, a call", () => {
  for (const [name, key, tenant, path, init, status, detail] of [
    ["without a key", null, "shop", "/things", {}, 401, /Send an API key/],
    ["without a key or a tenant", null, null, "/things", {}, 401, /Send an API key/],
    ["with a revoked key", "revoked", "shop", "/things", {}, 401, /unknown or was revoked/],
    ["with a key, without a tenant", "business", null, "/things", {}, 400, /^Missing tenant id$/],
    ["for another tenant", "foreign", "shop", "/things", {}, 403, /does not belong to this tenant/],
    [
      "for a tenant that is not there",
      "admin",
      "nowhere",
      "/things",
      {},
      403,
      /does not belong to this tenant/,
    ],
    ["of the least role that reads", "business", "shop", "/things", {}, 200, null],
    ["of the least role that writes", "business", "shop", "/things", post, 403, /needs the role analyst/],
    ["of a role that may write", "analyst", "shop", "/things", post, 201, null],
    ["of a role that may not erase", "analyst", "shop", "/things/1", { method: "DELETE" }, 403, /role admin/],
    ["of the role that may erase", "admin", "shop", "/things/1", { method: "DELETE" }, 200, null],
    ["to a public route without a key", null, null, "/open", {}, 200, null],
  ] as const) {
    test(`${name} is answered ${status}`, async () => {
      const before = done.writes;
      const response = await fetch(server.url + path, {
        ...init,
        headers: {
          "Content-Type": "application/json",
          ...(key && { Authorization: `Bearer ${keys[key]}` }),
          ...(tenant && { "X-Tenant-Id": tenant }),
        },
      });
      const body = (await response.json()) as Problem;
      expect(response.status).toBe(status);
      if (detail) expect(body.detail).toMatch(detail);
      expect(done.writes - before).toBe(status === 201 ? 1 : 0);
    });
  }

  test("that is not allowed is refused before its body is looked at", async () => {
    const response = await fetch(`${server.url}/things`, {
      method: "POST",
      body: "{broken",
      headers: { "X-Tenant-Id": "shop" },
    });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
  });

  test("is answered in the same words for a tenant that is there and one that is not", async () => {
    const ask = async (tenant: string) => {
      const headers = { Authorization: `Bearer ${keys.admin}`, "X-Tenant-Id": tenant };
      return (await fetch(`${server.url}/things`, { headers })).text();
    };
    expect(await ask("other")).toBe(await ask("nowhere"));
  });

  test("stops to hold with the request after the key was revoked", async () => {
    const { store, now } = server.context;
    const { id, key } = createApiKey(store.apiKeys, "shop", { role: "business", name: "short", now: now() });
    const ask = () => fetch(`${server.url}/things`, { headers: { "X-Api-Key": key, "X-Tenant-Id": "shop" } });
    expect((await ask()).status).toBe(200);
    store.apiKeys.revoke("shop", id, now());
    expect((await ask()).status).toBe(401);
  });

  test("never shows its key in the log", () => {
    const log = JSON.stringify(server.log);
    expect(server.log.length).toBeGreaterThan(10);
    for (const key of Object.values(keys)) expect(log).not.toContain(key.slice(16));
  });
});
