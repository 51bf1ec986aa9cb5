import { describe, expect, test } from "bun:test";
import { UserError } from "../../src/errors";
import type { Queue } from "../../src/jobs/queue";
import type { JobRow } from "../../src/store/job-row";
import { cleanUpAfterwards, openStore } from "../store/open-store";
import { addJob } from "../store/rows";
import {
  type Instruction,
  isRunning,
  stagedHandler,
  startQueue,
  stopQueuesAfterwards,
  type Visit,
} from "./stage";

stopQueuesAfterwards();
cleanUpAfterwards();

async function ended(queue: Queue, id: string, tenant = "t"): Promise<JobRow> {
  return (await queue.waitForEnd(tenant, id))!;
}

describe("a run", () => {
  test("that finishes completes its job, with the rows that belong to it", async () => {
    const store = openStore();
    const { queue, stage, discarded } = startQueue(store);
    expect(queue.enqueue("t", "training", { dataset_path: "d" }, "j")).toMatchObject({ status: "queued" });
    (await stage.next()).tell({ do: "finish", outcome: { model_id: "j" } });
    expect(await ended(queue, "j")).toMatchObject({
      status: "completed",
      result: { model_id: "j" },
      attempt: 1,
      kills: 0,
    });
    expect(store.models.list("t").map(({ id }) => id)).toEqual(["j"]);
    expect(discarded).toEqual([]);
  });

  test("that is refused fails its job with the sentence, once, and the process goes on to the next job", async () => {
    const store = openStore();
    const { queue, stage, discarded, logged } = startQueue(store);
    queue.enqueue("t", "training", {}, "bad");
    queue.enqueue("t", "training", {}, "good");
    const first = await stage.next();
    first.tell({ do: "refuse", message: "The file has no header row." });
    const second = await stage.next();
    expect(second).toMatchObject({ job: "t/good", pid: first.pid });
    second.tell({ do: "finish", outcome: null });
    expect(await ended(queue, "bad")).toMatchObject({
      status: "failed",
      error: "The file has no header row.",
      attempt: 1,
    });
    expect((await ended(queue, "good")).status).toBe("completed");
    expect(discarded).toEqual(["t/bad"]);
    expect(logged).toEqual([]);
  });

  test("whose process is stopped is ended and tried again, and given up after three", async () => {
    const { queue, stage } = startQueue(openStore(), { quietMs: 2000, lookMs: 100 });
    queue.enqueue("t", "training", {}, "hung");
    for (let attempt = 1; attempt <= 3; attempt++) {
      const { pid, attempt: told } = await stage.next();
      expect(told).toBe(attempt);
      process.kill(pid, "SIGSTOP");
    }
    const job = await ended(queue, "hung");
    expect(job).toMatchObject({ status: "failed", kills: 3 });
    expect(job.error).toMatch(/^We gave up on the job after 3 .* The last one did not answer for \d+ s\.$/);
    queue.enqueue("t", "training", {}, "next");
    (await stage.next()).tell({ do: "finish", outcome: null });
    expect((await ended(queue, "next")).status).toBe("completed");
  });

  test("is put back at once when the server stops, even while what it needs does not come", async () => {
    const store = openStore();
    const preparing = Promise.withResolvers<void>();
    const hung = {
      ...stagedHandler(store, ""),
      prepare: () => {
        preparing.resolve();
        return new Promise<never>(() => {});
      },
    };
    const handlers = { training: hung, prediction: hung, backtest: hung, erasure: hung };
    const { queue } = startQueue(store, { handlers });
    queue.enqueue("t", "training", {}, "j");
    await preparing.promise;
    await queue.stop({ graceMs: 0 });
    expect(store.jobs.find("t", "j")).toMatchObject({ status: "queued", kills: 0 });
  });

  test("that meets a defect fails its job with an incident that the log explains, and tells the tenant no more", async () => {
    const { queue, stage, logged } = startQueue(openStore());
    queue.enqueue("t", "training", {}, "j");
    (await stage.next()).tell({ do: "break", message: "secret of /srv/file" });
    const job = await ended(queue, "j");
    expect(job).toMatchObject({ status: "failed", attempt: 1, kills: 0 });
    const [, incident] = /incident ([0-9a-f-]{36})\.$/.exec(job.error!)!;
    expect(job.error).not.toContain("secret");
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({
      level: "error",
      fields: { tenant: "t", id: "j", incident, error: { message: "secret of /srv/file" } },
    });
  });

  test("whose rows cannot be stored fails its job, and keeps nothing of it", async () => {
    const store = openStore();
    const handler = stagedHandler(store, "");
    const failing = {
      ...handler,
      commit: () => ({
        result: {},
        store: () => {
          throw new Error("the disk is full");
        },
      }),
    };
    const { queue, stage, logged } = startQueue(store, {
      handlers: {
        training: { ...failing, prepare: async (job) => ({ ...job, door: stage.door }) },
        prediction: failing,
        backtest: failing,
        erasure: failing,
      },
    });
    queue.enqueue("t", "training", {}, "j");
    (await stage.next()).tell({ do: "finish", outcome: {} });
    const job = await ended(queue, "j");
    expect(job).toMatchObject({ status: "failed", result: null });
    expect(job.error).toMatch(/incident/);
    expect(logged[0]).toMatchObject({ fields: { error: { message: "the disk is full" } } });
  });

  test("that cannot be prepared fails its job without a process", async () => {
    const store = openStore();
    const handler = {
      ...stagedHandler(store, ""),
      prepare: async () => {
        throw new UserError("There is no dataset d.");
      },
    };
    const { queue, stage } = startQueue(store, {
      handlers: {
        training: handler,
        prediction: handler,
        backtest: handler,
        erasure: handler,
      },
    });
    queue.enqueue("t", "training", {}, "j");
    expect(await ended(queue, "j")).toMatchObject({ status: "failed", error: "There is no dataset d." });
    expect(stage.waiting).toBe(0);
    expect(queue.status().idleProcesses).toBe(0);
  });

  test("reports its progress; the newest is there at its end", async () => {
    const { queue, stage } = startQueue(openStore());
    queue.enqueue("t", "training", {}, "j");
    for (let step = 1; step <= 20; step++) (await stage.next()).tell({ do: "progress", fraction: step / 20 });
    (await stage.next()).tell({ do: "finish", outcome: {} });
    expect((await ended(queue, "j")).progress).toEqual({
      stage: "reading",
      fraction: 1,
      message: "Reading order lines",
    });
  });
});

