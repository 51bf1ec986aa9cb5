import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "../../src/config";
import { openQueue } from "../../src/jobs/open-queue";
import { recordTrainings } from "../../src/jobs/record-trainings";
import { DiskBlobs } from "../../src/store/blobs";
import { datasetKey } from "../../src/store/object-keys";
import { type Store, storePath } from "../../src/store/store";
import { ordinaryShop, writeOrders } from "../pipeline/small-files";
import { cleanUpAfterwards, newFolder, openStore } from "../store/open-store";
import { addJob, datasetRow, modelRow } from "../store/rows";

cleanUpAfterwards();
const SILENT = { info() {}, warn() {}, error() {} };
const PATH = "tenants/t/datasets/d1/orders.csv";

function place(): { store: Store; blobs: DiskBlobs; dataDir: string } {
  const dataDir = newFolder();
  return { dataDir, store: openStore(storePath(dataDir)), blobs: new DiskBlobs(dataDir) };
}

/** Adds a training and begins it. */
function begin(store: Store, id: string, payload: object) {
  store.jobs.insert("t", { id, kind: "training", status: "queued", payload, runnable: true }, 1000);
  return store.runs.claim(3000, 2000)!;
}

describe("the run of a training", () => {
  test("that is completed holds what it was told and chose, its figures, and the hashes of data and files", async () => {
    const { store, blobs, dataDir } = place();
    const orders = writeOrders(dataDir, ordinaryShop(200, 300));
    const path = datasetKey("t", "d1", "orders.csv");
    const { sha256, sizeBytes } = await blobs.writeStream(path, Bun.file(orders).stream());
    store.datasets.insert(
      "t",
      datasetRow("d1", { datasetPath: path, sha256, sizeBytes, fileName: "spring.csv" }),
    );
    const queue = openQueue({ store, blobs, dataDir, log: SILENT, workers: 1 });
    const payload = { dataset_path: path, effort: "quick", seed: 7, missed_churner_cost: 30 };
    store.jobs.insert(
      "t",
      { id: "j1", kind: "training", status: "queued", payload, runnable: true },
      Date.now(),
    );
    queue.start();
    const job = (await queue.waitForEnd("t", "j1"))!;
    await queue.stop({ graceMs: 0 });
    expect(job).toMatchObject({ status: "completed", error: null });
    const run = store.trainingRuns.find("t", "j1")!;
    const model = store.models.find("t", "j1")!;
    expect(run).toMatchObject({
      name: model.name,
      status: "completed",
      modelId: "j1",
      metrics: model.metrics,
      datasetSha256: createHash("sha256").update(readFileSync(orders)).digest("hex"),
      startedAt: store.jobs.startedAt("t", "j1")!,
      endedAt: model.createdAt,
      sent: null,
    });
    expect(run.parameters).toMatchObject({
      seed: 7,
      effort: "quick",
      missed_churner_cost: 30,
      false_alarm_cost: 5,
      churn_horizons_days: "90,60,30",
      churn_horizon_days: 60,
      spend_kind: "blend",
    });
    expect(run.tags).toMatchObject({
      program_version: VERSION,
      effort: "quick",
      dataset_file: "spring.csv",
      churn_protocol: "out_of_time",
    });
    const folder = blobs.localPath(model.artifactPrefix);
    expect(run.artifacts.map(({ name }) => name)).toEqual(readdirSync(folder).sort());
    for (const { name, sizeBytes, sha256 } of run.artifacts) {
      const bytes = readFileSync(join(folder, name));
      expect({ name, sizeBytes, sha256 }).toEqual({
        name,
        sizeBytes: bytes.length,
        sha256: createHash("sha256").update(bytes).digest("hex"),
      });
    }
    // The job's answer stays as clients know it.
    expect(job.result).not.toHaveProperty("record");
  });

  test("that fails is written down with what it was told, and without the reason, which may show what the file holds", () => {
    const { store, blobs } = place();
    recordTrainings({ store, blobs });
    store.datasets.insert("t", datasetRow("d1", { datasetPath: PATH, fileName: "spring.csv" }));
    const run = begin(store, "j1", { dataset_path: PATH, seed: 7, effort: "quick" });
    store.runs.fail(run, "row 7: customer 17850 has two dates", 5000);
    expect(store.trainingRuns.find("t", "j1")).toMatchObject({
      name: "spring.csv",
      status: "failed",
      parameters: { seed: 7, effort: "quick", false_alarm_cost: 5 },
      metrics: {},
      tags: { program_version: VERSION, effort: "quick", dataset_file: "spring.csv" },
      datasetSha256: "0".repeat(64),
      artifacts: [],
      modelId: null,
      startedAt: 2000,
      endedAt: 5000,
    });
    expect(JSON.stringify(store.trainingRuns.find("t", "j1"))).not.toContain("17850");
  });

  test("that was told what cannot be has no parameters, and one that was cancelled before it began started when it was asked for", () => {
    const { store, blobs } = place();
    recordTrainings({ store, blobs });
    store.runs.fail(begin(store, "j1", { effort: "huge" }), "effort must be quick or full.", 5000);
    expect(store.trainingRuns.find("t", "j1")).toMatchObject({ name: "training", parameters: {} });
    addJob(store, "t", "j2", 6000);
    store.jobs.requestCancel("t", "j2", 7000);
    expect(store.trainingRuns.find("t", "j2")).toMatchObject({
      status: "cancelled",
      startedAt: 6000,
      endedAt: 7000,
    });
  });

  test("is stored with the end of its job, or not at all", () => {
    const { store, blobs } = place();
    recordTrainings({ store, blobs });
    const run = begin(store, "j1", {});
    expect(() =>
      store.transaction(() => {
        store.runs.fail(run, "no", 5000);
        throw new Error("the disk is full");
      }),
    ).toThrow("the disk is full");
    expect(store.jobs.find("t", "j1")!.status).toBe("processing");
    expect(store.trainingRuns.list("t", 10)).toEqual([]);
  });

  test("that ended while nobody listened is written down at the next start, once", () => {
    const { store, blobs } = place();
    store.runs.fail(begin(store, "j1", {}), "no", 5000);
    const done = begin(store, "j2", { name: "spring" });
    store.models.insert("t", modelRow("m1", { name: "spring", metrics: { churn_auc: 0.7 } }));
    store.runs.complete(done, { model_id: "m1" }, 6000);
    recordTrainings({ store, blobs })();
    recordTrainings({ store, blobs })();
    expect(store.trainingRuns.list("t", 10)).toMatchObject([
      { id: "j2", status: "completed", name: "spring", modelId: "m1", metrics: { churn_auc: 0.7 } },
      { id: "j1", status: "failed" },
    ]);
    // Which release ran it nobody knows any more.
    expect(store.trainingRuns.find("t", "j2")!.tags).not.toHaveProperty("program_version");
  });

  test("of what is no training of the pool, or of a tenant that is being erased, is not written", () => {
    const { store, blobs } = place();
    recordTrainings({ store, blobs });
    const own = { id: "own", kind: "training", status: "queued", payload: {}, runnable: false } as const;
    store.jobs.insert("t", own, 1000);
    store.jobs.patch("t", "own", { status: "failed" }, 2000);
    const other = { id: "p", kind: "prediction", status: "queued", payload: {}, runnable: true } as const;
    store.jobs.insert("t", other, 1000);
    store.jobs.requestCancel("t", "p", 2000);
    addJob(store, "t", "j1");
    store.erasures.ask("t", { scope: "tenant" }, 3000);
    expect(store.jobs.find("t", "j1")!.status).toBe("cancelled");
    expect(store.trainingRuns.list("t", 10)).toEqual([]);
  });
});
