import { describe, expect, test } from "bun:test";
import type { JobKind, JobStatus } from "../../src/store/job-row";
import { MOST_KILLS } from "../../src/store/job-runs";
import type { Store } from "../../src/store/store";
import { cleanUpAfterwards, closeStore, newFolder, openStore } from "./open-store";
import { addJob, modelRow } from "./rows";

cleanUpAfterwards();

function claimed(store: Store, now = 2000): string | null {
  const job = store.runs.claim(now + 1000, now);
  return job && `${job.tenant}/${job.id}`;
}

function eventsOf(store: Store, tenant: string, id: string): string[] {
  return store.jobs.events(tenant, id, 0).map(({ event }) => event);
}

describe("claiming", () => {
  test("takes a tenant's jobs in the order in which they came", () => {
    const store = openStore();
    addJob(store, "t", "b", 1000);
    addJob(store, "t", "c", 1001);
    addJob(store, "t", "a", 1000);
    expect([claimed(store), claimed(store), claimed(store), claimed(store)]).toEqual([
      "t/a",
      "t/b",
      "t/c",
      null,
    ]);
  });

  test("gives every tenant that waits one run before any gets a second, however many jobs it has", () => {
    const store = openStore();
    for (let i = 0; i < 5; i++) addJob(store, "greedy", `g${i}`, 1000 + i);
    addJob(store, "small", "s", 1500);
    addJob(store, "late", "l", 1600);
    expect([claimed(store), claimed(store), claimed(store), claimed(store)]).toEqual([
      "greedy/g0",
      "small/s",
      "late/l",
      "greedy/g1",
    ]);
  });

  test("lets tenants take turns: those with many jobs do not hold every worker until they are through", () => {
    const store = openStore();
    for (let i = 0; i < 3; i++) for (const tenant of ["a", "b"]) addJob(store, tenant, `${i}`, 1000 + i);
    addJob(store, "late", "0", 1900);
    const order: string[] = [];
    for (let now = 2000; ; now++) {
      const job = store.runs.claim(now + 1000, now);
      if (!job) break;
      order.push(`${job.tenant}/${job.id}`);
      store.runs.complete(job, null, now);
    }
    expect(order).toEqual(["a/0", "b/0", "late/0", "a/1", "b/1", "a/2", "b/2"]);
  });

  test("counts a tenant's run no longer when it has ended", () => {
    const store = openStore();
    for (const tenant of ["a", "b"]) for (const id of ["1", "2"]) addJob(store, tenant, id);
    expect(claimed(store)).toBe("a/1");
    expect(claimed(store)).toBe("b/1");
    store.runs.complete({ tenant: "b", id: "1", attempt: 1 }, null, 2500);
    expect(claimed(store)).toBe("b/2");
  });

  test("leaves alone what a client keeps itself, until it is handed over", () => {
    const store = openStore();
    store.jobs.insert(
      "t",
      { id: "own", kind: "training", status: "queued", payload: {}, runnable: false },
      1,
    );
    expect(claimed(store)).toBeNull();
    expect(store.jobs.makeRunnable("t", "own", { dataset_path: "d" }, 2)).toBe(true);
    expect(store.jobs.makeRunnable("t", "own", {}, 2)).toBe(false);
    const job = store.runs.claim(3000, 2000);
    expect(job).toMatchObject({
      id: "own",
      payload: { dataset_path: "d" },
      attempt: 1,
      status: "processing",
    });
  });

  test("of one job by two servers is done by one of them", () => {
    const path = `${newFolder()}/perennial.sqlite`;
    const [one, two] = [openStore(path), openStore(path)];
    addJob(one, "t", "j");
    expect([claimed(two), claimed(one)]).toEqual(["t/j", null]);
  });
});

