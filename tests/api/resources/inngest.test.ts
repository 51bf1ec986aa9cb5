import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { routes } from "../../../src/api/resources";
import type { InngestIntegration } from "../../../src/jobs/inngest/open-inngest";
import { Outbox } from "../../../src/jobs/outbox";
import { Executor, type FunctionRun } from "../../jobs/inngest/executor";
import { startTestServer, type TestServer } from "../test-server";

const SIGNING_KEY = "signkey-test-12345678";
const FALLBACK_KEY = "signkey-test-87654321";
const EVENT_KEY = "events-1";
const silent = { LOG_LEVEL: "silent" };

let executor: Executor;
let server: TestServer;
let outbox: Outbox;
beforeAll(async () => {
  executor = new Executor({ eventKey: EVENT_KEY, signingKey: SIGNING_KEY }, "");
  server = startTestServer(routes, {
    environment: {
      ...silent,
      INNGEST_EVENT_KEY: EVENT_KEY,
      INNGEST_SIGNING_KEY: SIGNING_KEY,
      INNGEST_SIGNING_KEY_FALLBACK: FALLBACK_KEY,
      INNGEST_BASE_URL: executor.url,
    },
  });
  executor.appUrl = server.url;
  await executor.sync();
  integration().start();
  const { store, log, now } = server.context;
  outbox = new Outbox({ store, log, now, channels: { inngest: integration().channel } });
  outbox.start();
});
afterAll(async () => {
  await outbox.stop(1000);
  await executor.stop();
  await server.close();
});

const integration = () => server.context.inngest as InngestIntegration;
const store = () => server.context.store;

async function post(path: string, body: object, tenant = "shop"): Promise<Response> {
  return fetch(server.url + path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-Tenant-Id": tenant },
  });
}

const MAIL = { to_email: "ann@example.com", subject: "Hello", html: "<p>Hello</p>", text: "Hello" };

async function queueMail(): Promise<string> {
  const answer = (await (await post("/api/queue/email", MAIL)).json()) as {
    status: string;
    queue_id: string;
  };
  expect(answer.status).toBe("queued");
  return answer.queue_id;
}

async function runOf(functionId: string, queueId: string): Promise<FunctionRun> {
  const find = () =>
    executor.runs.find((run) => run.functionId === functionId && run.event.data.queue_id === queueId);
  await executor.until(() => find() !== undefined);
  return find()!;
}

/** Does what runs a job, and ends it. */
function finish(id: string, ending: { result?: unknown; error?: string }, tenant = "shop"): void {
  const { runs } = store();
  const now = server.context.now();
  const run = { tenant, id, attempt: 1 };
  if (!runs.begin(tenant, id, now + 60_000, now)) throw new Error(`${id} does not wait`);
  if (ending.error !== undefined) runs.fail(run, ending.error, now);
  else runs.complete(run, ending.result ?? {}, now, () => {});
}

/**
 * What a request is answered that says nothing of a body's length where it has none, as `curl -X PUT` does; fetch says
 * 0.
 */
