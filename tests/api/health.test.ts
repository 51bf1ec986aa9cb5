import { afterAll, describe, expect, test } from "bun:test";
import { version } from "../../package.json";
import { eventLoopDelay } from "../../src/api/event-loop-delay";
import { healthRoutes } from "../../src/api/resources/health";
import { ServerMetrics } from "../../src/api/server-metrics";
import type { Integration } from "../../src/integration";
import { startTestServer } from "./test-server";

const server = startTestServer(healthRoutes);
const broken = startTestServer(healthRoutes);
const keyed = startTestServer(healthRoutes, { environment: { AUTH: "keys" } });
afterAll(() => Promise.all([server.close(), keyed.close()]));

const TENANT = { "X-Tenant-Id": "shop" };
const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });

describe("/health", () => {
  test("answers without a tenant: status, version, queue, pool, storage, mirror", async () => {
    const response = await get("/health");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: "ok",
      version,
      queue: { waiting: 0 },
      pool: { workers: 1, running: 0, idle_processes: 0 },
      storage: { kind: "disk" },
      mirror: { enabled: false, lag_seconds: null },
    });
  });

  test("tells how many jobs wait", async () => {
    server.context.queue.enqueue("shop", "training", {});
    expect(await (await get("/health")).json()).toMatchObject({ queue: { waiting: 1 } });
  });
});

describe("an outside part in /health/ready", () => {
  test("is asked how it is before the answer says so", async () => {
    let state: "well" | "failing" = "well";
    const probed: number[] = [];
    const storage: Integration = {
      name: "storage",
      purpose: "",
      status: () => ({ state, detail: "" }),
      probe: async (withinMs) => {
        probed.push(withinMs);
        state = "failing";
      },
    };
    const asked = startTestServer(healthRoutes, { integrations: [storage] });
    const response = await fetch(`${asked.url}/health/ready`);
    expect(await response.json()).toEqual({
      status: "ready",
      pool: { silent: 0 },
      integrations: { storage: "failing" },
    });
    expect(probed).toEqual([3000]);
    await asked.close();
  });
});

describe("the mirror in /health", () => {
  test("is on with the age of the oldest change that is not copied, and counted for Prometheus", async () => {
    const mirrored = startTestServer(healthRoutes);
    const { store, now } = mirrored.context;
    const mirror = async () =>
      (
        (await (await fetch(`${mirrored.url}/health`)).json()) as {
          mirror: { enabled: boolean; lag_seconds: number };
        }
      ).mirror;
    const gauges = async () =>
      (await fetch(`${mirrored.url}/metrics/prometheus`, { headers: TENANT })).text();
    store.mirror.switchOn(now());
    expect(await mirror()).toEqual({ enabled: true, lag_seconds: 0 });
    store.tenants.ensure("shop", now());
    mirrored.advance(60_000);
    expect((await mirror()).lag_seconds).toBeWithin(60, 70);
    expect(await gauges()).toMatch(/^perennial_mirror_waiting 1$/m);
    expect(await gauges()).toMatch(/^perennial_mirror_lag_seconds 6\d(\.\d+)?$/m);
    const [row] = store.mirror.next(now(), 1);
    store.mirror.refused(row!, "too large", now());
    expect(await mirror()).toEqual({ enabled: true, lag_seconds: 0 });
    expect(await gauges()).toMatch(/^perennial_mirror_set_aside 1$/m);
    await mirrored.close();
  });
});

describe("/health/ready", () => {
  test("is 200 while the store answers and 503 when it does not; /health stays what it is", async () => {
    expect((await get("/health/ready")).status).toBe(200);
    broken.context.store.close();
    const response = await fetch(`${broken.url}/health/ready`);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      503,
      "application/problem+json",
    ]);
  });
});

describe("/metrics/prometheus", () => {
  test("counts requests by route and status, with their durations, and tells the queue and the memory", async () => {
    await get("/health/ready");
    await get("/nothing/at/all");
    const response = await get("/metrics/prometheus");
    expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const text = await response.text();
    expect(text).toMatch(/^http_requests_total\{method="GET",route="\/health\/ready",status="200"\} [1-9]/m);
    expect(text).toMatch(/^http_requests_total\{method="GET",route="none",status="404"\} 1$/m);
    expect(text).toMatch(/^perennial_jobs_waiting 1$/m);
    expect(text).toMatch(/^perennial_erasures_open 0$/m);
    expect(text).toMatch(/^perennial_erasures_failed 0$/m);
    expect(text).toMatch(/^perennial_disk_free_bytes [1-9]\d+$/m);
    expect(text).toMatch(/^process_resident_memory_bytes [1-9]\d{6,}$/m);
    expect(text).not.toContain("/nothing/at/all");
  });

  test("needs an administrator where callers sign in, and no tenant", async () => {
    expect((await fetch(`${keyed.url}/metrics/prometheus`)).status).toBe(401);
    expect((await get("/metrics/prometheus")).status).toBe(200);
  });
});

