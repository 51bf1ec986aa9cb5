import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { dashboards } from "../../../../views";
import { type ShopServer, startShopServer } from "../../../api/resources/shop-server";
import { pageClient, signedIn } from "../page-client";

let server: ShopServer;
beforeAll(async () => {
  server = await startShopServer({ AUTH: "keys", REQUESTS_PER_MINUTE: "0" }, dashboards);
});
afterAll(() => server.close());

const nobody = () => pageClient(server, "");
const signIn = (form: Record<string, string>, headers = {}) => nobody().post("/app/sign-in", form, headers);

describe("signing in by a key", () => {
  test("is what a page asks of who is nobody, and leads back to it", async () => {
    const asked = await nobody().get("/app/queue?status=failed");
    expect([asked.status, asked.location]).toEqual([
      303,
      "/app/sign-in?next=%2Fapp%2Fqueue%3Fstatus%3Dfailed",
    ]);
    const form = await nobody().get(asked.location);
    expect(form.html).toContain('name="next" value="/app/queue?status=failed"');
    const done = await signIn({ key: server.key("shop", "business"), next: "/app/queue?status=failed" });
    expect([done.status, done.location]).toEqual([303, "/app/queue?status=failed"]);
  });

  test("gives a cookie that scripts cannot read and other sites do not send, and over HTTPS no other way", async () => {
    const key = server.key("shop", "business");
    const [cookie] = (await signIn({ key })).headers.getSetCookie();
    expect(cookie).toMatch(/^perennial_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/);
    expect(cookie).not.toContain(key);
    const [secure] = (await signIn({ key }, { "X-Forwarded-Proto": "https" })).headers.getSetCookie();
    expect(secure).toMatch(/; Secure$/);
  });

  for (const [name, key] of [
    ["wrong", "pk_0123456789ab_0123456789012345678901234567890123456789012"],
    ["no key at all", `"'><img src=x onerror=1>`],
    ["empty", ""],
  ] as const) {
    test(`is refused where the key is ${name}, without a cookie`, async () => {
      const refused = await signIn({ key });
      expect([refused.status, refused.headers.getSetCookie()]).toEqual([401, []]);
      expect(refused.html).toContain("We don’t know this key.");
      expect(refused.html).not.toContain("<img src=x");
    });
  }

  test("is refused where the key was revoked, and a session ends with its key", async () => {
    expect((await signIn({ key: server.revokedKey("shop") })).status).toBe(401);
    const key = server.key("shop", "business");
    const client = await signedIn(server, key);
    expect((await client.get("/app/notifications")).status).toBe(200);
    const { apiKeys } = server.context.store;
    const row = apiKeys.list("shop").find(({ prefix }) => key.startsWith(prefix))!;
    apiKeys.revoke("shop", row.id, Date.now());
    expect((await client.get("/app/notifications")).location).toStartWith("/app/sign-in");
  });

  for (const next of [
    "https://evil.example/",
    "//evil.example",
    "/app//evil.example\\@x",
    "/docs",
    "/application",
    "javascript:1",
  ]) {
    test(`never leads to ${next}`, async () => {
      const { location } = await signIn({ key: server.key("shop", "business"), next });
      expect(location).toMatch(/^\/app(\/|$)/);
      expect(new URL(location, server.url).origin).toBe(new URL(server.url).origin);
    });
  }

  test("opens the tenant of the key alone, with its role", async () => {
    const client = await signedIn(server, server.key("shop", "business"));
    const page = await client.get("/app/settings");
    expect(page.html).toContain("takes the analyst role");
    expect((await client.get("/app/settings", { "X-Tenant-Id": "other" })).status).toBe(403);
    expect((await client.get("/app/upload")).status).toBe(403);
    expect((await client.post("/app/settings/money", { currency: "EUR", locale: "en" })).status).toBe(403);
    expect(server.context.store.tenants.settings("shop")).toEqual({});
  });

  test("ends by signing out", async () => {
    const client = await signedIn(server, server.key("shop", "business"));
    const out = await client.get("/app/sign-out");
    expect([out.status, out.location]).toEqual([303, "/app/sign-in"]);
    expect(out.headers.getSetCookie()[0]).toMatch(/^perennial_session=; .*Max-Age=0/);
    expect((await client.get("/app/notifications")).status).toBe(303);
  });

  test("is not done for a page of another site", async () => {
    const form = { key: server.key("shop", "admin") };
    expect(
      (await signIn(form, { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" })).status,
    ).toBe(403);
  });
});
