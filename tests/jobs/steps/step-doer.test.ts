import { afterEach, describe, expect, test } from "bun:test";
import { VERSION } from "../../../src/config";
import { LocalHands } from "../../../src/jobs/hands";
import { Pool } from "../../../src/jobs/pool";
import {
  type StepEnd,
  type StepRequest,
  type StepResult,
  stepKeys,
  unpacked,
} from "../../../src/jobs/steps/step";
import { StepDoer } from "../../../src/jobs/steps/step-doer";
import { DiskBlobs } from "../../../src/store/blobs";
import { InUse } from "../../../src/store/bucket/in-use";
import { exchangeOf } from "../../../src/store/exchange";
import { cleanUpAfterwards, newFolder } from "../../store/open-store";
import { isRunning, STAGED_WORKER, Stage } from "../stage";

cleanUpAfterwards();

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const REQUEST: StepRequest = {
  tenant_id: "t",
  queue_id: "j",
  kind: "training",
  step: "a".repeat(64),
  attempt: 1,
  turn: 1,
  version: VERSION,
  priority: 0,
};
const KEYS = stepKeys(REQUEST);

/** A worker whose process the test directs. */
async function worker() {
  const blobs = new DiskBlobs(newFolder());
  const exchange = exchangeOf(blobs);
  const stage = new Stage();
  const pool = new Pool(STAGED_WORKER);
  open.push(async () => {
    await pool.end();
    await stage.close();
  });
  const doer = new StepDoer({
    ...{ exchange, name: "w", silenceMs: 4000 },
    place: blobs.place,
    work: new InUse(newFolder()),
    hands: new LocalHands(pool, 1),
    log: { info() {}, warn() {}, error() {} },
  });
  const ask = () => {
    const task = { door: stage.door, tenant: "t", id: "j", attempt: 1 };
    return exchange.put(KEYS.task, new TextEncoder().encode(JSON.stringify(task)));
  };
  const endOf = async (key: string) => unpacked<StepEnd>((await exchange.get(key))!);
  return { doer, exchange, stage, ask, endOf };
}

describe("a worker", () => {
  test("does a step and hands in the result, once however often it is asked", async () => {
    const { doer, exchange, stage, ask } = await worker();
    await ask();
    const doing = doer.do(REQUEST);
    (await stage.next()).tell({ do: "finish", outcome: { auc: 0.7 } });
    expect(await doing).toEqual({ step: REQUEST.step, state: "done" });
    expect(unpacked<StepResult>((await exchange.get(KEYS.result))!)).toEqual({
      outcome: { auc: 0.7 },
      files: [],
    });
    expect(await doer.do({ ...REQUEST, turn: 2 })).toEqual({ step: REQUEST.step, state: "done" });
  });

  test("hands in why a step is refused", async () => {
    const { doer, stage, ask, endOf } = await worker();
    await ask();
    const doing = doer.do(REQUEST);
    (await stage.next()).tell({ do: "refuse", message: "No orders." });
    expect(await doing).toMatchObject({ state: "ended" });
    expect(await endOf(KEYS.ended)).toEqual({ type: "refused", message: "No orders." });
  });

  test("ends its process when nobody wants the result any more, and leaves nothing", async () => {
    const { doer, exchange, stage, ask } = await worker();
    await ask();
    const doing = doer.do(REQUEST);
    const { pid } = await stage.next();
    await exchange.delete("tenants/t/steps/j");
    expect(await doing).toMatchObject({ state: "not wanted" });
    expect(isRunning(pid)).toBe(false);
    expect((await exchange.keys("tenants/t")).size).toBe(0);
  });

  test("that leaves says so, and ends its process", async () => {
    const { doer, stage, ask, endOf } = await worker();
    await ask();
    const doing = doer.do(REQUEST);
    const { pid } = await stage.next();
    doer.leave();
    expect(await doing).toMatchObject({ state: "left" });
    expect(isRunning(pid)).toBe(false);
    expect(await endOf(KEYS.ended)).toEqual({ type: "left" });
  });

  test("refuses a server of another release, naming both, but nothing that no server has asked", async () => {
    const { doer, ask, endOf } = await worker();
    const other = { ...REQUEST, version: "9.9.9" };
    expect(await doer.do(other)).toMatchObject({ state: "not wanted" });
    await ask();
    const message = `This worker runs Perennial ${VERSION}, and the server that asks runs Perennial 9.9.9. Install the same release on both.`;
    await expect(doer.do(other)).rejects.toThrow(message);
    expect(await endOf(KEYS.ended)).toEqual({ type: "other release", message });
  });

  test("looks at nothing outside the tenant of the request", async () => {
    const { doer } = await worker();
    await expect(doer.do({ ...REQUEST, tenant_id: "../x" })).rejects.toThrow(/not a valid object name/);
    await expect(doer.do({ ...REQUEST, queue_id: "a/../../b" })).rejects.toThrow(/not a valid object name/);
  });
});
