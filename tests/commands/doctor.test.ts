import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { examine } from "../../src/commands/doctor/examine";
import { BucketBlobs } from "../../src/store/bucket/bucket-blobs";
import { datasetKey, stepsPrefix } from "../../src/store/object-keys";
import { Store, storePath } from "../../src/store/store";
import { DAY_MS } from "../../src/time";
import { ordinaryShop, writeOrders } from "../pipeline/small-files";
import { plainServer } from "../store/bucket/plain-server";
import { cleanUpAfterwards, newFolder } from "../store/open-store";
import { datasetRow, modelRow, predictionRow } from "../store/rows";

cleanUpAfterwards();

const CLI = resolve(import.meta.dir, "../../src/cli.ts");
const UPLOAD = "tenants/t/datasets/d/dataset.csv";
const MODEL = "tenants/t/models/m";
const LIST = "tenants/t/outputs/p.csv";
let sound = "";

async function perennial(dataDir: string, ...args: string[]) {
  return perennialWith({ DATA_DIR: dataDir }, ...args);
}

async function perennialWith(environment: Record<string, string>, ...args: string[]) {
  const child = Bun.spawn([process.execPath, CLI, ...args], {
    env: { ...process.env, ...environment },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { stdout, stderr, code };
}

interface Told {
  readonly looked_at: Record<string, number>;
  readonly findings: readonly {
    code: string;
    tenant: string | null;
    message: string;
    is_repaired: boolean;
  }[];
  readonly notes: readonly string[];
}

async function doctor(dataDir: string, ...flags: string[]): Promise<Told & { code: number }> {
  const { stdout, stderr, code } = await perennial(dataDir, "doctor", "--json", ...flags);
  if (stdout === "") throw new Error(stderr);
  return { ...(JSON.parse(stdout) as Told), code };
}

/** Makes a data folder with an upload, a model and a list of a tenant. */
beforeAll(async () => {
  sound = mkdtempSync(join(tmpdir(), "perennial-"));
  const orders = writeOrders(sound, ordinaryShop(200, 400));
  const folder = join(sound, "artifacts", MODEL);
  const trained = await perennial(
    sound,
    "train",
    "--tenant-id",
    "t",
    "--data-path",
    orders,
    "--quick",
    "--out",
    folder,
  );
  if (trained.code !== 0) throw new Error(trained.stderr);
  mkdirSync(join(sound, "datasets", dirname(UPLOAD)), { recursive: true });
  mkdirSync(join(sound, "artifacts", dirname(LIST)), { recursive: true });
  writeFileSync(join(sound, "datasets", UPLOAD), "a,b\n1,2\n");
  writeFileSync(join(sound, "artifacts", LIST), "CustomerID\n1\n");
  const sha256 = new Bun.CryptoHasher("sha256").update("a,b\n1,2\n").digest("hex");
  const store = Store.open(storePath(sound));
  store.datasets.insert("t", datasetRow("d", { datasetPath: UPLOAD, sizeBytes: 8, sha256 }));
  store.models.insert("t", modelRow("m", { artifactPrefix: MODEL }));
  store.predictions.insert("t", predictionRow("p", { modelId: "m", batchFileUrl: LIST }));
  store.close();
}, 60_000);

afterAll(() => rmSync(sound, { recursive: true }));

function copyOfSound(): string {
  const folder = newFolder();
  cpSync(sound, folder, { recursive: true });
  return folder;
}

describe("perennial doctor", () => {
  test("finds nothing wrong with a sound folder, and changes nothing", async () => {
    const dataDir = copyOfSound();
    const before = readdirSync(dataDir, { recursive: true }).sort();
    const { code, findings, looked_at } = await doctor(dataDir);
    expect({ code, findings }).toEqual({ code: 0, findings: [] });
    expect(looked_at).toMatchObject({ tenants: 1, uploads: 1, models: 1, lists: 1 });
    const files = readdirSync(dataDir, { recursive: true }).sort();
    expect(files.filter((name) => !String(name).includes("perennial.sqlite"))).toEqual(
      before.filter((name) => !String(name).includes("perennial.sqlite")),
    );
    const { stdout } = await perennial(dataDir, "doctor");
    expect(stdout).toMatch(
      /^Looked at 1 tenant, 1 upload, 1 model and 1 list; read [\d,]+ bytes\.\nNothing is wrong\.\n$/,
    );
  });

  const faults: [name: string, break_: (dataDir: string) => void, code: string, says: RegExp][] = [
    [
      "a missing upload",
      (at) => rmSync(join(at, "datasets", UPLOAD)),
      "file_missing",
      /upload orders\.csv .* is missing/,
    ],
    [
      "an upload with other bytes",
      (at) => writeFileSync(join(at, "datasets", UPLOAD), "a,b\n1,3\n"),
      "file_changed",
      /differs from what was stored/,
    ],
    [
      "a cut upload",
      (at) => truncateSync(join(at, "datasets", UPLOAD), 4),
      "file_changed",
      /it has 4 bytes, and 8 bytes/,
    ],
    [
      "a model without files",
      (at) => rmSync(join(at, "artifacts", MODEL), { recursive: true }),
      "file_missing",
      /model m has no files/,
    ],
    [
      "a model without its card",
      (at) => rmSync(join(at, "artifacts", MODEL, "model.json")),
      "file_missing",
      /has no model\.json/,
    ],
    [
      "a model with a cut table",
      (at) => truncateSync(join(at, "artifacts", MODEL, "orders.arrow"), 900),
      "model_damaged",
      /orders\.arrow cannot be read/,
    ],
    [
      "a model with cut JSON",
      (at) => truncateSync(join(at, "artifacts", MODEL, "evaluation.json"), 90),
      "model_damaged",
      /evaluation\.json cannot be read/,
    ],
    [
      "a model with damaged weights",
      (at) => writeFileSync(join(at, "artifacts", MODEL, "churn_base.onnx"), "onnx"),
      "model_damaged",
      /cannot be opened/,
    ],
    [
      "a missing list",
      (at) => rmSync(join(at, "artifacts", LIST)),
      "file_missing",
      /list of the prediction p is missing/,
    ],
    [
      "rows without their parent",
      (at) => statement(at, "DELETE FROM tenants WHERE id = 't'"),
      "store_damaged",
      /rows of \w+ without their parent/,
    ],
  ];
  for (const [name, break_, code, says] of faults)
    test(`reports ${name}, keeps it with --repair, and exits with 1`, async () => {
      const dataDir = copyOfSound();
      break_(dataDir);
      for (const flags of [[], ["--repair"]]) {
        const told = await doctor(dataDir, ...flags);
        expect(told.code).toBe(1);
        const found = told.findings.find((finding) => finding.code === code && says.test(finding.message));
        expect(found).toMatchObject({ is_repaired: false });
      }
    });

  test("reports what killed processes left, and deletes it with --repair", async () => {
    const dataDir = copyOfSound();
    const left = [
      join(dataDir, "datasets/tenants/t/datasets/killed/dataset.csv"),
      join(dataDir, "artifacts", `${dirname(MODEL)}/.m2.12.ab/model.json`),
      join(dataDir, "artifacts", `${dirname(LIST)}/lost.csv`),
      `${storePath(dataDir)}.restoring`,
    ];
    for (const path of left) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, "12345");
    }
    const told = await doctor(dataDir);
    expect(told.code).toBe(1);
    expect(told.findings.map(({ code, is_repaired }) => [code, is_repaired])).toEqual(
      Array(4).fill(["left_over", false]),
    );
    expect(left.filter(existsSync)).toEqual(left);
    const repaired = await doctor(dataDir, "--repair");
    expect(repaired.code).toBe(0);
    expect(repaired.findings.map(({ is_repaired }) => is_repaired)).toEqual(Array(4).fill(true));
    expect(left.filter(existsSync)).toEqual([]);
    expect(await doctor(dataDir)).toMatchObject({ code: 0, findings: [] });
  });

  test("builds a damaged index again", async () => {
    const dataDir = copyOfSound();
    emptyIndex(storePath(dataDir), "predictions_newest");
    const found = await doctor(dataDir);
    expect(found.code).toBe(1);
    expect(found.findings.map(({ code }) => code)).toContain("store_damaged");
    const repaired = await doctor(dataDir, "--repair");
    expect(repaired.code).toBe(0);
    expect(repaired.findings.length).toBeGreaterThan(0);
    expect(await doctor(dataDir)).toMatchObject({ code: 0, findings: [] });
  });

  test("leaves unnamed files alone while a server has the store open, and says so", async () => {
    const dataDir = copyOfSound();
    const coming = join(dataDir, "datasets/tenants/t/datasets/coming/dataset.csv");
    mkdirSync(dirname(coming), { recursive: true });
    writeFileSync(coming, "12345");
    const server = Store.open(storePath(dataDir), Date.now());
    for (const flags of [[], ["--repair"]]) {
      const { findings, notes } = await doctor(dataDir, ...flags);
      expect(findings).toEqual([]);
      expect(notes.join()).toContain("A server has the store open.");
    }
    expect(existsSync(coming)).toBe(true);
    server.close();
  });

  test("leaves unnamed files alone while a store that a restore replaced is still there", async () => {
    const dataDir = copyOfSound();
    const file = join(dataDir, "datasets/tenants/t/datasets/newer/dataset.csv");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "12345");
    writeFileSync(`${storePath(dataDir)}.2030-01-02T03-04-05-000Z.replaced`, "");
    const { code, findings, notes } = await doctor(dataDir, "--repair");
    expect({ code, findings }).toEqual({ code: 0, findings: [] });
    expect(notes.join()).toContain("a restore has kept the earlier store");
    expect(existsSync(file)).toBe(true);
  });

  test("names tenants that have files, but no row", async () => {
    const dataDir = copyOfSound();
    const file = join(dataDir, "datasets/tenants/stranger/datasets/first/dataset.csv");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "12345");
    const { code, notes } = await doctor(dataDir, "--repair");
    expect(code).toBe(0);
    expect(notes.join()).toContain("does not know 1 of the tenants with files here (stranger)");
    expect(existsSync(file)).toBe(true);
  });

  test("finds objects in a bucket that no row has named for a day, and deletes them with --repair", async () => {
    await using server = await plainServer();
    const dataDir = newFolder();
    const blobs = new BucketBlobs({ dataDir, bucket: server.settings });
    const keyOf = (age: number) => datasetKey("t", Bun.randomUUIDv7("hex", Date.now() - age), "dataset.csv");
    const [old, young] = [keyOf(2 * DAY_MS), keyOf(0)];
    const exchanged = `${stepsPrefix("t", Bun.randomUUIDv7("hex", Date.now() - 2 * DAY_MS))}/step/task.json`;
    for (const key of [old, exchanged, young]) await blobs.writeStream(key, new Blob(["a,b\n"]).stream());
    const path = storePath(dataDir);
    const store = Store.open(path);
    store.tenants.ensure("t", 1);
    store.close();
    const folder = { dataDir, path, blobs };
    for (const repair of [false, true])
      expect((await examine(folder, { repair })).findings).toEqual(
        Array(2).fill({
          code: "left_over",
          tenant: "t",
          message: expect.stringContaining("no row names it"),
          is_repaired: repair,
        }),
      );
    expect((await blobs.elsewhere("tenants/t")).map(({ key }) => key)).toEqual([young]);
    await blobs.bucket.close();
  });

  test("says which workers cannot join without a bucket", async () => {
    const dataDir = newFolder();
    Store.open(storePath(dataDir)).close();
    const child = Bun.spawn([process.execPath, CLI, "doctor", "--json"], {
      env: { ...process.env, DATA_DIR: dataDir, REMOTE_JOBS: "8", INNGEST_DEV: "1" },
      stdout: "pipe",
    });
    const { notes } = (await new Response(child.stdout).json()) as Told;
    expect(notes).toEqual([
      "REMOTE_JOBS is 8, but no bucket is set: only workers on this machine and in this data folder can join. Set B2_BUCKET and what it needs to let other machines join.",
    ]);
  });

  test("needs a store", async () => {
    const { stderr, code } = await perennial(newFolder(), "doctor");
    expect(code).toBe(1);
    expect(stderr).toContain("There is no store at");
  });

  test("asks the warehouses of the operator's file, and says which gives no answer, without its secret", async () => {
    const dataDir = copyOfSound();
    const file = join(dataDir, "warehouses.yaml");
    writeFileSync(
      file,
      `connections:
  lake: { kind: duckdb, tenants: "*", path: order_lines.duckdb }
  shop: { kind: postgres, tenants: "*", host: 127.0.0.1, port: 1, database: shop, user: u, password: hush, tls: "off" }
`,
    );
    const made = await DuckDBInstance.create(join(dataDir, "order_lines.duckdb"));
    made.closeSync();
    const { stdout, stderr, code } = await perennialWith(
      { DATA_DIR: dataDir, WAREHOUSES_FILE: file },
      ...["doctor", "--json"],
    );
    const { looked_at, findings } = JSON.parse(stdout) as Told;
    expect(looked_at.warehouses).toBe(2);
    expect(findings.map(({ code, message }) => [code, message])).toEqual([
      [
        "warehouse_silent",
        "The warehouse shop of WAREHOUSES_FILE gives no answer: The warehouse shop says: Failed to connect.",
      ],
    ]);
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain("hush");
  });
});

function statement(dataDir: string, sql: string): void {
  const database = new Database(storePath(dataDir));
  database.run("PRAGMA foreign_keys = OFF");
  database.exec(sql);
  database.close(true);
}

/** Takes the entries out of an index of one page, as a write that did not reach the disk does. */
function emptyIndex(path: string, name: string): void {
  const database = new Database(path);
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  const [[page]] = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").values(name) as [
    [number],
  ];
  const [[pageBytes]] = database.prepare("PRAGMA page_size").values() as [[number]];
  database.close(true);
  const bytes = readFileSync(path);
  const at = (page - 1) * pageBytes;
  // The header of a page of an index (SQLite's file format, 1.6): no free block, no cells, which begin at its end.
  bytes.writeUInt16BE(0, at + 1);
  bytes.writeUInt16BE(0, at + 3);
  bytes.writeUInt16BE(pageBytes, at + 5);
  writeFileSync(path, bytes);
}
