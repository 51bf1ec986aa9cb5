import { describe, expect, test } from "bun:test";
import { compare, type Difference } from "../../src/mirror/compare";
import { rowsFromDocuments } from "../../src/mirror/rows";
import type { MirrorTarget } from "../../src/mirror/target";
import type { JobRow } from "../../src/store/job-row";
import type { Store } from "../../src/store/store";
import { cleanUpAfterwards, openStore } from "../store/open-store";
import { modelRow, predictionRow } from "../store/rows";
import { newFirestore, senderOf } from "./firestore-in-process";

cleanUpAfterwards();

async function differences(store: Store, target: MirrorTarget): Promise<Difference[]> {
  const found: Difference[] = [];
  await compare(store, target, (difference) => found.push(difference));
  return found;
}

function filled(): Store {
  const store = openStore();
  for (const tenant of ["t", "u"]) {
    store.models.insert(tenant, modelRow("m1"));
    store.models.insert(tenant, modelRow("m2", { createdAt: 2000, datasetId: "d1" }));
    store.tenants.setDefaultModel(tenant, "m2");
    store.tenants.saveSettings(tenant, { currency: "EUR" }, 5);
    for (let i = 0; i < 250; i++)
      store.predictions.insert(
        tenant,
        predictionRow(`p${i}`, { payload: { features: [[i]] }, createdAt: i }),
      );
    store.predictions.insert(tenant, predictionRow("batch", { batchFileUrl: "f.csv", label: "all" }));
    const notice = { kind: "drift", tone: "warn", title: "t", text: "x", link: "/app" } as const;
    store.notifications.insert(tenant, { ...notice, id: "n1", createdAt: 5, readAt: 7 });
    store.jobs.insert(
      tenant,
      { id: "j1", kind: "training", status: "queued", payload: { a: 1 }, runnable: true },
      5,
    );
    store.jobs.insert(
      tenant,
      { id: "j2", kind: "training", status: "queued", payload: {}, runnable: true },
      6,
    );
    store.jobs.insert(
      tenant,
      { id: "c", kind: "email", status: "processing", payload: {}, runnable: false },
      7,
    );
  }
  const run = store.runs.claim(1e15, 8)!;
  store.runs.progress(run, { stage: "reading", fraction: 0.5, message: "" }, 9);
  store.runs.fail(store.runs.claim(1e15, 8)!, "no file", 10);
  return store;
}

describe("comparing both sides", () => {
  test("counts rows and documents, and finds nothing where everything is copied", async () => {
    const store = filled();
    const { target } = newFirestore();
    await senderOf(store, target).drain();
    const found: Difference[] = [];
    const counts = await compare(store, target, (difference) => found.push(difference));
    expect(found).toEqual([]);
    expect(Object.fromEntries(counts)).toEqual({
      tenants: { rows: 2, documents: 2, equal: 2 },
      training_runs: { rows: 1, documents: 1, equal: 1 },
      models: { rows: 4, documents: 4, equal: 4 },
      segments: { rows: 2, documents: 2, equal: 2 },
      predictions: { rows: 502, documents: 502, equal: 502 },
      queue_jobs: { rows: 6, documents: 6, equal: 6 },
      notifications: { rows: 2, documents: 2, equal: 2 },
    });
  });

  test("tells what is missing, too much or different, in which fields, and what only waits", async () => {
    const store = filled();
    const { controller, target } = newFirestore();
    await senderOf(store, target).drain();
    const firestore = controller.firestore();
    await firestore.doc("tenants/t/predictions/p7").delete();
    await firestore.doc("tenants/t/predictions/p8").update({ label: "by hand", model_id: "m9" });
    await firestore.doc("tenants/u/models/stray").set({ name: "x" });
    await firestore.doc("tenants/nobody").set({ name: "x" });
    await firestore.doc("tenants/u").delete();
    store.predictions.setLabel("t", "p9", "x");
    store.predictions.delete("t", "p10");
    expect(await differences(store, target)).toEqual([
      { tenant: "nobody", collection: "tenants", id: "nobody", kind: "extra", fields: [], waits: null },
      { tenant: "t", collection: "predictions", id: "p10", kind: "extra", fields: [], waits: "" },
      {
        tenant: "t",
        collection: "predictions",
        id: "p8",
        kind: "different",
        fields: ["label", "model_id"],
        waits: null,
      },
      { tenant: "t", collection: "predictions", id: "p9", kind: "different", fields: ["label"], waits: "" },
      { tenant: "t", collection: "predictions", id: "p7", kind: "missing", fields: [], waits: null },
      { tenant: "u", collection: "tenants", id: "u", kind: "missing", fields: [], waits: null },
      { tenant: "u", collection: "models", id: "stray", kind: "extra", fields: [], waits: null },
    ]);
    store.mirror.rebuild(Date.UTC(2031, 0, 1));
    await senderOf(store, target).drain();
    expect(await differences(store, target)).toEqual([]);
  });
});

