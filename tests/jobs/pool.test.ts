import { afterEach, describe, expect, test } from "bun:test";
import { Pool } from "../../src/jobs/pool";
import type { JobKind } from "../../src/store/job-row";
import { isRunning, STAGED_WORKER, Stage } from "./stage";

const LISTENER = { onProgress() {}, onStep: () => true };

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

function poolWithStage(mostKeptBytes?: number) {
  const pool = new Pool(STAGED_WORKER, mostKeptBytes);
  const stage = new Stage();
  open.push(async () => {
    await pool.end();
    await stage.close();
  });
  /** Has a process of the pool do a task; returns which process it was. */
  const doTask = async (id: string, kind: JobKind = "training"): Promise<number> => {
    const worker = pool.take();
    const ending = worker.run(kind, { door: stage.door, tenant: "t", id, attempt: 1 }, LISTENER);
    const visit = await stage.next();
    visit.tell({ do: "finish", outcome: { id } });
    expect(await ending).toEqual({ type: "done", outcome: { id } });
    await pool.giveBack(worker);
    return visit.pid;
  };
  return { pool, stage, doTask };
}

describe("a pool", () => {
  test("starts no process before it is needed, and keeps it for the next task", async () => {
    const { pool, doTask } = poolWithStage();
    expect(pool.idle).toBe(0);
    const first = await doTask("a");
    expect(pool.idle).toBe(1);
    expect(await doTask("b")).toBe(first);
  });

  test("has one process do tasks of all kinds", async () => {
    const { doTask } = poolWithStage();
    const pids = new Set<number>();
    for (const kind of ["training", "prediction", "backtest", "erasure"] as const)
      pids.add(await doTask(kind, kind));
    expect(pids.size).toBe(1);
  });

  test("ends a process that has kept too much memory, before another takes its place", async () => {
    const { pool, doTask } = poolWithStage(1);
    const first = await doTask("a");
    expect(pool.idle).toBe(0);
    expect(isRunning(first)).toBe(false);
    expect(await doTask("b")).not.toBe(first);
  });

  test("has nothing left of a process that ran out of memory when its task is over", async () => {
    const { pool, stage } = poolWithStage();
    const worker = pool.take();
    const ending = worker.run("training", { door: stage.door, tenant: "t", id: "a", attempt: 1 }, LISTENER);
    const visit = await stage.next();
    visit.tell({ do: "eat memory" });
    expect(await ending).toEqual({ type: "died", reason: "ran out of memory" });
    expect(isRunning(visit.pid)).toBe(false);
    await pool.giveBack(worker);
    expect(pool.idle).toBe(0);
  });

  test("gives no task to a process that died while it was idle", async () => {
    const { pool } = poolWithStage();
    const worker = pool.take();
    await pool.giveBack(worker);
    await worker.kill();
    expect(pool.idle).toBe(0);
    const next = pool.take();
    expect(next).not.toBe(worker);
    expect(next.alive).toBe(true);
    await pool.giveBack(next);
  });

  test("refuses what cannot be sent to a process, which can be used again", async () => {
    const { pool } = poolWithStage();
    const worker = pool.take();
    await expect(worker.run("training", { call() {} }, LISTENER)).rejects.toThrow();
    await pool.giveBack(worker);
    expect(pool.take()).toBe(worker);
    await pool.giveBack(worker);
  });
});
