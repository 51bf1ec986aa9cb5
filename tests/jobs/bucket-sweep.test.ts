import { afterAll, beforeAll, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { bucketSweep, leftInBucket } from "../../src/jobs/bucket-sweep";
import { BucketBlobs } from "../../src/store/bucket/bucket-blobs";
import { datasetKey, modelPrefix, outputKey, stepsPrefix } from "../../src/store/object-keys";
import { Store, storePath } from "../../src/store/store";
import { type PlainServer, plainServer } from "../store/bucket/plain-server";
import { cleanUpAfterwards, newFolder } from "../store/open-store";
import { datasetRow, modelRow, predictionRow } from "../store/rows";

cleanUpAfterwards();

let server: PlainServer;
beforeAll(async () => {
  server = await plainServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const put = (blobs: BucketBlobs, key: string) => blobs.writeStream(key, new Blob(["1"]).stream());
const keysIn = async (blobs: BucketBlobs) => (await blobs.elsewhere("tenants/t")).map(({ key }) => key);

test("what this data folder has sent and no row names goes at the next start, and nothing else", async () => {
  const dataDir = newFolder();
  const [blobs, elsewhere] = [dataDir, newFolder()].map(
    (dataDir) => new BucketBlobs({ dataDir, bucket: server.settings }),
  ) as [BucketBlobs, BucketBlobs];
  const store = Store.open(storePath(dataDir));
  const named = [
    datasetKey("t", "d", "a.csv"),
    `${modelPrefix("t", "m")}/model.json`,
    outputKey("t", "p"),
    datasetKey("t", "d", "mapping.json"),
  ] as const;
  const later = outputKey("t", "running");
  const left = [
    datasetKey("t", "cut", "a.csv"),
    `${modelPrefix("t", "failed")}/model.json`,
    outputKey("t", "gone"),
    `${stepsPrefix("t", "failed")}/step/task.json`,
  ];
  for (const key of [...named, later, ...left]) await put(blobs, key);
  const foreign = datasetKey("t", "foreign", "a.csv");
  await put(elsewhere, foreign);
  store.datasets.insert("t", datasetRow("d", { datasetPath: named[0] }));
  store.models.insert("t", modelRow("m", { artifactPrefix: modelPrefix("t", "m") }));
  store.predictions.insert("t", predictionRow("p", { batchFileUrl: named[2] }));
  const job = (id: string, status: "queued" | "failed") =>
    store.jobs.insert("t", { id, kind: "training", status, payload: {}, runnable: true }, 1);
  job("running", "queued");
  job("failed", "failed");

  const sweep = bucketSweep(store, leftInBucket(store, dataDir));
  // Sent since the start: its row is on its way.
  const fresh = datasetKey("t", "fresh", "a.csv");
  await put(blobs, fresh);
  expect(await sweep(blobs)).toBe(4);
  expect((await keysIn(blobs)).sort()).toEqual([...named, later, foreign, fresh].sort());

  // Its job ends without a list.
  expect(store.jobs.requestCancel("t", "running", 2)).toBe("cancelled");
  expect(await sweep(blobs)).toBe(1);
  expect(await keysIn(blobs)).not.toContain(later);
  store.close();
});

test("what is deleted is no longer known, tenants' names included", async () => {
  const dataDir = newFolder();
  const blobs = new BucketBlobs({ dataDir, bucket: server.settings });
  await put(blobs, datasetKey("t", "one", "a.csv"));
  await put(blobs, datasetKey("t", "two", "a.csv"));
  const known = () => readdirSync(join(dataDir, "artifacts/.sent"), { recursive: true });
  await blobs.delete("tenants/t/datasets/one");
  expect(known()).not.toContain("tenants/t/datasets/one");
  expect(known()).toContain("tenants/t/datasets/two");
  await blobs.delete("tenants/t");
  expect(known()).toEqual(["tenants"]);
});
