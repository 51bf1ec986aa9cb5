import { ordinaryShop, writeOrders } from "../pipeline/small-files";
import { hostileCorpus } from "./hostile";
import type { LimitedServer } from "./limited-server";
import { type Check, check, ms, quantile, watchHealth } from "./measure";

const SHOP = { "X-Tenant-Id": "shop" };
const HEALTH_P99_MS = 100;
/**
 * Where other programs keep the cores busy, a server at work waits for its turn several times as often as a bare one
 * beside it that mostly sleeps.
 */
const MACHINE = 3;
/** Memory that a busy server may keep: caches of opened models and the runtime's own. */
const FLAT_MB = 150;

/** Uploads a file and trains on it. Returns the model. */
export async function furnish({ url }: LimitedServer, folder: string): Promise<string> {
  const dataset_path = await uploadOrders(url, "shop", writeOrders(folder, ordinaryShop(150, 300)));
  const { job_id } = await postJson<{ job_id: string }>(url, "shop", "/train", {
    dataset_path,
    effort: "quick",
  });
  const end = await endOf(url, "shop", job_id);
  if (end !== "completed") throw new Error(`the training is ${end}`);
  return job_id;
}

/** Mixed calls of some clients for a while: nothing fails, and memory, descriptors and the slowest answers stay flat. */
export async function steady(server: LimitedServer, minutes: number, pauseMs: number): Promise<Check[]> {
  const { url } = server;
  const until = performance.now() + minutes * 60_000;
  const machine = await watchHealth(url);
  const calls: { readonly at: number; readonly tookMs: number }[] = [];
  const faults = new Map<string, number>();
  const samples: { readonly mb: number; readonly open: number }[] = [];
  const looking = setInterval(
    () => samples.push({ mb: server.residentMb(), open: server.descriptors() }),
    500,
  );
  let shed = 0;
  const client = async (number: number) => {
    for (let i = number; performance.now() < until; i++) {
      const [method, path, body] = MIX[i % MIX.length]!;
      const at = performance.now();
      const answer = await fetch(url + path, {
        method,
        headers: { ...SHOP, Accept: "text/html, application/json", "Content-Type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: "manual",
      });
      await answer.arrayBuffer();
      calls.push({ at, tookMs: performance.now() - at });
      if (answer.status === 503) shed++;
      else if (answer.status >= 400) {
        const fault = `${method} ${path}: ${answer.status}`;
        faults.set(fault, (faults.get(fault) ?? 0) + 1);
      }
      await Bun.sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: 6 }, (_, i) => client(i * 3)));
  clearInterval(looking);
  const { machineMs } = await machine.stop();
  const part = (from: number, to: number) => {
    const cut = (list: readonly unknown[]) => [Math.floor(list.length * from), Math.floor(list.length * to)];
    const [a, b] = cut(samples);
    const [c, d] = cut(calls);
    const of = samples.slice(a, b);
    return {
      mb: quantile(
        of.map(({ mb }) => mb),
        0.5,
      ),
      open: quantile(
        of.map(({ open }) => open),
        0.5,
      ),
      p99: quantile(
        calls.slice(c, d).map(({ tookMs }) => tookMs),
        0.99,
      ),
    };
  };
  const [early, late] = [part(0.25, 0.5), part(0.75, 1)];
  const told = [...faults].map(([fault, count]) => `${count} × ${fault}`).join(", ");
  return [
    check(
      "mixed calls fail",
      faults.size === 0 && calls.length > 50,
      `${calls.length} calls, ${shed} shed, ${told || "no errors"}`,
    ),
    check(
      "memory is flat",
      late.mb - early.mb < FLAT_MB,
      `${early.mb} MB in the second quarter, ${late.mb} MB in the last`,
    ),
    check("descriptors are flat", late.open - early.open < 20, `${early.open}, then ${late.open}`),
    check(
      "the slowest answers are flat",
      late.p99 < 3 * early.p99 + 250 + MACHINE * machineMs,
      `99th percentile ${ms(early.p99)}, then ${ms(late.p99)}; a bare server beside it ${ms(machineMs)}`,
    ),
  ];
}

