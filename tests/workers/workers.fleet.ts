import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programCopy } from "../crash/program-copy";
import { ordinaryShop } from "../pipeline/small-files";
import { duckdbShop } from "../warehouse/duckdb-shop";
import { calledWorker } from "./called-worker";
import { Fleet, WorkerMachine } from "./fleet";
import { Monkey } from "./monkey";
import { type Alone, allFiles, doneAlone, filesBelow, proofOf, sha256, type Tenant } from "./shops";

const IS_SHORT = process.env.SHORT === "1";
/** Shops that train, and then score a list in parts. */
const SHOPS = IS_SHORT ? 3 : 30;
const MEAN_PAUSE_MS = IS_SHORT ? 3000 : 8000;
const AT_A_TIME = 3;
/** Every so many shops one tests past dates too. */
const SHOPS_TO_A_BACKTEST = 3;

let folder: string;
let fleet: Fleet;
let alone: Alone;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "perennial-warehouse-"));
  const { warehousesFile } = await duckdbShop(folder, ordinaryShop(200, 300));
  const ofServer = { WAREHOUSES_FILE: warehousesFile };
  alone = await doneAlone(ofServer);
  fleet = await Fleet.start(3, { CUSTOMERS_PER_STEP: "40" }, ofServer);
}, 600_000);
afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

