import { describe, expect, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PredictionLog } from "../../../src/api/resources/predict/prediction-log";
import { markOf } from "../../../src/store/customer-mark";
import { Store } from "../../../src/store/store";
import { withFolder } from "../../pipeline/small-files";
import { modelRow } from "../../store/rows";

const row = (id: string, modelId = "m") => ({
  id,
  modelId,
  payload: { customer_id: 1 },
  result: { segment: 0 },
  batchFileUrl: null,
  label: null,
  createdAt: 1,
});

/** A store with the model `m` of the tenant `shop`, a log on it, and what the log has complained of. */
async function withLog(use: (log: PredictionLog, store: Store, complaints: object[]) => Promise<void>) {
  await withFolder(async (folder) => {
    const path = join(folder, "store.sqlite");
    const store = Store.open(path);
    const model = { id: "m", name: "m", artifactPrefix: "", metrics: {}, segments: [] };
    store.models.insert("shop", {
      ...model,
      datasetId: null,
      files: [],
      asOf: null,
      jobId: "j",
      createdAt: 1,
    });
    const complaints: object[] = [];
    const log = new PredictionLog(path, {
      log: { error: (fields) => complaints.push(fields) },
      isTight: () => false,
    });
    await use(log, store, complaints);
    await log.close();
    store.close();
  });
}

describe("the log of predictions", () => {
  test("writes all that was recorded before a flush, each once", async () => {
    await withLog(async (log, store, complaints) => {
      for (let i = 0; i < 1500; i++) await log.record("shop", row(String(i).padStart(4, "0")));
      await log.flush();
      expect(store.predictions.list("shop", 2000, null)).toHaveLength(1500);
      expect(complaints).toEqual([]);
    });
  });

  test("writes what is left when it is closed", async () => {
    await withFolder(async (folder) => {
      const path = join(folder, "store.sqlite");
      const store = Store.open(path);
      const model = { id: "m", name: "m", artifactPrefix: "", metrics: {}, segments: [] };
      store.models.insert("shop", {
        ...model,
        datasetId: null,
        files: [],
        asOf: null,
        jobId: "j",
        createdAt: 1,
      });
      const log = new PredictionLog(path, { log: { error: () => {} }, isTight: () => false });
      await log.record("shop", row("last"));
      await log.close();
      expect(store.predictions.find("shop", "last")).not.toBeNull();
      store.close();
    });
  });

  test("loses a row that cannot be written and says so, and none beside it", async () => {
    await withLog(async (log, store, complaints) => {
      for (const id of ["a", "a", "b"]) await log.record("shop", row(id));
      await log.flush();
      expect(store.predictions.list("shop", 10, null).map(({ id }) => id)).toEqual(["b", "a"]);
      expect(complaints).toEqual([{ rows: 1, reason: expect.stringContaining("UNIQUE") }]);
    });
  });

  test("brings nobody back who was erased after the question, and whose answer was not written yet", async () => {
    await withLog(async (log, store, complaints) => {
      const asked = (id: string, customer_id: unknown, createdAt: number) => ({
        ...row(id),
        payload: { customer_id },
        createdAt,
      });
      const { id } = store.erasures.ask("shop", { scope: "customer", customer_id: "12" }, 1000);
      const run = store.runs.claim(9000, 2000)!;
      store.jobs.setPayload("shop", id, { scope: "customer", customer: markOf("12") });
      store.runs.complete(run, {}, 3000);
      await log.record("shop", asked("before", 12, 2900));
      await log.record("shop", asked("text", "12", 3000));
      await log.record("shop", asked("afterwards", 12, 3001));
      await log.record("shop", asked("other", 123, 2900));
      await log.flush();
      expect(store.predictions.list("shop", 10, null).map((found) => found.id)).toEqual([
        "afterwards",
        "other",
      ]);
      expect(complaints).toEqual([]);
    });
  });

  test("brings no tenant back that was erased meanwhile", async () => {
    await withLog(async (log, store) => {
      await log.record("shop", row("a"));
      store.tenants.delete("shop");
      await log.flush();
      expect(store.tenants.list()).toEqual([]);
    });
  });

  test("replaces its thread if it dies: who waits for it is told that nothing was stored, and later predictions are recorded", async () => {
    await withFolder(async (folder) => {
      // The thread dies when it cannot open the store.
      const path = join(folder, "store.sqlite");
      writeFileSync(path, "no store at all, and long enough to be read as one".repeat(100));
      const complaints: object[] = [];
      const log = new PredictionLog(path, {
        log: { error: (fields) => complaints.push(fields) },
        isTight: () => false,
      });
      // Until the thread has shown that it works, nothing is acknowledged before it is written.
      expect(log.record("shop", row("lost"))).rejects.toThrow("nothing was stored");
      await log.flush();
      expect(complaints).toHaveLength(1);
      rmSync(path);
      const store = Store.open(path);
      store.models.insert("shop", modelRow("m"));
      await log.record("shop", row("kept"));
      expect(store.predictions.list("shop", 10, null).map(({ id }) => id)).toEqual(["kept"]);
      await log.close();
      store.close();
    });
  });
});
