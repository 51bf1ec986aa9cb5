import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BASE_FEATURES } from "../../src/customers/base-features";
import { NET_FEATURES } from "../../src/customers/net-spend";
import { SEGMENTATION_COLUMNS } from "../../src/models/segments/segmentation-features";
import { withWhatFollows } from "../../src/models/spend/base-rates";
import { Store, storePath } from "../../src/store/store";
import { ordinaryShop, writeOrders } from "../pipeline/small-files";
import { trainingRunRow } from "../store/rows";
import { freePort } from "./mirror/emulator";
import { perennial, ServerProcess } from "./mirror/program";
import { MlflowReader, MlflowServer, mlflowProgram, type ReadRun } from "./tracking/mlflow-server";
import { Relay } from "./tracking/relay";
import { type AnsweredRun, ended, health, runOf, sentRun, train, upload } from "./tracking/shop";

const EXPERIMENT = "perennial/shop";
/** Numbers that two builds of onnxruntime answer with agree in float32. */
const DIGITS = 6;
const ADMIN = { username: "keeper", password: "a long password: 1" };
const SIGN_IN = { MLFLOW_TRACKING_USERNAME: ADMIN.username, MLFLOW_TRACKING_PASSWORD: ADMIN.password };

const isThere = mlflowProgram("mlflow") !== null;
if (!isThere)
  console.log("left out: tracking, as MLflow is not installed (tests/integrations/install-tracking.sh)");

const folders: string[] = [];
const running: { stop(): Promise<unknown> }[] = [];
afterAll(async () => {
  await Promise.all(running.map((program) => program.stop()));
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "perennial-tracking-"));
  folders.push(folder);
  return folder;
}

async function serve(environment: Record<string, string>): Promise<ServerProcess> {
  const server = await ServerProcess.start(environment);
  running.push({ stop: () => server.kill() });
  return server;
}

function mlflow(...options: ConstructorParameters<typeof MlflowServer>): MlflowServer {
  const server = new MlflowServer(...options);
  running.push(server);
  return server;
}