describe("the death of a process", () => {
  test("by kill -9 costs its job one attempt, and the next process finishes it", async () => {
    const { queue, stage, discarded, logged } = startQueue(openStore());
    queue.enqueue("t", "training", {}, "j");
    const first = await stage.next();
    process.kill(first.pid, "SIGKILL");
    const second = await stage.next();
    expect(second.attempt).toBe(2);
    expect(second.pid).not.toBe(first.pid);
    second.tell({ do: "finish", outcome: {} });
    expect(await ended(queue, "j")).toMatchObject({ status: "completed", attempt: 2, kills: 1 });
    expect(discarded).toEqual([]);
    expect(logged).toMatchObject([{ level: "warn", fields: { reason: expect.stringMatching(/SIGKILL/) } }]);
  });

  for (const [name, die, reason] of [
    [
      "a signal",
      (visit) => process.kill(visit.pid, "SIGKILL"),
      /was killed by SIGKILL when it had used up to \d+ MB of memory, which is what the system does when memory runs out\.$/,
    ],
    ["an exit code", (visit) => visit.tell({ do: "exit", code: 7 }), /ended with exit code 7\.$/],
    ["memory that runs out", (visit) => visit.tell({ do: "eat memory" }), /ran out of memory\.$/],
  ] as [string, (visit: Visit) => void, RegExp][]) {
    test(`by ${name}, three times, gives the job up with that reason, and the pool goes on`, async () => {
      const { queue, stage, discarded } = startQueue(openStore());
      queue.enqueue("t", "training", {}, "j");
      queue.enqueue("u", "training", {}, "next");
      const pids = new Set<number>();
      const visits: string[] = [];
      for (let i = 0; i < 4; i++) {
        const visit = await stage.next();
        visits.push(`${visit.job} ${visit.attempt}`);
        pids.add(visit.pid);
        if (visit.job === "u/next") visit.tell({ do: "finish", outcome: {} });
        else die(visit);
      }
      // The other tenant has its turn between the attempts.
      expect(visits).toEqual(["t/j 1", "u/next 1", "t/j 2", "t/j 3"]);
      const job = await ended(queue, "j");
      expect(job).toMatchObject({ status: "failed", kills: 3, attempt: 3 });
      expect(job.error).toStartWith("We gave up on the job after 3 of its processes died. The last one ");
      expect(job.error).toMatch(reason);
      expect((await ended(queue, "next", "u")).status).toBe("completed");
      expect(discarded).toEqual(["t/j"]);
      // The second process did the other tenant's job and then died of this one.
      expect(pids.size).toBe(3);
    });
  }
});

