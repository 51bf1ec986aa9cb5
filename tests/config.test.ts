import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { readConfig, SETTINGS } from "../src/config";
import { UserError } from "../src/errors";

const ROOT = resolve(import.meta.dir, "..");

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
      firebaseAuthEmulatorHost: null,
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
      firebaseAuthEmulatorHost: null,
    });
  });

  for (const [name, values] of Object.entries({
    HOST: ["a b", "http://localhost", "a/b"],
    PORT: ["http", "-1", "65536", "80.5", "0x50"],
    WORKERS: ["0", "257", "two"],
    AUTH: ["none", "Keys"],
    ALLOW_OPEN_AUTH: ["yes", "2"],
    LOG_LEVEL: ["loud"],
    MAX_UPLOAD_BYTES: ["0", "2GB", "1e9", "9007199254740993"],
    TENANT_QUOTA_BYTES: ["0"],
    REQUESTS_PER_MINUTE: ["-1", "many"],
    CORS_ORIGINS: ["app.example.com", "https://a.example/", "https://a.example/path", "null"],
    FIREBASE_PROJECT_ID: ["A_B", "x"],
    FIREBASE_AUTH_EMULATOR_HOST: ["localhost", "http://localhost:9099"],
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
    const shown = page.split("\n").filter((line) => /^\| `[A-Z_]+`/.test(line));
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
    expect(found).toEqual(["auth/firebase.ts METADATA_SERVER_DETECTION"]);
  });
});
