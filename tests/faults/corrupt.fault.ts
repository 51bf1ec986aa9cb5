import { afterAll, beforeAll, expect, test } from "bun:test";
import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { cleanUp, newFolder, perennial, Running, smallOrders } from "./running";

afterAll(cleanUp);

let sound = "";
const ids = { model: "", list: "" };
const STORE = "artifacts/perennial.sqlite";
const FEATURES = { recency_days: 5, frequency: 3, monetary: 50 };

/** A folder with an upload, a model, a list and a row. */
beforeAll(async () => {
  sound = newFolder();
  const server = await Running.start({ dataDir: sound });
  const orders = await smallOrders();
  const uploaded = await server.upload(orders);
  const { model_id } = (await server.train(uploaded.dataset_path)).result;
  const asked = await server.call("POST", "/api/queue/predict-batch", { model_id });
  const { prediction_id } = (await server.ended(asked.json.queue_id)).result;
  expect(await server.add("row")).toBe(200);
  Object.assign(ids, { model: model_id, list: prediction_id });
  await server.end();
}, 120_000);

function copyOfSound(): string {
  const folder = newFolder();
  cpSync(sound, folder, { recursive: true });
  return folder;
}

type Damage = (path: string) => void;
const DAMAGES: Readonly<Record<string, Damage>> = {
  empty: (path) => truncateSync(path, 0),
  cut: (path) => truncateSync(path, Math.floor(readFileSync(path).length / 2)),
  "with flipped bits": (path) => {
    const bytes = readFileSync(path);
    for (let i = 0; i < bytes.length; i += 97) bytes[i]! ^= 0x55;
    writeFileSync(path, bytes);
  },
  missing: (path) => rmSync(path),
};

/** Every answer is a success or tells in a sentence what is wrong: never a defect, a path of this machine, or silence. */
function expectTold(what: string, { status, json }: { status: number; json: unknown }): void {
  expect([what, status, status !== 500]).toEqual([what, status, true]);
  expect(JSON.stringify(json)).not.toMatch(/\/tmp\/perennial|internal error/);
}

const modelFolder = (dataDir: string) => join(dataDir, "artifacts/tenants/shop/models", ids.model);

test("a model with any damaged file is told of in sentences, and everything else goes on", async () => {
  const names = readdirSync(modelFolder(sound));
  expect(names.length).toBeGreaterThan(12);
  let damaged = 0;
  let told = 0;
  for (const [how, damage] of Object.entries(DAMAGES)) {
    const dataDir = copyOfSound();
    const server = await Running.start({ dataDir });
    for (const name of names) {
      // A fresh copy of all others.
      cpSync(modelFolder(sound), modelFolder(dataDir), { recursive: true });
      damage(join(modelFolder(dataDir), name));
      damaged++;
      const answers = await Promise.all(
        [
          ["POST", "/predict", { model_id: ids.model, features: FEATURES }],
          ["GET", `/models/${ids.model}/json`],
          ["GET", `/models/${ids.model}/customers?limit=5`],
          ["GET", `/segments?model_id=${ids.model}`],
        ].map(([method, path, body]) => server.call(method as string, path as string, body as object)),
      );
      for (const answer of answers) expectTold(`${name} ${how}`, answer);
      if (answers.some(({ status }) => status === 503)) told++;
    }
    expect((await server.call("GET", "/queue")).status).toBe(200);
    const defects = (await server.end())
      .split("\n")
      .filter((line) => line !== "" && !line.includes("DamagedModelError"));
    expect(defects).toEqual([]);
  }
  expect(told).toBeGreaterThan(0);
  console.log(`models: ${damaged} damaged files, ${told} told by the four routes, 0 defects`);
});

