import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { APPLICATION_ID, MIGRATIONS } from "../../src/store/schema";
import { cleanUpAfterwards, newFolder, openStore } from "./open-store";
import { datasetFile, datasetRow, modelRow } from "./rows";

cleanUpAfterwards();

/** What is kept about each file counts like its bytes. */
const KEPT = JSON.stringify(datasetFile("a").inspection).length;

describe("a data set", () => {
  test("has its first file under its own id, and later ones in the order in which they were added", () => {
    const store = openStore();
    store.datasets.insert("t", datasetRow("a", { fileName: "spring.csv", createdAt: 1 }));
    store.datasets.addFile("t", "a", datasetFile("z", { addedAt: 2, dateOrder: "dmy" }));
    store.datasets.addFile("t", "a", datasetFile("b", { addedAt: 3 }));
    const found = store.datasets.find("t", "a")!;
    expect(found.files.map(({ id, fileName }) => [id, fileName])).toEqual([
      ["a", "spring.csv"],
      ["z", "z.csv"],
      ["b", "b.csv"],
    ]);
    expect(found.files[1]).toEqual(datasetFile("z", { addedAt: 2, dateOrder: "dmy" }));
    expect(store.datasets.list("t")).toEqual([found]);
    expect(store.datasets.findByPath("t", found.datasetPath)).toEqual(found);
    expect(store.datasets.totalBytes("t")).toBe(300 + 3 * KEPT);
  });

  test("takes no file beyond the tenant's quota, and none where there is no such set", () => {
    const store = openStore();
    store.datasets.insert("t", datasetRow("a", { sizeBytes: 600 - KEPT }));
    const file = (bytes: number) => datasetFile("b", { sizeBytes: bytes - KEPT });
    expect(store.datasets.addFile("t", "a", file(401), 1000)).toBe(false);
    expect(store.datasets.addFile("t", "a", file(400), 1000)).toBe(true);
    expect(() => store.datasets.addFile("u", "a", datasetFile("b"))).toThrow(/FOREIGN KEY/);
  });

  test("keeps its path when its first file goes, is called by the next, and goes with its last", () => {
    const store = openStore();
    store.datasets.insert("t", datasetRow("a"));
    store.datasets.addFile("t", "a", datasetFile("b"));
    const { datasetPath } = store.datasets.find("t", "a")!;
    expect(store.datasets.deleteFile("u", "a")).toBe(false);
    expect(store.datasets.deleteFile("t", "a")).toBe(true);
    expect(store.datasets.findByPath("t", datasetPath)).toMatchObject({
      id: "a",
      fileName: "b.csv",
      files: [{ id: "b" }],
    });
    expect(store.datasets.deleteFile("t", "b")).toBe(true);
    expect(store.datasets.find("t", "a")).toBeNull();
  });

  test("takes its files' rows with it, and knows the mapping of each", () => {
    const store = openStore();
    store.datasets.insert("t", datasetRow("a"));
    store.datasets.addFile("t", "a", datasetFile("b"));
    expect(store.datasets.setReading("t", "b", { mappingPath: "m", dateOrder: "mdy" })).toBe(true);
    expect(store.datasets.hasMapping("t", "m")).toBe(true);
    expect(store.datasets.find("t", "a")!.files[1]).toMatchObject({ mappingPath: "m", dateOrder: "mdy" });
    store.datasets.delete("t", "a");
    expect([store.datasets.hasMapping("t", "m"), store.datasets.totalBytes("t")]).toEqual([false, 0]);
  });
});

describe("the default model", () => {
  const december = Date.UTC(2011, 11, 9);
  const september = Date.UTC(2011, 8, 9);

  test("is the one with the newest orders, of equally new ones the one that was trained last", () => {
    const store = openStore();
    const train = (id: string, asOf: number | null, createdAt: number) => {
      store.models.insert("t", modelRow(id, { asOf, createdAt }));
      store.tenants.offerDefaultModel("t");
      return [store.tenants.defaultModel("t"), store.models.newest("t")!.id];
    };
    expect(train("december", december, 1e13)).toEqual(["december", "december"]);
    expect(train("september", september, 2e13)).toEqual(["december", "december"]);
    expect(train("again", december, 3e13)).toEqual(["again", "again"]);
    expect(store.models.byNewestOrders("t", 9).map(({ id }) => id)).toEqual([
      "again",
      "december",
      "september",
    ]);
    // Newest training first.
    expect(store.models.list("t").map(({ id }) => id)).toEqual(["again", "september", "december"]);
  });

  test("stays the one that was chosen, until it is deleted or the newest one is asked for", () => {
    const store = openStore();
    store.models.insert("t", modelRow("old", { asOf: september }));
    store.tenants.setDefaultModel("t", "old");
    store.models.insert("t", modelRow("new", { asOf: december }));
    store.tenants.offerDefaultModel("t");
    expect([store.tenants.defaultModel("t"), store.tenants.isDefaultChosen("t")]).toEqual(["old", true]);
    store.tenants.followNewestModel("t");
    expect([store.tenants.defaultModel("t"), store.tenants.isDefaultChosen("t")]).toEqual(["new", false]);
    store.tenants.setDefaultModel("t", "old");
    store.models.delete("t", "old");
    expect([store.tenants.defaultModel("t"), store.tenants.isDefaultChosen("t")]).toEqual([null, false]);
  });
});