describe("a run that was given up", () => {
  test("cannot renew, report, complete, fail, cancel or requeue, and its rows are not stored", () => {
    const store = openStore();
    addJob(store, "t", "j");
    const first = store.runs.claim(3000, 2000)!;
    store.runs.killed(first, "lost its lease", 3500);
    const second = store.runs.claim(5000, 4000)!;
    expect([first.attempt, second.attempt]).toEqual([1, 2]);
    const before = store.jobs.find("t", "j");
    const events = store.jobs.events("t", "j", 0);

    expect(store.runs.renew(first, 9000)).toBe("lost");
    const progress = { stage: "reading", fraction: 0.5, message: "" };
    const stores = () => store.models.insert("t", modelRow("m1"));
    expect([
      store.runs.progress(first, progress, 4500),
      store.runs.complete(first, { late: true }, 4500, stores),
      store.runs.fail(first, "late", 4500),
      store.runs.cancelled(first, 4500),
      store.runs.requeue(first, 4500),
      store.runs.killed(first, "late", 4500),
    ]).toEqual(Array(6).fill(false));

    expect(store.jobs.find("t", "j")).toEqual(before);
    expect(store.jobs.events("t", "j", 0)).toEqual(events);
    expect(store.models.list("t")).toEqual([]);
    expect(store.runs.complete(second, { late: false }, 5000, stores)).toBe(true);
    expect(store.models.list("t")).toHaveLength(1);
  });

  test("by its end cannot be ended again", () => {
    const store = openStore();
    addJob(store, "t", "j");
    const run = store.runs.claim(3000, 2000)!;
    expect(store.runs.complete(run, { ok: 1 }, 2500)).toBe(true);
    expect(store.runs.complete(run, { ok: 2 }, 2600)).toBe(false);
    expect(store.runs.fail(run, "no", 2600)).toBe(false);
    expect(store.jobs.find("t", "j")).toMatchObject({ status: "completed", result: { ok: 1 }, error: null });
  });
});

describe("completing", () => {
  test("stores the result and the rows together or not at all", () => {
    const store = openStore();
    addJob(store, "t", "j");
    store.models.insert("t", modelRow("m1"));
    const run = store.runs.claim(3000, 2000)!;
    expect(() => store.runs.complete(run, {}, 2500, () => store.models.insert("t", modelRow("m1")))).toThrow(
      /UNIQUE/,
    );
    expect(store.jobs.find("t", "j")).toMatchObject({ status: "processing", result: null });
    expect(eventsOf(store, "t", "j")).toEqual(["queued", "started"]);
  });

  test("is refused to a run that was asked to end", () => {
    const store = openStore();
    addJob(store, "t", "j");
    const run = store.runs.claim(3000, 2000)!;
    expect(store.jobs.requestCancel("t", "j", 2100)).toBe("requested");
    expect(store.runs.renew(run, 9000)).toBe("cancel");
    expect(store.runs.complete(run, {}, 2500, () => store.models.insert("t", modelRow("m1")))).toBe(false);
    expect(store.models.list("t")).toEqual([]);
  });
});

describe("leases", () => {
  test("run out when they are not renewed, and not before", () => {
    const store = openStore();
    addJob(store, "t", "j");
    const run = store.runs.claim(3000, 2000)!;
    expect(store.runs.expired(3000)).toEqual([]);
    expect(store.runs.expired(3001)).toEqual([{ tenant: "t", id: "j", attempt: 1 }]);
    expect(store.runs.renew(run, 4000)).toBe("kept");
    expect(store.runs.expired(4000)).toEqual([]);
    expect(store.runs.expired(4001)).toHaveLength(1);
  });

  test("of a server that died are taken back by the first to open the store, and cost the job one kill", () => {
    const path = `${newFolder()}/perennial.sqlite`;
    const dead = openStore(path);
    addJob(dead, "t", "j");
    dead.runs.claim(1e15, 2000);
    closeStore(dead);
    const store = openStore(path, 5000);
    expect(store.jobs.find("t", "j")).toMatchObject({ status: "queued", kills: 1, updatedAt: 5000 });
    expect(store.runs.claim(9000, 6000)?.attempt).toBe(2);
  });

  test("of a server that lives are left to it, whoever else opens the store", () => {
    const path = `${newFolder()}/perennial.sqlite`;
    const alive = openStore(path);
    addJob(alive, "t", "j");
    const run = alive.runs.claim(1e15, 2000)!;
    const other = openStore(path);
    expect(other.runs.expired(5000)).toEqual([]);
    expect(other.jobs.find("t", "j")).toMatchObject({ status: "processing", kills: 0, attempt: 1 });
    expect(alive.runs.complete(run, {}, 5000)).toBe(true);
  });
});

