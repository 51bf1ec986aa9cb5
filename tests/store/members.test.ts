import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { Store } from "../../src/store/store";

const NOW = Date.UTC(2026, 0, 2);
let store: Store;
beforeEach(() => {
  store = Store.open(":memory:");
});
afterEach(() => store.close());

const member = (uid: string, role: "admin" | "business" = "business") => ({
  id: `member-${uid}`,
  uid,
  email: `${uid}@shop.example`,
  role,
  createdAt: NOW,
});
const hashOf = (byte: number) => new Uint8Array(32).fill(byte);
const session = (uid: string, claimedRole: "admin" | null = null) => ({
  uid,
  claimedRole,
  signedInAt: NOW,
  expiresAt: NOW + 1000,
});

describe("members", () => {
  test("are a tenant's own", () => {
    store.members.save("a", member("ann"));
    store.members.save("b", member("ann", "admin"));
    store.members.save("b", member("ben"));
    expect(store.members.list("a").map(({ uid }) => uid)).toEqual(["ann"]);
    expect(store.members.ofPerson("a", "ben")).toBeNull();
    expect(store.members.ofPerson("b", "ann")?.role).toBe("admin");
    expect(store.members.everywhere("ann").map(({ tenant, role }) => [tenant, role])).toEqual([
      ["a", "business"],
      ["b", "admin"],
    ]);
    expect(store.members.remove("a", "member-ben")).toBeNull();
    expect(store.members.list("b")).toHaveLength(2);
  });

  test("who are removed take their sessions in that tenant along, and no others", () => {
    for (const tenant of ["a", "b"])
      for (const uid of ["ann", "ben"]) store.members.save(tenant, member(uid));
    store.personSessions.insert("a", hashOf(1), session("ann"), NOW);
    store.personSessions.insert("b", hashOf(2), session("ann"), NOW);
    store.personSessions.insert("a", hashOf(3), session("ben"), NOW);
    store.personSessions.insert("a", hashOf(4), session("ann", "admin"), NOW);
    expect(store.members.remove("a", "member-ann")).toMatchObject({ email: "ann@shop.example" });
    const left = [1, 2, 3, 4].filter((byte) => store.personSessions.find(hashOf(byte), NOW) !== null);
    expect(left).toEqual([2, 3, 4]);
  });

  test("make a tenant one that has rows, and go with it: members, invitations and sessions", () => {
    expect(store.tenants.hasRows("a")).toBe(false);
    const invitation = { id: "i", email: "eve@shop.example", role: "admin" as const, createdAt: NOW };
    store.invitations.insert("a", { ...invitation, hash: hashOf(9), expiresAt: NOW + 1000 });
    expect(store.tenants.hasRows("a")).toBe(true);
    store.members.save("a", member("ann"));
    store.members.save("b", member("ann"));
    store.personSessions.insert("a", hashOf(1), session("ann"), NOW);
    store.tenants.empty("a", "none");
    expect(store.tenants.hasRows("a")).toBe(false);
    expect(store.members.list("a")).toEqual([]);
    expect(store.invitations.findByHash(hashOf(9), NOW)).toBeNull();
    expect(store.personSessions.find(hashOf(1), NOW)).toBeNull();
    expect(store.members.list("b")).toHaveLength(1);
    store.tenants.delete("b");
    expect(store.members.everywhere("ann")).toEqual([]);
  });
});

test("a person's session is found until its end, and the next one clears it away", () => {
  store.personSessions.insert("a", hashOf(1), session("ann"), NOW);
  expect(store.personSessions.find(hashOf(1), NOW + 999)).toMatchObject({ tenant: "a", uid: "ann" });
  expect(store.personSessions.find(hashOf(1), NOW + 1000)).toBeNull();
  store.personSessions.insert("a", hashOf(2), { ...session("ben"), expiresAt: NOW + 9000 }, NOW + 1000);
  expect(store.personSessions.find(hashOf(1), NOW)).toBeNull();
  store.personSessions.delete(hashOf(2));
  expect(store.personSessions.find(hashOf(2), NOW)).toBeNull();
});