const MIX: readonly (readonly [string, string, unknown?])[] = [
  ["GET", "/app"],
  ["GET", "/app/customers"],
  ["GET", "/models"],
  ["POST", "/predict", { customer_id: 10_003 }],
  ["GET", "/app/segments"],
  ["GET", "/predictions"],
  ["GET", "/audience.csv"],
  ["GET", "/app/customers?sort=recency&page=2"],
  ["GET", "/queue"],
  ["GET", "/app/queue"],
];

/** 150 clients without a pause: some are turned away, the others are answered soon, and afterwards all is as before. */
export async function overload({ url }: LimitedServer, seconds: number): Promise<Check[]> {
  const health = await watchHealth(url);
  const until = performance.now() + seconds * 1000;
  const settled = performance.now() + 1500;
  const served: number[] = [];
  const shed: number[] = [];
  const others = new Set<number>();
  let withoutRetryAfter = 0;
  const client = async () => {
    while (performance.now() < until) {
      const at = performance.now();
      const answer = await fetch(`${url}/app/customers`, { headers: { ...SHOP, Accept: "text/html" } });
      await answer.arrayBuffer();
      const took = performance.now() - at;
      if (answer.status === 503) {
        if (at > settled) shed.push(took);
        if (!answer.headers.has("retry-after")) withoutRetryAfter++;
        await Bun.sleep(500);
      } else if (answer.status !== 200) others.add(answer.status);
      else if (at > settled) served.push(took);
    }
  };
  await Promise.all(Array.from({ length: 150 }, client));
  const { failed, p99Ms, machineMs, figure } = await health.stop();
  const after = await Promise.all(
    Array.from({ length: 10 }, () => fetch(`${url}/app/customers`, { headers: SHOP })),
  );
  const recovered = after.filter(({ status }) => status === 200).length;
  const p99 = quantile(served, 0.99);
  return [
    check(
      "some of 150 clients are turned away, with Retry-After",
      shed.length > 0 && withoutRetryAfter === 0,
      `${served.length} served, ${shed.length} shed`,
    ),
    check(
      "who is let in is answered soon",
      p99 < 1000 + MACHINE * machineMs && others.size === 0,
      `99th percentile ${ms(p99)}, median ${ms(quantile(served, 0.5))}`,
    ),
    check("/health answers meanwhile", failed === 0 && p99Ms <= 250 + MACHINE * machineMs, figure),
    check("all is as before afterwards", recovered === 10, `${recovered} of 10 answered`),
  ];
}

