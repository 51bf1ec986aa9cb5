import { afterEach, describe, expect, test } from "bun:test";
import { resolve } from "node:path";
import { Pool } from "../../src/jobs/pool";
import { Stage } from "./stage";

const LISTENER = { onProgress() {}, onStep: () => true };

const WORKER = resolve(import.meta.dir, "staged-worker.ts");

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

function poolWithStage(mostKeptBytes?: number) {
  const pool = new Pool(mostKeptBytes);
  const stage = new Stage();
  open.push(async () => {
    await pool.end();
    await stage.close();
  });
  /** Has a process of the pool do a task; returns which process it was. */
  const doTask = async (id: string): Promise<number> => {
    const worker = pool.take(WORKER);
    const ending = worker.run({ door: stage.door, tenant: "t", id, attempt: 1 }, LISTENER);
    const visit = await stage.next();
    visit.tell({ do: "finish", outcome: { id } });
    expect(await ending).toEqual({ type: "done", outcome: { id } });
    pool.giveBack(worker);
    return visit.pid;
  };
  return { pool, doTask };
}

describe("a pool", () => {
  test("starts no process before it is needed, and keeps it for the next task", async () => {
    const { pool, doTask } = poolWithStage();
    expect(pool.idle).toBe(0);
    const first = await doTask("a");
    expect(pool.idle).toBe(1);
    expect(await doTask("b")).toBe(first);
  });

  test("ends a process that has kept too much memory", async () => {
    const { pool, doTask } = poolWithStage(1);
    const first = await doTask("a");
    expect(pool.idle).toBe(0);
    expect(await doTask("b")).not.toBe(first);
  });

  test("refuses what cannot be sent to a process, which can be used again", async () => {
    const { pool } = poolWithStage();
    const worker = pool.take(WORKER);
    await expect(worker.run({ call() {} }, LISTENER)).rejects.toThrow();
    pool.giveBack(worker);
    expect(pool.take(WORKER)).toBe(worker);
    pool.giveBack(worker);
  });
});