describe("workers on other machines", () => {
  test("train, score in parts and test dates as one machine does, byte by byte, and leave nothing behind", async () => {
    const tenant = fleet.tenant("first");
    const model = await done(tenant, await tenant.train());
    expect(await modelOf(tenant, model)).toEqual(alone.model);
    const list = await done(tenant, await tenant.score(model));
    // 150 customers, 40 to a part.
    expect(stepsOf(list).size).toBe(4);
    expect(await listOf(tenant, list)).toBe(alone.list);
    const backtest = await tenant.backtest();
    expect((await tenant.ended(backtest)).result).toEqual(alone.backtest as Record<string, unknown>);
    expect(stepsOf(backtest).size).toBe(2);
    await nothingIsLeft(tenant);
    for (const { folder } of fleet.workers) expect(readdirSync(join(folder, "steps"))).toEqual([]);
  });

  test("train on a query of a warehouse that only the server can ask", async () => {
    const tenant = fleet.tenant("query");
    const model = await done(tenant, await tenant.trainOnQuery());
    expect(Object.keys(alone.queried)).toContain("model.json");
    expect(await modelOf(tenant, model)).toEqual(alone.queried);
    expect(stepsOf(model).size).toBe(1);
    expect(fleet.workers.filter(({ said }) => said.includes(model))).toHaveLength(1);
    await nothingIsLeft(tenant);
    // The rows stay for the next reading, once.
    const kept = await fleet.blobs.elsewhere("tenants/query/datasets");
    expect(kept.filter(({ key }) => key.endsWith(".arrow"))).toHaveLength(1);
  });

  test("make the copies of an erasure, which this server puts in place: not a byte differs from one machine's", async () => {
    const tenant = fleet.tenant("erases");
    const model = await done(tenant, await tenant.train());
    await done(tenant, await tenant.score(model));
    await done(tenant, await tenant.backtest());
    await nothingIsLeft(tenant);
    const erasure = await tenant.erase();
    const ended = await tenant.ended(erasure);
    expect({ files: await allFiles(fleet.blobs, "erases"), proof: proofOf(ended) }).toEqual(alone.erased);
    expect(stepsOf(erasure).size).toBe(1);
    // The request names the person; events and logs do not.
    const told = JSON.stringify(fleet.executor.events) + fleet.workers.map(({ said }) => said).join();
    expect(told).not.toContain("10005");
  });

  test("end a step whose job is cancelled", async () => {
    // A training that takes longer than a worker needs to notice.
    const orders = join(fleet.shop.folder, "many-orders.csv");
    const rows = "300000";
    const made = Bun.spawnSync([process.execPath, "src/cli.ts", "generate", "--rows", rows, "--out", orders]);
    expect(made.exitCode).toBe(0);
    const tenant = fleet.tenant("cancels", orders);
    const job = await tenant.train("full");
    const isBegun = () => fleet.workers.find(({ said }) => said.includes(job));
    const worker = await fleet.shop.seen(isBegun);
    await tenant.call("POST", `/jobs/${job}/cancel`);
    expect(await tenant.ended(job)).toMatchObject({ status: "cancelled" });
    await fleet.shop.seen(() => worker.said.includes("a step is not wanted any more"));
    expect(readdirSync(join(worker.folder, "steps"))).toEqual([]);
    await nothingIsLeft(tenant);
    expect(await modelOf(tenant, job)).toEqual({});
  });

  test("that lose their connection join again, and what they have not heard meanwhile is asked of them again", async () => {
    const tenant = fleet.tenant("unheard");
    const { gateway } = fleet;
    const [only, ...others] = fleet.workers;
    await Promise.all(others.map((each) => each.kill()));
    await fleet.shop.seen(() => gateway.ready.join() === only!.name);
    gateway.isDeaf = true;
    await fleet.shop.seen(() => gateway.turnedAway > 0);
    const job = await tenant.train();
    await fleet.shop.seen(() => gateway.busy.some((each) => each.job === job));
    gateway.isDeaf = false;
    expect(await modelOf(tenant, await done(tenant, job))).toEqual(alone.model);
    const run = fleet.executor.runs.find(({ event }) => event.data.queue_id === job)!;
    expect(gateway.sent.filter(({ runId }) => runId === run.id)).toHaveLength(2);
    expect(run.calls).toHaveLength(1);
    await Promise.all(others.map((each) => each.start()));
  });

  test("of which one is cut off from the bucket do their work without it", async () => {
    const tenant = fleet.tenant("cut-off");
    const cut = fleet.workers.at(-1)!;
    const others = fleet.workers.slice(0, -1);
    await Promise.all(others.map((each) => each.kill()));
    await fleet.shop.seen(() => fleet.gateway.ready.join() === cut.name);
    const job = await tenant.train();
    await fleet.shop.seen(() => cut.said.includes(job));
    fleet.network.isCut = true;
    await Promise.all(others.map((each) => each.start()));
    const model = await done(tenant, job);
    expect(await modelOf(tenant, model)).toEqual(alone.model);
    fleet.network.isCut = false;
    await nothingIsLeft(tenant);
  });

  test("of another release are refused with a sentence, and the server does the work", async () => {
    const tenant = fleet.tenant("releases");
    await Promise.all(fleet.workers.map((each) => each.kill()));
    const program = programCopy([{ file: "package.json", from: '"version": "', to: '"version": "9.' }]);
    const other = new WorkerMachine("other", fleet.environment, join(program, "src/cli.ts"));
    try {
      await other.start();
      const job = await tenant.train();
      expect(await other.child.exited).toBe(1);
      expect(other.said).toMatch(
        /error: This worker runs Perennial 9\.\S+, and the server that asks runs Perennial \d\S+\. Install the same release on both\./,
      );
      expect(await modelOf(tenant, await done(tenant, job))).toEqual(alone.model);
    } finally {
      await other.end();
      await Promise.all(fleet.workers.map((each) => each.start()));
    }
  });

  test("can be called instead of connecting", async () => {
    await Promise.all(fleet.workers.map((each) => each.kill()));
    const called = new WorkerMachine("called", { ...fleet.environment, PORT: "0" });
    const { connected } = fleet.executor;
    try {
      await called.start({}, "--serve");
      const app = await calledWorker(fleet, called.url!);
      fleet.executor.connected = app;
      const tenant = fleet.tenant("calls");
      const model = await done(tenant, await tenant.train());
      expect(await modelOf(tenant, model)).toEqual(alone.model);
      expect(called.said).toContain(model);
      expect((await app.unsigned()).status).toBe(401);
    } finally {
      fleet.executor.connected = connected;
      await called.end();
      await Promise.all(fleet.workers.map((each) => each.start()));
    }
  });

  test("that cannot reach Inngest say so, and can be stopped", async () => {
    const lost = new WorkerMachine("lost", { ...fleet.environment, INNGEST_BASE_URL: "http://127.0.0.1:9" });
    lost.spawn();
    await fleet.shop.seen(() => lost.said.includes("Inngest does not answer yet"));
    lost.child.kill("SIGTERM");
    expect(await lost.child.exited).toBe(0);
    await lost.end();
  });

  test("are refused without a bucket, unless the data folder is a server's", async () => {
    const lost = new WorkerMachine("lost", { ...fleet.environment, ...NO_BUCKET });
    await expect(lost.start()).rejects.toThrow(/is not the data folder of a server, and no bucket is set/);
    await lost.end();
  });

  test(`are killed at random while ${SHOPS} shops train, score and test: nothing is lost, nothing done twice, all bytes the same`, async () => {
    const monkey = new Monkey(fleet, MEAN_PAUSE_MS);
    monkey.start();
    const waiting = Array.from({ length: SHOPS }, (_, i) => fleet.tenant(`shop-${i + 1}`));
    const equal = { models: 0, lists: 0, backtests: 0 };
    const serve = async () => {
      for (let tenant = waiting.shift(); tenant; tenant = waiting.shift()) {
        const model = await done(tenant, await tenant.train());
        expect(await modelOf(tenant, model)).toEqual(alone.model);
        equal.models++;
        const list = await done(tenant, await tenant.score(model));
        expect(await listOf(tenant, list)).toBe(alone.list);
        equal.lists++;
        const jobs = [model, list];
        if (equal.lists % SHOPS_TO_A_BACKTEST === 1) {
          const backtest = await done(tenant, await tenant.backtest());
          expect((await tenant.ended(backtest)).result).toEqual(alone.backtest as Record<string, unknown>);
          equal.backtests++;
          jobs.push(backtest);
        }
        await isThereOnce(tenant, jobs);
        console.log(`${tenant.id}: as one machine's, after ${monkey.total} kills in all`);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, serve)).finally(() => monkey.stop());
    const each = [...monkey.kills].map(([name, kills]) => `${name} ${kills}`).join(", ");
    console.log(
      `kills survived: ${monkey.total} (${each}); equal to one machine's: ${equal.models} of ${SHOPS} models, ${equal.lists} of ${SHOPS} lists in parts, ${equal.backtests} backtests by date`,
    );
    expect(monkey.total).toBeGreaterThan(0);
  });
});

