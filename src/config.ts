import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { UserError } from "./errors";

/** One variable of the environment. `read` answers the value, or throws a RangeError that says what is expected. */
interface Setting<T> {
  readonly name: string;
  /** What holds where the variable is not set or empty, in words. */
  readonly otherwise: string;
  readonly meaning: string;
  /** What a value must be. A wrong one ends the program with a sentence that names the variable, the value and this. */
  readonly expected: string;
  /** Its value is not shown where it is wrong. */
  readonly isSecret?: boolean;
  /** Null for a variable that is not set. Undefined where the text is not what is expected. */
  read(text: string | null): T | undefined;
}

const KIBI = 1024;
const ROOT = resolve(import.meta.dir, "..");
/** The release of the program. */
export const VERSION: string = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version;

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
/** One address, in no form that could be read as two or as more than an address. */
export const MAIL_ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$/;
const AUTH_MODES = ["open", "keys", "firebase"] as const;

/** Every setting that the environment can change, by its name in `Config`. `docs/configuration.md` shows this table. */
export const SETTINGS = {
  host: setting({
    name: "HOST",
    otherwise: "127.0.0.1",
    meaning: "the address to listen on; `0.0.0.0` is every one of the machine",
    expected: "an IP address or a host name",
    read: (text) => (text === null ? "127.0.0.1" : matching(/^[A-Za-z0-9.:_-]{1,253}$/, text)),
  }),
  port: setting({
    name: "PORT",
    otherwise: "8000",
    meaning: "the port to listen on; 0 takes any that is free",
    expected: "a whole number from 0 to 65535",
    read: (text) => wholeNumber(text ?? "8000", 0, 65_535),
  }),
  dataDir: setting({
    name: "DATA_DIR",
    otherwise: "the project's folder",
    meaning: "where `datasets/`, `artifacts/`, `artifacts_cache/` and the store lie",
    expected: "a folder",
    read: (text) => resolve(text ?? ROOT),
  }),
  workers: setting({
    name: "WORKERS",
    otherwise: "the machine's cores less one, at least 1",
    meaning: "how many processes train and score",
    expected: "a whole number from 1 to 256",
    read: (text) => (text === null ? Math.max(1, availableParallelism() - 1) : wholeNumber(text, 1, 256)),
  }),
  auth: setting({
    name: "AUTH",
    otherwise: "open",
    meaning:
      "who may call: `open` trusts `X-Tenant-Id`, `keys` asks for an API key, `firebase` for a Firebase ID token, or a person by e-mail and password",
    expected: "open, keys or firebase",
    read: (text) => oneOf(AUTH_MODES, text ?? "open"),
  }),
  allowOpenAuth: setting({
    name: "ALLOW_OPEN_AUTH",
    otherwise: "0",
    meaning:
      "1 allows `AUTH=open` on a `HOST` that other machines reach. Whoever reaches it may then read and erase everything",
    expected: "0 or 1",
    read: (text) => flag(text),
  }),
  logLevel: setting({
    name: "LOG_LEVEL",
    otherwise: "info",
    meaning:
      "the least level that is logged on standard error: JSON lines, and where that is a terminal lines for people",
    expected: LOG_LEVELS.join(", "),
    read: (text) => oneOf(LOG_LEVELS, text ?? "info"),
  }),
  maxUploadBytes: setting({
    name: "MAX_UPLOAD_BYTES",
    otherwise: "2147483648 (2 GiB)",
    meaning: "the largest file that `POST /upload` takes",
    expected: "a whole number of bytes, 1 or more",
    read: (text) => wholeNumber(text ?? String(2 * KIBI ** 3), 1),
  }),
  tenantQuotaBytes: setting({
    name: "TENANT_QUOTA_BYTES",
    otherwise: "21474836480 (20 GiB)",
    meaning: "how many bytes of uploads one tenant may keep",
    expected: "a whole number of bytes, 1 or more",
    read: (text) => wholeNumber(text ?? String(20 * KIBI ** 3), 1),
  }),
  requestsPerMinute: setting({
    name: "REQUESTS_PER_MINUTE",
    otherwise: "6000; no limit with `AUTH=open`",
    meaning: "how many requests one tenant may make in a minute; 0 is no limit",
    expected: "a whole number, 0 or more",
    read: (text) => (text === null ? null : wholeNumber(text, 0)),
  }),
  corsOrigins: setting({
    name: "CORS_ORIGINS",
    otherwise: "none",
    meaning: "origins whose pages may call the API, separated by commas; `*` is any, for reading and writing",
    expected: "`*`, or origins such as https://app.example.com, separated by commas",
    read: (text) => origins(text ?? ""),
  }),
  firebaseProjectId: setting({
    name: "FIREBASE_PROJECT_ID",
    otherwise: "none; `AUTH=firebase` needs it",
    meaning: "the Firebase project whose ID tokens are taken",
    expected: "a project id: 4 to 63 of a-z, 0-9 and -",
    read: (text) => (text === null ? null : matching(/^[a-z0-9-]{4,63}$/, text)),
  }),
  firebaseApiKey: setting({
    name: "FIREBASE_API_KEY",
    otherwise: "none: nobody signs in by e-mail and password",
    meaning: "the web API key of the project: with `AUTH=firebase` people sign in by e-mail and password",
    expected: "the key",
    read: (text) => text,
  }),
  firebaseAuthDomain: setting({
    name: "FIREBASE_AUTH_DOMAIN",
    otherwise: "none",
    meaning: "taken from the old system and not needed: this server signs in by itself",
    expected: "a host, such as shop-1.firebaseapp.com",
    read: (text) => (text === null ? null : matching(/^[A-Za-z0-9.-]{1,253}(:\d{1,5})?$/, text)),
  }),
  firebaseStorageBucket: setting({
    name: "FIREBASE_STORAGE_BUCKET",
    otherwise: "none",
    meaning: "taken from the old system and not needed: files lie on this disk or in `B2_BUCKET`",
    expected: "a bucket's name, such as shop-1.appspot.com",
    read: (text) => (text === null ? null : matching(/^[A-Za-z0-9._-]{1,222}$/, text)),
  }),
  firebaseMessagingSenderId: setting({
    name: "FIREBASE_MESSAGING_SENDER_ID",
    otherwise: "none",
    meaning: "taken from the old system and not needed",
    expected: "digits",
    read: (text) => (text === null ? null : matching(/^\d{1,40}$/, text)),
  }),
  firebaseAppId: setting({
    name: "FIREBASE_APP_ID",
    otherwise: "none",
    meaning: "taken from the old system and not needed",
    expected: "an app's id, such as 1:123456789:web:abc123",
    read: (text) => (text === null ? null : matching(/^[A-Za-z0-9:._-]{1,200}$/, text)),
  }),
  firebaseAuthEmulatorHost: setting({
    name: "FIREBASE_AUTH_EMULATOR_HOST",
    otherwise: "none",
    meaning:
      "for tests: firebase-admin asks the Auth emulator there and takes unsigned tokens. Refused on a `HOST` that other machines reach",
    expected: "a host and a port, such as 127.0.0.1:9099",
    read: (text) => (text === null ? null : matching(/^[A-Za-z0-9.-]+:\d{1,5}$/, text)),
  }),
  firebaseServiceAccountPath: setting({
    name: "FIREBASE_SERVICE_ACCOUNT_PATH",
    otherwise: "none: nothing is copied to Firestore",
    meaning:
      "the service account that copies to the Firestore of its project and, with `AUTH=firebase`, asks how accounts stand",
    expected: "a file, an https URL or b2://bucket/key",
    read: (text) => text,
  }),
  firestoreEmulatorHost: setting({
    name: "FIRESTORE_EMULATOR_HOST",
    otherwise: "none",
    meaning:
      "for tests: copies to the Firestore emulator there, without any account. Needs `FIREBASE_PROJECT_ID`; refused on a `HOST` that other machines reach",
    expected: "a host and a port, such as 127.0.0.1:8080",
    read: (text) => (text === null ? null : matching(/^[A-Za-z0-9.-]+:\d{1,5}$/, text)),
  }),
  b2Bucket: setting({
    name: "B2_BUCKET",
    otherwise: "none: files lie on this disk",
    meaning:
      "the bucket of an S3-compatible service, such as Backblaze B2, that keeps uploads, models and lists",
    expected: "a bucket's name: 3 to 63 of a-z, 0-9, - and .",
    read: (text) => (text === null ? null : matching(/^[A-Za-z0-9][A-Za-z0-9.-]{1,61}[A-Za-z0-9]$/, text)),
  }),
  b2Endpoint: setting({
    name: "B2_ENDPOINT",
    otherwise: "none; `B2_BUCKET` needs it",
    meaning: "where that service is; a host alone is asked by https",
    expected: "a host or a URL without a path, such as s3.us-west-004.backblazeb2.com",
    read: (text) => (text === null ? null : serviceUrl(text)),
  }),
  b2Region: setting({
    name: "B2_REGION",
    otherwise: "none; `B2_BUCKET` needs it",
    meaning: "the bucket's region",
    expected: "a region's name, such as us-west-004",
    read: (text) => (text === null ? null : matching(/^[A-Za-z0-9-]{1,64}$/, text)),
  }),
  b2KeyId: setting({
    name: "B2_KEY_ID",
    otherwise: "none; `B2_BUCKET` needs it",
    meaning: "the id of a key that may list, read, write and delete in the bucket",
    expected: "a key's id, without spaces",
    read: (text) => (text === null ? null : matching(/^\S+$/, text)),
  }),
  b2AppKey: setting({
    name: "B2_APP_KEY",
    otherwise: "none; `B2_BUCKET` needs it",
    meaning: "the secret of that key",
    expected: "the secret",
    read: (text) => text,
  }),
  b2TimeoutSeconds: setting({
    name: "B2_TIMEOUT_SECONDS",
    otherwise: "60",
    meaning:
      "how long the service may take to answer a request (parts of 8 MB are sent), and be silent while a file comes",
    expected: "a whole number from 1 to 3600",
    read: (text) => wholeNumber(text ?? "60", 1, 3600),
  }),
  artifactsCacheBytes: setting({
    name: "ARTIFACTS_CACHE_BYTES",
    otherwise: "10737418240 (10 GiB)",
    meaning: "how large the copies of the bucket's files in `artifacts_cache/` may grow together",
    expected: "a whole number of bytes, 1 or more",
    read: (text) => wholeNumber(text ?? String(10 * KIBI ** 3), 1),
  }),
  publicUrl: setting({
    name: "PUBLIC_URL",
    otherwise: "none: mails have no links, and webhooks are sent paths",
    meaning: "where people reach this server, for links in mails, webhooks, invitations and to files",
    expected: "a URL without a path, such as https://perennial.example.com",
    read: (text) => (text === null ? null : /^https?:/i.test(text) ? serviceUrl(text) : undefined),
  }),
  brevoApiKey: setting({
    name: "BREVO_API_KEY",
    otherwise: "none: Brevo sends no mails",
    meaning: "sends mails by Brevo, with this key",
    expected: "a key, without spaces",
    isSecret: true,
    read: (text) => (text === null ? null : matching(/^[\x21-\x7e]{1,500}$/, text)),
  }),
  brevoSenderEmail: setting({
    name: "BREVO_SENDER_EMAIL",
    otherwise: "none; `BREVO_API_KEY` needs it",
    meaning: "the address that mails come from, by Brevo and by SMTP",
    expected: "an e-mail address",
    read: (text) => (text === null ? null : matching(MAIL_ADDRESS, text)),
  }),
  brevoSenderName: setting({
    name: "BREVO_SENDER_NAME",
    otherwise: "Perennial",
    meaning: "the name that mails come from",
    expected: "1 to 100 printable characters",
    read: (text) => matching(/^[^\p{C}]{1,100}$/u, text ?? "Perennial"),
  }),
  brevoApiUrl: setting({
    name: "BREVO_API_URL",
    otherwise: "https://api.brevo.com/v3/smtp/email",
    meaning: "where Brevo takes mails",
    expected: "a URL",
    read: (text) => httpUrl(text ?? "https://api.brevo.com/v3/smtp/email"),
  }),
  smtpUrl: setting({
    name: "SMTP_URL",
    otherwise: "none: no mails are sent by SMTP",
    meaning: "the mail server that sends mails; `smtps:` is TLS from the start, `smtp:` STARTTLS",
    expected: "a URL such as smtps://user:password@mail.example.com:465, with what is special in it as %40",
    isSecret: true,
    read: (text) => (text === null ? null : smtpUrl(text)),
  }),
  mailFrom: setting({
    name: "MAIL_FROM",
    otherwise: "`BREVO_SENDER_NAME` and `BREVO_SENDER_EMAIL`",
    meaning: "whom mails by SMTP come from",
    expected: "an address, or a name and an address, such as Perennial <reports@example.com>",
    read: (text) => (text === null ? null : mailFrom(text)),
  }),
  webhooksAllowPrivate: setting({
    name: "WEBHOOKS_ALLOW_PRIVATE",
    otherwise: "0",
    meaning:
      "1 lets webhooks lead to any address, port and plain http. Whoever administers a tenant can then reach into this server's network",
    expected: "0 or 1",
    read: (text) => flag(text),
  }),
  trackingUri: setting({
    name: "MLFLOW_TRACKING_URI",
    otherwise: "none: runs of trainings are kept here alone",
    meaning: "the MLflow server that every training is sent to as a run",
    expected: "an http or https URL without a name and password in it, such as https://mlflow.example.com",
    isSecret: true,
    read: (text) => (text === null ? null : trackingUrl(text)),
  }),
  trackingToken: setting({
    name: "MLFLOW_TRACKING_TOKEN",
    otherwise: "none",
    meaning: "signs in there by a token",
    expected: "a token, without spaces",
    isSecret: true,
    read: (text) => (text === null ? null : matching(/^[\x21-\x7e]+$/, text)),
  }),
  trackingUsername: setting({
    name: "MLFLOW_TRACKING_USERNAME",
    otherwise: "none",
    meaning: "signs in there by a name, with `MLFLOW_TRACKING_PASSWORD`",
    expected: "a name without a colon",
    read: (text) => (text === null ? null : matching(/^[^:]+$/, text)),
  }),
  trackingPassword: setting({
    name: "MLFLOW_TRACKING_PASSWORD",
    otherwise: "none; `MLFLOW_TRACKING_USERNAME` needs it",
    meaning: "the password of that name",
    expected: "the password",
    isSecret: true,
    read: (text) => text,
  }),
  trackingExperimentPrefix: setting({
    name: "MLFLOW_EXPERIMENT_PREFIX",
    otherwise: "perennial/",
    meaning: "what the name of a tenant's experiment begins with; the tenant follows",
    expected: "1 to 200 letters, digits, spaces, _, -, . or /",
    read: (text) => (text === null ? "perennial/" : matching(/^[A-Za-z0-9_./ -]{1,200}$/, text)),
  }),
  inngestEventKey: setting({
    name: "INNGEST_EVENT_KEY",
    otherwise: "none; `INNGEST_SIGNING_KEY` needs it",
    meaning: "sends events to Inngest, with this key",
    expected: "a key, without spaces",
    isSecret: true,
    read: (text) => (text === null ? null : matching(/^[\x21-\x7e]{1,500}$/, text)),
  }),
  inngestSigningKey: setting({
    name: "INNGEST_SIGNING_KEY",
    otherwise: "none; `INNGEST_EVENT_KEY` needs it",
    meaning: "checks that calls of `/api/inngest` come from Inngest, with this key",
    expected: "a key such as signkey-prod-0123456789abcdef",
    isSecret: true,
    read: (text) => (text === null ? null : matching(/^[\x21-\x7e]{1,500}$/, text)),
  }),
  inngestSigningKeyFallback: setting({
    name: "INNGEST_SIGNING_KEY_FALLBACK",
    otherwise: "none",
    meaning: "a second key that calls may be signed with, while keys are changed",
    expected: "a key such as signkey-prod-0123456789abcdef",
    isSecret: true,
    read: (text) => (text === null ? null : matching(/^[\x21-\x7e]{1,500}$/, text)),
  }),
  inngestDev: setting({
    name: "INNGEST_DEV",
    otherwise: "0",
    meaning:
      "for one's own machine: 1, or the URL of Inngest's development server. Calls are then not signed. Refused on a `HOST` that other machines reach",
    expected: "0, 1 or a URL such as http://127.0.0.1:8288",
    read: (text) => (text === null || text === "0" ? null : text === "1" ? true : devServer(text)),
  }),
  inngestBaseUrl: setting({
    name: "INNGEST_BASE_URL",
    otherwise: "Inngest's own cloud",
    meaning: "an Inngest server of one's own",
    expected: "a URL without a path, such as https://inngest.example.com",
    read: (text) => (text === null ? null : serviceUrl(text)),
  }),
} as const;

