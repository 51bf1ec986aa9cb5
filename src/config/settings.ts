import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import type { Setting } from "./setting";
import {
  devServer,
  flag,
  httpUrl,
  MAIL_ADDRESS,
  mailFrom,
  matching,
  oneOf,
  origins,
  serviceUrl,
  smtpUrl,
  trackingUrl,
  wholeNumber,
} from "./values";
import { WORKER_SETTINGS } from "./worker-settings";

const KIBI = 1024;
const ROOT = resolve(import.meta.dir, "../..");
/** The release of the program. */
export const VERSION: string = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version;

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
const AUTH_MODES = ["open", "keys", "firebase"] as const;

/** Every setting that the environment can change, by its name in `Config`. `docs/configuration.md` shows this table. */
export const SETTINGS = {
  host: {
    name: "HOST",
    otherwise: "127.0.0.1",
    meaning: "the address to listen on; `0.0.0.0` means all of the machine's addresses",
    expected: "an IP address or a host name",
    read: (text) => (text === null ? "127.0.0.1" : matching(/^[A-Za-z0-9.:_-]{1,253}$/, text)),
  },
  port: {
    name: "PORT",
    otherwise: "8000",
    meaning: "the port to listen on; 0 picks a free one",
    expected: "a whole number from 0 to 65535",
    read: (text) => wholeNumber(text ?? "8000", 0, 65_535),
  },
  dataDir: {
    name: "DATA_DIR",
    otherwise: "the project's folder",
    meaning: "where `datasets/`, `artifacts/`, `artifacts_cache/` and the store are kept",
    expected: "a folder",
    read: (text) => resolve(text ?? ROOT),
  },
  workers: {
    name: "WORKERS",
    otherwise: "the machine's cores less one, at least 1",
    meaning: "how many processes train and score",
    expected: "a whole number from 1 to 256",
    read: (text) => (text === null ? Math.max(1, availableParallelism() - 1) : wholeNumber(text, 1, 256)),
  },
  ...WORKER_SETTINGS,
  auth: {
    name: "AUTH",
    otherwise: "open",
    meaning:
      "who may call: `open` trusts `X-Tenant-Id`, `keys` asks for an API key, `firebase` for a Firebase ID token or a sign-in with e-mail and password",
    expected: "open, keys or firebase",
    read: (text) => oneOf(AUTH_MODES, text ?? "open"),
  },
  allowOpenAuth: {
    name: "ALLOW_OPEN_AUTH",
    otherwise: "0",
    meaning:
      "1 allows `AUTH=open` on a `HOST` that other machines reach. Anyone who reaches it can then read and erase everything",
    expected: "0 or 1",
    read: (text) => flag(text),
  },
  logLevel: {
    name: "LOG_LEVEL",
    otherwise: "info",
    meaning: "the lowest level to log on standard error: as JSON lines, or as readable text in a terminal",
    expected: LOG_LEVELS.join(", "),
    read: (text) => oneOf(LOG_LEVELS, text ?? "info"),
  },
  maxUploadBytes: {
    name: "MAX_UPLOAD_BYTES",
    otherwise: "2147483648 (2 GiB)",
    meaning: "the largest file that `POST /upload` accepts",
    expected: "a whole number of bytes, 1 or more",
    read: (text) => wholeNumber(text ?? String(2 * KIBI ** 3), 1),
  },
  tenantQuotaBytes: {
    name: "TENANT_QUOTA_BYTES",
    otherwise: "21474836480 (20 GiB)",
    meaning: "how many bytes of uploads a tenant may keep",
    expected: "a whole number of bytes, 1 or more",
    read: (text) => wholeNumber(text ?? String(20 * KIBI ** 3), 1),
  },
  requestsPerMinute: {
    name: "REQUESTS_PER_MINUTE",
    otherwise: "6000; no limit with `AUTH=open`",
    meaning: "how many requests a tenant may make per minute; 0 means no limit",
    expected: "a whole number, 0 or more",
    read: (text) => (text === null ? null : wholeNumber(text, 0)),
  },
  corsOrigins: {
    name: "CORS_ORIGINS",
    otherwise: "none",
    meaning:
      "origins whose pages may call the API, separated by commas; `*` allows any page to read and write, and is refused with `AUTH=open`",
    expected: "`*`, or origins such as https://app.example.com, separated by commas",
    read: (text) => origins(text ?? ""),
  },
  firebaseProjectId: {
    name: "FIREBASE_PROJECT_ID",
    otherwise: "none; `AUTH=firebase` needs it",
    meaning: "the Firebase project whose ID tokens are accepted",
    expected: "a project id: 4 to 63 of a-z, 0-9 and -",
    read: (text) => (text === null ? null : matching(/^[a-z0-9-]{4,63}$/, text)),
  },
  firebaseApiKey: {
    name: "FIREBASE_API_KEY",
    otherwise: "none: no sign-in with e-mail and password",
    meaning: "the web API key of the project: with `AUTH=firebase` people sign in with e-mail and password",
    expected: "the key",
    read: (text) => text,
  },
  firebaseAuthEmulatorHost: {
    name: "FIREBASE_AUTH_EMULATOR_HOST",
    otherwise: "none",
    meaning:
      "for tests: firebase-admin uses the Auth emulator there and accepts unsigned tokens. Refused on a `HOST` that other machines reach",
    expected: "a host and a port, such as 127.0.0.1:9099",
    read: (text) => (text === null ? null : matching(/^[A-Za-z0-9.-]+:\d{1,5}$/, text)),
  },
  firebaseServiceAccountPath: {
    name: "FIREBASE_SERVICE_ACCOUNT_PATH",
    otherwise: "none: nothing is copied to Firestore",
    meaning:
      "the service account that copies to its project's Firestore and, with `AUTH=firebase`, checks accounts",
    expected: "a file, an https URL or b2://bucket/key",
    read: (text) => text,
  },
  firestoreEmulatorHost: {
    name: "FIRESTORE_EMULATOR_HOST",
    otherwise: "none",
    meaning:
      "for tests: copies to the Firestore emulator there, without an account. Needs `FIREBASE_PROJECT_ID`; refused on a `HOST` that other machines reach",
    expected: "a host and a port, such as 127.0.0.1:8080",
    read: (text) => (text === null ? null : matching(/^[A-Za-z0-9.-]+:\d{1,5}$/, text)),
  },
  b2Bucket: {
    name: "B2_BUCKET",
    otherwise: "none: files are kept on this disk",
    meaning:
      "the bucket of an S3-compatible service, such as Backblaze B2, that keeps uploads, models and lists",
    expected: "a bucket's name: 3 to 63 of a-z, 0-9, - and .",
    read: (text) => (text === null ? null : matching(/^[A-Za-z0-9][A-Za-z0-9.-]{1,61}[A-Za-z0-9]$/, text)),
  },
  b2Endpoint: {
    name: "B2_ENDPOINT",
    otherwise: "none; `B2_BUCKET` needs it",
    meaning: "the service's address; a host alone means https",
    expected: "a host or a URL without a path, such as s3.us-west-004.backblazeb2.com",
    read: (text) => (text === null ? null : serviceUrl(text)),
  },
  b2Region: {
    name: "B2_REGION",
    otherwise: "none; `B2_BUCKET` needs it",
    meaning: "the bucket's region",
    expected: "a region's name, such as us-west-004",
    read: (text) => (text === null ? null : matching(/^[A-Za-z0-9-]{1,64}$/, text)),
  },
  b2KeyId: {
    name: "B2_KEY_ID",
    otherwise: "none; `B2_BUCKET` needs it",
    meaning: "the id of a key that may list, read, write and delete in the bucket",
    expected: "a key's id, without spaces",
    read: (text) => (text === null ? null : matching(/^\S+$/, text)),
  },
  b2AppKey: {
    name: "B2_APP_KEY",
    otherwise: "none; `B2_BUCKET` needs it",
    meaning: "the secret of that key",
    expected: "the secret",
    read: (text) => text,
  },
  b2TimeoutSeconds: {
    name: "B2_TIMEOUT_SECONDS",
    otherwise: "60",
    meaning:
      "how long the service may take to answer a request (we send parts of 8 MB) or pause while it sends a file",
    expected: "a whole number from 1 to 3600",
    read: (text) => wholeNumber(text ?? "60", 1, 3600),
  },
  artifactsCacheBytes: {
    name: "ARTIFACTS_CACHE_BYTES",
    otherwise: "10737418240 (10 GiB)",
    meaning: "how large `artifacts_cache/`, which holds copies of the bucket's files, may grow",
    expected: "a whole number of bytes, 1 or more",
    read: (text) => wholeNumber(text ?? String(10 * KIBI ** 3), 1),
  },
  memoryBudget: {
    name: "MEMORY_BUDGET",
    otherwise: "1073741824 (1 GiB)",
    meaning: "how many bytes order lines may take in memory before they are read in parts",
    expected: "a whole number of bytes, 1048576 or more",
    read: (text) => wholeNumber(text ?? String(KIBI ** 3), KIBI ** 2),
  },
  publicUrl: {
    name: "PUBLIC_URL",
    otherwise: "none: mails have no links, and webhooks get paths only",
    meaning: "where people reach this server, for links in mails, webhooks, invitations and file downloads",
    expected: "a URL without a path, such as https://perennial.example.com",
    read: (text) => (text === null ? null : /^https?:/i.test(text) ? serviceUrl(text) : undefined),
  },
  brevoApiKey: {
    name: "BREVO_API_KEY",
    otherwise: "none: no mails are sent through Brevo",
    meaning: "sends mails through Brevo with this key",
    expected: "a key, without spaces",
    isSecret: true,
    read: (text) => (text === null ? null : matching(/^[\x21-\x7e]{1,500}$/, text)),
  },
  brevoSenderEmail: {
    name: "BREVO_SENDER_EMAIL",
    otherwise: "none; `BREVO_API_KEY` needs it",
    meaning: "the sender's address in mails, through Brevo and SMTP",
    expected: "an e-mail address",
    read: (text) => (text === null ? null : matching(MAIL_ADDRESS, text)),
  },
  brevoSenderName: {
    name: "BREVO_SENDER_NAME",
    otherwise: "Perennial",
    meaning: "the sender's name in mails",
    expected: "1 to 100 printable characters",
    read: (text) => matching(/^[^\p{C}]{1,100}$/u, text ?? "Perennial"),
  },
  brevoApiUrl: {
    name: "BREVO_API_URL",
    otherwise: "https://api.brevo.com/v3/smtp/email",
    meaning: "where Brevo accepts mails",
    expected: "a URL",
    read: (text) => httpUrl(text ?? "https://api.brevo.com/v3/smtp/email"),
  },
  smtpUrl: {
    name: "SMTP_URL",
    otherwise: "none: no mails are sent through SMTP",
    meaning: "the mail server that sends mails; `smtps:` is TLS from the start, `smtp:` STARTTLS",
    expected:
      "a URL such as smtps://user:password@mail.example.com:465, with special characters encoded, such as %40",
    isSecret: true,
    read: (text) => (text === null ? null : smtpUrl(text)),
  },
  mailFrom: {
    name: "MAIL_FROM",
    otherwise: "`BREVO_SENDER_NAME` and `BREVO_SENDER_EMAIL`",
    meaning: "the sender of mails through SMTP",
    expected: "an address, or a name and an address, such as Perennial <reports@example.com>",
    read: (text) => (text === null ? null : mailFrom(text)),
  },
  webhooksAllowPrivate: {
    name: "WEBHOOKS_ALLOW_PRIVATE",
    otherwise: "0",
    meaning:
      "1 lets webhooks use any address, port and plain http. A tenant's admin can then reach into this server's network",
    expected: "0 or 1",
    read: (text) => flag(text),
  },
  destinationsFile: {
    name: "DESTINATIONS_FILE",
    otherwise: "none: lists go by mail only",
    meaning: "names the SFTP servers, buckets, Google accounts and webhooks that tenants' lists may go to",
    expected: "a file in YAML or JSON",
    read: (text) => (text === null ? null : resolve(text)),
  },
  warehousesFile: {
    name: "WAREHOUSES_FILE",
    otherwise: "none: data sets are files",
    meaning: "names the databases and warehouses whose order lines tenants' queries may read",
    expected: "a file in YAML or JSON",
    read: (text) => (text === null ? null : resolve(text)),
  },
  trackingUri: {
    name: "MLFLOW_TRACKING_URI",
    otherwise: "none: training runs are kept only here",
    meaning: "the MLflow server that gets every training as a run",
    expected: "an http or https URL without a name and password, such as https://mlflow.example.com",
    isSecret: true,
    read: (text) => (text === null ? null : trackingUrl(text)),
  },
  trackingToken: {
    name: "MLFLOW_TRACKING_TOKEN",
    otherwise: "none",
    meaning: "signs in there with a token",
    expected: "a token, without spaces",
    isSecret: true,
    read: (text) => (text === null ? null : matching(/^[\x21-\x7e]+$/, text)),
  },
  trackingUsername: {
    name: "MLFLOW_TRACKING_USERNAME",
    otherwise: "none",
    meaning: "signs in there with a name and `MLFLOW_TRACKING_PASSWORD`",
    expected: "a name without a colon",
    read: (text) => (text === null ? null : matching(/^[^:]+$/, text)),
  },
  trackingPassword: {
    name: "MLFLOW_TRACKING_PASSWORD",
    otherwise: "none; `MLFLOW_TRACKING_USERNAME` needs it",
    meaning: "the password of that name",
    expected: "the password",
    isSecret: true,
    read: (text) => text,
  },
  trackingExperimentPrefix: {
    name: "MLFLOW_EXPERIMENT_PREFIX",
    otherwise: "perennial/",
    meaning: "the prefix of each experiment's name; the tenant follows",
    expected: "1 to 200 letters, digits, spaces, _, -, . or /",
    read: (text) => (text === null ? "perennial/" : matching(/^[A-Za-z0-9_./ -]{1,200}$/, text)),
  },
  inngestEventKey: {
    name: "INNGEST_EVENT_KEY",
    otherwise: "none; `INNGEST_SIGNING_KEY` needs it",
    meaning: "sends events to Inngest with this key",
    expected: "a key, without spaces",
    isSecret: true,
    read: (text) => (text === null ? null : matching(/^[\x21-\x7e]{1,500}$/, text)),
  },
  inngestSigningKey: {
    name: "INNGEST_SIGNING_KEY",
    otherwise: "none; `INNGEST_EVENT_KEY` needs it",
    meaning: "checks with this key that calls of `/api/inngest` come from Inngest",
    expected: "a key such as signkey-prod-0123456789abcdef",
    isSecret: true,
    read: (text) => (text === null ? null : matching(/^[\x21-\x7e]{1,500}$/, text)),
  },
  inngestSigningKeyFallback: {
    name: "INNGEST_SIGNING_KEY_FALLBACK",
    otherwise: "none",
    meaning: "a second key that calls may be signed with while you change keys",
    expected: "a key such as signkey-prod-0123456789abcdef",
    isSecret: true,
    read: (text) => (text === null ? null : matching(/^[\x21-\x7e]{1,500}$/, text)),
  },
  inngestDev: {
    name: "INNGEST_DEV",
    otherwise: "0",
    meaning:
      "for your own machine: 1, or the URL of Inngest's development server. Calls are then not signed. Refused on a `HOST` that other machines reach",
    expected: "0, 1 or a URL such as http://127.0.0.1:8288",
    read: (text) => (text === null || text === "0" ? null : text === "1" ? true : devServer(text)),
  },
  inngestBaseUrl: {
    name: "INNGEST_BASE_URL",
    otherwise: "Inngest's own cloud",
    meaning: "your own Inngest server",
    expected: "a URL without a path, such as https://inngest.example.com",
    read: (text) => (text === null ? null : serviceUrl(text)),
  },
} as const satisfies Record<string, Setting<unknown>>;

/** The settings, typed. */
export type Config = {
  readonly [Key in keyof typeof SETTINGS]: Exclude<ReturnType<(typeof SETTINGS)[Key]["read"]>, undefined>;
};