const NO_BUCKET = { B2_BUCKET: "", B2_ENDPOINT: "", B2_REGION: "", B2_KEY_ID: "", B2_APP_KEY: "" };

async function done(tenant: Tenant, job: string): Promise<string> {
  expect(await tenant.ended(job)).toMatchObject({ status: "completed" });
  return job;
}

/** The steps that a job was divided into. */
function stepsOf(job: string): Set<unknown> {
  const asked = fleet.executor.events.filter(
    ({ name, data }) => name === "step.requested" && data.queue_id === job,
  );
  return new Set(asked.map(({ data }) => data.step));
}

function modelOf({ id }: Tenant, model: string) {
  return filesBelow(fleet.blobs, `tenants/${id}/models/${model}`);
}

async function listOf({ id }: Tenant, list: string): Promise<string> {
  return sha256(await fleet.blobs.read(`tenants/${id}/outputs/${list}.csv`));
}

/** The job ends a moment before what was exchanged about it is cleared away. */
async function nothingIsLeft({ id }: Tenant): Promise<void> {
  await fleet.shop.seen(async () => (await fleet.blobs.elsewhere(`tenants/${id}/steps`)).length === 0);
}

/** One model, one list, one end of each job, and no other objects. */
async function isThereOnce(tenant: Tenant, jobs: readonly string[]): Promise<void> {
  await nothingIsLeft(tenant);
  const models = await tenant.call<{ model_id: string }[]>("GET", "/models");
  expect(models.map(({ model_id }) => model_id)).toEqual([jobs[0]!]);
  const ends = fleet.shop.sql<{ job: string; ends: number }>(
    `SELECT job_id AS job, count(*) AS ends FROM job_events WHERE tenant_id = '${tenant.id}' AND event = 'completed' GROUP BY job_id ORDER BY job_id`,
  );
  expect(ends).toEqual([...jobs].sort().map((job) => ({ job, ends: 1 })));
  const groups = (await fleet.blobs.elsewhere(`tenants/${tenant.id}`)).map(({ key }) => key.split("/")[2]);
  expect(groups.filter((area) => area === "models")).toHaveLength(Object.keys(alone.model).length);
  expect(groups.filter((area) => area === "outputs")).toHaveLength(1);
}
