/**
 * `bun run bench:workers [trainings]`: what trainings cost on 1, 2 and 3 workers of other machines, and beside that on
 * the server's own pool. Two shops ask at once, one for three times as many trainings as the other. Prints trainings a
 * minute, what a job costs more than on the pool, and when the smaller shop was done. All models must be the same.
 * Workers share this machine's cores, so this shows overhead and fairness, not speed.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DiskBlobs } from "../src/store/blobs";
import { NotifiedShop } from "../tests/integrations/notify/shop";
import { Fleet } from "../tests/workers/fleet";
import { filesBelow, Tenant } from "../tests/workers/shops";

const TRAININGS = Number(process.argv[2] ?? 12);
const LINES = 50_000;
/** Nobody is killed here, so the patience of a server in use. */
const DEFAULTS = { B2_TIMEOUT_SECONDS: "30", WORKER_SILENCE_SECONDS: "20" };
/** The share of the smaller shop. */
const SMALL_SHARE = 1 / 4;

/** A server with its tenants, on a machine with or without workers. */
interface Place {
  readonly name: string;
  /** Processes whose processor time counts, with their children. */
  readonly pids: readonly number[];
  tenant(id: string): Tenant;
  model(tenant: string, id: string): Promise<Readonly<Record<string, string>>>;
}

interface Measured {
  readonly name: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** How many trainings of both shops were done when the smaller one's last was. */
  readonly smallDoneAt: number;
  readonly model: string;
}

const orders = join(tmpdir(), `perennial-bench-workers-${process.pid}.csv`);
try {
  const cli = resolve(import.meta.dir, "../src/cli.ts");
  const generate = ["generate", "--rows", String(LINES), "--out", orders];
  // Not at once: whoever blocks this thread holds up everything that stands between the machines.
  if ((await Bun.spawn([process.execPath, cli, ...generate]).exited) !== 0)
    throw new Error("the orders could not be generated");
  console.log(`${TRAININGS} quick trainings of ${LINES} lines, ${small()} of them for the smaller shop`);
  const alone = await onPool();
  print(alone, alone);
  for (const workers of [1, 2, 3]) print(await onWorkers(workers), alone);
} finally {
  rmSync(orders, { force: true });
}

async function onPool(): Promise<Measured> {
  const shop = new NotifiedShop({ WORKERS: "1" });
  await shop.start();
  try {
    const blobs = new DiskBlobs(shop.folder);
    return await measured({
      name: "own pool, 1 process",
      pids: [shop.server.child.pid],
      tenant: (id) => new Tenant(id, shop.server, orders),
      model: (tenant, id) => filesBelow(blobs, `tenants/${tenant}/models/${id}`),
    });
  } finally {
    await shop.end();
  }
}

async function onWorkers(workers: number): Promise<Measured> {
  await using fleet = await Fleet.start(workers, DEFAULTS);
  return await measured({
    name: workers === 1 ? "1 worker" : `${workers} workers`,
    pids: [fleet.shop.server.child.pid, ...fleet.workers.map(({ child }) => child.pid)],
    tenant: (id) => fleet.tenant(id, orders),
    model: (tenant, id) => filesBelow(fleet.blobs, `tenants/${tenant}/models/${id}`),
  });
}

/** The first training warms every process up, and is compared. */
async function measured(place: Place): Promise<Measured> {
  const warm = await Promise.all([1, 2, 3].map((i) => trained(place, place.tenant(`warm-${i}`))));
  const large = place.tenant("large");
  const few = place.tenant("small");
  const asked = [large, few].map(async (tenant) => [tenant, await tenant.upload()] as const);
  const [ofLarge, ofSmall] = await Promise.all(asked);
  let done = 0;
  let smallDoneAt = 0;
  const cpuBefore = cpuSecondsOf(place.pids);
  const since = performance.now();
  const one = async ([tenant, dataset]: readonly [Tenant, string]) => {
    const job = await train(tenant, dataset);
    return async () => {
      await mustBeDone(tenant, job);
      done++;
      if (tenant === few) smallDoneAt = done;
    };
  };
  const waits: (() => Promise<void>)[] = [];
  for (let i = 0; i < TRAININGS - small(); i++) waits.push(await one(ofLarge!));
  for (let i = 0; i < small(); i++) waits.push(await one(ofSmall!));
  await Promise.all(waits.map((wait) => wait()));
  const seconds = (performance.now() - since) / 1000;
  const models = new Set(warm);
  if (models.size !== 1) throw new Error(`the models of ${place.name} differ from each other`);
  return {
    name: place.name,
    ...{ seconds, smallDoneAt, model: warm[0]! },
    cpuSeconds: cpuSecondsOf(place.pids) - cpuBefore,
  };
}

async function trained(place: Place, tenant: Tenant): Promise<string> {
  const job = await train(tenant, await tenant.upload());
  await mustBeDone(tenant, job);
  return JSON.stringify(Object.entries(await place.model(tenant.id, job)).sort());
}

async function train(tenant: Tenant, dataset_path: string): Promise<string> {
  return (await tenant.call("POST", "/train", { dataset_path, effort: "quick" })).job_id!;
}

async function mustBeDone(tenant: Tenant, job: string): Promise<void> {
  const { status, error } = await tenant.ended(job);
  if (status !== "completed") throw new Error(`a training of ${tenant.id} is ${status}: ${error}`);
}

function small(): number {
  return Math.max(1, Math.round(TRAININGS * SMALL_SHARE));
}

function print(measured: Measured, alone: Measured): void {
  if (measured.model !== alone.model) throw new Error(`${measured.name} makes another model than the pool`);
  const { name, seconds, cpuSeconds, smallDoneAt } = measured;
  const each = (total: number) => total / TRAININGS;
  const more = (total: number, than: number) =>
    `${total >= than ? "+" : "−"}${Math.abs(each(total) - each(than)).toFixed(2)}`;
  console.log(
    [
      name.padEnd(20),
      `${(60 / each(seconds)).toFixed(0)} trainings a minute`,
      `${each(seconds).toFixed(2)} s a job (${more(seconds, alone.seconds)})`,
      `${each(cpuSeconds).toFixed(2)} CPU s a job (${more(cpuSeconds, alone.cpuSeconds)})`,
      `the smaller shop was done after ${smallDoneAt} of ${TRAININGS}`,
    ].join("; "),
  );
}

/** Processor seconds so far, of these processes and of all that they have started. */
function cpuSecondsOf(pids: readonly number[]): number {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // After the name in brackets: ppid is field 4, utime to cstime are 14 to 17 (proc_pid_stat(5)).
        const fields = readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)!.split(" ");
        const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
        return [{ pid: Number(name), parent: Number(fields[1]), ticks }];
      } catch {
        return [];
      }
    });
  const ours = new Set(pids);
  for (let before = -1; before !== ours.size; ) {
    before = ours.size;
    for (const { pid, parent } of all) if (ours.has(parent)) ours.add(pid);
  }
  return all.reduce((sum, { pid, ticks }) => sum + (ours.has(pid) ? ticks / 100 : 0), 0);
}
