import { afterEach, describe, expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { OpenModel } from "../../src/answers/open-model";
import { predict } from "../../src/answers/predict";
import { openQueue } from "../../src/jobs/open-queue";
import type { Queue } from "../../src/jobs/queue";
import { DiskBlobs } from "../../src/store/blobs";
import { datasetKey } from "../../src/store/object-keys";
import type { Store } from "../../src/store/store";
import { ordinaryShop, type SmallOrder, writeOrders } from "../pipeline/small-files";
import { cleanUpAfterwards, newFolder, openStore } from "../store/open-store";
import { datasetRow } from "../store/rows";

const queues: Queue[] = [];
afterEach(async () => {
  for (const queue of queues.splice(0)) await queue.stop({ graceMs: 0 });
});
cleanUpAfterwards();

interface Place {
  readonly dataDir: string;
  readonly store: Store;
  readonly blobs: DiskBlobs;
  readonly queue: Queue;
  readonly errors: object[];
}

/** A server's queue with its real workers. */
function startedPlace(workers: number): Place {
  const dataDir = newFolder();
  const store = openStore(join(dataDir, "artifacts", "perennial.sqlite"));
  const blobs = new DiskBlobs(dataDir);
  const errors: object[] = [];
  const log = {
    info() {},
    warn: (fields: object) => errors.push(fields),
    error: (fields: object) => errors.push(fields),
  };
  const queue = openQueue({ store, blobs, dataDir, log, workers });
  queue.start();
  queues.push(queue);
  return { dataDir, store, blobs, queue, errors };
}

/** Uploads orders as a file of the tenant; returns its `dataset_path`. */
async function upload(
  { store, blobs }: Place,
  tenant: string,
  orders: readonly SmallOrder[],
): Promise<string> {
  const id = Bun.randomUUIDv7();
  const key = datasetKey(tenant, id, "orders.csv");
  const file = Bun.file(writeOrders(newFolder(), orders));
  const { sizeBytes, sha256 } = await blobs.writeStream(key, file.stream());
  store.datasets.insert(tenant, datasetRow(id, { datasetPath: key, sizeBytes, sha256 }));
  return key;
}

async function trained(place: Place, tenant: string, orders = ordinaryShop(60, 200)) {
  const dataset_path = await upload(place, tenant, orders);
  const { id } = place.queue.enqueue(tenant, "training", { tenant_id: tenant, dataset_path })!;
  const job = (await place.queue.waitForEnd(tenant, id))!;
  expect(job).toMatchObject({ status: "completed", error: null });
  return { job, model: place.store.models.find(tenant, id)! };
}

describe("a training", () => {
  test("writes the model's folder, its row, and the tenant's first default model", async () => {
    const place = startedPlace(1);
    const { job, model } = await trained(place, "t");
    const folder = place.blobs.localPath(model.artifactPrefix);
    const card = await Bun.file(join(folder, "model.json")).json();
    expect(model).toMatchObject({
      id: job.id,
      jobId: job.id,
      artifactPrefix: `tenants/t/models/${job.id}`,
      metrics: card.metrics,
      segments: card.segmentation.summary,
      datasetId: place.store.datasets.list("t")[0]!.id,
      name: `orders.csv to ${card.as_of.slice(0, 10)}`,
    });
    expect(job.result).toMatchObject({
      model_id: job.id,
      metrics: card.metrics,
      segments: card.segmentation.summary,
      customers: card.data.customers,
      revenue: card.data.revenue,
    });
    expect(job.progress).toMatchObject({ fraction: 1 });
    expect(place.store.tenants.defaultModel("t")).toBe(job.id);
    expect(place.errors).toEqual([]);
  });

  test("keeps the segments' ids and names from the tenant's model before, and is the default", async () => {
    const place = startedPlace(1);
    const first = await trained(place, "t");
    const second = await trained(place, "t", ordinaryShop(80, 230));
    const names = ({ segments }: typeof first.model) =>
      new Map((segments as { segment: number; name: string }[]).map(({ segment, name }) => [segment, name]));
    const [before, after] = [names(first.model), names(second.model)];
    const kept = [...after.keys()].filter((id) => before.has(id));
    expect(kept.length).toBe(Math.min(before.size, after.size));
    for (const id of kept) expect(after.get(id)).toBe(before.get(id)!);
    const folder = place.blobs.localPath(second.model.artifactPrefix);
    const { models } = await Bun.file(join(folder, "realised.json")).json();
    expect(models.map(({ model_id }: { model_id: string }) => model_id)).toEqual([first.model.id]);
    expect((await Bun.file(join(folder, "drift.json")).json()).model_id).toBe(first.model.id);
    expect(second.model.asOf!).toBeGreaterThanOrEqual(first.model.asOf!);
    expect(place.store.tenants.defaultModel("t")).toBe(second.model.id);
    expect(second.job.result).toMatchObject({ is_default: true, note: null });
    // Another tenant starts over.
    const other = await trained(place, "u", ordinaryShop(80, 230));
    expect([...names(other.model).keys()].sort()).toEqual([...names(other.model).keys()].map((_, i) => i));
  });

  test("that is asked for twice under one id is done once", async () => {
    const place = startedPlace(1);
    const dataset_path = await upload(place, "t", ordinaryShop(60, 200));
    expect(place.queue.enqueue("t", "training", { dataset_path }, "once")).not.toBeNull();
    expect(place.queue.enqueue("t", "training", { dataset_path }, "once")).toBeNull();
    expect((await place.queue.waitForEnd("t", "once"))?.status).toBe("completed");
    expect(place.store.models.list("t")).toHaveLength(1);
  });

  const badPayloads: [string, (key: string) => Record<string, unknown>, RegExp][] = [
    ["names no dataset", () => ({}), /payload has no dataset_path/],
    [
      "names another tenant's dataset",
      (key) => ({ dataset_path: key.replace("/t/", "/u/") }),
      /There is no dataset/,
    ],
    ["names a path", () => ({ dataset_path: "/etc/passwd" }), /There is no dataset \/etc\/passwd/],
    [
      "names a mapping that no upload returned",
      (key) => ({ dataset_path: key, mapping_path: key }),
      /There is no mapping/,
    ],
    ["has a seed that is none", (key) => ({ dataset_path: key, seed: -1 }), /seed .* must be a whole number/],
    [
      "has an unknown order of dates",
      (key) => ({ dataset_path: key, date_order: "ydm" }),
      /date_order must be mdy, dmy, ymd/,
    ],
  ];
  test("fails with a sentence where its payload cannot be used, without a trace on the disk", async () => {
    const place = startedPlace(1);
    const key = await upload(place, "t", ordinaryShop(20, 100));
    for (const [name, payload, sentence] of badPayloads) {
      const { id } = place.queue.enqueue("t", "training", payload(key))!;
      const job = (await place.queue.waitForEnd("t", id))!;
      expect([name, job.status, job.attempt]).toEqual([name, "failed", 1]);
      expect(job.error).toMatch(sentence);
    }
    expect(existsSync(join(place.dataDir, "artifacts", "tenants"))).toBe(false);
    expect(place.errors).toEqual([]);
  });

  test("fails with the reader's sentence where the file is no table of orders, and where it was deleted", async () => {
    const place = startedPlace(1);
    const key = await upload(place, "t", []);
    const { id } = place.queue.enqueue("t", "training", { dataset_path: key })!;
    const job = (await place.queue.waitForEnd("t", id))!;
    expect(job).toMatchObject({ status: "failed", attempt: 1 });
    expect(job.error).toMatch(/^orders\.csv has a header but no rows/);
    await place.blobs.delete(key);
    const again = place.queue.enqueue("t", "training", { dataset_path: key })!;
    expect((await place.queue.waitForEnd("t", again.id))?.error).toMatch(
      /was deleted. Upload the file again/,
    );
    expect(place.store.models.list("t")).toEqual([]);
  });

  test("that is cancelled leaves nothing on the disk and no model", async () => {
    const place = startedPlace(1);
    const dataset_path = await upload(place, "t", ordinaryShop(300, 300));
    place.store.jobs.onChange(({ id, progress, cancelRequested }) => {
      if (progress && !cancelRequested) place.queue.cancel("t", id);
    });
    const { id } = place.queue.enqueue("t", "training", { dataset_path })!;
    expect((await place.queue.waitForEnd("t", id))?.status).toBe("cancelled");
    await place.queue.stop({ graceMs: 0 });
    const models = join(place.dataDir, "artifacts", "tenants", "t", "models");
    expect(existsSync(models) ? readdirSync(models) : []).toEqual([]);
    expect(place.store.models.list("t")).toEqual([]);
    expect(place.errors).toEqual([]);
  });

  test("of a model that is there already is refused, and the model stays", async () => {
    const place = startedPlace(1);
    const { model } = await trained(place, "t");
    const files = await place.blobs.list(model.artifactPrefix);
    place.store.models.insert("t", { ...model, id: "taken" });
    const dataset_path = place.store.datasets.list("t")[0]!.datasetPath;
    const { id } = place.queue.enqueue("t", "training", { dataset_path }, "taken")!;
    expect((await place.queue.waitForEnd("t", id))?.error).toMatch(/There is already a model/);
    // By then whatever a failed job leaves has been removed.
    await place.queue.stop();
    expect(await place.blobs.list(model.artifactPrefix)).toEqual(files);
    expect(place.store.models.find("t", model.id)).toEqual(model);
  });
});

describe("a prediction", () => {
  test("of a batch writes the file and records the first 200 rows", async () => {
    const place = startedPlace(1);
    const { model } = await trained(place, "t", ordinaryShop(300, 200));
    const payload = { tenant_id: "t", model_id: model.id, mode: "batch" };
    const { id } = place.queue.enqueue("t", "prediction", payload)!;
    const job = (await place.queue.waitForEnd("t", id))!;
    const customers = (await OpenModel.open(place.blobs.localPath(model.artifactPrefix))).customers.rows;
    expect(job).toMatchObject({
      status: "completed",
      result: { prediction_id: id, model_id: model.id, count: customers },
    });
    const row = place.store.predictions.find("t", id)!;
    expect(row).toMatchObject({
      modelId: model.id,
      payload,
      batchFileUrl: `tenants/t/outputs/${id}.csv`,
      label: null,
    });
    const csv = Buffer.from((await place.blobs.read(row.batchFileUrl!))!)
      .toString()
      .trimEnd()
      .split("\n");
    expect(csv[0]).toBe(
      "CustomerID,segment,churn_probability,ltv_estimate,recommended_action,segment_name,reason_1,reason_2,reason_3,expected_gain",
    );
    expect(csv.length).toBe(customers + 1);
    expect(customers).toBeGreaterThan(200);
    const record = row.result as { count: number; rows: Record<string, unknown>[]; sample_size: number };
    expect([record.count, record.rows.length, record.sample_size]).toEqual([customers, 200, 200]);
    expect(csv[1]).toStartWith(`${record.rows[0]!.CustomerID},${record.rows[0]!.segment},`);
  });

  test("of one customer, and of features, is what the model says", async () => {
    const place = startedPlace(1);
    const { model } = await trained(place, "t");
    const opened = await OpenModel.open(place.blobs.localPath(model.artifactPrefix));
    const customer = Number(opened.customers.texts("CustomerID")[0]);
    const features = { recency_days: 10, frequency: 3, monetary: 200 };
    for (const [asked, expected] of [
      [{ customer_id: customer }, await predict(opened, { customerId: customer })],
      [{ features }, await predict(opened, { features })],
    ] as const) {
      const { id } = place.queue.enqueue("t", "prediction", {
        model_id: model.id,
        mode: "single",
        ...asked,
      })!;
      const job = (await place.queue.waitForEnd("t", id))!;
      expect(job.result).toEqual({ prediction_id: id, model_id: model.id, prediction: expected });
      expect(place.store.predictions.find("t", id)).toMatchObject({ result: expected, batchFileUrl: null });
    }
    await opened.close();
  });

  test("fails with a sentence where it cannot be made", async () => {
    const place = startedPlace(1);
    const { model } = await trained(place, "t");
    const model_id = model.id;
    for (const [tenant, payload, sentence] of [
      ["t", { mode: "batch" }, /payload has no model_id/],
      ["u", { model_id, mode: "batch" }, /There is no model/],
      ["t", { model_id, mode: "all" }, /mode .* must be single or batch, not "all"/],
      ["t", { model_id, mode: "single" }, /needs customer_id or features/],
      ["t", { model_id, mode: "single", customer_id: "nobody" }, /The model has no customer nobody/],
      ["t", { model_id, mode: "single", features: { frequency: 1 } }, /recency_days is missing/],
    ] as const) {
      const { id } = place.queue.enqueue(tenant, "prediction", payload)!;
      const job = (await place.queue.waitForEnd(tenant, id))!;
      expect(job).toMatchObject({ status: "failed", attempt: 1 });
      expect(job.error).toMatch(sentence);
      expect(job.error).not.toContain(place.dataDir);
    }
    expect(place.store.predictions.list("t", 10, null)).toEqual([]);
    expect(place.errors).toEqual([]);
  });
});

describe("twenty tenants with five trainings each", () => {
  test("all end, none twice and none lost, by two workers", async () => {
    const place = startedPlace(2);
    const tenants = Array.from({ length: 20 }, (_, i) => `tenant-${i}`);
    const wanted: [string, string][] = [];
    const completed: string[] = [];
    place.store.jobs.onChange(({ tenant, id, status }) => {
      if (status === "completed") completed.push(`${tenant}/${id}`);
    });
    for (const tenant of tenants) {
      const dataset_path = await upload(place, tenant, ordinaryShop(12, 60, tenants.indexOf(tenant)));
      place.store.transaction(() => {
        for (let i = 0; i < 5; i++) {
          wanted.push([tenant, place.queue.enqueue(tenant, "training", { dataset_path, seed: i })!.id]);
        }
      });
    }
    const jobs = await Promise.all(wanted.map(([tenant, id]) => place.queue.waitForEnd(tenant, id)));
    expect(jobs.map((job) => `${job?.status} after ${job?.attempt}`)).toEqual(
      Array(100).fill("completed after 1"),
    );
    expect(completed.sort()).toEqual(wanted.map((names) => names.join("/")).sort());
    for (const tenant of tenants) {
      const mine = wanted.filter(([of]) => of === tenant).map(([, id]) => id);
      expect(
        place.store.models
          .list(tenant)
          .map(({ id }) => id)
          .sort(),
      ).toEqual(mine.sort());
      const folders = readdirSync(join(place.dataDir, "artifacts", "tenants", tenant, "models"));
      expect(folders.sort()).toEqual(mine);
    }
    expect(place.errors).toEqual([]);
    // A hundred trainings take minutes on a busy machine.
  }, 600_000);
});
