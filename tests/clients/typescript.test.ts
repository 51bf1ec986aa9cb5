import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { clientDocument, markOf } from "../../clients/typescript/document";
import { JobFailed, PerennialError, perennial, upload, waitForJob } from "../../clients/typescript/src";
import { VERSION } from "../../src/config";
import { type ShopServer, startShopServer } from "../api/resources/shop-server";
import { ordinaryShop, writeOrders } from "../pipeline/small-files";

const PLACE = resolve(import.meta.dir, "../../clients/typescript");

describe("the package perennial-client", () => {
  test("has types of exactly this API: run bun run build:client after a change", async () => {
    const [, mark] = (await Bun.file(join(PLACE, "src/schema.ts")).text()).match(
      /SHA-256\n \* ([0-9a-f]{64})/,
    )!;
    expect({ "bun run build:client": mark }).toEqual({
      "bun run build:client": markOf(await clientDocument()),
    });
  });

  test("has the version of the server, and the packages that its tests use", async () => {
    const { version, dependencies } = await Bun.file(join(PLACE, "package.json")).json();
    expect(version).toBe(VERSION);
    const { devDependencies } = await Bun.file(resolve(PLACE, "../../package.json")).json();
    expect(devDependencies).toMatchObject(dependencies);
  });
});

describe("a program that uses it", () => {
  let folder: string;
  let server: ShopServer;
  let orders: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "perennial-client-"));
    orders = writeOrders(folder, ordinaryShop(200, 300));
    server = await startShopServer({ AUTH: "keys", REQUESTS_PER_MINUTE: "0" });
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const clientOf = (tenant: string) =>
    perennial({ url: `${server.url}/`, tenant, key: server.key(tenant, "analyst") });

  test("uploads, trains, waits, reads customers and gets the audience as files", async () => {
    const client = clientOf("shop");
    const uploaded = await upload(client, Bun.file(orders), "orders.csv", { idempotencyKey: "once" });
    expect(uploaded).toMatchObject({ file_name: "orders.csv", is_new: true, format: "csv" });
    const again = await upload(client, Bun.file(orders), "orders.csv", { idempotencyKey: "once" });
    expect(again.file_id).toBe(uploaded.file_id);

    const { dataset_path } = uploaded;
    const { data: started } = await client.POST("/train", { body: { dataset_path, effort: "quick" } });
    const events: string[] = [];
    const job = await waitForJob(client, started!.job_id, { onEvent: ({ event }) => events.push(event) });
    expect(job).toMatchObject({ kind: "training", status: "completed" });
    expect(events[0]).toBe("queued");
    expect(events.at(-1)).toBe("completed");
    expect(events).toContain("progress");

    const { data: chosen } = await client.GET("/models/default");
    const path = { model_id: chosen!.model_id! };
    expect(path.model_id).toBe(started!.job_id);
    const { data: segments } = await client.GET("/segments");
    const { data: customers } = await client.GET("/models/{model_id}/customers", {
      params: { path, query: { sort: "-ltv_estimate", limit: 1000 } },
    });
    expect(customers!.total).toBe(segments!.reduce((sum, segment) => sum + segment.customers, 0));
    const { data: csv } = await client.GET("/audience.csv", { parseAs: "text" });
    expect(csv!.trimEnd().split("\n")).toHaveLength(customers!.total + 1);
    const { data: stream } = await client.GET("/audience.csv", { parseAs: "stream" });
    expect(await new Response(stream).text()).toBe(csv!);
    const { data: sheet } = await client.GET("/audience.xlsx", { parseAs: "blob" });
    expect(await (sheet as Blob).slice(0, 2).text()).toBe("PK");
    const [first] = customers!.rows;
    const { data: scores } = await client.POST("/predict", {
      body: { customer_id: first!.CustomerID as number },
    });
    expect(scores!.ltv_estimate).toBe(first!.ltv_estimate as number);
  });

  test("gets what fails as a typed error, with the server's words", async () => {
    const client = clientOf("empty");
    const absent = await client
      .GET("/models/{model_id}", { params: { path: { model_id: "none" } } })
      .catch(errorOf);
    expect(absent).toMatchObject({
      status: 404,
      message: "Model not found",
      problem: { title: "Not Found" },
    });
    const wrong = await client
      .POST("/predict", { body: { features: { recency_days: -1, frequency: 1, monetary: 1 } } })
      .catch(errorOf);
    expect((wrong as PerennialError).fields).toEqual([
      { field: "features.recency_days", message: "expected a number of 0 or more, found -1" },
    ]);
    const stranger = perennial({ url: server.url, tenant: "shop", key: "pk_nobody" });
    expect(await stranger.GET("/segments").catch(errorOf)).toMatchObject({ status: 401, fields: [] });
  });

  test("gets an answer of a proxy, too, as an error of that kind", async () => {
    const busy = () =>
      Promise.resolve(
        new Response("<html>", { status: 503, statusText: "Busy", headers: { "Retry-After": "7" } }),
      );
    const client = perennial({ url: "http://localhost", tenant: "shop", fetch: busy });
    expect(await client.GET("/segments").catch(errorOf)).toMatchObject({
      status: 503,
      message: "The answer was 503 Busy",
      retryAfterSeconds: 7,
    });
  });

  test("hears of a job that failed by an error that has the job, and of none by a 404", async () => {
    const client = clientOf("failing");
    const { data } = await client.POST("/queue", { body: { kind: "training", payload: {} } });
    const path = { queue_id: data!.queue_id };
    await client.PATCH("/queue/{queue_id}", {
      params: { path },
      body: { status: "failed", error: "The shop is closed." },
    });
    const failed = await waitForJob(client, data!.queue_id).then(
      () => null,
      (error: unknown) => error as JobFailed,
    );
    expect(failed).toBeInstanceOf(JobFailed);
    expect(failed!.message).toBe("The shop is closed.");
    expect(failed!.job).toMatchObject({ status: "failed", kind: "training" });
    const absent = await waitForJob(client, "none").catch((error: unknown) => error as PerennialError);
    expect(absent).toMatchObject({ status: 404, message: "Job not found" });
  });

  test("goes on after the last event where a connection broke", async () => {
    const key = server.key("shop", "analyst");
    const { data } = await clientOf("shop").GET("/queue", { params: { query: { kind: "training" } } });
    const job = data!.at(-1)!.queue_id;
    const lastIds: (string | null)[] = [];
    let calls = 0;
    const client = perennial({
      url: server.url,
      tenant: "shop",
      key,
      fetch: async (request) => {
        if (!request.url.endsWith("/events")) return fetch(request);
        lastIds.push(request.headers.get("last-event-id"));
        if (calls++ > 0) return fetch(request);
        const broken = new ReadableStream({
          start(stream) {
            stream.enqueue(new TextEncoder().encode("id: 1\nevent: queued\ndata: {}\n\n"));
            stream.error(new TypeError("the connection was closed"));
          },
        });
        return new Response(broken);
      },
    });
    expect((await waitForJob(client, job)).status).toBe("completed");
    expect(lastIds[0]).toBe("0");
    expect(lastIds).toHaveLength(2);
  });

  test("runs as the README has it", async () => {
    const readme = await Bun.file(join(PLACE, "README.md")).text();
    const [, code] = readme.match(/```ts\n([\s\S]*?)```/)!;
    await Bun.write(
      join(folder, "example.ts"),
      code!.replace('"perennial-client"', JSON.stringify(join(PLACE, "src/index.ts"))),
    );
    if (!orders.endsWith("/orders.csv")) await Bun.write(join(folder, "orders.csv"), Bun.file(orders));
    const program = Bun.spawn([process.execPath, "example.ts"], {
      cwd: folder,
      env: {
        ...process.env,
        PERENNIAL_URL: server.url,
        PERENNIAL_TENANT: "readme",
        PERENNIAL_KEY: server.key("readme", "analyst"),
      },
      stdout: "pipe",
      stderr: "pipe",
    });
    const [printed, errors, code_] = await Promise.all([
      new Response(program.stdout).text(),
      new Response(program.stderr).text(),
      program.exited,
    ]);
    expect({ code: code_, errors: code_ === 0 ? "" : errors }).toEqual({ code: 0, errors: "" });
    expect(printed).toContain("CustomerID,segment");
    expect(errors).toContain("404 Customer not found.");
  });
});

function errorOf(error: unknown): PerennialError {
  expect(error).toBeInstanceOf(PerennialError);
  return error as PerennialError;
}