/** The settings, typed. */
export type Config = {
  readonly [Key in keyof typeof SETTINGS]: Exclude<ReturnType<(typeof SETTINGS)[Key]["read"]>, undefined>;
};

/**
 * Reads the settings from an environment such as `process.env`. Throws one UserError that lists every variable that is wrong,
 * with its value and what is expected.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const wrong: string[] = [];
  const entries = Object.entries<Setting<unknown>>(SETTINGS).map(
    ([key, { name, expected, isSecret, read }]) => {
      const text = environment[name]?.trim() || null;
      const value = read(text);
      if (value === undefined)
        wrong.push(`${name} is ${isSecret ? "not what it must be" : `"${text}"`}; expected ${expected}.`);
      return [key, value];
    },
  );
  const config = Object.fromEntries(entries) as Config;
  if (config.auth === "firebase" && config.firebaseProjectId === null) {
    wrong.push("FIREBASE_PROJECT_ID is not set; AUTH=firebase needs the project whose ID tokens are taken.");
  }
  const bucketSettings = [
    SETTINGS.b2Bucket,
    SETTINGS.b2Endpoint,
    SETTINGS.b2Region,
    SETTINGS.b2KeyId,
    SETTINGS.b2AppKey,
  ];
  const unset = bucketSettings.map(({ name }) => name).filter((name) => !environment[name]?.trim());
  if (unset.length > 0 && unset.length < bucketSettings.length) {
    wrong.push(
      `${unset.join(", ")} ${unset.length > 1 ? "are" : "is"} not set; a bucket needs all five of B2_BUCKET, B2_ENDPOINT, B2_REGION, B2_KEY_ID and B2_APP_KEY. Set them all, or none to keep files on this disk.`,
    );
  }
  wrong.push(...wrongFirestore(config));
  wrong.push(...wrongTracking(config));
  wrong.push(...mailFaults(config));
  wrong.push(...wrongInngest(config));
  if (wrong.length > 0) throw new UserError(wrong.join("\n"));
  return config;
}

function wrongFirestore({
  firebaseServiceAccountPath: account,
  firestoreEmulatorHost,
  firebaseProjectId,
}: Config): string[] {
  const wrong: string[] = [];
  const { name, expected } = SETTINGS.firebaseServiceAccountPath;
  const scheme = account === null ? undefined : /^([a-z0-9+.-]+):\/\//i.exec(account)?.[1]?.toLowerCase();
  if (account !== null && scheme !== undefined) {
    const isPlace = scheme === "https" ? URL.canParse(account) : /^b2:\/\/[^/?#]+\/[^?#]+$/.test(account);
    // What follows in the address may be a secret.
    if (!isPlace) wrong.push(`${name} begins with ${scheme}://; expected ${expected}.`);
  }
  if (!firestoreEmulatorHost) return wrong;
  if (firebaseProjectId === null)
    wrong.push("FIREBASE_PROJECT_ID is not set; FIRESTORE_EMULATOR_HOST needs a project to copy to.");
  if (account !== null)
    wrong.push(
      `${name} and FIRESTORE_EMULATOR_HOST are both set. Unset the one that is not to be copied to.`,
    );
  return wrong;
}

/** Mails are sent in one way, and come from somebody. */
function mailFaults({ brevoApiKey, brevoSenderEmail, smtpUrl, mailFrom }: Config): string[] {
  if (brevoApiKey && smtpUrl)
    return ["BREVO_API_KEY and SMTP_URL are both set; mails are sent in one way. Unset one of them."];
  if (brevoApiKey && !brevoSenderEmail)
    return ["BREVO_SENDER_EMAIL is not set; BREVO_API_KEY needs an address that Brevo lets you send from."];
  if (smtpUrl && !mailFrom && !brevoSenderEmail)
    return ["MAIL_FROM is not set; SMTP_URL needs an address that mails come from."];
  const without = mailFrom ? "MAIL_FROM" : brevoSenderEmail ? "BREVO_SENDER_EMAIL" : null;
  if (without && !brevoApiKey && !smtpUrl)
    return [`${without} is set, but no way to send mails. Set BREVO_API_KEY or SMTP_URL, or unset it.`];
  return [];
}

