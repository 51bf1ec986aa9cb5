import { beforeEach, describe, expect, test } from "bun:test";
import { InngestTestEngine } from "@inngest/test";
import { Inngest } from "inngest";
import { inngestFunctions } from "../../../src/jobs/inngest/functions";
import { Queue } from "../../../src/jobs/queue";
import { scheduleLoop } from "../../../src/jobs/schedule";
import { markOf } from "../../../src/store/customer-mark";
import type { Store } from "../../../src/store/store";
import { cleanUpAfterwards, openStore } from "../../store/open-store";
import { datasetRow } from "../../store/rows";

cleanUpAfterwards();

let store: Store;
let looks: number;
beforeEach(() => {
  store = openStore();
  looks = 0;
});

function engineOf(
  id: string,
  name: string,
  data: Record<string, unknown>,
  { ts = 1000, lookAtSchedules = (): void => void looks++ } = {},
): InngestTestEngine {
  const log = { info() {}, warn() {}, error() {} };
  const handlers = {} as ConstructorParameters<typeof Queue>[0]["handlers"];
  const queue = new Queue({ store, handlers, log, workers: 1 });
  const functions = inngestFunctions(new Inngest({ id: "perennial", isDev: true }), {
    store,
    queue,
    now: () => 1000,
    lookAtSchedules,
  });
  const found = functions.find((one) => one.id() === id)!;
  return new InngestTestEngine({ function: found, events: [{ id: "event-1", name, data, ts }] });
}

const jobs = () => store.jobs.list("shop", null, null);

