/**
 * Requests a second and latency of `POST /predict`, over real sockets, by wrk (apt-get install wrk): by customer id and
 * by features, at 1, 16 and 64 connections, then again at 16 while the pool trains without a pause.
 *
 * bun run bench:serve [seconds a measurement]
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { writeGenerated } from "../src/commands/generate/write-generated";

const SECONDS = Number(process.argv[2] ?? 5);
const ROWS = 541_909;
const TENANT = { "X-Tenant-Id": "bench" };
const BARS = { leastPerSecond: 5000, mostP99Ms: 10, mostP99WhileTrainingMs: 25 };

/** What wrk measured. */
interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly failed: number;
}

const folder = mkdtempSync(join(tmpdir(), "perennial-bench-"));
const server = Bun.spawn([process.execPath, resolve(import.meta.dir, "../src/cli.ts"), "serve"], {
  env: { ...process.env, DATA_DIR: folder, PORT: "0", WORKERS: "1", LOG_LEVEL: "warn", AUTH: "open" },
  stdout: "pipe",
  stderr: "inherit",
});
try {
  const url = await urlOf(server.stdout);
  console.log(`generating and training on ${ROWS} order lines`);
  const dataset = await upload(url);
  await train(url, dataset);
  const customers = await customersOf(url);
  await checkAnswers(url, customers[0]!);

  const questions = {
    "customer id": customers.map((customer_id) => ({ customer_id })),
    features: Array.from({ length: 2000 }, (_, i) => ({
      features: { recency_days: i % 300, frequency: 1 + (i % 17), monetary: 10 + ((i * 37) % 5000) },
    })),
  };
  for (const [kind, bodies] of Object.entries(questions)) {
    const script = wrkScript(kind, bodies);
    measure(url, script, 16, 2);
    for (const connections of [1, 16, 64]) {
      const measured = measure(url, script, connections);
      report(`${kind}, ${connections} connections`, measured, connections === 16 ? BARS.mostP99Ms : null);
    }
  }
  const training = trainOn(url, dataset);
  for (const [kind, bodies] of Object.entries(questions)) {
    const measured = measure(url, wrkScript(kind, bodies), 16);
    report(`${kind}, 16 connections, while training`, measured, BARS.mostP99WhileTrainingMs);
  }
  console.log(`trainings that ended meanwhile: ${await training.stop()}`);
  console.log(`server's memory: ${Math.round(residentBytes(server.pid) / 2 ** 20)} MiB`);
} finally {
  server.kill();
  await server.exited;
  rmSync(folder, { recursive: true });
}

/** The address that the server prints when it is ready. */
async function urlOf(output: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of output) {
    text += new TextDecoder().decode(chunk);
    const [, url] = /ready: (\S+)/.exec(text) ?? [];
    if (url) return url;
  }
  throw new Error("the server ended before it was ready");
}

async function upload(url: string): Promise<string> {
  const path = join(folder, "orders.csv");
  await writeGenerated(path, { rows: ROWS, seed: 42 });
  const form = new FormData();
  form.set("file", Bun.file(path), "orders.csv");
  const response = await fetch(`${url}/upload`, { method: "POST", headers: TENANT, body: form });
  return (await answerOf<{ dataset_path: string }>(response)).dataset_path;
}

/** Trains a model and waits for it on its event stream. */
async function train(url: string, dataset: string): Promise<void> {
  const job = await post<{ job_id: string }>(url, "/train", { dataset_path: dataset });
  const events = await (await fetch(`${url}/jobs/${job.job_id}/events`, { headers: TENANT })).text();
  if (!/^event: completed$/m.test(events)) throw new Error(`the training did not end well: ${events}`);
}

/** One training after the other until it is told to stop. */
function trainOn(url: string, dataset: string): { stop(): Promise<number> } {
  let isWanted = true;
  let ended = 0;
  const running = (async () => {
    while (isWanted) {
      await train(url, dataset);
      ended++;
    }
  })();
  return {
    stop: async () => {
      isWanted = false;
      await running;
      return ended;
    },
  };
}

async function customersOf(url: string): Promise<number[]> {
  const { model_id } = await get<{ model_id: string }>(url, "/models/default");
  const { rows } = await get<{ rows: { CustomerID: number }[] }>(
    url,
    `/models/${model_id}/customers?limit=10000`,
  );
  return rows.map(({ CustomerID }) => CustomerID);
}

/** A benchmark of wrong answers is worth nothing. */
async function checkAnswers(url: string, customer: number): Promise<void> {
  const known = await post<{ customer_id: unknown }>(url, "/predict", { customer_id: customer });
  if (known.customer_id !== customer)
    throw new Error(`asked for ${customer}, was told of ${known.customer_id}`);
  const features = { recency_days: 3, frequency: 9, monetary: 900 };
  const near = await post<{ churn_probability: number }>(url, "/predict", { features });
  const far = await post<{ churn_probability: number }>(url, "/predict", {
    features: { ...features, recency_days: 300, frequency: 1 },
  });
  if (!(near.churn_probability < far.churn_probability))
    throw new Error("long silence does not raise the risk");
}

/** A wrk script that sends the bodies in turn and prints what it measured as JSON. */
function wrkScript(kind: string, bodies: readonly unknown[]): string {
  const path = join(folder, `${kind.replace(" ", "-")}.lua`);
  const texts = bodies.map((body) => `[==[${JSON.stringify(body)}]==]`).join(",\n");
  writeFileSync(
    path,
    `local bodies = {${texts}}
local headers = {["Content-Type"] = "application/json", ["X-Tenant-Id"] = "${TENANT["X-Tenant-Id"]}"}
local n = 0
request = function()
  n = n % #bodies + 1
  return wrk.format("POST", "/predict", headers, bodies[n])
end
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format('{"perSecond":%.1f,"p50Ms":%.3f,"p99Ms":%.3f,"maxMs":%.3f,"failed":%d}\\n',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
`,
  );
  return path;
}

function measure(url: string, script: string, connections: number, seconds = SECONDS): Measured {
  const run = Bun.spawnSync([
    "wrk",
    "-t1",
    `-c${connections}`,
    `-d${seconds}s`,
    "-s",
    script,
    `${url}/predict`,
  ]);
  if (run.exitCode !== 0) throw new Error(`wrk failed: ${run.stderr}`);
  return JSON.parse(run.stdout.toString().trim().split("\n").at(-1)!);
}

function report(title: string, { perSecond, p50Ms, p99Ms, maxMs, failed }: Measured, bar: number | null) {
  const isFast = perSecond >= BARS.leastPerSecond || bar === BARS.mostP99WhileTrainingMs;
  const verdict = bar === null ? "" : isFast && p99Ms < bar && failed === 0 ? "  bar met" : "  BAR MISSED";
  console.log(
    `${title.padEnd(46)} ${perSecond.toFixed(0).padStart(6)}/s  p50 ${p50Ms.toFixed(2)} ms  p99 ${p99Ms.toFixed(2)} ms  max ${maxMs.toFixed(1)} ms  failed ${failed}${verdict}`,
  );
}

async function get<T>(url: string, path: string): Promise<T> {
  return answerOf(await fetch(url + path, { headers: TENANT }));
}

async function post<T>(url: string, path: string, body: unknown): Promise<T> {
  const headers = { ...TENANT, "Content-Type": "application/json" };
  return answerOf(await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function answerOf<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

function residentBytes(pid: number): number {
  const found = Bun.spawnSync(["ps", "-o", "rss=", "-p", String(pid)]).stdout.toString();
  return Number(found) * 1024;
}