describe("jobs and outside services for Prometheus", () => {
  const values = async (url: string) =>
    (await (await fetch(`${url}/metrics/prometheus`, { headers: TENANT })).text()).split("\n");

  test("tell since when the oldest job has waited, and count the pool's jobs once at their end", async () => {
    const watched = startTestServer(healthRoutes);
    const { queue, store, now } = watched.context;
    expect(await values(watched.url)).toContain("perennial_oldest_waiting_job_seconds 0");
    const { id } = queue.enqueue("shop", "training", {})!;
    watched.advance(90_000);
    const other = queue.enqueue("other", "erasure", {})!;
    const waiting = (await values(watched.url)).find((line) => line.startsWith("perennial_oldest_waiting"));
    expect(Number(waiting!.split(" ")[1])).toBeWithin(90, 100);

    const run = store.runs.claim(now() + 60_000, now())!;
    expect(run.id).toBe(id);
    store.runs.progress({ ...run, attempt: 1 }, { stage: "read", fraction: 0.5, message: "" }, now());
    expect((await values(watched.url)).filter((line) => /^perennial_jobs_ended.* [1-9]/.test(line))).toEqual(
      [],
    );
    store.runs.fail({ ...run, attempt: 1 }, "No orders.", now());
    queue.cancel("other", other.id);
    const row = { id: "own", kind: "training", status: "completed", payload: {}, runnable: false } as const;
    store.jobs.insert("shop", row, now());
    store.jobs.patch("shop", "own", { status: "failed" }, now());
    expect((await values(watched.url)).filter((line) => /^perennial_jobs_ended.* [1-9]/.test(line))).toEqual([
      'perennial_jobs_ended_total{kind="training",status="failed"} 1',
      'perennial_jobs_ended_total{kind="erasure",status="cancelled"} 1',
    ]);
    await watched.close();
  });

  test("name each outside service that fails", async () => {
    const integration = (name: Integration["name"], state: "off" | "well" | "failing"): Integration => ({
      name,
      purpose: "",
      status: () => ({ state, detail: "" }),
    });
    const integrations = [
      integration("mail", "off"),
      integration("storage", "well"),
      integration("webhooks", "failing"),
    ];
    const watched = startTestServer(healthRoutes, { integrations });
    const lines = await values(watched.url);
    expect(lines.filter((line) => line.startsWith("perennial_integration_failing{"))).toEqual([
      'perennial_integration_failing{integration="mail"} 0',
      'perennial_integration_failing{integration="storage"} 0',
      'perennial_integration_failing{integration="webhooks"} 1',
    ]);
    await watched.close();
  });
});

describe("the event loop", () => {
  test("tells how long it was held up since the last reading", async () => {
    eventLoopDelay();
    // The timer that measures must have been set before the thread is held up.
    await new Promise((resolve) => setTimeout(resolve, 1));
    Bun.sleepSync(150);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(eventLoopDelay().max).toBeGreaterThan(0.1);
  });
});

describe("a histogram", () => {
  test("counts every duration in all buckets that are as long, in the text format of Prometheus", () => {
    const metrics = new ServerMetrics();
    for (const seconds of [0.001, 0.002, 0.2, 60]) metrics.record("GET", "/x", 200, seconds);
    metrics.record("POST", "/x", 422, 0.5);
    const text = metrics.text([{ name: "jobs", help: "Jobs.", value: 3 }]);
    const labels = 'method="GET",route="/x",status="200"';
    const bucket = (edge: string) =>
      Number(
        text.match(
          RegExp(
            `^http_request_duration_seconds_bucket\\{${labels},le="${RegExp.escape(edge)}"\\} (\\d+)$`,
            "m",
          ),
        )![1],
      );
    expect(["0.001", "0.0025", "0.1", "0.25", "10", "+Inf"].map(bucket)).toEqual([1, 2, 2, 3, 3, 4]);
    expect(text).toContain(`http_request_duration_seconds_sum{${labels}} 60.203`);
    expect(text).toContain(`http_request_duration_seconds_count{${labels}} 4\n`);
    expect(text).toContain('http_requests_total{method="POST",route="/x",status="422"} 1\n');
    expect(text).toEndWith("# HELP jobs Jobs.\n# TYPE jobs gauge\njobs 3\n");
    expect(text.split("\n").filter((line) => line.startsWith("# TYPE http_requests_total"))).toHaveLength(1);
  });
});