/** The hostile corpus, several at a time: the server lives, answers no defect, and says that it lives. */
export async function underFire(server: LimitedServer, rounds: number): Promise<Check[]> {
  const health = await watchHealth(server.url);
  const statuses = new Map<number, number>();
  const defects: string[] = [];
  let most = 0;
  for (let round = 0; round < rounds && server.isAlive(); round++) {
    const waiting = [...hostileCorpus(20_111_209 + round)];
    const attack = async () => {
      for (let next = waiting.shift(); next && server.isAlive(); next = waiting.shift()) {
        const status = await next.send(server.url).catch(() => 0);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status >= 500 && status !== 503) defects.push(`${next.name}: ${status}`);
        most = Math.max(most, server.residentMb());
      }
    };
    await Promise.all(Array.from({ length: 4 }, attack));
  }
  const { failed, p99Ms, machineMs, figure } = await health.stop();
  const told = [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${count} × ${status || "none"}`);
  return [
    check(
      "the server survives the hostile corpus",
      server.isAlive(),
      `${server.limit}; at most ${most} MB in the server itself`,
    ),
    check(
      "nothing in it is answered by a defect",
      defects.length === 0,
      defects.join(", ") || told.join(", "),
    ),
    check(
      `/health answers within ${HEALTH_P99_MS} ms of a bare server meanwhile`,
      failed === 0 && p99Ms <= HEALTH_P99_MS + machineMs,
      `${figure}; ${HEALTH_P99_MS} ms as such ${p99Ms <= HEALTH_P99_MS ? "is kept" : "is missed"}`,
    ),
  ];
}

/** Uploads and trainings of 20 tenants, all sent at once: every job has an end, and every training leaves one model. */
export async function crowd(
  server: LimitedServer,
  folder: string,
  uploads: number,
  trainings: number,
): Promise<Check[]> {
  const { url } = server;
  const before = server.residentMb();
  const path = writeOrders(folder, ordinaryShop(150, 300));
  const tenantOf = (i: number) => `tenant-${i % 20}`;
  const datasets = await Promise.all(
    Array.from({ length: uploads }, (_, i) => uploadOrders(url, tenantOf(i), path)),
  );
  const jobs = await Promise.all(
    Array.from({ length: trainings }, (_, i) =>
      postJson<{ job_id: string }>(url, tenantOf(i), "/train", {
        dataset_path: datasets[i],
        effort: "quick",
      }),
    ),
  );
  const ends = await Promise.all(jobs.map(({ job_id }, i) => endOf(url, tenantOf(i), job_id)));
  const counts = Object.entries(Object.groupBy(ends, (end) => end)).map(
    ([end, list]) => `${list!.length} ${end}`,
  );
  let models = 0;
  for (let i = 0; i < Math.min(20, trainings); i++)
    models += (
      (await (await fetch(`${url}/models`, { headers: { "X-Tenant-Id": tenantOf(i) } })).json()) as unknown[]
    ).length;
  const after = server.residentMb();
  return [
    check(
      "every upload of a crowd is kept under a name of its own",
      new Set(datasets).size === uploads,
      `${uploads} uploads`,
    ),
    check(
      "every training of a crowd ends and leaves one model",
      ends.every((end) => end === "completed") && models === trainings,
      `${counts.join(", ")}; ${models} models`,
    ),
    check(
      "memory comes back after the crowd",
      after - before < FLAT_MB,
      `${before} MB before, ${after} MB after`,
    ),
  ];
}

async function uploadOrders(url: string, tenant: string, path: string): Promise<string> {
  const form = new FormData();
  form.set("tenant_id", tenant);
  form.set("file", Bun.file(path));
  return (
    await asked<{ dataset_path: string }>(() =>
      fetch(`${url}/upload`, { method: "POST", headers: { "X-Tenant-Id": tenant }, body: form, ...PATIENT }),
    )
  ).dataset_path;
}

function postJson<T>(url: string, tenant: string, path: string, body: unknown): Promise<T> {
  const headers = { "X-Tenant-Id": tenant, "Content-Type": "application/json" };
  return asked(() => fetch(url + path, { method: "POST", headers, body: JSON.stringify(body), ...PATIENT }));
}

/** Of hundreds at once on a busy machine, the last wait for longer than five minutes, where Bun would give up. */
const PATIENT = { timeout: false } as const;

/** Asks again after a while when turned away, as a client should. */
async function asked<T>(ask: () => Promise<Response>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer.ok) return (await answer.json()) as T;
    if (answer.status !== 503) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`);
    await Bun.sleep(1000 * Number(answer.headers.get("retry-after") ?? 1));
  }
}

/** Follows a job's events to their end, which the server says. */
async function endOf(url: string, tenant: string, job: string): Promise<string> {
  const events = await (
    await fetch(`${url}/jobs/${job}/events`, { headers: { "X-Tenant-Id": tenant }, ...PATIENT })
  ).text();
  return events.match(/event: (completed|failed|cancelled)/)?.[1] ?? "no end";
}