describe("a store made of the documents", () => {
  test("has the rows that they were made of; a job that ran waits again", async () => {
    const store = filled();
    const { target } = newFirestore();
    await senderOf(store, target).drain();
    const made = openStore();
    const heard: unknown[] = [];
    const listener = {
      onSkipped: (...told: unknown[]) => heard.push(told),
      onCut: (...told: unknown[]) => heard.push(told),
    };
    expect(await rowsFromDocuments(target, made, listener)).toEqual({
      tenants: 2,
      models: 4,
      predictions: 502,
      queue_jobs: 6,
      notifications: 2,
    });
    expect(heard).toEqual([]);
    for (const tenant of ["t", "u"]) {
      expect(made.models.list(tenant)).toEqual(store.models.list(tenant));
      expect(made.predictions.list(tenant, 1000, null)).toEqual(store.predictions.list(tenant, 1000, null));
      expect(made.notifications.list(tenant)).toEqual(store.notifications.list(tenant));
      expect(made.tenants.settings(tenant)).toEqual({ currency: "EUR" });
      expect(made.tenants.defaultModel(tenant)).toBe("m2");
      const jobs = store.jobs
        .list(tenant, null, null)
        .map(
          (job): JobRow => (job.runnable && job.status === "processing" ? { ...job, status: "queued" } : job),
        );
      expect(made.jobs.list(tenant, null, null)).toEqual(jobs);
    }
    expect(made.runs.claim(1e15, 20)).not.toBeNull();
  });

  test("tells what no row could be made of, and what was cut", async () => {
    const store = openStore();
    const { controller, target } = newFirestore();
    store.predictions.insert(
      "t",
      predictionRow("large", { result: { rows: Array(9000).fill("x".repeat(200)) } }),
    );
    await senderOf(store, target).drain();
    await controller.firestore().doc("tenants/t/models/strange").set({ name: 7 });
    await controller
      .firestore()
      .doc("tenants/t/queue_jobs/odd")
      .set({
        kind: "cooking",
        status: "queued",
        created_at: new Date(5),
        updated_at: new Date(5),
      });
    const made = openStore();
    const [skipped, cut]: [string[], unknown[]] = [[], []];
    const counts = await rowsFromDocuments(target, made, {
      onSkipped: ({ collection, id }, reason) => skipped.push(`${collection}/${id}: ${reason}`),
      onCut: ({ id }, names) => cut.push([id, names]),
    });
    expect(counts).toEqual({ tenants: 1, models: 0, predictions: 1, queue_jobs: 0, notifications: 0 });
    expect(skipped).toEqual([
      "models/strange: its field created_at is not a timestamp",
      expect.stringMatching(/^queue_jobs\/odd: CHECK constraint failed/),
    ]);
    expect(cut).toEqual([["large", ["result.rows"]]]);
    expect(made.predictions.find("t", "large")).not.toBeNull();
  });
});