function wrongTracking({ trackingUri, trackingToken, trackingUsername, trackingPassword }: Config): string[] {
  const wrong: string[] = [];
  const signIns = { MLFLOW_TRACKING_TOKEN: trackingToken, MLFLOW_TRACKING_USERNAME: trackingUsername };
  const given = Object.keys(signIns).filter((name) => signIns[name as keyof typeof signIns] !== null);
  if (given.length > 1)
    wrong.push(`${given.join(" and ")} are both set. Unset the one that is not to sign in.`);
  if ((trackingUsername === null) !== (trackingPassword === null))
    wrong.push(
      `MLFLOW_TRACKING_${trackingUsername === null ? "USERNAME" : "PASSWORD"} is not set; signing in by a name needs both MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.`,
    );
  if (trackingUri === null && given.length > 0)
    wrong.push(`MLFLOW_TRACKING_URI is not set; ${given[0]} needs a server to sign in to.`);
  return wrong;
}

function setting<T>(setting: Setting<T>): Setting<T> {
  return setting;
}

function wholeNumber(text: string, least: number, most = Number.MAX_SAFE_INTEGER): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

function matching(pattern: RegExp, text: string): string | undefined {
  return pattern.test(text) ? text : undefined;
}

function oneOf<T extends string>(words: readonly T[], text: string): T | undefined {
  return words.find((word) => word === text);
}