test("a damaged upload fails its training with a sentence, and the doctor names it", async () => {
  const dataDir = newFolder();
  const server = await Running.start({ dataDir });
  const orders = await smallOrders();
  const asked: { kind: string; how: string; path: string }[] = [];
  for (const [kind, content] of [
    ["csv", orders],
    ["csv.gz", gzipSync(orders)],
  ] as const)
    for (const [how, damage] of Object.entries(DAMAGES)) {
      const { dataset_path: path } = await server.upload(content, `orders.${kind}`);
      damage(join(dataDir, "datasets", path));
      asked.push({ kind, how, path });
    }
  for (const { kind, how, path } of asked) {
    const answer = await server.call("POST", "/train", { dataset_path: path, effort: "quick" });
    expectTold(`${kind} ${how}`, answer);
    const job = await server.ended(answer.json.job_id);
    // A part of a CSV file is one too: only its hash tells.
    if (job.status === "completed")
      expect([kind, how]).toEqual(["csv", expect.stringMatching(/cut|flipped/)]);
    else
      expect([kind, how, job.error]).toEqual([
        kind,
        how,
        expect.not.stringMatching(/internal error|\/tmp\//),
      ]);
  }
  const log = await server.end();
  expect(log).not.toContain("because of a defect");
  const { stdout, code } = await perennial(dataDir, "doctor");
  expect(code).toBe(1);
  expect(stdout.match(/upload .* (is missing|differs from what was stored)/g)).toHaveLength(asked.length);
  console.log(`uploads: ${asked.length} damaged files, ${asked.length} named by the doctor`);
});

test("a list whose file is damaged or missing is answered without a defect", async () => {
  const dataDir = copyOfSound();
  const list = `artifacts/tenants/shop/outputs/${ids.list}.csv`;
  const server = await Running.start({ dataDir });
  for (const [how, damage] of Object.entries(DAMAGES)) {
    cpSync(join(sound, list), join(dataDir, list));
    damage(join(dataDir, list));
    expectTold(`list ${how}`, await server.call("GET", `/predictions/${ids.list}/download`));
    expectTold(`list ${how}`, await server.call("GET", `/predictions/${ids.list}`));
  }
  await server.end();
});

test("a damaged write-ahead log or index of it costs at most what it held, never the store", async () => {
  const dataDir = copyOfSound();
  const before = await Running.start({ dataDir });
  expect(await before.add("in-the-log")).toBe(200);
  await before.end("SIGKILL");
  for (const file of ["-wal", "-shm"])
    for (const how of ["empty", "cut", "with flipped bits"]) {
      const damaged = newFolder();
      cpSync(dataDir, damaged, { recursive: true });
      DAMAGES[how]!(join(damaged, STORE + file));
      const server = await Running.start({ dataDir: damaged });
      const rows = (await server.call("GET", "/queue")).json as { queue_id: string }[];
      expect(rows.map(({ queue_id }) => queue_id)).toContain("row");
      // The index of the log is made again from the log.
      if (file === "-shm") expect(rows.map(({ queue_id }) => queue_id)).toContain("in-the-log");
      expect(await server.add("after")).toBe(200);
      await server.end();
      expect((await perennial(damaged, "doctor")).stdout).toContain("Nothing is wrong.");
    }
});

test("a damaged store, lock or companion is one sentence and exit code 1, or does no harm", async () => {
  for (const [name, harmless] of [
    [STORE, false],
    [`${STORE}.lock`, true],
    [`${STORE}.mirror`, true],
  ] as const)
    for (const [how, damage] of Object.entries(DAMAGES)) {
      const dataDir = copyOfSound();
      if (name.endsWith(".mirror")) writeFileSync(join(dataDir, name), "x".repeat(5000));
      damage(join(dataDir, name));
      const started = await Running.start({ dataDir }).catch(String);
      if (typeof started === "string") {
        expect([name, how, started]).toEqual([
          name,
          how,
          expect.stringMatching(/^Error: exit code 1: error: [^\n]+[.]$/),
        ]);
        expect([name, harmless && how === "missing"]).toEqual([name, false]);
      } else {
        // A store that is not there is a new one: the operator may have moved it away.
        if (!harmless) expect([name, how]).toEqual([name, "missing"]);
        await started.end();
      }
    }
});