describe("cancelling", () => {
  test("a waiting job keeps it from every process", async () => {
    const { queue, stage } = startQueue(openStore());
    queue.enqueue("t", "training", {}, "first");
    queue.enqueue("t", "training", {}, "second");
    queue.enqueue("t", "training", {}, "third");
    const first = await stage.next();
    expect(queue.cancel("t", "second")).toBe("cancelled");
    expect((await ended(queue, "second")).status).toBe("cancelled");
    first.tell({ do: "finish", outcome: {} });
    const next = await stage.next();
    expect(next.job).toBe("t/third");
    next.tell({ do: "finish", outcome: {} });
    await ended(queue, "third");
  });

  test("a running job kills its process at once, removes what it left, and lets the next one run", async () => {
    const store = openStore();
    const { queue, stage, discarded, logged } = startQueue(store, {
      lookMs: 3_600_000,
      now: () => 1_000_000,
    });
    queue.enqueue("t", "training", {}, "j");
    queue.enqueue("t", "training", {}, "next");
    const visit = await stage.next();
    expect(queue.cancel("t", "j")).toBe("requested");
    expect(await ended(queue, "j")).toMatchObject({ status: "cancelled", kills: 0, attempt: 1 });
    const next = await stage.next();
    expect(next.job).toBe("t/next");
    expect(next.pid).not.toBe(visit.pid);
    next.tell({ do: "finish", outcome: {} });
    expect((await ended(queue, "next")).status).toBe("completed");
    expect(discarded).toEqual(["t/j"]);
    expect(logged).toEqual([]);
    expect(store.models.list("t").map(({ id }) => id)).toEqual(["next"]);
  });

  test("a running job through another server kills its process when its lease is renewed", async () => {
    let now = 1_000_000;
    const store = openStore();
    const { queue, stage } = startQueue(store, { leaseMs: 30_000, lookMs: 3_600_000, now: () => now });
    queue.enqueue("t", "training", {}, "j");
    await stage.next();
    expect(openStore(store.path).jobs.requestCancel("t", "j", now)).toBe("requested");
    now += 10_000;
    queue.look();
    expect(await ended(queue, "j")).toMatchObject({ status: "cancelled", attempt: 1 });
  });

  test("a job that is over, or another tenant's, does nothing", async () => {
    const { queue, stage } = startQueue(openStore());
    queue.enqueue("t", "training", {}, "j");
    const visit = await stage.next();
    expect(queue.cancel("u", "j")).toBeNull();
    visit.tell({ do: "finish", outcome: {} });
    expect((await ended(queue, "j")).status).toBe("completed");
    expect(queue.cancel("t", "j")).toBeNull();
  });
});

describe("a run that was given up while it worked", () => {
  test("is killed when its server notices, and cannot write", async () => {
    const store = openStore();
    const { queue, stage } = startQueue(store);
    queue.enqueue("t", "training", {}, "j");
    const first = await stage.next();
    // Another server takes the job over, as it does where a lease has run out.
    const other = openStore(store.path);
    other.runs.killed({ tenant: "t", id: "j", attempt: 1 }, "stopped together with its server", Date.now());
    first.tell({ do: "finish", outcome: { from: "the first" } });
    const second = await stage.next();
    expect(second.attempt).toBe(2);
    expect(store.models.list("t")).toEqual([]);
    second.tell({ do: "finish", outcome: { from: "the second" } });
    expect(await ended(queue, "j")).toMatchObject({ result: { from: "the second" }, attempt: 2, kills: 1 });
    expect(store.models.list("t")).toHaveLength(1);
  });

  test("because its tenant was erased leaves nothing", async () => {
    const store = openStore();
    const { queue, stage, discarded } = startQueue(store);
    queue.enqueue("t", "training", {}, "j");
    const visit = await stage.next();
    store.tenants.delete("t");
    const gone = queue.waitForEnd("t", "j");
    visit.tell({ do: "finish", outcome: {} });
    queue.enqueue("u", "training", {}, "after");
    (await stage.next()).tell({ do: "finish", outcome: {} });
    await ended(queue, "after", "u");
    expect(await gone).toBeNull();
    expect(discarded).toEqual(["t/j"]);
    expect(store.models.list("t")).toEqual([]);
  });
});

