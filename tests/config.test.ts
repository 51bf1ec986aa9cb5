import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { readConfig, SETTINGS } from "../src/config";
import { UserError } from "../src/errors";

const ROOT = resolve(import.meta.dir, "..");

const NO_BUCKET = {
  b2Bucket: null,
  b2Endpoint: null,
  b2Region: null,
  b2KeyId: null,
  b2AppKey: null,
  b2TimeoutSeconds: 60,
  artifactsCacheBytes: 10_737_418_240,
  memoryBudget: 1_073_741_824,
};

const NO_TRACKING = {
  trackingUri: null,
  trackingToken: null,
  trackingUsername: null,
  trackingPassword: null,
  trackingExperimentPrefix: "perennial/",
};

const NO_MAIL = {
  publicUrl: null,
  brevoApiKey: null,
  brevoSenderEmail: null,
  brevoSenderName: "Perennial",
  brevoApiUrl: "https://api.brevo.com/v3/smtp/email",
  smtpUrl: null,
  mailFrom: null,
  webhooksAllowPrivate: false,
  destinationsFile: null,
  warehousesFile: null,
};

const NO_WORKERS = {
  remoteJobs: 0,
  workerSilenceSeconds: 20,
  workerPatienceSeconds: 120,
  customersPerStep: 100_000,
};

const NO_INNGEST = {
  inngestEventKey: null,
  inngestSigningKey: null,
  inngestSigningKeyFallback: null,
  inngestDev: null,
  inngestBaseUrl: null,
};