describe.skipIf(!isThere)("experiment tracking", () => {
  const orders = isThere ? writeOrders(newFolder(), ordinaryShop(200, 300)) : "";
  let reader: MlflowReader;
  let keeper: MlflowReader;
  beforeAll(() => {
    reader = new MlflowReader();
    keeper = new MlflowReader(ADMIN);
  });
  afterAll(() => Promise.all([reader.end(), keeper.end()]));

  describe("to a server that asks for a sign-in", () => {
    const dataDir = newFolder();
    let tracking: MlflowServer;
    let server: ServerProcess;
    let run: AnsweredRun;
    beforeAll(async () => {
      tracking = await mlflow(newFolder(), freePort(), ADMIN).start();
      server = await serve({ DATA_DIR: dataDir, MLFLOW_TRACKING_URI: tracking.url, ...SIGN_IN });
      run = await sentRun(server, await train(server, await upload(server, orders), "spring: 2011-12-09"));
    });
    afterAll(() => server.stop());

    const readRuns = async () => (await keeper.runs(tracking.url, EXPERIMENT)) ?? [];
    const folderOf = ({ model_id }: AnsweredRun) =>
      join(dataDir, "artifacts", "tenants", "shop", "models", model_id!);

    test("a training is a run: MLflow's own client reads back what was recorded", async () => {
      const [read, ...others] = await readRuns();
      expect(others).toEqual([]);
      expectSame(read!, run);
      expect(run).toMatchObject({ status: "completed", name: "spring: 2011-12-09" });
      expect(run.parameters).toMatchObject({ seed: 42, effort: "quick", missed_churner_cost: 20 });
      expect(Object.keys(run.metrics).length).toBeGreaterThan(20);
      const sha256 = createHash("sha256").update(readFileSync(orders)).digest("hex");
      expect(run.dataset_sha256).toBe(sha256);
      expect(read!.inputs).toEqual([
        {
          name: "orders.csv",
          digest: sha256.slice(0, 36),
          source: { uri: "orders.csv", sha256 },
          tags: { "mlflow.data.context": "training" },
        },
      ]);
      expect(await health(server)).toBe("well");
    });

    test("its files can be listed and downloaded, byte for byte, and none has rows of customers", async () => {
      const id = run.tracking!.run_id;
      const listed = await keeper.artifacts(tracking.url, id);
      expect(listed).toContainEqual("churn/MLmodel");
      const secret = ["arrow", "feature_store", "segmented_customers", "cleaning_report"];
      expect(listed.filter((path) => secret.some((part) => path.includes(part)))).toEqual([]);
      const kept = new Map(run.artifacts.map(({ name, sha256 }) => [name, sha256]));
      expect([...kept.keys()].sort()).toEqual(readdirSync(folderOf(run)).sort());
      for (const [path, name] of [
        ["strategic_report.md", "strategic_report.md"],
        ["churn/model.onnx", "churn.onnx"],
      ] as const) {
        const downloaded = await keeper.download(tracking.url, id, path, newFolder());
        const bytes = readFileSync(downloaded);
        expect(bytes.equals(readFileSync(join(folderOf(run), name)))).toBe(true);
        expect(createHash("sha256").update(bytes).digest("hex")).toBe(kept.get(name)!);
      }
    });

    test("its models load in Python and say of known customers what /predict says", async () => {
      const { names, rows } = featureStore(join(folderOf(run), "feature_store.csv"));
      const asked = rows.filter((_, i) => i % 10 === 0);
      const answers = await Promise.all(
        asked.map(([customer]) => predicted(server, { customer_id: customer })),
      );
      const learned = names.slice(1).filter((name) => !(name in NET_FEATURES));
      const valuesOf = (columns: readonly string[]) =>
        asked.map((row) => columns.map((name) => row[names.indexOf(name)]!));
      const features = valuesOf(learned);
      for (const [model, field] of [
        ["churn", "churn_probability"],
        ["ltv", "ltv_estimate"],
      ] as const) {
        const said = await keeper.predict(tracking.url, run.tracking!.run_id, model, features);
        expect(said.features).toEqual(learned);
        expectNear(
          said.said,
          answers.map((answer) => answer[field]!),
        );
      }
      const byPyfunc = await keeper.predict(tracking.url, run.tracking!.run_id, "churn", features, "pyfunc");
      expect(byPyfunc.features).toEqual(learned);
      expectNear(
        byPyfunc.said,
        answers.map((answer) => answer.churn_probability),
      );
      const segments = await keeper.predict(
        tracking.url,
        run.tracking!.run_id,
        "segmentation",
        valuesOf(SEGMENTATION_COLUMNS),
      );
      expect(segments.said).toEqual(answers.map(({ segment }) => segment));
    });

    test("and of somebody typed in", async () => {
      const known = [
        { recency_days: 12, frequency: 6, monetary: 480 },
        { recency_days: 200, frequency: 1, monetary: 35.5 },
        {
          recency_days: 45,
          frequency: 3,
          monetary: 120,
          avg_basket_value: 40,
          unique_products: 5,
          avg_interpurchase_days: 20,
          purchase_span_days: 40,
        },
      ];
      const answers = await Promise.all(known.map((features) => predicted(server, { features })));
      for (const [model, field] of [
        ["churn_base", "churn_probability"],
        ["ltv_base", "ltv_estimate"],
      ] as const) {
        const rows = known.map((given) => {
          const whole = withWhatFollows(given) as Readonly<Record<string, number>>;
          return BASE_FEATURES.map((name) => whole[name] ?? null);
        });
        const said = await keeper.predict(tracking.url, run.tracking!.run_id, model, rows);
        expect(said.features).toEqual([...BASE_FEATURES]);
        expectNear(
          said.said,
          answers.map((answer) => answer[field]!),
        );
      }
    });

    test("a training that fails, and one that is cancelled, are runs too", async () => {
      const broken = await upload(
        server,
        new TextEncoder().encode("CustomerID,InvoiceDate,Total\n1,2011-01-05,x\n"),
      );
      const failed = await train(server, broken);
      expect(await ended(server, failed)).toBe("failed");
      const path = await upload(server, orders);
      const [first, second] = [await train(server, path), await train(server, path)];
      await server.call("POST", `/jobs/${second}/cancel`);
      expect(await ended(server, second)).toBe("cancelled");
      const sent = await Promise.all([failed, first, second].map((id) => sentRun(server, id)));
      expect(sent.map(({ status }) => status)).toEqual(["failed", "completed", "cancelled"]);
      const read = await readRuns();
      expect(read).toHaveLength(4);
      for (const one of sent) expectSame(read.find(({ run_id }) => run_id === one.tracking!.run_id)!, one);
    });

    test("a deleted model's run stays, here and there", async () => {
      const made = (await readRuns()).length;
      await server.call("DELETE", `/models/${run.model_id}`);
      expect(await runOf(server, run.run_id)).toEqual(run);
      expect(await readRuns()).toHaveLength(made);
    });

    test("the export is a folder that MLflow reads, and that it takes over into a database", async () => {
      const place = join(newFolder(), "mlruns");
      const exported = await perennial({ DATA_DIR: dataDir }, "export", "--mlruns", place);
      expect(exported).toEqual({ stdout: `4 runs: ${place}\n`, stderr: "", code: 0 });
      const database = `sqlite:///${join(newFolder(), "mlflow.db")}`;
      const migrated = Bun.spawnSync([
        mlflowProgram("mlflow")!,
        "migrate-filestore",
        "--source",
        place,
        "--target",
        database,
      ]);
      expect({ code: migrated.exitCode, out: String(migrated.stdout) }).toMatchObject({
        code: 0,
        out: expect.stringContaining("Migration completed successfully"),
      });
      const recorded = (await (await server.call("GET", "/runs")).json()) as AnsweredRun[];
      expect(recorded).toHaveLength(4);
      for (const uri of [`file://${place}`, database]) {
        const read = (await reader.runs(uri, EXPERIMENT))!;
        expect(read).toHaveLength(4);
        for (const one of recorded) {
          const found = read.find(({ tags }) => tags["perennial.run_id"] === one.run_id)!;
          expectSame(found, { ...one, tracking: { run_id: found.run_id, sent_at: "" } });
          expect(found.inputs).toHaveLength(1);
        }
        const withModel = read.find(
          ({ status, tags }) => status === "FINISHED" && tags["perennial.run_id"] !== run.run_id,
        )!;
        const { features } = await reader.predict(uri, withModel.run_id, "ltv_base", [[1, 1, 1, 1, 1, 1, 1]]);
        expect(features).toHaveLength(7);
      }
    });

    test("an erased tenant's runs and files are deleted there", async () => {
      expect(await keeper.experiments(tracking.url)).toContain(EXPERIMENT);
      const artifacts = join(tracking.folder, "artifacts");
      expect(filesBelow(artifacts).length).toBeGreaterThan(20);
      const erased = await fetch(`${server.url}/tenants/shop`, {
        method: "DELETE",
        headers: { "X-Tenant-Id": "shop", Prefer: "wait=30" },
      });
      expect(erased.status).toBe(200);
      while ((await keeper.experiments(tracking.url)).includes(EXPERIMENT)) await Bun.sleep(100);
      expect(filesBelow(artifacts)).toEqual([]);
      const store = Store.open(storePath(dataDir));
      while (store.trainingRuns.erasedTenants().length > 0) await Bun.sleep(20);
      store.close();
      // The name is free for a tenant of the same name.
      const again = await sentRun(server, await train(server, await upload(server, orders)));
      expect((await readRuns()).map(({ run_id }) => run_id)).toEqual([again.tracking!.run_id]);
    });

    test("a wrong password is told, and nothing is lost", async () => {
      const other = newFolder();
      const wrong = { DATA_DIR: other, MLFLOW_TRACKING_URI: tracking.url, ...SIGN_IN };
      const refused = await serve({ ...wrong, MLFLOW_TRACKING_PASSWORD: "another long password" });
      const id = await train(refused, await upload(refused, orders));
      expect(await ended(refused, id)).toBe("completed");
      while ((await health(refused)) !== "failing") await Bun.sleep(20);
      expect((await runOf(refused, id)).tracking).toBeNull();
      await refused.stop();
      const right = await serve({ ...wrong, MLFLOW_EXPERIMENT_PREFIX: "late/" });
      const sent = await sentRun(right, id);
      const [read] = (await keeper.runs(tracking.url, "late/shop"))!;
      expectSame(read!, sent);
      await right.stop();
    });
  });

  describe("to a server that is not always there", () => {
    const folder = newFolder();
    let tracking: MlflowServer;
    beforeAll(() => {
      tracking = mlflow(folder, freePort());
    });

    test("a training succeeds while it is away, and its run arrives when it is back, once", async () => {
      const server = await serve({ DATA_DIR: newFolder(), MLFLOW_TRACKING_URI: tracking.url });
      const id = await train(server, await upload(server, orders));
      expect(await ended(server, id)).toBe("completed");
      while ((await health(server)) !== "failing") await Bun.sleep(20);
      expect((await runOf(server, id)).tracking).toBeNull();
      await tracking.start();
      const sent = await sentRun(server, id);
      const read = (await reader.runs(tracking.url, EXPERIMENT))!;
      expect(read).toHaveLength(1);
      expectSame(read[0]!, sent);
      expect(await health(server)).toBe("well");
      await server.stop();
    });

    test("a run arrives once and whole, wherever in the sending our server is killed", async () => {
      const dataDir = newFolder();
      const alone = await serve({ DATA_DIR: dataDir });
      const id = await train(alone, await upload(alone, orders));
      expect(await ended(alone, id)).toBe("completed");
      await alone.stop();
      let killAt = 1;
      let server: ServerProcess | null = null;
      let killed = Promise.withResolvers<void>();
      const relay = new Relay(tracking.url, async (count) => {
        if (count < killAt) return;
        killAt = Infinity;
        await server!.kill();
        killed.resolve();
      });
      const environment = {
        DATA_DIR: dataDir,
        MLFLOW_TRACKING_URI: relay.url,
        MLFLOW_EXPERIMENT_PREFIX: "killed/",
        MLFLOW_TRACKING_TOKEN: "a-token",
      };
      // The first requests, of which each does something of its own, then by leaps through the files.
      for (const ahead of [1, 2, 3, 4, 5, 6, 7, 8, 12, 20]) {
        killed = Promise.withResolvers();
        killAt = relay.seen.length + ahead;
        server = await serve(environment);
        await killed.promise;
      }
      const kills = relay.seen.length;
      server = await serve(environment);
      const sent = await sentRun(server, id);
      await server.stop();
      await relay.close();
      const read = (await reader.runs(tracking.url, "killed/shop"))!;
      expect(read).toHaveLength(1);
      expectSame(read[0]!, sent);
      expect(relay.seen.filter((request) => request === "POST runs/create")).toHaveLength(1);
      expect([...relay.signIns]).toEqual(["Bearer a-token"]);
      const puts = new Set(relay.seen.filter((request) => request.startsWith("PUT ")));
      expect(await reader.artifacts(tracking.url, read[0]!.run_id)).toHaveLength(puts.size);
      console.log(`killed 10 times in ${kills} requests; 1 run, ${puts.size} files`);
    });

    test("a run of more than one request may hold arrives whole", async () => {
      const dataDir = newFolder();
      const store = Store.open(storePath(dataDir));
      const many = <T>(count: number, name: string, value: (i: number) => T) =>
        Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name} ${i}/of: it`, value(i)]));
      const row = trainingRunRow(`it's "odd" \\ ümlaut`, {
        name: "x".repeat(600),
        parameters: many(250, "parameter", (i) => (i === 7 ? "y".repeat(7000) : i)),
        metrics: many(2100, "metric", (i) => i / 7),
        tags: many(130, "tag", (i) => "z".repeat(i === 3 ? 9000 : 300)),
        artifacts: [],
        modelId: null,
        startedAt: Date.now() - 1000,
        endedAt: Date.now(),
      });
      store.trainingRuns.insert("shop", row);
      store.close();
      const server = await serve({
        DATA_DIR: dataDir,
        MLFLOW_TRACKING_URI: tracking.url,
        MLFLOW_EXPERIMENT_PREFIX: "many/",
      });
      while ((await runOf(server, encodeURIComponent(row.id))).tracking === null) await Bun.sleep(50);
      await server.stop();
      const [read] = (await reader.runs(tracking.url, "many/shop"))!;
      expect(Object.keys(read!.params)).toHaveLength(250);
      expect(Object.keys(read!.metrics)).toHaveLength(2100);
      expect(read!.metrics["metric 2000/of_ it"]).toBe(2000 / 7);
      expect(read!.params["parameter 7/of_ it"]).toBe(`${"y".repeat(5999)}…`);
      expect(read!.tags["perennial.tag 3/of_ it"]).toBe(`${"z".repeat(7999)}…`);
      expect(read!.tags["perennial.run_id"]).toBe(row.id);
    });
  });
});