async function answeredRaw(method: string, headers: Record<string, string>, body: string) {
  const { host, hostname, port } = new URL(server.url);
  const sent = { Host: host, Connection: "close", ...headers };
  const length = body === "" ? [] : [`Content-Length: ${body.length}`, "Content-Type: application/json"];
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}`);
  const head = [`${method} /api/inngest HTTP/1.1`, ...lines, ...length].join("\r\n");
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(Number(port), hostname, () => socket.write(`${head}\r\n\r\n${body}`));
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
  });
  socket.on("close", () => resolve(text));
  socket.on("error", reject);
  const answered = await promise;
  return { status: Number(answered.split(" ")[1]), answer: answered.slice(answered.indexOf("\r\n\r\n") + 4) };
}

/** Which fields an answer has, and what it says in words: moments and ids differ from one to the next. */
function shape(answer: string): unknown {
  const parsed = JSON.parse(answer === "" ? "null" : answer) as Record<string, unknown> | null;
  return parsed && { fields: Object.keys(parsed).sort(), message: parsed.message };
}

describe("a call of /api/inngest", () => {
  const call = (method: string, headers: Record<string, string> = {}, body = "{}") =>
    fetch(`${server.url}/api/inngest`, { method, headers, ...(method !== "GET" && { body }) });

  test("without a signature is refused, whatever it asks", async () => {
    for (const method of ["GET", "POST", "PUT"]) expect((await call(method)).status).toBe(401);
  });

  describe.each(["GET", "POST", "PUT"])("by %s", (method) => {
    test.each([
      ["signed", "with a body"],
      ["signed", "without a body"],
      ["unsigned", "with a body"],
      ["unsigned", "without a body"],
    ])("%s and %s is answered as Inngest's library does", async (signed, body) => {
      const text = body === "with a body" && method !== "GET" ? "{}" : "";
      const headers = signed === "signed" ? executor.signed(text) : {};
      const { status, answer } = await answeredRaw(method, headers, text);
      const host = { host: new URL(server.url).host };
      const asked = { method, headers: { ...headers, ...host }, ...(text !== "" && { body: text }) };
      const own = await integration().answer(new Request(`${server.url}/api/inngest`, asked));
      expect({ status, answer: shape(answer) }).toEqual({
        status: own.status,
        answer: shape(await own.text()),
      });
      if (signed === "unsigned") expect(status).toBe(401);
    });
  });

  test("by a method that Inngest has no use for is 405", async () => {
    for (const method of ["PATCH", "DELETE"]) {
      for (const text of ["", "{}"])
        expect((await answeredRaw(method, executor.signed(text), text)).status).toBe(405);
    }
  });

  test("signed by another key is refused", async () => {
    const wrong = executor.signed("{}", { key: "signkey-test-00000000" });
    expect((await call("POST", wrong)).status).toBe(401);
    expect((await call("PUT", wrong)).status).toBe(401);
  });

  test("signed more than five minutes ago is refused, as one signed in the future is", async () => {
    const body = JSON.stringify({ url: server.url });
    const inBand = { "x-inngest-sync-kind": "in_band" };
    const at = (minutes: number) => executor.signed(body, { at: Date.now() + minutes * 60_000 });
    expect((await call("PUT", { ...at(-4), ...inBand }, body)).status).toBe(200);
    expect((await call("PUT", { ...at(-6), ...inBand }, body)).status).toBe(401);
    expect((await call("PUT", { ...at(6), ...inBand }, body)).status).toBe(401);
  });

  test("signed by the key before holds while keys are changed", async () => {
    const body = JSON.stringify({ url: server.url });
    const headers = { ...executor.signed(body, { key: FALLBACK_KEY }), "x-inngest-sync-kind": "in_band" };
    expect((await call("PUT", headers, body)).status).toBe(200);
  });

  test("whose body was changed on the way is refused", async () => {
    expect((await call("POST", executor.signed('{"a":1}'), '{"a":2}')).status).toBe(401);
  });

  test("is answered 404 where Inngest is off, and 413 where it is too long", async () => {
    const off = startTestServer(routes, { environment: silent });
    const response = await fetch(`${off.url}/api/inngest`, { method: "POST", body: "{}" });
    expect(response.status).toBe(404);
    expect(((await response.json()) as { detail: string }).detail).toContain("INNGEST_EVENT_KEY");
    await off.close();
    expect((await call("POST", {}, "x".repeat(8 * 1024 * 1024 + 1))).status).toBe(413);
  });

  test("needs no tenant and no sign-in, for the signature tells who calls", async () => {
    const keyed = startTestServer(routes, {
      environment: {
        ...silent,
        AUTH: "keys",
        INNGEST_EVENT_KEY: EVENT_KEY,
        INNGEST_SIGNING_KEY: SIGNING_KEY,
      },
    });
    const body = JSON.stringify({ url: keyed.url });
    const response = await fetch(`${keyed.url}/api/inngest`, {
      method: "PUT",
      body,
      headers: { ...executor.signed(body), "x-inngest-sync-kind": "in_band" },
    });
    expect(response.status).toBe(200);
    await keyed.close();
  });
});

describe("the functions", () => {
  const known = (id: string) => executor.functions.find((one) => one.id === `perennial-${id}`)!;

  test("are those of the contract, with their events", () => {
    const triggers = ["train-model", "predict-single", "predict-batch", "send-email"].map(
      (id) => known(id).triggers,
    );
    expect(triggers).toEqual([
      [{ event: "model.train.requested" }],
      [{ event: "model.predict.single" }],
      [{ event: "model.predict.batch" }],
      [{ event: "email.send" }],
    ]);
    expect(known("retrain-on-schedule").triggers).toEqual([{ cron: "*/15 * * * *" }]);
  });

  test("are limited a tenant, idempotent by event, retried, cancelled by event, and have somebody for their failures", () => {
    for (const id of ["train-model", "predict-single", "predict-batch", "send-email"]) {
      expect(known(id)).toMatchObject({
        concurrency: { key: "event.data.tenant_id" },
        idempotency: "event.id",
        cancel: [{ event: "job.cancelled" }],
        steps: { step: { retries: { attempts: 5 } } },
      });
      expect(known(`${id}-failure`)).toBeDefined();
    }
  });
});

describe("a job that is asked for by an event", () => {
  test("has its row first, and what it is about stays there", async () => {
    executor.refuse = 503;
    const id = await queueMail();
    expect(store().jobs.find("shop", id)).toMatchObject({ status: "queued", runnable: false, payload: MAIL });
    executor.refuse = null;
    server.advance(10_000);
    const again = await queueMail();
    await runOf("perennial-send-email", id);
    await runOf("perennial-send-email", again);
    const asked = executor.events.filter(({ name }) => name === "email.send");
    expect(JSON.stringify(asked)).not.toContain("ann@example.com");
    expect(asked[0]!.data).toEqual({ tenant_id: "shop", queue_id: id });
  });

  test("is handed to the pool, waited for without a call being open, and its end is what the function answers", async () => {
    const id = await queueMail();
    const run = await runOf("perennial-send-email", id);
    await executor.until(() => run.state === "waiting");
    expect(store().jobs.find("shop", id)).toMatchObject({ status: "queued", runnable: true, payload: MAIL });
    expect(run.waitsFor).toMatchObject({ name: "job.finished" });
    finish(id, { result: { sent: true } });
    await executor.until(() => run.state === "completed");
    expect(run.output).toEqual({ status: "completed", model_id: null, prediction_id: null });
    expect(run.calls.map(({ status }) => status)).toEqual([206, 206, 206, 206, 200]);
  });

  test("that ends before anybody waits is not waited for", async () => {
    const id = await queueMail();
    const run = await runOf("perennial-send-email", id);
    await executor.until(() => run.state === "waiting");
    // The news is lost on the way: the end of the wait has it looked at.
    run.waitsFor = null;
    finish(id, { result: {} });
    run.wake!(null);
    await executor.until(() => run.state === "completed");
  });

  test("is one job, however often the event comes and the function is called", async () => {
    const id = await queueMail();
    const run = await runOf("perennial-send-email", id);
    await executor.until(() => run.state === "waiting");
    const before = executor.runs.length;
    executor.send(run.event);
    expect(executor.runs).toHaveLength(before);
    // The answer of the first call was lost, and it comes once more.
    const again = await executor.call("perennial-send-email", { ...run, steps: new Map() });
    expect(again.status).toBe(206);
    expect(
      store()
        .jobs.list("shop", "email", null)
        .filter((job) => job.id === id),
    ).toHaveLength(1);
    expect(store().jobs.find("shop", id)!.attempt).toBe(0);
    finish(id, { result: {} });
  });

  test("that fails fails the function at once: the queue has tried it as often as it makes sense", async () => {
    const id = await queueMail();
    const run = await runOf("perennial-send-email", id);
    await executor.until(() => run.state === "waiting");
    finish(id, { error: "The address does not exist." });
    await executor.until(() => run.state === "failed");
    expect(JSON.stringify(run.output)).toContain("The address does not exist.");
    expect(run.calls.at(-1)!.status).toBe(400);
  });

  test("is cancelled with its function by our own route, and by an event from outside", async () => {
    const id = await queueMail();
    const run = await runOf("perennial-send-email", id);
    await executor.until(() => run.state === "waiting");
    expect((await post(`/jobs/${id}/cancel`, {})).status).toBeLessThan(300);
    await executor.until(() => run.state === "cancelled");
    const sent = executor.events.filter(({ data }) => data.queue_id === id).map(({ name }) => name);
    expect(sent.sort()).toEqual(["email.send", "job.cancelled", "job.finished"]);

    const other = await queueMail();
    const second = await runOf("perennial-send-email", other);
    await executor.until(() => second.state === "waiting");
    executor.send({ id: "stop-1", name: "job.cancelled", data: { tenant_id: "shop", queue_id: other } });
    await executor.until(() => store().jobs.find("shop", other)!.status === "cancelled");
    await executor.until(() => second.state === "cancelled");
  });
});

describe("an event of somebody else's", () => {
  const mail = (id: string, data: Record<string, unknown> = {}) => ({
    id,
    name: "email.send",
    data: { tenant_id: "other", ...MAIL, ...data },
    ts: Date.now(),
  });

  test("brings the job's fields, and makes one job a tenant and event", async () => {
    executor.send(mail("theirs-1"));
    await executor.until(() =>
      executor.runs.some((run) => run.event.id === "theirs-1" && run.state === "waiting"),
    );
    const [job] = store().jobs.list("other", "email", null);
    expect(job).toMatchObject({ runnable: true, payload: MAIL });
    const run = executor.runs.find(({ event }) => event.id === "theirs-1")!;
    await executor.call("perennial-send-email", { ...run, steps: new Map() });
    expect(store().jobs.list("other", "email", null)).toHaveLength(1);
    finish(job!.id, { result: {} }, "other");
    await executor.until(() => run.state === "completed");
  });

  test("that names another tenant's row finds none, and changes nothing", async () => {
    const id = await queueMail();
    await runOf("perennial-send-email", id);
    executor.send({ id: "theirs-2", name: "email.send", data: { tenant_id: "other", queue_id: id } });
    await executor.until(() =>
      executor.runs.some((run) => run.event.id === "theirs-2" && run.state === "failed"),
    );
    const run = executor.runs.find(({ event }) => event.id === "theirs-2")!;
    expect(JSON.stringify(run.output)).toContain(`There is no queue row ${id}.`);
    expect(store().jobs.find("other", id)).toBeNull();
    finish(id, { result: {} });
  });

  test("without a tenant, with a path for one, or for a row of another kind fails in words, and is not tried again", async () => {
    const id = await queueMail();
    const bad = [
      mail("bad-1", { tenant_id: undefined }),
      mail("bad-2", { tenant_id: "../shop" }),
      { id: "bad-3", name: "model.train.requested", data: { tenant_id: "shop", queue_id: id } },
    ];
    for (const event of bad) {
      executor.send(event);
      await executor.until(() =>
        executor.runs.some((run) => run.event.id === event.id && run.state === "failed"),
      );
      expect(executor.runs.find((run) => run.event.id === event.id)!.calls).toHaveLength(2);
    }
    expect(store().jobs.find("shop", id)!.kind).toBe("email");
  });
});

test("a request that could not be handed over is written down as failed, and its tenant is told", async () => {
  store().jobs.insert(
    "shop",
    { id: "lost-1", kind: "email", status: "queued", payload: MAIL, runnable: false },
    Date.now(),
  );
  const asked = { id: "x", name: "email.send", data: { tenant_id: "shop", queue_id: "lost-1" } };
  executor.send({
    id: "failure-1",
    name: "inngest/function.failed",
    data: {
      function_id: "perennial-send-email",
      run_id: "r",
      error: { name: "Error", message: "the store was locked", stack: "" },
      event: asked,
    },
  });
  await executor.until(() => store().jobs.find("shop", "lost-1")!.status === "failed");
  expect(store().jobs.find("shop", "lost-1")!.error).toBe("the store was locked");
  expect(store().notifications.list("shop")[0]).toMatchObject({ title: "A mail was not sent" });
});

test("the settings page can say how it goes, and /health/ready whether it is well", async () => {
  expect(integration().status().state).toBe("well");
  expect(integration().status().detail).toMatch(/^Signed calls\. Registered .* Last event .* Last call /);
});
