import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readWarehouses, type Warehouses } from "../../src/warehouse/connections";

const POSTGRES = {
  kind: "postgres",
  tenants: ["shop"],
  host: "db.example.com",
  database: "shop",
  user: "reader",
};
const BUCKET = { endpoint: "https://s3.example.com", region: "r", bucket: "lake", key_id: "k", app_key: "s" };

function read(connections: unknown, environment: Record<string, string> = {}): Warehouses {
  const folder = mkdtempSync(join(tmpdir(), "perennial-warehouses-"));
  try {
    const path = join(folder, "warehouses.yaml");
    writeFileSync(path, typeof connections === "string" ? connections : JSON.stringify({ connections }));
    writeFileSync(join(folder, "secret"), "from a file\n");
    return readWarehouses(path, environment);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the operator's warehouses", () => {
  test("are read from YAML, with secrets from files and variables, and each is its tenants' alone", () => {
    const warehouses = read(
      `
connections:
  shop: { kind: postgres, tenants: [shop], host: db.example.com, database: shop, user: reader, password_file: secret }
  hive: { kind: trino, tenants: "*", url: "https://trino.example.com:8443", catalog: hive, user: reader, token_env: TOKEN }
`,
      { TOKEN: "from the environment" },
    );
    expect(warehouses.require("shop", "shop")).toMatchObject({ password: "from a file" });
    expect(warehouses.require("other", "hive")).toMatchObject({ token: "from the environment" });
    expect(warehouses.of("other")).toEqual([
      { name: "hive", kind: "trino", where: "trino.example.com:8443" },
    ]);
    expect(() => warehouses.require("other", "shop")).toThrow(
      "There is no warehouse shop. Choose from hive.",
    );
    expect(() => read({}).require("shop", "shop")).toThrow("Ask the operator of this server to name one");
  });

  test("of files are found beside the file that names them, and in a bucket below its folder", () => {
    const warehouses = read({
      here: { kind: "duckdb", tenants: "*", path: "lake" },
      there: { kind: "duckdb", tenants: "*", path: "orders", ...BUCKET },
    });
    expect(warehouses.require("shop", "here")).toMatchObject({
      path: expect.stringMatching(/^\/.*perennial-warehouses-\w+\/lake$/),
    });
    expect(warehouses.require("shop", "there")).toMatchObject({ path: "orders" });
    expect(warehouses.of("shop")[1]!.where).toBe("lake");
  });

  test.each([
    ["no kind", { a: { tenants: "*" } }, /connection a has no `kind`; it is one of postgres, mysql/],
    ["no tenants", { a: { ...POSTGRES, tenants: undefined } }, /a: tenants is not as expected/],
    ["a field that nobody knows", { a: { ...POSTGRES, pasword: "x" } }, /a: pasword is not as expected/],
    ["an address in a name", { "a b": POSTGRES }, /no valid name/],
    ["a limit of nothing", { a: { ...POSTGRES, max_seconds: 0 } }, /max_seconds is not as expected/],
    ["no file", { a: { kind: "duckdb", tenants: "*" } }, /needs a path/],
    ["half a bucket", { a: { kind: "duckdb", tenants: "*", ...BUCKET, region: undefined } }, /lacks region/],
    [
      "a secret without encryption",
      { a: { kind: "trino", tenants: "*", url: "http://t:8080", catalog: "c", user: "u", password: "hush" } },
      /unencrypted/,
    ],
    [
      "a secret in an address",
      { a: { kind: "clickhouse", tenants: "*", url: "https://me:hush@ch.example.com" } },
      /url is not as expected/,
    ],
    ["a secret that is missing", { a: { ...POSTGRES, password_env: "NOT_SET" } }, /NOT_SET of password_env/],
  ])("with %s are refused, without a secret in the message", (_, connections, message) => {
    const refusal = (() => {
      try {
        read(connections);
        return "none";
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(refusal).toMatch(message);
    expect(refusal).toStartWith("WAREHOUSES_FILE");
    expect(refusal).not.toContain("hush");
  });
});