describe("deaths", () => {
  test("are forgiven twice; the third ends the job with its reason", () => {
    const store = openStore();
    addJob(store, "t", "j");
    for (let death = 1; death <= MOST_KILLS; death++) {
      store.runs.killed(store.runs.claim(3000, 2000)!, `was killed by SIGKILL (${death})`, 2500);
    }
    expect(store.runs.claim(3000, 2000)).toBeNull();
    expect(store.jobs.find("t", "j")).toMatchObject({
      status: "failed",
      kills: 3,
      attempt: 3,
      error: "We gave up on the job after 3 of its processes died. The last one was killed by SIGKILL (3).",
    });
    expect(eventsOf(store, "t", "j")).toEqual([
      "queued",
      ...["started", "requeued", "started", "requeued"],
      ...["started", "failed"],
    ]);
  });

  test("are not counted where the server put the job back itself", () => {
    const store = openStore();
    addJob(store, "t", "j");
    for (let i = 0; i < 5; i++) store.runs.requeue(store.runs.claim(3000, 2000)!, 2500);
    expect(store.jobs.find("t", "j")).toMatchObject({ status: "queued", kills: 0, attempt: 5 });
  });

  test("of a job that is to be cancelled cancel it", () => {
    const store = openStore();
    addJob(store, "t", "j");
    const run = store.runs.claim(3000, 2000)!;
    store.jobs.requestCancel("t", "j", 2100);
    store.runs.killed(run, "was killed", 2200);
    expect(store.jobs.find("t", "j")).toMatchObject({ status: "cancelled", kills: 0 });
  });
});

describe("cancelling", () => {
  for (const [state, expected, prepare] of [
    ["waiting", "cancelled", () => {}],
    ["running", "requested", (store) => store.runs.claim(3000, 2000)],
    ["completed", null, (store) => store.runs.complete(store.runs.claim(3000, 2000)!, {}, 2100)],
    ["cancelled", null, (store) => store.jobs.requestCancel("t", "j", 2000)],
  ] as [string, string | null, (store: Store) => unknown][]) {
    test(`a job that is ${state} answers ${expected}`, () => {
      const store = openStore();
      addJob(store, "t", "j");
      prepare(store);
      expect(store.jobs.requestCancel("t", "j", 3000)).toBe(expected as never);
    });
  }

  test("a row that a client keeps, at work or not, is done at once", () => {
    const store = openStore();
    store.jobs.insert(
      "t",
      { id: "own", kind: "email", status: "processing", payload: {}, runnable: false },
      1,
    );
    expect(store.jobs.requestCancel("t", "own", 2)).toBe("cancelled");
  });
});

