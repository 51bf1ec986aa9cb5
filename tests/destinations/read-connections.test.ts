import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConnections } from "../../src/destinations/read-connections";

const SFTP = {
  kind: "sftp",
  tenants: ["shop"],
  host: "sftp.example.com",
  user: "perennial",
  password: "top secret",
  host_fingerprint: `SHA256:${"a".repeat(43)}`,
};

function read(
  connections: unknown,
  environment: Record<string, string> = {},
  files: Record<string, string> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "perennial-connections-"));
  try {
    const path = join(folder, "destinations.yaml");
    writeFileSync(path, typeof connections === "string" ? connections : JSON.stringify({ connections }));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return readConnections(path, environment);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the operator's connections", () => {
  test("are read from YAML, with secrets from files and variables, and each is its tenants' alone", () => {
    const yaml = `
connections:
  warehouse: { kind: sftp, tenants: [shop], host: h, user: u, key_file: id, host_fingerprint: "${SFTP.host_fingerprint}" }
  lake: { kind: s3, tenants: "*", endpoint: "https://s3.example.com", region: r, bucket: lists, key_id: k, app_key_env: APP_KEY }
`;
    const connections = read(yaml, { APP_KEY: "s3 secret" }, { id: "a key\n" });
    expect(connections.require("shop", "warehouse", "sftp")).toMatchObject({ key: "a key" });
    expect(connections.require("other", "lake", "s3")).toMatchObject({ app_key: "s3 secret" });
    expect(connections.of("other")).toEqual([{ name: "lake", kind: "s3", where: "lists" }]);
    expect(() => connections.require("other", "warehouse", "sftp")).toThrow(
      "There is no connection warehouse of the kind sftp. Ask the operator of this server",
    );
    expect(() => connections.require("shop", "lake", "sftp")).toThrow("Choose from warehouse.");
  });

  test.each([
    ["no kind", { a: { tenants: "*" } }, /connection a has no `kind`/],
    ["no tenants", { a: { ...SFTP, tenants: undefined } }, /a: tenants is not as expected/],
    ["no fingerprint", { a: { ...SFTP, host_fingerprint: "MD5:aa" } }, /host_fingerprint is not as expected/],
    ["two ways to sign in", { a: { ...SFTP, key: "k" } }, /either a password or a key/],
    ["a field that nobody knows", { a: { ...SFTP, pasword: "x" } }, /a: pasword is not as expected/],
    [
      "a variable that is not set",
      { a: { ...SFTP, password_env: "NOT_SET" } },
      /variable NOT_SET of password_env/,
    ],
    [
      "a file that is not there",
      { a: { ...SFTP, password_file: "gone" } },
      /a: password_file gone cannot be read/,
    ],
    ["a name that is a path", { "a/b": SFTP }, /has no valid name/],
    [
      "no account",
      { a: { kind: "sheets", tenants: "*", service_account: "{}" } },
      /no key of a Google service account/,
    ],
    [
      "no secret for a webhook",
      { a: { kind: "webhook", tenants: "*", url: "https://x", secret: "x" } },
      /a: secret/,
    ],
  ])("with %s end the start, with words that show no secret", (_, connections, words) => {
    expect(() => read(connections)).toThrow(words);
    try {
      read(connections);
    } catch (error) {
      expect((error as Error).message).not.toContain("top secret");
    }
  });

  test("are refused in a file that is no YAML, or has none", () => {
    expect(() => read("connections: [")).toThrow("is no YAML");
    expect(() => read("warehouse: {}")).toThrow("has no `connections`");
  });
});