function flag(text: string | null): boolean | undefined {
  if (text === null || text === "0") return false;
  return text === "1" ? true : undefined;
}

/** A host alone is asked by https. */
function serviceUrl(text: string): string | undefined {
  const url = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (/[\s@?#]/.test(text) || !URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  return pathname === "/" ? origin : undefined;
}

function httpUrl(text: string): string | undefined {
  if (/\s/.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, username, href } = new URL(text);
  return /^https?:$/.test(protocol) && username === "" ? href : undefined;
}

/** Where a mail server is and who signs in there; a password is `%`-encoded in the URL. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the start. */
  readonly isSecure: boolean;
  readonly user: string | null;
  readonly password: string | null;
}

function smtpUrl(text: string): SmtpServer | undefined {
  if (/\s/.test(text) || !/^smtps?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password, pathname, search } = new URL(text);
  if (hostname === "" || !/^\/?$/.test(pathname) || search !== "" || (username === "") !== (password === ""))
    return undefined;
  const isSecure = protocol === "smtps:";
  try {
    return {
      host: hostname.replace(/^\[|\]$/g, ""),
      port: Number(port) || (isSecure ? 465 : 587),
      isSecure,
      user: username === "" ? null : decodeURIComponent(username),
      password: password === "" ? null : decodeURIComponent(password),
    };
  } catch {
    return undefined;
  }
}

/** Somebody whom mails come from. */
export interface MailSender {
  readonly name: string | null;
  readonly address: string;
}

function mailFrom(text: string): MailSender | undefined {
  const [, name = "", inBrackets] = /^"?([^"<>\p{C}]{0,100}?)"?\s*<([^<>]+)>$/u.exec(text) ?? [];
  const address = matching(MAIL_ADDRESS, inBrackets ?? text);
  return address === undefined ? undefined : { name: name.trim() || null, address };
}