describe("the rows of the queue", () => {
  test("cannot be added twice under one id", () => {
    const store = openStore();
    const job = { id: "j", kind: "training", status: "queued", payload: { n: 1 }, runnable: true } as const;
    expect(store.jobs.insert("t", job, 1)).toBe(true);
    expect(store.jobs.insert("t", { ...job, payload: { n: 2 } }, 2)).toBe(false);
    expect(store.jobs.find("t", "j")?.payload).toEqual({ n: 1 });
    expect(eventsOf(store, "t", "j")).toEqual(["queued"]);
  });

  test("are listed newest first, by kind and by status", () => {
    const store = openStore();
    const rows: [string, JobKind, JobStatus][] = [
      ["a", "training", "queued"],
      ["b", "prediction", "processing"],
      ["c", "training", "completed"],
      ["d", "email", "failed"],
    ];
    rows.forEach(([id, kind, status], i) => {
      store.jobs.insert("t", { id, kind, status, payload: {}, runnable: false }, 1000 + i);
    });
    const listed = (kind: JobKind | null, status: JobStatus | "active" | null) =>
      store.jobs
        .list("t", kind, status)
        .map(({ id }) => id)
        .join("");
    expect(listed(null, null)).toBe("dcba");
    expect(listed("training", null)).toBe("ca");
    expect(listed(null, "active")).toBe("ba");
    expect(listed(null, "failed")).toBe("d");
    expect(listed("training", "active")).toBe("a");
    expect(listed("email", "active")).toBe("");
  });

  test("are listed to 200", () => {
    const store = openStore();
    store.transaction(() => {
      for (let i = 0; i < 201; i++) addJob(store, "t", `j${i}`, i);
    });
    const listed = store.jobs.list("t", null, null);
    expect([listed.length, listed[0]!.id, listed.at(-1)!.id]).toEqual([200, "j200", "j1"]);
  });

  test("are all read, oldest first, also where many were made at one moment", () => {
    const store = openStore();
    store.transaction(() => {
      for (let i = 0; i < 1203; i++)
        addJob(store, "t", `j${String(i).padStart(4, "0")}`, 5 + Math.floor(i / 700));
      addJob(store, "other", "x", 5);
    });
    const ids = [...store.jobs.all("t")].map(({ id }) => id);
    expect(ids).toHaveLength(1203);
    expect(ids).toEqual([...ids].sort());
  });

  test("are deleted with their events where they name a customer, at any depth, as text or number", () => {
    const store = openStore();
    const add = (tenant: string, id: string, payload: unknown, result?: unknown) => {
      store.jobs.insert(
        tenant,
        { id, kind: "prediction", status: "processing", payload, runnable: false },
        1,
      );
      if (result !== undefined) store.jobs.patch(tenant, id, { status: "completed", result }, 2);
    };
    add("t", "number", { customer_id: 12 });
    add("t", "text", { customer_id: "12" });
    add("t", "deep", {}, { rows: [{ CustomerID: 11 }, { CustomerID: 12 }] });
    add("t", "longer", { customer_id: 123 });
    add("t", "elsewhere", { count: 12 }, { note: "12" });
    add("other", "foreign", { customer_id: 12 });
    expect(store.jobs.forgetCustomer("t", "12")).toBe(3);
    expect([...store.jobs.all("t")].map(({ id }) => id)).toEqual(["elsewhere", "longer"]);
    expect(eventsOf(store, "t", "deep")).toEqual([]);
    expect(store.jobs.find("other", "foreign")).not.toBeNull();
  });

  test("that the pool runs cannot be patched by a client", () => {
    const store = openStore();
    addJob(store, "t", "j");
    expect(store.jobs.patch("t", "j", { status: "completed" }, 2000)).toBe(false);
    store.jobs.insert(
      "t",
      { id: "own", kind: "training", status: "queued", payload: {}, runnable: false },
      1,
    );
    expect(store.jobs.patch("t", "own", { status: "completed", result: { ok: true } }, 2000)).toBe(true);
    expect(store.jobs.find("t", "own")).toMatchObject({ status: "completed", result: { ok: true } });
    expect(eventsOf(store, "t", "own")).toEqual(["queued", "completed"]);
  });
});

describe("a job's events", () => {
  test("keep rising while of its progress only the newest is kept", () => {
    const store = openStore();
    addJob(store, "t", "j");
    const run = store.runs.claim(3000, 2000)!;
    for (const fraction of [0.1, 0.2, 0.3]) {
      store.runs.progress(run, { stage: "reading", fraction, message: "Reading" }, 2100);
    }
    store.runs.complete(run, { done: true }, 2500);
    expect(store.jobs.events("t", "j", 0)).toEqual([
      { sequence: 1, event: "queued", data: { status: "queued" } },
      { sequence: 2, event: "started", data: { attempt: 1 } },
      { sequence: 5, event: "progress", data: { stage: "reading", fraction: 0.3, message: "Reading" } },
      { sequence: 6, event: "completed", data: { done: true } },
    ]);
    expect(store.jobs.events("t", "j", 5)).toHaveLength(1);
    expect(store.jobs.find("t", "j")?.progress?.fraction).toBe(0.3);
  });
});

test("the job that forgets a person stays, though it names them", () => {
  const store = openStore();
  const about = {
    kind: "erasure",
    status: "queued",
    payload: { customer_id: "12" },
    runnable: true,
  } as const;
  store.jobs.insert("t", { id: "erasure", ...about }, 1000);
  store.jobs.insert("t", { id: "other", ...about }, 1000);
  expect(store.jobs.forgetCustomer("t", "12", "erasure")).toBe(1);
  expect(store.jobs.list("t", null, null).map(({ id }) => id)).toEqual(["erasure"]);
});

test("the newest training is one that was completed", () => {
  const store = openStore();
  addJob(store, "t", "good", 1000);
  store.runs.complete({ tenant: "t", id: claimed(store)!.slice(2), attempt: 1 }, {}, 2100);
  addJob(store, "t", "bad", 3000);
  store.runs.fail({ tenant: "t", id: claimed(store)!.slice(2), attempt: 1 }, "No.", 3100);
  expect(store.jobs.newestTraining("t")).toBe("good");
});
