import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { UserError } from "../errors";

/** The account that writes to Firestore. */
export interface ServiceAccount {
  readonly projectId: string;
  readonly clientEmail: string;
  readonly privateKey: string;
}

export interface AccountSources {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** The content of `key` in `bucket`; null if missing. */
  readObject(bucket: string, key: string): Promise<Uint8Array | null>;
}

const VARIABLE = "FIREBASE_SERVICE_ACCOUNT_PATH";
/** A key file has about 2,400 bytes. */
const MOST_BYTES = 65_536;
const TIMEOUT_MS = 15_000;
const ADVICE =
  "Use the JSON file that the Firebase console creates under Project settings, Service accounts, Generate new private key.";

/** Whether it is on this machine, so that it can be read before the server starts. */
export function isLocal(location: string): boolean {
  return !location.includes("://");
}

/**
 * The service account at `location`: a file, an https URL or `b2://bucket/key`. Throws a UserError that says what is
 * wrong with the place or the file. The message contains no part of the file, and nothing of a URL after its `?`, which
 * may be a secret.
 */
export async function readServiceAccount(location: string, sources: AccountSources): Promise<ServiceAccount> {
  if (isLocal(location)) return readLocalAccount(location);
  const url = new URL(location);
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  if (url.protocol === "https:") return parseAccount(await download(location, shown, sources), shown);
  if (url.protocol !== "b2:")
    throw new UserError(`${VARIABLE} is ${shown}; it must be a file, an https URL or b2://bucket/key.`);
  const bytes = await sources.readObject(url.host, decodeURIComponent(url.pathname.slice(1)));
  if (!bytes) throw new UserError(`${VARIABLE} is ${shown}, but there is no such object. Upload it there.`);
  return parseAccount(new TextDecoder().decode(bytes), shown);
}

export function readLocalAccount(path: string): ServiceAccount {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`${VARIABLE} is ${path}, which cannot be read (${code}). ${ADVICE}`);
  }
  return parseAccount(text, path);
}

async function download(location: string, shown: string, { fetch }: AccountSources): Promise<string> {
  let answer: Response;
  try {
    // A redirect could lead to a place that nobody named and that does not use https.
    answer = await fetch(location, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    throw new UserError(`${VARIABLE} is ${shown}, which cannot be reached.`);
  }
  if (answer.status !== 200)
    throw new UserError(`${VARIABLE} is ${shown}, which answers ${answer.status} instead of the file.`);
  const bytes = await answer.arrayBuffer();
  return new TextDecoder().decode(bytes.slice(0, MOST_BYTES));
}

function parseAccount(text: string, shown: string): ServiceAccount {
  const wrong = (what: string) => new UserError(`${VARIABLE}: ${shown} ${what}. ${ADVICE}`);
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw wrong("is not JSON");
  }
  if (typeof found !== "object" || found === null) throw wrong("is not a JSON object");
  const fields = found as Record<string, unknown>;
  if (fields.type !== "service_account") throw wrong('is not a service account: its "type" is different');
  const field = (name: string) => {
    const value = fields[name];
    if (typeof value !== "string" || value === "") throw wrong(`has no "${name}"`);
    return value;
  };
  const account = {
    projectId: field("project_id"),
    clientEmail: field("client_email"),
    privateKey: field("private_key"),
  };
  try {
    createPrivateKey(account.privateKey);
  } catch {
    throw wrong('has a "private_key" that is not a key');
  }
  return account;
}