/** That MLflow has of a run what we have. */
function expectSame(read: ReadRun, run: AnsweredRun): void {
  const statuses: Record<string, string> = { completed: "FINISHED", failed: "FAILED", cancelled: "KILLED" };
  expect(read).toMatchObject({
    run_id: run.tracking!.run_id,
    name: run.name,
    status: statuses[run.status]!,
    start_time: Date.parse(run.started_at),
    end_time: Date.parse(run.ended_at),
    params: Object.fromEntries(Object.entries(run.parameters).map(([name, value]) => [name, String(value)])),
    metrics: run.metrics,
    tags: Object.fromEntries(Object.entries(run.tags).map(([name, value]) => [`perennial.${name}`, value])),
  });
  expect(Object.keys(read.params)).toHaveLength(Object.keys(run.parameters).length);
  expect(Object.keys(read.metrics)).toHaveLength(Object.keys(run.metrics).length);
  expect(read.tags["perennial.run_id"]).toBe(run.run_id);
}

function expectNear(said: readonly number[], wanted: readonly number[]): void {
  expect(said).toHaveLength(wanted.length);
  said.forEach((value, i) => {
    expect(Math.abs(value - wanted[i]!)).toBeLessThanOrEqual(
      10 ** -DIGITS * Math.max(1, Math.abs(wanted[i]!)),
    );
  });
}

async function predicted(server: ServerProcess, asked: object) {
  const response = await server.call("POST", "/predict", asked);
  expect(response.status).toBe(200);
  return (await response.json()) as { segment: number; churn_probability: number; ltv_estimate: number };
}

/** Names and rows of `feature_store.csv`, the customer first; null where a value is missing. */
function featureStore(path: string): { names: string[]; rows: (number | null)[][] } {
  const [header, ...lines] = readFileSync(path, "utf8").trim().split("\n");
  const rows = lines.map((line) => line.split(",").map((text) => (text === "" ? null : Number(text))));
  return { names: header!.split(","), rows };
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}