describe("leases", () => {
  test("are kept while the process works on, and taken over where a server is silent for too long", async () => {
    let now = 1_000_000;
    const store = openStore();
    const { queue, stage } = startQueue(store, { leaseMs: 30_000, lookMs: 3_600_000, now: () => now });
    queue.enqueue("t", "training", {}, "j");
    const visit = await stage.next();
    now += 10_000;
    queue.look();
    expect(store.runs.expired(now + 29_999)).toEqual([]);
    // The server was held up for an hour: it renews before it looks for others' leases that have run out.
    now += 3_600_000;
    queue.look();
    expect(store.jobs.find("t", "j")).toMatchObject({ status: "processing", attempt: 1, kills: 0 });
    // A run of a server that went down while others lived.
    addJob(store, "u", "orphan", now);
    store.runs.claim(now + 500, now);
    now += 501;
    queue.look();
    expect(store.jobs.find("u", "orphan")).toMatchObject({ status: "queued", kills: 1 });
    visit.tell({ do: "finish", outcome: {} });
    expect(await ended(queue, "j")).toMatchObject({ status: "completed", attempt: 1 });
    const orphan = await stage.next();
    expect(orphan).toMatchObject({ job: "u/orphan", attempt: 2 });
    orphan.tell({ do: "finish", outcome: {} });
    expect((await ended(queue, "orphan", "u")).status).toBe("completed");
  });
});

describe("a queue of two workers", () => {
  test("runs two jobs at a time, of two tenants before two of one", async () => {
    const { queue, stage } = startQueue(openStore(), { workers: 2 });
    for (const id of ["1", "2", "3"]) queue.enqueue("greedy", "training", {}, id);
    queue.enqueue("small", "training", {}, "1");
    const visits = [await stage.next(), await stage.next()];
    expect(visits.map(({ job }) => job).sort()).toEqual(["greedy/1", "small/1"]);
    expect(queue.status()).toEqual({ waiting: 2, workers: 2, running: 2, idleProcesses: 0, silent: 0 });
    for (const visit of visits) visit.tell({ do: "finish", outcome: {} });
    const later = [await stage.next(), await stage.next()];
    expect(later.map(({ job }) => job).sort()).toEqual(["greedy/2", "greedy/3"]);
    for (const visit of later) visit.tell({ do: "finish", outcome: {} });
    await Promise.all(["1", "2", "3"].map((id) => ended(queue, id, "greedy")));
  });

  test("never has a third process, idle ones counted, whatever the jobs' kinds and however their processes end", async () => {
    const { queue, stage } = startQueue(openStore(), { workers: 2 });
    const kinds = ["training", "prediction", "backtest", "erasure"] as const;
    const tenants = Array.from({ length: 12 }, (_, i) => `tenant-${i}`);
    for (const [i, tenant] of tenants.entries()) queue.enqueue(tenant, kinds[i % 4]!, {}, "j");
    const deadly = new Map<string, Instruction>([
      ["tenant-1/j", { do: "eat memory" }],
      ["tenant-4/j", { do: "exit", code: 7 }],
      ["tenant-6/j", { do: "eat memory" }],
    ]);
    const pids = new Set<number>();
    for (let visits = 0; visits < tenants.length + deadly.size; visits++) {
      const { job, attempt, pid, tell } = await stage.next();
      pids.add(pid);
      expect([...pids].filter(isRunning).length).toBeLessThanOrEqual(2);
      tell((attempt === 1 && deadly.get(job)) || { do: "finish", outcome: {} });
    }
    for (const tenant of tenants) expect((await ended(queue, "j", tenant)).status).toBe("completed");
    // An idle process may take the job of a dead one, so not every dead process is replaced.
    expect(pids.size).toBeGreaterThan(2);
    expect(pids.size).toBeLessThanOrEqual(2 + deadly.size);
    const { running, idleProcesses } = queue.status();
    expect(running).toBe(0);
    expect(idleProcesses).toBeLessThanOrEqual(2);
  });

  test("hears of a job that another process has added when it looks", async () => {
    const store = openStore();
    const { queue, stage } = startQueue(store, { lookMs: 3_600_000 });
    const other = openStore(store.path);
    addJob(other, "t", "j");
    expect(queue.status()).toMatchObject({ waiting: 1, running: 0 });
    queue.look();
    (await stage.next()).tell({ do: "finish", outcome: {} });
    expect((await ended(queue, "j")).status).toBe("completed");
  });
});
