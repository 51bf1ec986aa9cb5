import { afterAll, expect, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Stage, startQueue } from "../jobs/stage";
import { openStore } from "../store/open-store";
import { addJob } from "../store/rows";
import { cleanUp, newFolder, Running, smallOrders } from "./running";

const children: Bun.Subprocess[] = [];
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await cleanUp();
});

/** Moves the clock of a server and its workers by the seconds in a file. */
const CLOCK = `
const fs = require("node:fs");
const [RealDate, now] = [Date, Date.now];
const shift = () => { try { return 1000 * Number(fs.readFileSync(process.env.CLOCK_FILE, "utf8")); } catch { return 0; } };
globalThis.Date = class extends RealDate {
  constructor(...given) { if (given.length === 0) super(now() + shift()); else super(...given); }
  static now() { return now() + shift(); }
};`;

test("a clock that is set forward or back while a job runs costs no job, no row and no order", async () => {
  const dataDir = newFolder();
  const [clock, preload] = [join(dataDir, "clock"), join(newFolder(), "clock.js")];
  writeFileSync(preload, CLOCK);
  const environment = { BUN_OPTIONS: `--preload=${preload}`, CLOCK_FILE: clock };
  const server = await Running.start({ dataDir, environment });
  const { dataset_path } = await server.upload(await smallOrders());
  const kept: string[] = [];
  let model = "";
  for (const seconds of [7200, -7200, 86_400 * 400, 0]) {
    const asked = await server.call("POST", "/train", { dataset_path, effort: "quick" });
    expect(asked.status).toBeLessThan(300);
    writeFileSync(clock, String(seconds));
    const id = `row at ${seconds}`.replaceAll(" ", "-");
    expect([seconds, await server.add(id)]).toEqual([seconds, 200]);
    kept.push(id);
    const job = await server.ended(asked.json.job_id);
    expect([seconds, job.status, job.error]).toEqual([seconds, "completed", undefined]);
    const events = (await server.call("GET", `/jobs/${asked.json.job_id}/events`)).json as string;
    expect(events.match(/^event: completed/gm)).toHaveLength(1);
    expect((await server.call("GET", "/health/ready")).status).not.toBe(500);
    model = asked.json.job_id;
  }
  const features = { recency_days: 5, frequency: 3, monetary: 50 };
  expect((await server.call("POST", "/predict", { model_id: model, features })).status).toBe(200);
  await server.end("SIGKILL");
  rmSync(clock);
  const again = await Running.start({ dataDir, environment });
  const rows = (await again.call("GET", "/queue")).json as { queue_id: string }[];
  expect(kept.filter((id) => !rows.some(({ queue_id }) => queue_id === id))).toEqual([]);
  expect((await again.call("GET", "/models")).json).toHaveLength(4);
  await again.end();
});

test("a server that is stopped by SIGSTOP answers when it goes on, and keeps its job", async () => {
  const dataDir = newFolder();
  const server = await Running.start({ dataDir });
  const { dataset_path } = await server.upload(await smallOrders());
  const asked = await server.call("POST", "/train", { dataset_path, effort: "quick" });
  process.kill(server.pid, "SIGSTOP");
  const row = server.add("meanwhile");
  await Bun.sleep(1500);
  process.kill(server.pid, "SIGCONT");
  expect(await row).toBe(200);
  expect(await server.ended(asked.json.job_id)).toMatchObject({ status: "completed" });
  expect((await server.call("GET", "/models")).json).toHaveLength(1);
  await server.end();
});

test("a worker that is stopped is told of in /health/ready, and no more once it goes on", async () => {
  const server = await Running.start({ dataDir: newFolder() });
  const { dataset_path } = await server.upload(await smallOrders());
  const asked = await server.call("POST", "/train", { dataset_path, effort: "full" });
  const silentOnes = async () => (await server.call("GET", "/health/ready")).json.pool.silent as number;
  let worker = 0;
  while (worker === 0) {
    await Bun.sleep(20);
    worker = workerOf(server.pid);
  }
  process.kill(worker, "SIGSTOP");
  while ((await silentOnes()) !== 1) await Bun.sleep(200);
  process.kill(worker, "SIGCONT");
  expect(await server.ended(asked.json.job_id)).toMatchObject({ status: "completed" });
  expect(await silentOnes()).toBe(0);
  await server.end();
});

test("a server that was stopped for longer than its lease cannot write the result of a job that another has taken over", async () => {
  const path = join(newFolder(), "perennial.sqlite");
  const store = openStore(path);
  addJob(store, "t", "j", Date.now());
  const stage = new Stage();
  const stopped = Bun.spawn(
    [process.execPath, join(import.meta.dir, "../jobs/server-process.ts"), path, stage.door],
    {
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  children.push(stopped);
  const first = await stage.next();
  process.kill(stopped.pid, "SIGSTOP");
  let now = Date.now();
  const other = startQueue(store, { lookMs: 3_600_000, now: () => now });
  now += 120_000;
  other.queue.look();
  const second = await other.stage.next();
  expect(second).toMatchObject({ job: "t/j", attempt: 2 });
  // The first worker ends before the stopped server goes on: its result waits in the pipe.
  first.tell({ do: "finish", outcome: { from: "the stopped" } });
  await Bun.sleep(300);
  process.kill(stopped.pid, "SIGCONT");
  await Bun.sleep(700);
  expect(store.models.list("t")).toEqual([]);
  expect(store.jobs.find("t", "j")).toMatchObject({ status: "processing", attempt: 2 });
  second.tell({ do: "finish", outcome: { from: "the other" } });
  expect(await other.queue.waitForEnd("t", "j")).toMatchObject({
    status: "completed",
    result: { from: "the other" },
  });
  expect(store.models.list("t")).toHaveLength(1);
  stopped.kill("SIGTERM");
  await stopped.exited;
  await other.queue.stop({ graceMs: 0 });
  await other.stage.close();
  await stage.close();
  store.close();
});

/** The process of a server's worker; 0 if there is none yet. */
function workerOf(server: number): number {
  const found = Bun.spawnSync(["pgrep", "-P", String(server), "-f", "workers/worker.ts"]).stdout.toString();
  return Number(found.split("\n")[0]);
}
