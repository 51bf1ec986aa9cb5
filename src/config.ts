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
  /** Null for a variable that is not set. Undefined where the text is not what is expected. */
  read(text: string | null): T | undefined;
}

const KIBI = 1024;
const ROOT = resolve(import.meta.dir, "..");
/** The release of the program. */
export const VERSION: string = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version;

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
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
      "who may call: `open` trusts `X-Tenant-Id`, `keys` asks for an API key, `firebase` for a Firebase ID token",
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
    meaning: "the least level that is logged, as JSON lines on standard error",
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
  firebaseAuthEmulatorHost: setting({
    name: "FIREBASE_AUTH_EMULATOR_HOST",
    otherwise: "none",
    meaning:
      "for tests: firebase-admin asks the Auth emulator there and takes unsigned tokens. Refused on a `HOST` that other machines reach",
    expected: "a host and a port, such as 127.0.0.1:9099",
    read: (text) => (text === null ? null : matching(/^[A-Za-z0-9.-]+:\d{1,5}$/, text)),
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
  const entries = Object.entries<Setting<unknown>>(SETTINGS).map(([key, { name, expected, read }]) => {
    const text = environment[name]?.trim() || null;
    const value = read(text);
    if (value === undefined) wrong.push(`${name} is "${text}"; expected ${expected}.`);
    return [key, value];
  });
  const config = Object.fromEntries(entries) as Config;
  if (config.auth === "firebase" && config.firebaseProjectId === null) {
    wrong.push("FIREBASE_PROJECT_ID is not set; AUTH=firebase needs the project whose ID tokens are taken.");
  }
  if (wrong.length > 0) throw new UserError(wrong.join("\n"));
  return config;
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

function origins(text: string): readonly string[] | undefined {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  const isOrigin = (part: string) => URL.canParse(part) && new URL(part).origin === part;
  return parts.every((part) => part === "*" || isOrigin(part)) ? parts : undefined;
}
