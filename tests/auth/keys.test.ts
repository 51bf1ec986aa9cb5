import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { createApiKey, principalOfKey } from "../../src/auth/api-keys";
import { keyAuthenticator } from "../../src/auth/authenticator";
import { includesRole, ROLES } from "../../src/auth/principal";
import { UnauthenticatedError } from "../../src/auth/unauthenticated";
import { Store } from "../../src/store/store";

const NOW = Date.UTC(2026, 0, 2);
let store = Store.open(":memory:");
beforeEach(() => {
  store.close();
  store = Store.open(":memory:");
});
afterAll(() => store.close());

const make = (tenant = "shop", role: (typeof ROLES)[number] = "analyst") =>
  createApiKey(store.apiKeys, tenant, { role, name: "till", now: NOW });

describe("an API key", () => {
  test("tells its tenant and role, and its name in logs is what begins it", () => {
    const { key } = make();
    expect(principalOfKey(store.apiKeys, key)).toEqual({
      via: "key",
      name: key.slice(0, 15),
      tenant: "shop",
      role: "analyst",
    });
  });

  test("has 256 random bits behind what it is found by, and no two are alike", () => {
    const keys = Array.from({ length: 100 }, () => make().key);
    for (const key of keys) expect(key).toMatch(/^pk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
    expect(new Set(keys.map((key) => key.slice(16))).size).toBe(100);
  });

  test("is nowhere in the store: not as text, not as bytes", () => {
    const { key } = make();
    const secret = key.slice(16);
    const [row] = store.apiKeys.list("shop");
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(row!.hash.byteLength).toBe(32);
    expect(Buffer.from(row!.hash)).toEqual(Buffer.from(new Bun.CryptoHasher("sha256").update(key).digest()));
  });

  test("that was revoked, changed in one letter, cut or never made is nobody's", () => {
    const { id, key } = make();
    const last = key.at(-1) === "A" ? "B" : "A";
    const wrong = [`${key.slice(0, -1)}${last}`, key.slice(0, -1), `${key}A`, key.slice(0, 15), "pk_", ""];
    for (const text of wrong) expect(principalOfKey(store.apiKeys, text)).toBeNull();
    const other = make("other").key;
    expect(principalOfKey(store.apiKeys, key.slice(0, 16) + other.slice(16))).toBeNull();
    store.apiKeys.revoke("shop", id, NOW);
    expect(principalOfKey(store.apiKeys, key)).toBeNull();
  });
});

describe("the authenticator of keys", () => {
  const from = (headers: Record<string, string>) =>
    keyAuthenticator(store.apiKeys)(new Request("http://localhost/", { headers }));

  test("takes a key as a bearer token and as X-Api-Key", () => {
    const { key } = make();
    for (const headers of [
      { Authorization: `Bearer ${key}` },
      { authorization: `bearer  ${key}` },
      { "X-Api-Key": key },
    ]) {
      expect(from(headers)).toMatchObject({ tenant: "shop" });
    }
  });

  for (const [name, headers] of [
    ["nothing", {}],
    ["a tenant alone", { "X-Tenant-Id": "shop" }],
    ["a password", { Authorization: "Basic c2hvcDpzaG9w" }],
    ["an unknown key", { Authorization: `Bearer pk_0123456789ab_${"A".repeat(43)}` }],
    ["an empty key", { "X-Api-Key": "" }],
  ] as const) {
    test(`refuses ${name}, and does not repeat it`, () => {
      expect(() => from(headers)).toThrow(UnauthenticatedError);
      expect(() => from(headers)).not.toThrow(/AAAA|c2hv/);
    });
  }
});

describe("a role", () => {
  test("includes itself and those before it", () => {
    const table = ROLES.map((role) => ROLES.map((needed) => includesRole(role, needed)));
    expect(table).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });
});
