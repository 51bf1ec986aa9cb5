import { afterAll, describe, expect, test } from "bun:test";
import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { type App, deleteApp, initializeApp } from "firebase-admin/app";
import { type Auth, getAuth } from "firebase-admin/auth";
import { firebaseAuthenticator } from "../../src/auth/authenticator";
import { FirebaseSignIn, SignInUnavailableError } from "../../src/auth/firebase";
import { UnauthenticatedError } from "../../src/auth/unauthenticated";

// The SDK's own check of RS256 signatures, with keys of ours where it would download Google's. It has no public way to do so:
// the private fields are those of firebase-admin 14.5.1, and this test fails where they are named otherwise.
const PROJECT = "perennial-test";
const ours = generateKeyPairSync("rsa", { modulusLength: 2048 });
const theirs = generateKeyPairSync("rsa", { modulusLength: 2048 });
const app: App = initializeApp({ projectId: PROJECT }, "firebase-test");
let fetchPublicKeys = async (): Promise<Record<string, string>> => ({
  k1: ours.publicKey.export({ type: "spki", format: "pem" }) as string,
});

function authWithLocalKeys(): Auth {
  const auth = getAuth(app);
  const verifier = (auth as unknown as { idTokenVerifier: { signatureVerifier: { keyFetcher: object } } })
    .idTokenVerifier;
  if (!verifier.signatureVerifier.keyFetcher) throw new Error("firebase-admin has no keyFetcher any more");
  verifier.signatureVerifier.keyFetcher = { fetchPublicKeys: () => fetchPublicKeys() };
  return auth;
}

const signIn = new FirebaseSignIn(PROJECT, async () => authWithLocalKeys());
afterAll(() => deleteApp(app));

interface TokenParts {
  readonly header?: object;
  readonly claims?: object;
  readonly key?: KeyObject | null;
}

/** An ID token such as Firebase makes, with some parts otherwise. */
function token({ header = {}, claims = {}, key = ours.privateKey }: TokenParts = {}): string {
  const seconds = Math.floor(Date.now() / 1000);
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = [
    { alg: "RS256", kid: "k1", typ: "JWT", ...header },
    {
      iss: `https://securetoken.google.com/${PROJECT}`,
      aud: PROJECT,
      sub: "user-1",
      auth_time: seconds - 60,
      iat: seconds - 60,
      exp: seconds + 3600,
      tenant_id: "shop",
      role: "analyst",
      ...claims,
    },
  ]
    .map(encode)
    .join(".");
  const signature = key ? createSign("RSA-SHA256").update(signed).sign(key).toString("base64url") : "";
  return `${signed}.${signature}`;
}

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

  test("without a role has the least", async () => {
    expect(await signIn.principalOf(token({ claims: { role: undefined } }))).toMatchObject({
      role: "business",
    });
  });

  const past = Math.floor(Date.now() / 1000) - 7200;
  for (const [name, parts, says] of [
    ["that has expired", { claims: { iat: past, exp: past + 3600 } }, /has expired/],
    ["signed with another key", { key: theirs.privateKey }, /does not hold/],
    ["of a key that Google does not know", { header: { kid: "k2" } }, /does not hold/],
    ["without a signature (alg none)", { header: { alg: "none" }, key: null }, /does not hold/],
    ["whose signature was cut off", { key: null }, /does not hold/],
    ["signed with HS256", { header: { alg: "HS256" } }, /does not hold/],
    ["of another project", { claims: { aud: "other" } }, /does not hold/],
    ["of another issuer", { claims: { iss: "https://securetoken.google.com/other" } }, /does not hold/],
    ["without a user", { claims: { sub: "" } }, /does not hold/],
    ["without a tenant", { claims: { tenant_id: undefined } }, /names no tenant/],
    ["whose tenant is a path", { claims: { tenant_id: "../shop" } }, /names no tenant/],
    ["whose tenant is a list", { claims: { tenant_id: ["shop"] } }, /names no tenant/],
    ["with an unknown role", { claims: { role: "root" } }, /none of business, analyst, admin/],
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
    await expect(signIn.principalOf(`${header}.${claims}.${signature}`)).rejects.toThrow(/does not hold/);
  });

  test("that is none at all is refused, and so is no token", async () => {
    await expect(signIn.principalOf("nonsense")).rejects.toThrow(UnauthenticatedError);
    const bare = async () => firebaseAuthenticator(signIn)(new Request("http://localhost/"));
    await expect(bare()).rejects.toThrow(UnauthenticatedError);
  });

  test("is no fault of the caller where Google's keys cannot be fetched", async () => {
    const usual = fetchPublicKeys;
    fetchPublicKeys = async () => {
      throw new Error("Error fetching public keys for Google certs: offline");
    };
    await signIn
      .principalOf(token())
      .then(() => expect.unreachable())
      .catch((error) => expect(error).toBeInstanceOf(SignInUnavailableError))
      .finally(() => {
        fetchPublicKeys = usual;
      });
  });
});