test("a store of the release before has each file as the first of its set, and models that know how new they are", () => {
  const path = join(newFolder(), "perennial.sqlite");
  const before = new Database(path, { create: true });
  for (const migration of MIGRATIONS.slice(0, 8)) before.run(migration);
  before.run(`PRAGMA application_id = ${APPLICATION_ID}`);
  before.run("PRAGMA user_version = 8");
  before.run(`
    INSERT INTO tenants (id, default_model_id, created_at) VALUES ('one', 'm1', 1), ('two', 'm1', 1);
    INSERT INTO datasets VALUES
      ('one', 'd1', 'spring.csv', 'tenants/one/datasets/d1/dataset.csv', 'tenants/one/datasets/d1/mapping.json', 'aa', 7, '{"columns":["A"]}', 5);
    INSERT INTO models (tenant_id, id, name, artifact_prefix, metrics, segments, dataset_id, job_id, created_at) VALUES
      ('one', 'm1', 'a', 'p', '{}', '[{"segment":3}]', 'd1', 'j1', 10),
      ('two', 'm1', 'b', 'p', '{}', '[]', NULL, 'j1', 10), ('two', 'm2', 'c', 'p', '{}', '[]', NULL, 'j2', 20);
    INSERT INTO jobs (tenant_id, id, kind, status, payload, result, runnable, created_at, updated_at) VALUES
      ('one', 'j1', 'training', 'completed', '{}', '{"as_of":"2011-12-09T12:50:00.000Z"}', 1, 9, 10);
    INSERT INTO training_runs
      (tenant_id, id, name, status, parameters, metrics, tags, dataset_sha256, artifacts, started_at, ended_at) VALUES
      ('two', 'j2', 'c', 'completed', '{}', '{}', '{"as_of":"2011-09-09T00:00:00.000Z"}', 'bb', '[]', 9, 20),
      ('one', 'j1', 'a', 'completed', '{}', '{}', '{}', 'aa', '[]', 9, 10);
    UPDATE mirror_state SET is_on = 1;
  `);
  before.close();

  const store = openStore(path);
  expect(store.datasets.list("one")).toEqual([
    {
      id: "d1",
      fileName: "spring.csv",
      datasetPath: "tenants/one/datasets/d1/dataset.csv",
      createdAt: 5,
      customerFiles: [],
      query: null,
      files: [
        datasetFile("d1", {
          fileName: "spring.csv",
          path: "tenants/one/datasets/d1/dataset.csv",
          mappingPath: "tenants/one/datasets/d1/mapping.json",
          sha256: "aa",
          sizeBytes: 7,
          inspection: { columns: ["A"] },
          addedAt: 5,
        }),
      ],
    },
  ]);
  expect(store.models.find("one", "m1")).toMatchObject({
    asOf: Date.UTC(2011, 11, 9, 12, 50),
    files: [{ file_id: "d1", name: "spring.csv", sha256: "aa" }],
  });
  expect(store.models.list("two").map(({ id, asOf }) => [id, asOf])).toEqual([
    ["m2", Date.UTC(2011, 8, 9)],
    ["m1", null],
  ]);
  // Of several models the default was left as it is; a single one makes way for newer orders.
  expect(["one", "two"].map((tenant) => store.tenants.isDefaultChosen(tenant))).toEqual([false, true]);
  // What the copy in Firestore says of them is rewritten.
  const waiting = store.mirror
    .next(8e15, 100)
    .map(({ tenant, collection, id }) => `${tenant}/${collection}/${id}`);
  expect(waiting.sort()).toEqual([
    "one/models/m1",
    "one/segments/3",
    "one/tenants/one",
    "two/models/m1",
    "two/models/m2",
    "two/tenants/two",
  ]);
});