/** What signs in has variables of its own: an address is shown. */
function trackingUrl(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || /\s/.test(text) || !URL.canParse(text)) return undefined;
  const { origin, pathname, username, password, search, hash } = new URL(text);
  return username || password || search || hash ? undefined : `${origin}${pathname.replace(/\/+$/, "")}`;
}

function origins(text: string): readonly string[] | undefined {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  const isOrigin = (part: string) => URL.canParse(part) && new URL(part).origin === part;
  return parts.every((part) => part === "*" || isOrigin(part)) ? parts : undefined;
}

/** With its scheme: a word such as "false" is no host that switches signatures off. */
function devServer(text: string): string | undefined {
  return /^https?:\/\//i.test(text) ? serviceUrl(text) : undefined;
}

/** One key without the other would send events that are never answered, or answer calls that never come. */
function wrongInngest({
  inngestEventKey,
  inngestSigningKey,
  inngestSigningKeyFallback,
  inngestDev,
  inngestBaseUrl,
}: Config): string[] {
  if (inngestDev !== null) return [];
  if (inngestEventKey === null && inngestSigningKey === null) {
    const beside = {
      INNGEST_SIGNING_KEY_FALLBACK: inngestSigningKeyFallback,
      INNGEST_BASE_URL: inngestBaseUrl,
    };
    const [alone] = Object.entries(beside).find(([, value]) => typeof value === "string") ?? [];
    return alone
      ? [`${alone} is set, but Inngest is off. Set INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY, or unset it.`]
      : [];
  }
  if (inngestEventKey !== null && inngestSigningKey !== null) return [];
  const [set, lacking] =
    inngestEventKey === null
      ? ["INNGEST_SIGNING_KEY", "INNGEST_EVENT_KEY"]
      : ["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"];
  return [`${lacking} is not set; ${set} needs it. Set both, or INNGEST_DEV=1 on your own machine.`];
}