describe("a function, step by step", () => {
  test("hands a training over with the shop's own terms, and looks at it before it waits", async () => {
    store.tenants.saveSettings("shop", { missedChurnerCost: 30 }, 1);
    const engine = engineOf("train-model", "model.train.requested", {
      tenant_id: "shop",
      dataset_path: "d.csv",
    });
    const { result } = await engine.executeStep("hand over");
    const [job] = jobs();
    expect(result).toEqual({ tenant: "shop", id: job!.id });
    expect(job).toMatchObject({
      kind: "training",
      runnable: true,
      payload: { dataset_path: "d.csv", missed_churner_cost: 30 },
    });
    const { result: look } = await engine.executeStep("look 0");
    expect(look).toBeNull();
    expect(jobs()).toHaveLength(1);
  });

  test("takes single and batch for what the event says, whatever the data does", async () => {
    for (const mode of ["single", "batch"]) {
      const data = { tenant_id: "shop", model_id: "m", mode: "else" };
      await engineOf(`predict-${mode}`, `model.predict.${mode}`, data).executeStep("hand over");
    }
    expect(jobs().map(({ payload }) => payload.mode)).toContainAllValues(["single", "batch"]);
  });

  test("answers what came of a job that has ended, and of one customer's prediction no word that may name him", async () => {
    const row = { id: "one", kind: "prediction", status: "queued", runnable: false } as const;
    store.jobs.insert("shop", { ...row, payload: { mode: "single", customer_id: 17 } }, 1);
    store.jobs.patch("shop", "one", { status: "failed", error: "There is no customer 17." }, 2);
    const data = { tenant_id: "shop", queue_id: "one" };
    const { error } = await engineOf("predict-single", "model.predict.single", data).execute();
    expect(error).toMatchObject({ message: "The prediction failed. The queue row says why." });
  });

  test("makes nothing for a tenant that was erased after the event", async () => {
    store.jobs.insert(
      "shop",
      { id: "e", kind: "erasure", status: "queued", payload: { scope: "tenant" }, runnable: true },
      1,
    );
    const engine = engineOf("send-email", "email.send", { tenant_id: "shop", to_email: "a@example.com" });
    const { error } = await engine.executeStep("hand over").catch((thrown) => ({ error: thrown as Error }));
    expect(String((error as Error).message)).toContain("was erased");
    expect(jobs().map(({ kind }) => kind)).toEqual(["erasure"]);
  });

  test("writes down nobody who was erased after the event, and whoever is asked for later", async () => {
    const payload = { scope: "customer", customer: markOf("17") };
    store.jobs.insert(
      "shop",
      { id: "e", kind: "erasure", status: "completed", payload, runnable: true },
      2000,
    );
    const asked = { tenant_id: "shop", model_id: "m", customer_id: 17 };
    const handOver = async (ts: number) =>
      engineOf("predict-single", "model.predict.single", asked, { ts })
        .executeStep("hand over")
        .then(({ error }) => (error ? String((error as Error).message) : null))
        .catch((thrown) => String(thrown.message));
    expect(await handOver(1999)).toContain("was erased");
    expect(store.jobs.list("shop", "prediction", null)).toEqual([]);
    expect(await handOver(2001)).toBeNull();
    expect(store.jobs.list("shop", "prediction", null)).toHaveLength(1);
  });

  test("takes up a queue row whatever its client calls it, with the shop's own terms", async () => {
    const id = `week 12's "run"`;
    store.tenants.saveSettings("shop", { missedChurnerCost: 30 }, 1);
    store.jobs.insert("shop", { id, kind: "training", status: "queued", payload: {}, runnable: false }, 1);
    const data = { tenant_id: "shop", queue_id: id, dataset_path: "d.csv" };
    const engine = engineOf("train-model", "model.train.requested", data);
    expect((await engine.executeStep("hand over")).result).toEqual({ tenant: "shop", id });
    expect(store.jobs.find("shop", id)).toMatchObject({
      runnable: true,
      payload: { dataset_path: "d.csv", missed_churner_cost: 30 },
    });
    const { step } = await engine.executeStep("wait 0");
    expect(step.opts).toMatchObject({
      if: `async.data.tenant_id == "shop" && async.data.queue_id == ${JSON.stringify(id)}`,
    });
  });

  for (const [id, event, own] of [
    ["train-model", "model.train.requested", "training"],
    ["predict-single", "model.predict.single", "single"],
    ["predict-batch", "model.predict.batch", "batch"],
    ["send-email", "email.send", "email"],
  ] as const)
    test(`takes up for ${event} no row that is for something else`, async () => {
      const rows = {
        training: "training",
        single: "prediction",
        batch: "prediction",
        email: "email",
      } as const;
      for (const [name, kind] of Object.entries(rows)) {
        const payload = { mode: name };
        store.jobs.insert("shop", { id: name, kind, status: "queued", payload, runnable: false }, 1);
        const refused = await engineOf(id, event, { tenant_id: "shop", queue_id: name })
          .executeStep("hand over")
          .then(({ error }) => (error ? String((error as Error).message) : null))
          .catch((thrown) => String(thrown.message));
        const reason = `The queue row ${name} is for something other than ${event}.`;
        expect(refused).toBe(name === own ? null : reason);
        expect(store.jobs.find("shop", name)).toMatchObject({ runnable: name === own, payload });
      }
    });

  test("trains once where a schedule is looked at by the clock and by the server at once", async () => {
    store.datasets.insert("shop", datasetRow("d"));
    store.schedules.save("shop", { every: "weekly", day: 1, hour: 3, nextDue: 1000 }, 1);
    const log = { info() {}, warn() {}, error() {} };
    const queue = new Queue({ store, handlers: {} as never, log, workers: 1, now: () => 1000 });
    const schedule = scheduleLoop({ store, queue, log, now: () => 1000 });
    const lookAtSchedules = () => schedule.look();
    const clock = () => engineOf("retrain-on-schedule", "inngest/scheduled.timer", {}, { lookAtSchedules });
    await clock().execute();
    schedule.look();
    await clock().execute();
    expect(store.jobs.list("shop", "training", null)).toHaveLength(1);
  });

  test("has the schedules looked at by the clock", async () => {
    const { result } = await engineOf("retrain-on-schedule", "inngest/scheduled.timer", {}).execute();
    expect(result).toEqual({ looked: true });
    expect(looks).toBe(1);
  });

  test("cancels what is named, and does nothing where it has ended", async () => {
    store.jobs.insert("shop", { id: "a", kind: "email", status: "queued", payload: {}, runnable: true }, 1);
    const data = { tenant_id: "shop", queue_id: "a" };
    expect((await engineOf("cancel-job", "job.cancelled", data).execute()).result).toEqual({
      cancelled: true,
    });
    expect((await engineOf("cancel-job", "job.cancelled", data).execute()).result).toEqual({
      cancelled: false,
    });
  });

  test("cancels no erasure, which only an administrator may", async () => {
    const payload = { scope: "tenant" };
    store.jobs.insert("shop", { id: "e", kind: "erasure", status: "queued", payload, runnable: true }, 1);
    const { result } = await engineOf("cancel-job", "job.cancelled", {
      tenant_id: "shop",
      queue_id: "e",
    }).execute();
    expect(result).toEqual({ cancelled: false });
    expect(store.jobs.find("shop", "e")).toMatchObject({ status: "queued", cancelRequested: false });
  });
});
