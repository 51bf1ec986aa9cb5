import type { Config } from "../config";
import { UserError } from "../errors";

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return (
    host === "localhost" || host.endsWith(".localhost") || /^127(\.\d{1,3}){3}$/.test(host) || host === "::1"
  );
}

/** Refuses to serve everyone on an address that other machines reach, unless a setting asks for it by name. */
export function refuseExposure({
  auth,
  host,
  allowOpenAuth,
  firebaseAuthEmulatorHost,
  firestoreEmulatorHost,
  inngestDev,
  corsOrigins,
}: Config): void {
  if (auth === "open" && corsOrigins.includes("*"))
    throw new UserError(
      "AUTH=open trusts every caller, and CORS_ORIGINS=* lets any web page call. Name the origins, or set AUTH=keys or AUTH=firebase.",
    );
  if (isLoopback(host)) return;
  if (auth === "open" && !allowOpenAuth) {
    throw new UserError(
      `AUTH=open trusts every caller, and HOST=${host} lets other machines call. Set AUTH=keys or AUTH=firebase, ` +
        "or HOST=127.0.0.1; if everyone who reaches this server may read and erase everything, ALLOW_OPEN_AUTH=1.",
    );
  }
  if (auth === "firebase" && firebaseAuthEmulatorHost !== null) {
    throw new UserError(
      `FIREBASE_AUTH_EMULATOR_HOST accepts unsigned tokens, and HOST=${host} lets other machines call. Unset one of them.`,
    );
  }
  if (firestoreEmulatorHost !== null) {
    throw new UserError(
      `FIRESTORE_EMULATOR_HOST copies everything to a place without sign-in, and HOST=${host} lets other machines call. Unset one of them.`,
    );
  }
  if (inngestDev !== null) {
    throw new UserError(
      `INNGEST_DEV accepts calls of /api/inngest without a signature, and HOST=${host} lets other machines call. Set INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY instead.`,
    );
  }
}
