import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { type App, initializeApp } from "firebase-admin/app";
import { type Auth, getAuth } from "firebase-admin/auth";

// The SDK's own check of RS256 signatures, with keys of ours where it would download Google's. It has no public way to
// do so: the private fields are those of firebase-admin 14.5.1, and these tests fail where they are named otherwise.
export const PROJECT = "perennial-test";
const ours = generateKeyPairSync("rsa", { modulusLength: 2048 });
/** Keys that are not Google's. */
export const theirs = generateKeyPairSync("rsa", { modulusLength: 2048 });
let isOffline = false;
let app: App | null = null;

/** firebase-admin's part for accounts; it checks tokens by `ours` and asks nobody. */
export function localAuth(): Auth {
  app ??= initializeApp({ projectId: PROJECT }, "local-firebase");
  const auth = getAuth(app);
  const verifier = (auth as unknown as { idTokenVerifier: { signatureVerifier: { keyFetcher: object } } })
    .idTokenVerifier;
  if (!verifier.signatureVerifier.keyFetcher) throw new Error("firebase-admin has no keyFetcher any more");
  verifier.signatureVerifier.keyFetcher = {
    fetchPublicKeys: async () => {
      if (isOffline) throw new Error("Error fetching public keys for Google certs: offline");
      return { k1: ours.publicKey.export({ type: "spki", format: "pem" }) as string };
    },
  };
  return auth;
}

/** Does something while Google's keys cannot be had. */
export async function withoutGoogle(act: () => Promise<void>): Promise<void> {
  isOffline = true;
  try {
    await act();
  } finally {
    isOffline = false;
  }
}

interface TokenParts {
  readonly header?: object;
  readonly claims?: object;
  readonly key?: KeyObject | null;
}

/** An ID token such as Firebase makes, with some parts otherwise. */
export function token({ header = {}, claims = {}, key = ours.privateKey }: TokenParts = {}): string {
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
