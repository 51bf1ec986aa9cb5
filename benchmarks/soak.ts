/**
 * `bun run bench:soak`: 500 uploads and 200 trainings of 20 tenants, all sent at once to a server of its own. Prints
 * how they ended, how often a training left a model, and the server's memory before, at its highest and after. Exits
 * with 1 where a job has no end, a training left no model or two, or memory did not come back.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ordinaryShop, writeOrders } from "../tests/pipeline/small-files";

const UPLOADS = 500;
const TRAININGS = 200;
const TENANTS = 20;
/** Memory that a busy server may keep: caches of opened models and the runtime's own. */
const FLAT_MB = 150;

const folder = mkdtempSync(join(tmpdir(), "perennial-soak-"));
const server = Bun.spawn([process.execPath, join(import.meta.dir, "..", "src", "cli.ts"), "serve"], {
  env: { ...process.env, DATA_DIR: join(folder, "data"), PORT: "0", HOST: "127.0.0.1", LOG_LEVEL: "error" },
  stdout: "pipe",
  stderr: "inherit",
});
try {
  const origin = await readyOrigin(server.stdout);
  const file = Bun.file(writeOrders(folder, ordinaryShop(150, 300)));
  const before = residentMb();
  let highest = before;
  const watch = setInterval(() => {
    highest = Math.max(highest, residentMb());
  }, 200);
  const started = performance.now();

  const uploads = await Promise.all(
    Array.from({ length: UPLOADS }, async (_, i) => {
      const form = new FormData();
      form.set("tenant_id", tenantOf(i));
      form.set("file", file);
      const answer = await fetch(`${origin}/upload`, { method: "POST", headers: headersOf(i), body: form });
      if (!answer.ok) throw new Error(`upload ${i}: ${answer.status} ${await answer.text()}`);
      return ((await answer.json()) as { dataset_path: string }).dataset_path;
    }),
  );
  console.log(
    `${uploads.length} uploads taken, ${new Set(uploads).size} different names, ${seconds(started)} s`,
  );

  const jobs = await Promise.all(
    Array.from({ length: TRAININGS }, async (_, i) => {
      const body = JSON.stringify({ tenant_id: tenantOf(i), dataset_path: uploads[i] });
      const answer = await fetch(`${origin}/train`, {
        method: "POST",
        headers: { ...headersOf(i), "content-type": "application/json" },
        body,
      });
      if (!answer.ok) throw new Error(`training ${i}: ${answer.status} ${await answer.text()}`);
      return ((await answer.json()) as { job_id: string }).job_id;
    }),
  );
  const ends = await Promise.all(jobs.map((job, i) => endOf(origin, job, i)));
  const counts = Object.groupBy(ends, (end) => end);
  const ended = Object.entries(counts).map(([status, list]) => `${list!.length} ${status}`);
  console.log(`${jobs.length} trainings: ${ended.join(", ")}, ${seconds(started)} s`);

  let models = 0;
  for (let i = 0; i < TENANTS; i++) {
    const list = (await (await fetch(`${origin}/models`, { headers: headersOf(i) })).json()) as unknown[];
    models += list.length;
  }
  clearInterval(watch);
  const after = residentMb();
  console.log(`${models} models for ${jobs.length} trainings`);
  console.log(`server memory: ${before} MB before, ${highest} MB at its highest, ${after} MB after`);
  const met = counts.completed?.length === TRAININGS && models === TRAININGS && after - before < FLAT_MB;
  process.exitCode = met ? 0 : 1;
} finally {
  server.kill("SIGTERM");
  await server.exited;
  rmSync(folder, { recursive: true, force: true });
}

/** Follows a job's events to their end, which the server says. */
async function endOf(origin: string, job: string, i: number): Promise<string> {
  const events = await (await fetch(`${origin}/jobs/${job}/events`, { headers: headersOf(i) })).text();
  return events.match(/event: (completed|failed|cancelled)/)?.[1] ?? "no end";
}

function tenantOf(i: number): string {
  return `tenant-${i % TENANTS}`;
}

function headersOf(i: number): Record<string, string> {
  return { "X-Tenant-Id": tenantOf(i) };
}

/** Of the server process, without its workers. */
function residentMb(): number {
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  return Math.round(Number(status.match(/VmRSS:\s+(\d+)/)![1]) / 1024);
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}

async function readyOrigin(stdout: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of stdout) {
    text += new TextDecoder().decode(chunk);
    const origin = text.match(/ready: (http:\/\/\S+)/)?.[1];
    if (origin) return origin;
  }
  throw new Error(`the server ended: ${text}`);
}
