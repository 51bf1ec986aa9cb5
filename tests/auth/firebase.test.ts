import { describe, expect, test } from "bun:test";
import { firebaseAuthenticator } from "../../src/auth/authenticator";
import { FirebaseSignIn } from "../../src/auth/firebase";
import { UnauthenticatedError } from "../../src/auth/unauthenticated";
import { SignInUnavailableError } from "../../src/auth/unavailable";
import { localAuth, PROJECT, theirs, token, withoutGoogle } from "./local-firebase";

const signIn = new FirebaseSignIn(PROJECT, async () => localAuth());

describe("a Firebase ID token", () => {
  test("tells user, tenant and role", async () => {
    const request = new Request("http://localhost/", { headers: { Authorization: `Bearer ${token()}` } });
    expect(await firebaseAuthenticator(signIn)(request)).toEqual({
      via: "firebase",
      name: "user-1",
      tenant: "shop",
      role: "analyst",
    });
  });

  test("tells an address as confirmed only where it says so", async () => {
    const confirmed = (email_verified: unknown) =>
      signIn.personOf(token({ claims: { email: "ann@example.com", email_verified } }));
    for (const [claimed, is] of [
      [true, true],
      [false, false],
      [undefined, false],
      ["true", false],
    ] as const)
      expect((await confirmed(claimed)).isVerified).toBe(is);
  });

  test("without a role has the least", async () => {
    expect(await signIn.principalOf(token({ claims: { role: undefined } }))).toMatchObject({
      role: "business",
    });
  });

  const past = Math.floor(Date.now() / 1000) - 7200;
  for (const [name, parts, says] of [
    ["that has expired", { claims: { iat: past, exp: past + 3600 } }, /has expired/],
    ["signed with another key", { key: theirs.privateKey }, /is not valid/],
    ["of a key that Google does not know", { header: { kid: "k2" } }, /is not valid/],
    ["without a signature (alg none)", { header: { alg: "none" }, key: null }, /is not valid/],
    ["whose signature was cut off", { key: null }, /is not valid/],
    ["signed with HS256", { header: { alg: "HS256" } }, /is not valid/],
    ["of another project", { claims: { aud: "other" } }, /is not valid/],
    ["of another issuer", { claims: { iss: "https://securetoken.google.com/other" } }, /is not valid/],
    ["without a user", { claims: { sub: "" } }, /is not valid/],
    ["without a tenant", { claims: { tenant_id: undefined } }, /names no tenant/],
    ["whose tenant is a path", { claims: { tenant_id: "../shop" } }, /names an invalid tenant/],
    ["whose tenant is a list", { claims: { tenant_id: ["shop"] } }, /names an invalid tenant/],
    ["with an unknown role", { claims: { role: "root" } }, /not one of business, analyst, admin/],
  ] as const) {
    test(`${name} is refused`, async () => {
      const refused = signIn.principalOf(token(parts));
      await expect(refused).rejects.toThrow(UnauthenticatedError);
      await expect(refused).rejects.toThrow(says);
    });
  }

  test("whose claims were changed after it was signed is refused", async () => {
    const [header, , signature] = token().split(".");
    const [, claims] = token({ claims: { role: "admin" } }).split(".");
    await expect(signIn.principalOf(`${header}.${claims}.${signature}`)).rejects.toThrow(/is not valid/);
  });

  test("that is none at all is refused, and so is no token", async () => {
    await expect(signIn.principalOf("nonsense")).rejects.toThrow(UnauthenticatedError);
    const bare = async () => firebaseAuthenticator(signIn)(new Request("http://localhost/"));
    await expect(bare()).rejects.toThrow(UnauthenticatedError);
  });

  test("is no fault of the caller where Google's keys cannot be fetched", async () => {
    await withoutGoogle(async () => {
      await expect(signIn.principalOf(token())).rejects.toBeInstanceOf(SignInUnavailableError);
    });
  });

  describe("without claims", () => {
    const uid = "user-1";
    const bare = () => token({ claims: { tenant_id: undefined, role: undefined } });
    const from = (places: { tenant: string; role: "business" | "analyst" | "admin" }[]) =>
      new FirebaseSignIn(PROJECT, async () => localAuth(), {
        members: {
          everywhere: (asked) =>
            asked === uid
              ? places.map((place) => ({ ...place, id: "m", uid, email: "ann@shop.example", createdAt: 0 }))
              : [],
        },
      });

    test("has the tenant and role of its membership, of several the one that is named", async () => {
      const both = from([
        { tenant: "first", role: "admin" },
        { tenant: "second", role: "business" },
      ]);
      expect(await both.principalOf(bare())).toMatchObject({ tenant: "first", role: "admin" });
      expect(await both.principalOf(bare(), "second")).toMatchObject({ tenant: "second", role: "business" });
      const request = new Request("http://localhost/", {
        headers: { Authorization: `Bearer ${bare()}`, "X-Tenant-Id": "second" },
      });
      expect(await firebaseAuthenticator(both)(request)).toMatchObject({
        tenant: "second",
        role: "business",
      });
      // Whoever names another is told by the guard that it is not theirs.
      expect(await both.principalOf(bare(), "third")).toMatchObject({ tenant: "first" });
    });

    test("and without a membership is refused", async () => {
      await expect(from([]).principalOf(bare())).rejects.toThrow(/invitation/);
    });

    test("is refused where it has claims that cannot be, whatever its memberships", async () => {
      const member = from([{ tenant: "first", role: "admin" }]);
      await expect(member.principalOf(token({ claims: { tenant_id: "" } }))).rejects.toThrow(
        /names an invalid tenant/,
      );
      expect(await member.principalOf(token())).toMatchObject({ tenant: "shop", role: "analyst" });
    });
  });

  test("is refused where its account was disabled, deleted or revoked since", async () => {
    const seconds = Math.floor(Date.now() / 1000) - 60;
    const standing = { isActive: true, validSince: 0, claim: null };
    const asking = (known: Partial<typeof standing>) =>
      new FirebaseSignIn(PROJECT, async () => localAuth(), {
        standings: { of: async () => ({ ...standing, ...known }) },
      });
    const signedIn = () => token({ claims: { auth_time: seconds } });
    expect(await asking({ validSince: seconds * 1000 }).principalOf(signedIn())).toMatchObject({
      tenant: "shop",
    });
    for (const known of [{ isActive: false }, { validSince: (seconds + 1) * 1000 }])
      await expect(asking(known).principalOf(signedIn())).rejects.toThrow(/was revoked/);
  });
});