describe("the settings", () => {
  test("of an empty environment serve this machine alone", () => {
    expect(readConfig({})).toEqual({
      host: "127.0.0.1",
      port: 8000,
      dataDir: ROOT,
      workers: Math.max(1, availableParallelism() - 1),
      auth: "open",
      allowOpenAuth: false,
      logLevel: "info",
      maxUploadBytes: 2_147_483_648,
      tenantQuotaBytes: 21_474_836_480,
      requestsPerMinute: null,
      corsOrigins: [],
      firebaseProjectId: null,
      firebaseApiKey: null,
      firebaseAuthEmulatorHost: null,
      firebaseServiceAccountPath: null,
      firestoreEmulatorHost: null,
      ...NO_BUCKET,
      ...NO_MAIL,
      ...NO_TRACKING,
      ...NO_INNGEST,
      ...NO_WORKERS,
    });
    expect(readConfig({ PORT: "", HOST: "  " })).toEqual(readConfig({}));
  });

  test("are read from their variables, with space around them taken off", () => {
    const config = readConfig({
      HOST: "0.0.0.0",
      PORT: " 80 ",
      DATA_DIR: "/srv/perennial/../data",
      WORKERS: "4",
      AUTH: "firebase",
      FIREBASE_PROJECT_ID: "shop-1",
      LOG_LEVEL: "warn",
      MAX_UPLOAD_BYTES: "1000",
      TENANT_QUOTA_BYTES: "5000",
      REQUESTS_PER_MINUTE: "0",
      CORS_ORIGINS: "https://a.example, http://localhost:3000,",
      ALLOW_OPEN_AUTH: "1",
    });
    expect(config).toEqual({
      host: "0.0.0.0",
      port: 80,
      dataDir: "/srv/data",
      workers: 4,
      auth: "firebase",
      allowOpenAuth: true,
      logLevel: "warn",
      maxUploadBytes: 1000,
      tenantQuotaBytes: 5000,
      requestsPerMinute: 0,
      corsOrigins: ["https://a.example", "http://localhost:3000"],
      firebaseProjectId: "shop-1",
      firebaseApiKey: null,
      firebaseAuthEmulatorHost: null,
      firebaseServiceAccountPath: null,
      firestoreEmulatorHost: null,
      ...NO_BUCKET,
      ...NO_MAIL,
      ...NO_TRACKING,
      ...NO_INNGEST,
      ...NO_WORKERS,
    });
  });

  test("of the old system's web app that are not needed may stand there, whatever they say", () => {
    const unused = ["AUTH_DOMAIN", "STORAGE_BUCKET", "MESSAGING_SENDER_ID", "APP_ID"];
    expect(readConfig(Object.fromEntries(unused.map((name) => [`FIREBASE_${name}`, "gs://a b"])))).toEqual(
      readConfig({}),
    );
  });

  for (const [name, values] of Object.entries({
    HOST: ["a b", "http://localhost", "a/b"],
    PORT: ["http", "-1", "65536", "80.5", "0x50"],
    WORKERS: ["0", "257", "two"],
    REMOTE_JOBS: ["-1", "10001", "all"],
    WORKER_SILENCE_SECONDS: ["0", "3601"],
    WORKER_PATIENCE_SECONDS: ["0", "86401"],
    CUSTOMERS_PER_STEP: ["0", "1e5"],
    AUTH: ["none", "Keys"],
    ALLOW_OPEN_AUTH: ["yes", "2"],
    LOG_LEVEL: ["loud"],
    MAX_UPLOAD_BYTES: ["0", "2GB", "1e9", "9007199254740993"],
    TENANT_QUOTA_BYTES: ["0"],
    REQUESTS_PER_MINUTE: ["-1", "many"],
    CORS_ORIGINS: ["app.example.com", "https://a.example/", "https://a.example/path", "null"],
    FIREBASE_PROJECT_ID: ["A_B", "x"],
    FIREBASE_AUTH_EMULATOR_HOST: ["localhost", "http://localhost:9099"],
    FIRESTORE_EMULATOR_HOST: ["localhost", "http://localhost:8080"],
    B2_TIMEOUT_SECONDS: ["0", "3601", "1.5"],
    ARTIFACTS_CACHE_BYTES: ["0", "10GB"],
    MEMORY_BUDGET: ["0", "1048575", "1GB"],
    PUBLIC_URL: ["perennial.example.com", "https://a.example/path", "ftp://a.example"],
    BREVO_SENDER_EMAIL: ["reports", "a@b", "a@b.example, c@d.example", "A <a@b.example>"],
    BREVO_SENDER_NAME: ["a\u0007b"],
    BREVO_API_URL: ["api.brevo.com", "https://key@api.brevo.com/"],
    MAIL_FROM: [
      "reports",
      "A <a@b.example",
      "A <a@b.example> <c@d.example>",
      "A\r\nBcc: e@f.example <a@b.example>",
    ],
    WEBHOOKS_ALLOW_PRIVATE: ["yes"],
    MLFLOW_EXPERIMENT_PREFIX: ["shop:", "a\tb"],
    INNGEST_DEV: ["true", "false", "no", "2", "127.0.0.1:8288", "http://127.0.0.1:8288/e"],
    INNGEST_BASE_URL: ["https://inngest.example.com/e", "a b"],
  })) {
    test(`${name} that is wrong is told with its value and what is expected`, () => {
      const { expected } = Object.values(SETTINGS).find((setting) => setting.name === name)!;
      for (const value of values) {
        expect(() => readConfig({ [name]: value })).toThrow(
          new UserError(`${name} is "${value}"; expected ${expected}.`),
        );
      }
    });
  }

  describe("of the copy in Firestore", () => {
    test("are a file, an https URL or an object in a bucket", () => {
      for (const place of [
        "account.json",
        "/etc/account.json",
        "https://a.example/k?s=1",
        "b2://keys/a/b.json",
      ])
        expect(readConfig({ FIREBASE_SERVICE_ACCOUNT_PATH: place }).firebaseServiceAccountPath).toBe(place);
    });

    test("that lead elsewhere are told by their beginning, since the rest may be a secret", () => {
      for (const [place, scheme] of [
        ["http://a.example/k?secret", "http"],
        ["s3://bucket/secret", "s3"],
        ["b2://bucket", "b2"],
      ]) {
        expect(() => readConfig({ FIREBASE_SERVICE_ACCOUNT_PATH: place })).toThrow(
          new UserError(
            `FIREBASE_SERVICE_ACCOUNT_PATH begins with ${scheme}://; expected a file, an https URL or b2://bucket/key.`,
          ),
        );
      }
    });

    test("of an emulator need a project and no account beside", () => {
      const emulator = { FIRESTORE_EMULATOR_HOST: "127.0.0.1:8080", FIREBASE_PROJECT_ID: "shop-1" };
      expect(readConfig(emulator).firestoreEmulatorHost).toBe("127.0.0.1:8080");
      expect(() => readConfig({ ...emulator, FIREBASE_PROJECT_ID: "" })).toThrow(
        /FIRESTORE_EMULATOR_HOST needs/,
      );
      expect(() => readConfig({ ...emulator, FIREBASE_SERVICE_ACCOUNT_PATH: "a.json" })).toThrow(/both set/);
    });
  });

  describe("of a tracking server", () => {
    const URI = "https://mlflow.example.com/team";

    test("are its address, without a slash at its end, and a way to sign in", () => {
      expect(readConfig({ MLFLOW_TRACKING_URI: `${URI}/`, MLFLOW_TRACKING_TOKEN: "t" })).toMatchObject({
        trackingUri: URI,
        trackingToken: "t",
      });
      const both = { MLFLOW_TRACKING_USERNAME: "ann", MLFLOW_TRACKING_PASSWORD: "a b:c" };
      expect(readConfig({ MLFLOW_TRACKING_URI: "http://127.0.0.1:5000", ...both })).toMatchObject({
        trackingUri: "http://127.0.0.1:5000",
        trackingUsername: "ann",
        trackingPassword: "a b:c",
      });
    });

    test("with an address that is none are told without it, for it may hold a password", () => {
      for (const wrong of [
        "mlflow.example.com",
        "file:///srv/mlruns",
        "https://ann:secret@a.example",
        `${URI}?a=secret`,
      ])
        expect(() => readConfig({ MLFLOW_TRACKING_URI: wrong })).toThrow(
          /^MLFLOW_TRACKING_URI is not valid; expected an http or https URL/,
        );
      expect(() => readConfig({ MLFLOW_TRACKING_URI: "https://ann:secret@a.example" })).not.toThrow("secret");
      expect(() => readConfig({ MLFLOW_TRACKING_URI: URI, MLFLOW_TRACKING_TOKEN: "a b" })).toThrow(
        /^MLFLOW_TRACKING_TOKEN is not valid; expected a token, without spaces\.$/,
      );
    });

    test("that sign in by halves, twice or nowhere say what to do", () => {
      const token = { MLFLOW_TRACKING_TOKEN: "t" };
      const name = { MLFLOW_TRACKING_USERNAME: "ann" };
      const password = { MLFLOW_TRACKING_PASSWORD: "p" };
      for (const [environment, says] of [
        [
          { MLFLOW_TRACKING_URI: URI, ...token, ...name, ...password },
          /^MLFLOW_TRACKING_TOKEN and MLFLOW_TRACKING_USERNAME are both set/,
        ],
        [{ MLFLOW_TRACKING_URI: URI, ...name }, /^MLFLOW_TRACKING_PASSWORD is not set; signing in by name/],
        [
          { MLFLOW_TRACKING_URI: URI, ...password },
          /^MLFLOW_TRACKING_USERNAME is not set; signing in by name/,
        ],
        [token, /^MLFLOW_TRACKING_URI is not set; MLFLOW_TRACKING_TOKEN needs a server/],
      ] as const)
        expect(() => readConfig(environment)).toThrow(says);
    });
  });

  describe("of Inngest", () => {
    const KEYS = { INNGEST_EVENT_KEY: "events-1", INNGEST_SIGNING_KEY: "signkey-prod-1" };

    test("are both keys, or development mode with or without the server's address", () => {
      expect(readConfig({ ...KEYS, INNGEST_DEV: "0" })).toMatchObject({
        inngestEventKey: "events-1",
        inngestSigningKey: "signkey-prod-1",
        inngestDev: null,
      });
      expect(readConfig({ INNGEST_DEV: "1" }).inngestDev).toBe(true);
      expect(readConfig({ INNGEST_DEV: "http://127.0.0.1:8288/" }).inngestDev).toBe("http://127.0.0.1:8288");
    });

    test("by halves say what is lacking, and never the key", () => {
      for (const [environment, says] of [
        [{ INNGEST_EVENT_KEY: "events-1" }, /^INNGEST_SIGNING_KEY is not set; INNGEST_EVENT_KEY needs it/],
        [{ INNGEST_SIGNING_KEY: "k" }, /^INNGEST_EVENT_KEY is not set; INNGEST_SIGNING_KEY needs it/],
        [{ INNGEST_SIGNING_KEY_FALLBACK: "k" }, /^INNGEST_SIGNING_KEY_FALLBACK is set, but Inngest is off/],
        [{ INNGEST_BASE_URL: "https://a.example" }, /^INNGEST_BASE_URL is set, but Inngest is off/],
      ] as const)
        expect(() => readConfig(environment)).toThrow(says);
      expect(() => readConfig({ ...KEYS, INNGEST_SIGNING_KEY: "the secret" })).toThrow(
        /^INNGEST_SIGNING_KEY is not valid; expected a key such as/,
      );
    });
  });

  describe("of a bucket", () => {
    const BUCKET = {
      B2_BUCKET: "perennial",
      B2_ENDPOINT: "s3.us-west-004.backblazeb2.com",
      B2_REGION: "us-west-004",
      B2_KEY_ID: "key",
      B2_APP_KEY: "secret",
    };

    test("are a host or a URL and four more", () => {
      expect(readConfig(BUCKET)).toMatchObject({
        b2Bucket: "perennial",
        b2Endpoint: "https://s3.us-west-004.backblazeb2.com",
        b2Region: "us-west-004",
        b2KeyId: "key",
        b2AppKey: "secret",
      });
      const local = readConfig({ ...BUCKET, B2_ENDPOINT: "http://127.0.0.1:7070/" });
      expect(local.b2Endpoint).toBe("http://127.0.0.1:7070");
    });

    test("are all set or none is", () => {
      expect(() => readConfig({ ...BUCKET, B2_REGION: "", B2_APP_KEY: undefined })).toThrow(
        /^B2_REGION, B2_APP_KEY are not set; a bucket needs all five .* Set them all, or none to keep files on this disk\.$/,
      );
      expect(() => readConfig({ B2_APP_KEY: "secret" })).toThrow(/^B2_BUCKET, .*B2_KEY_ID are not set/);
    });

    test("that are wrong are told, but never the secret", () => {
      const wrong = {
        B2_BUCKET: "a b",
        B2_ENDPOINT: "https://b2.example/path",
        B2_REGION: "us west",
        B2_KEY_ID: "a b",
      };
      for (const [name, value] of Object.entries(wrong))
        expect(() => readConfig({ ...BUCKET, [name]: value })).toThrow(`${name} is "${value}"; expected `);
      expect(() => readConfig({ B2_APP_KEY: "the very secret" })).not.toThrow("the very secret");
    });
  });

  describe("of mail", () => {
    const SMTP = {
      SMTP_URL: "smtps://ann%40example.com:p%2Fw@mail.example.com",
      MAIL_FROM: "Shop <a@b.example>",
    };

    test("are Brevo's, or a mail server's with its port and what is special decoded", () => {
      expect(readConfig(SMTP)).toMatchObject({
        smtpUrl: {
          host: "mail.example.com",
          port: 465,
          isSecure: true,
          user: "ann@example.com",
          password: "p/w",
        },
        mailFrom: { name: "Shop", address: "a@b.example" },
      });
      const open = readConfig({ SMTP_URL: "smtp://mail:1025", MAIL_FROM: "a@b.example" });
      expect(open).toMatchObject({
        smtpUrl: { host: "mail", port: 1025, isSecure: false, user: null, password: null },
        mailFrom: { name: null, address: "a@b.example" },
      });
      expect(readConfig({ SMTP_URL: "smtp://u:p@[::1]", MAIL_FROM: "a@b.example" }).smtpUrl).toMatchObject({
        host: "::1",
        port: 587,
      });
      const brevo = { BREVO_API_KEY: "xkeysib-1", BREVO_SENDER_EMAIL: "a@b.example" };
      expect(readConfig(brevo)).toMatchObject({ brevoApiKey: "xkeysib-1", brevoSenderEmail: "a@b.example" });
    });

    for (const [environment, sentence] of [
      [
        { ...SMTP, BREVO_API_KEY: "k", BREVO_SENDER_EMAIL: "a@b.example" },
        /both set; mails can go out in one way only/,
      ],
      [{ BREVO_API_KEY: "k" }, /^BREVO_SENDER_EMAIL is not set; BREVO_API_KEY needs/],
      [{ SMTP_URL: SMTP.SMTP_URL }, /^MAIL_FROM is not set; SMTP_URL needs/],
      [{ MAIL_FROM: "a@b.example" }, /^MAIL_FROM is set, but there is no way to send mails/],
      [{ BREVO_SENDER_EMAIL: "a@b.example" }, /^BREVO_SENDER_EMAIL is set, but there is no way/],
    ] as const)
      test(`that do not fit together are told: ${Object.keys(environment).join(", ")}`, () => {
        expect(() => readConfig(environment)).toThrow(sentence);
      });

    test("that are wrong are told, but never the secret", () => {
      for (const [name, value] of [
        ["SMTP_URL", "http://ann:very-secret@mail.example.com"],
        ["SMTP_URL", "smtp://ann:very-secret@mail.example.com/path"],
        ["SMTP_URL", "smtp://very-secret@mail.example.com"],
        ["BREVO_API_KEY", "very-secret key"],
      ] as const) {
        expect(() => readConfig({ ...SMTP, [name]: value })).toThrow(`${name} is not valid; expected `);
        expect(() => readConfig({ ...SMTP, [name]: value })).not.toThrow("very-secret");
      }
    });
  });

  test("that are wrong are told all at once, in the order of the table", () => {
    expect(() => readConfig({ WORKERS: "x", PORT: "y", AUTH: "firebase" })).toThrow(
      /^PORT is "y".*\nWORKERS is "x".*\nFIREBASE_PROJECT_ID is not set/,
    );
  });
});

describe("docs/configuration.md", () => {
  const page = readFileSync(join(ROOT, "docs", "configuration.md"), "utf8");

  test("shows the table of settings as the code has it", () => {
    const rows = Object.values(SETTINGS).map(
      ({ name, otherwise, meaning, expected }) => `| \`${name}\` | ${otherwise} | ${meaning} | ${expected} |`,
    );
    const shown = page.split("\n").filter((line) => /^\| `[A-Z0-9_]+`/.test(line));
    expect(shown).toEqual(rows);
  });

  test("is where all variables are: no other file of src reads the environment", async () => {
    const found: string[] = [];
    for (const file of new Bun.Glob("**/*.{ts,tsx}").scanSync(join(ROOT, "src"))) {
      const code = await Bun.file(join(ROOT, "src", file)).text();
      for (const [, name] of code.matchAll(/(?:process|Bun)\.env\.?\[?"?([A-Z_]*)/g)) {
        if (name) found.push(`${file} ${name}`);
      }
    }
    // Told to the Google SDK, not asked of the user.
    expect(found.sort()).toEqual([
      "auth/firebase.ts METADATA_SERVER_DETECTION",
      "mirror/firestore.ts METADATA_SERVER_DETECTION",
    ]);
  });
});
