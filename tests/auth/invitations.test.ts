import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { findInvitation, invite, readEmail, takeInvitation } from "../../src/auth/invitations";
import { Store } from "../../src/store/store";

const NOW = Date.UTC(2026, 0, 2);
const DAY = 86_400_000;
const ANN = { uid: "ann", email: "ann@shop.example", now: NOW };
let store: Store;
beforeEach(() => {
  store = Store.open(":memory:");
});
afterEach(() => store.close());

const inviteAnn = (tenant = "shop", role: "business" | "admin" = "business") =>
  invite(store, tenant, { email: ANN.email, role, now: NOW });

describe("an invitation", () => {
  test("makes a member of who takes it, once", () => {
    const secret = inviteAnn();
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(findInvitation(store, secret, NOW)).toMatchObject({ tenant: "shop", email: ANN.email });
    expect(takeInvitation(store, secret, ANN)).toMatchObject({ tenant: "shop", role: "business" });
    expect(store.members.list("shop")).toMatchObject([{ uid: "ann", email: ANN.email, role: "business" }]);
    expect(takeInvitation(store, secret, { ...ANN, uid: "other" })).toBeNull();
    expect(store.members.list("shop")).toHaveLength(1);
    expect(store.invitations.list("shop", NOW)).toEqual([]);
  });

  test("is for its address alone, and is kept for it when another tries", () => {
    const secret = inviteAnn();
    expect(takeInvitation(store, secret, { ...ANN, email: "eve@else.example" })).toBeNull();
    expect(store.members.list("shop")).toEqual([]);
    expect(takeInvitation(store, secret, ANN)).not.toBeNull();
  });

  test("holds for seven days", () => {
    const secret = inviteAnn();
    expect(findInvitation(store, secret, NOW + 7 * DAY - 1)).not.toBeNull();
    expect(findInvitation(store, secret, NOW + 7 * DAY)).toBeNull();
    expect(takeInvitation(store, secret, { ...ANN, now: NOW + 7 * DAY })).toBeNull();
    invite(store, "other", { email: "ben@shop.example", role: "admin", now: NOW + 8 * DAY });
    // The next one takes those away that have run out, with their addresses.
    expect(store.invitations.list("shop", NOW)).toEqual([]);
  });

  test("takes the place of an earlier one of the same address", () => {
    const first = inviteAnn();
    const second = inviteAnn("shop", "admin");
    expect(findInvitation(store, first, NOW)).toBeNull();
    expect(takeInvitation(store, second, ANN)).toMatchObject({ role: "admin" });
    const again = inviteAnn("shop", "business");
    takeInvitation(store, again, ANN);
    expect(store.members.list("shop").map(({ role }) => role)).toEqual(["business"]);
  });

  test("is found by nothing but what its link holds, which is nowhere in the store", () => {
    const secret = inviteAnn();
    for (const wrong of [
      "",
      null,
      undefined,
      secret.slice(1),
      `${secret}A`,
      "A".repeat(43),
      "%",
      "' OR 1=1 --",
    ])
      expect(findInvitation(store, wrong, NOW)).toBeNull();
    const [row] = store.invitations.list("shop", NOW);
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(row!.hash).toEqual(new Uint8Array(new Bun.CryptoHasher("sha256").update(secret).digest()));
  });

  test("is neither made for a tenant that is being erased nor taken", () => {
    const secret = inviteAnn();
    store.erasures.ask("shop", { scope: "tenant" }, NOW);
    expect(() => inviteAnn()).toThrow(/being erased/);
    expect(findInvitation(store, secret, NOW)).toBeNull();
    expect(takeInvitation(store, secret, ANN)).toBeNull();
    expect(store.members.list("shop")).toEqual([]);
  });
});

test("an e-mail address is read as accounts have it, and what is none is not", () => {
  expect(readEmail(" Ann@Shop.Example ")).toBe("ann@shop.example");
  expect(readEmail("o'neil+x@a-b.co.uk")).toBe("o'neil+x@a-b.co.uk");
  for (const wrong of [
    null,
    "",
    "ann",
    "ann@",
    "@shop",
    "ann@shop",
    "a b@c.de",
    "a@b.c,d@e.fg",
    `"'><img src=x>@a.bc`,
  ])
    expect(readEmail(wrong)).toBeNull();
  expect(readEmail(`${"a".repeat(250)}@b.cd`)).toBeNull();
});
