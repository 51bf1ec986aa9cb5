import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Store } from "../src/store/store";

/**
 * What the queue's own bookkeeping costs, with no worker behind it, every commit flushed to the disk: adding, claiming,
 * reporting, completing; then the same with a long history behind it. The peer is one flushed transaction that changes
 * one row, the least that SQLite can do for a durable change on this disk.
 */
const TENANTS = 20;
const ROUNDS = 500;
const HISTORY = 100_000;
const MODELS = 1000;

const folder = mkdtempSync(join(tmpdir(), "perennial-"));
const store = Store.open(join(folder, "perennial.sqlite"));
try {
  const peer = rate(ROUNDS, (i) => store.tenants.ensure(`peer ${i}`, i));
  console.log(`one row, flushed: ${peer.toFixed(0)}/s`);
  console.log(
    "\n| operations a second | empty store | after history | flushed rows, empty | after history |",
  );
  console.log("|---|---:|---:|---:|---:|");
  const before = measure("a");
  addHistory();
  const after = measure("b");
  for (const name of Object.keys(before) as (keyof typeof before)[]) {
    const [early, late] = [before[name], after[name]];
    console.log(
      `| ${name} | ${early.toFixed(0)} | ${late.toFixed(0)} | ${(early / peer).toFixed(2)} | ${(late / peer).toFixed(2)} |`,
    );
  }
} finally {
  store.close();
  rmSync(folder, { recursive: true });
}

/** Runs `ROUNDS` jobs of `TENANTS` tenants through the queue, and checks that each ended once. */
function measure(run: string) {
  const tenant = (i: number) => `tenant ${i % TENANTS}`;
  const add = rate(ROUNDS, (i) => {
    const job = {
      id: `${run} ${i}`,
      kind: "training",
      status: "queued",
      payload: { dataset_path: "d" },
      runnable: true,
    } as const;
    store.jobs.insert(tenant(i), job, i);
  });
  const claimed: { tenant: string; id: string; attempt: number }[] = [];
  const claim = rate(ROUNDS, (i) => claimed.push(store.runs.claim(1e15, 1e6 + i)!));
  const report = rate(ROUNDS, (i) => {
    store.runs.progress(claimed[i]!, { stage: "reading", fraction: 0.5, message: "Reading" }, 2e6);
  });
  const complete = rate(ROUNDS, (i) => {
    const { tenant, id } = claimed[i]!;
    store.runs.complete(claimed[i]!, { model_id: id }, 3e6, () => addModel(tenant, id));
  });
  const list = rate(ROUNDS, (i) => store.jobs.list(tenant(i), null, "active"));
  const newest = rate(ROUNDS, (i) => store.models.newest(tenant(i)));

  const ended = new Set(claimed.map(({ tenant, id }) => `${tenant}/${id}`));
  const completed = claimed.filter(({ tenant, id }) => store.jobs.find(tenant, id)?.status === "completed");
  if (ended.size !== ROUNDS || completed.length !== ROUNDS) throw new Error("a job was lost or run twice");
  return {
    add,
    claim,
    report,
    "complete, with its model": complete,
    "list active": list,
    "newest model": newest,
  };
}

/** Jobs that have ended, others that wait behind those of the measurement, and models. */
function addHistory(): void {
  store.transaction(() => {
    for (let i = 0; i < HISTORY; i++) {
      const status = i % 2 === 0 ? "completed" : "queued";
      const job = { id: `old ${i}`, kind: "training", status, payload: {}, runnable: i % 2 === 1 } as const;
      store.jobs.insert(`tenant ${i % TENANTS}`, job, 1e7 + i);
    }
    for (let i = 0; i < MODELS; i++) addModel("tenant 0", `old ${i}`);
  });
}

function addModel(tenant: string, id: string): void {
  store.models.insert(tenant, {
    id,
    name: id,
    artifactPrefix: `tenants/x/models/${id}`,
    metrics: { churn_auc: 0.75 },
    segments: [],
    datasetId: null,
    files: [],
    asOf: null,
    jobId: id,
    createdAt: 1,
  });
}

/** How often a second `operation` can be done. */
function rate(times: number, operation: (i: number) => unknown): number {
  const start = performance.now();
  for (let i = 0; i < times; i++) operation(i);
  return (times * 1000) / (performance.now() - start);
}
