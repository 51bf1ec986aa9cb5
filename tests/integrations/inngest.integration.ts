import { afterEach, describe, expect, test } from "bun:test";
import { Executor, type FunctionRun } from "../jobs/inngest/executor";
import { NotifiedShop } from "./notify/shop";

/**
 * The real server in a process of its own, and an executor that drives it over HTTP by the protocol, where Inngest's
 * servers cannot be had.
 */

const KEYS = { eventKey: "events-1", signingKey: "signkey-test-0123456789abcdef" };

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function start(
  environment: Record<string, string> = {},
): Promise<{ shop: NotifiedShop; executor: Executor }> {
  const executor = new Executor(KEYS, "");
  open.push(() => executor.stop());
  const shop = new NotifiedShop({
    INNGEST_EVENT_KEY: KEYS.eventKey,
    INNGEST_SIGNING_KEY: KEYS.signingKey,
    INNGEST_BASE_URL: executor.url,
    ...environment,
  });
  await shop.start();
  open.push(() => shop.end());
  executor.appUrl = shop.server.url;
  await executor.sync();
  return { shop, executor };
}

async function runOf(executor: Executor, queueId: string): Promise<FunctionRun> {
  const find = () => executor.runs.find((run) => run.event.data.queue_id === queueId);
  await executor.until(() => find() !== undefined);
  return find()!;
}

describe("Inngest, by its protocol over HTTP", () => {
  test("a training is asked for by an event, followed by its news, and scored in a batch by another", async () => {
    const { shop, executor } = await start();
    const dataset_path = await shop.upload();
    const { queue_id } = await shop.call("POST", "/api/queue/train", { dataset_path, effort: "quick" });
    const run = await runOf(executor, queue_id!);
    await executor.until(() => run.state === "completed");
    expect(run.output).toEqual({ status: "completed", model_id: queue_id!, prediction_id: null });
    const models = await shop.call<{ model_id: string }[]>("GET", "/models");
    expect(models.map(({ model_id }) => model_id)).toEqual([queue_id!]);

    const batch = await shop.call("POST", "/api/queue/predict-batch", { model_id: queue_id! });
    const scoring = await runOf(executor, batch.queue_id!);
    await executor.until(() => scoring.state === "completed");
    const finished = executor.events.filter(({ name }) => name === "job.finished").map(({ data }) => data);
    expect(finished).toMatchObject([
      { queue_id, kind: "training", status: "completed", model_id: queue_id },
      { queue_id: batch.queue_id, kind: "prediction", status: "completed" },
    ]);
    const { integrations } = await shop.call<{ integrations: Record<string, string> }>(
      "GET",
      "/health/ready",
    );
    expect(integrations).toMatchObject({ inngest: "well" });
  });

  test("a server that is killed while a training is waited for goes on with it, and its end is told once", async () => {
    const { shop, executor } = await start();
    const dataset_path = await shop.upload();
    const { queue_id } = await shop.call("POST", "/api/queue/train", { dataset_path, effort: "full" });
    const run = await runOf(executor, queue_id!);
    await executor.until(() => run.state === "waiting");
    await shop.server.kill();
    await shop.start();
    executor.appUrl = shop.server.url;
    await executor.until(() => run.state === "completed");
    expect(run.output).toMatchObject({ status: "completed", model_id: queue_id! });
    expect(executor.events.filter(({ name }) => name === "job.finished")).toHaveLength(1);
    expect(await shop.call<unknown[]>("GET", "/models")).toHaveLength(1);
  });

  test("events that wait while Inngest is away, and while the server is killed, arrive in the end, and the job is one", async () => {
    const { shop, executor } = await start();
    const dataset_path = await shop.upload();
    executor.refuse = 503;
    const { queue_id } = await shop.call("POST", "/api/queue/train", { dataset_path, effort: "quick" });
    await shop.seen(async () => {
      const { integrations } = await shop.call<{ integrations: Record<string, string> }>(
        "GET",
        "/health/ready",
      );
      return integrations.inngest === "failing";
    });
    await shop.server.kill();
    await shop.start();
    executor.appUrl = shop.server.url;
    expect(await shop.call("GET", `/jobs/${queue_id}`)).toMatchObject({ status: "queued" });
    executor.refuse = null;
    const run = await runOf(executor, queue_id!);
    await executor.until(() => run.state === "completed");
    expect(await shop.call<unknown[]>("GET", "/models")).toHaveLength(1);
    expect(shop.sql("SELECT * FROM outbox WHERE channel = 'inngest'")).toEqual([]);
  });

  test("what was asked for runs here once Inngest is switched off", async () => {
    const { shop, executor } = await start();
    const dataset_path = await shop.upload();
    executor.refuse = 503;
    const { queue_id } = await shop.call("POST", "/api/queue/train", { dataset_path, effort: "quick" });
    expect(await shop.call("GET", `/jobs/${queue_id}`)).toMatchObject({ status: "queued", attempt: 0 });
    await shop.server.kill();
    const alone = new NotifiedShop({ DATA_DIR: shop.folder });
    await alone.start();
    open.push(() => alone.end());
    expect(await alone.ended(queue_id!)).toMatchObject({ status: "completed" });
    expect(shop.sql("SELECT * FROM outbox WHERE channel = 'inngest'")).toEqual([]);
  });

  test("in development mode events need no key, and calls no signature", async () => {
    const executor = new Executor({ ...KEYS, eventKey: "NO_EVENT_KEY_SET" }, "");
    open.push(() => executor.stop());
    const shop = new NotifiedShop({ INNGEST_DEV: executor.url });
    await shop.start();
    open.push(() => shop.end());
    executor.appUrl = shop.server.url;
    const unsigned = await fetch(`${shop.server.url}/api/inngest`);
    expect(await unsigned.json()).toMatchObject({ mode: "dev" });
    await executor.sync();
    const dataset_path = await shop.upload();
    const { queue_id } = await shop.call("POST", "/api/queue/train", { dataset_path, effort: "quick" });
    const run = await runOf(executor, queue_id!);
    await executor.until(() => run.state === "completed");
    expect(run.output).toMatchObject({ status: "completed", model_id: queue_id! });
  });

  test("a training is cancelled by an event, and leaves no model", async () => {
    const { shop, executor } = await start();
    const dataset_path = await shop.upload();
    const { queue_id } = await shop.call("POST", "/api/queue/train", { dataset_path, effort: "full" });
    const run = await runOf(executor, queue_id!);
    await executor.until(() => run.state === "waiting");
    executor.send({ id: "stop", name: "job.cancelled", data: { tenant_id: "shop", queue_id } });
    expect(await shop.ended(queue_id!)).toMatchObject({ status: "cancelled" });
    expect(run.state).toBe("cancelled");
    expect(await shop.call<unknown[]>("GET", "/models")).toEqual([]);
  });

  test("a job that cannot be done fails its function with the job's own words", async () => {
    const { shop, executor } = await start();
    const dataset_path = await shop.upload(
      new Blob(["CustomerID,InvoiceDate,Quantity,UnitPrice\n1,never,2,3\n"]),
    );
    const { queue_id } = await shop.call("POST", "/api/queue/train", { dataset_path });
    const run = await runOf(executor, queue_id!);
    await executor.until(() => run.state === "failed");
    const { error } = await shop.ended(queue_id!);
    expect(JSON.stringify(run.output)).toContain(JSON.stringify(error!).slice(1, 60));
    expect(run.calls.at(-1)!.status).toBe(400);
  });
});
