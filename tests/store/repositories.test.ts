import { describe, expect, test } from "bun:test";
import type { Store } from "../../src/store/store";
import { cleanUpAfterwards, openStore } from "./open-store";
import { addJob, apiKeyRow, datasetRow, modelRow, predictionRow } from "./rows";

cleanUpAfterwards();

/** A row of each kind for the tenant `own`, and the same for `other` with nothing of it in common but the ids. */
function filled(): Store {
  const store = openStore();
  for (const tenant of ["own", "other"]) {
    store.datasets.insert(
      tenant,
      datasetRow("d1", {
        datasetPath: `tenants/${tenant}/datasets/d1/orders.csv`,
        mappingPath: `tenants/${tenant}/datasets/d1/mapping.json`,
      }),
    );
    store.models.insert(tenant, modelRow("m1", { name: `model of ${tenant}` }));
    store.predictions.insert(tenant, predictionRow("p1", { result: { of: tenant } }));
    store.apiKeys.insert(tenant, apiKeyRow("k1", { prefix: `pk_${tenant}` }));
    addJob(store, tenant, "j1");
    store.idempotency.begin(tenant, "key", `hash of ${tenant}`, 1000);
    store.idempotency.finish(tenant, "key", { status: 200, body: tenant });
    store.tenants.setDefaultModel(tenant, "m1");
  }
  return store;
}

/** Everything that a tenant can read. */
function seenBy(store: Store, tenant: string) {
  return {
    defaultModel: store.tenants.defaultModel(tenant),
    datasets: store.datasets.list(tenant),
    dataset: store.datasets.find(tenant, "d1"),
    bytes: store.datasets.totalBytes(tenant),
    models: store.models.list(tenant),
    model: store.models.find(tenant, "m1"),
    newest: store.models.newest(tenant),
    predictions: store.predictions.list(tenant, 10, null),
    prediction: store.predictions.find(tenant, "p1"),
    keys: store.apiKeys.list(tenant),
    jobs: store.jobs.list(tenant, null, null),
    job: store.jobs.find(tenant, "j1"),
    events: store.jobs.events(tenant, "j1", 0),
  };
}

const EMPTY = {
  defaultModel: null,
  datasets: [],
  dataset: null,
  bytes: 0,
  models: [],
  model: null,
  newest: null,
  predictions: [],
  prediction: null,
  keys: [],
  jobs: [],
  job: null,
  events: [],
};

describe("the repositories", () => {
  test("give back what was put in", () => {
    const store = filled();
    const seen = seenBy(store, "own");
    const { sha256, sizeBytes, inspection, ...set } = datasetRow("d1", {
      datasetPath: "tenants/own/datasets/d1/orders.csv",
      mappingPath: "tenants/own/datasets/d1/mapping.json",
    });
    const { mappingPath, ...named } = set;
    const { id, fileName, datasetPath: path, createdAt: addedAt } = set;
    expect(seen.dataset).toEqual({
      ...named,
      files: [
        {
          ...{ id, kind: "orders", fileName, path, mappingPath, dateOrder: null },
          ...{ sha256, sizeBytes, inspection, addedAt },
        },
      ],
      customerFiles: [],
      query: null,
    });
    expect(seen.model).toEqual({ ...modelRow("m1", { name: "model of own" }), revision: 0 });
    expect(seen.prediction).toEqual(predictionRow("p1", { result: { of: "own" } }));
    expect(seen.keys).toEqual([apiKeyRow("k1", { prefix: "pk_own" })]);
    expect(seen.job).toMatchObject({
      tenant: "own",
      id: "j1",
      status: "queued",
      attempt: 0,
      createdAt: 1000,
    });
    expect(seen.defaultModel).toBe("m1");
    expect(seen.bytes).toBe(100 + JSON.stringify(seen.dataset!.files[0]!.inspection).length);
  });

  test("show nothing of the others to a tenant that has nothing", () => {
    expect(seenBy(filled(), "stranger")).toEqual(EMPTY);
  });

  for (const [name, change] of [
    ["deleting a dataset", (store) => store.datasets.delete("own", "d1")],
    ["deleting a file", (store) => store.datasets.deleteFile("own", "d1")],
    [
      "saying how a file is read",
      (store) => store.datasets.setReading("own", "d1", { mappingPath: null, dateOrder: "dmy" }),
    ],
    ["deleting a model", (store) => store.models.delete("own", "m1")],
    ["labelling a prediction", (store) => store.predictions.setLabel("own", "p1", "x")],
    ["deleting a prediction", (store) => store.predictions.delete("own", "p1")],
    ["revoking a key", (store) => store.apiKeys.revoke("own", "k1", 2000)],
    ["cancelling a job", (store) => store.jobs.requestCancel("own", "j1", 2000) !== null],
    ["deleting the tenant", (store) => store.tenants.delete("own")],
  ] as [string, (store: Store) => boolean][]) {
    test(`${name} changes what the tenant sees, and nothing of another's row of the same id`, () => {
      const store = filled();
      const [own, other] = [seenBy(store, "own"), seenBy(store, "other")];
      expect(change(store)).toBe(true);
      expect(seenBy(store, "other")).toEqual(other);
      expect(seenBy(store, "own")).not.toEqual(own);
    });
  }

  test("a change asked for by a tenant that has no such row changes nothing and says so", () => {
    const store = filled();
    const before = ["own", "other"].map((tenant) => seenBy(store, tenant));
    const answers = [
      store.tenants.setDefaultModel("stranger", "m1"),
      store.datasets.delete("stranger", "d1"),
      store.datasets.deleteFile("stranger", "d1"),
      store.datasets.setReading("stranger", "d1", { mappingPath: null, dateOrder: null }),
      store.models.delete("stranger", "m1"),
      store.predictions.setLabel("stranger", "p1", "x"),
      store.predictions.delete("stranger", "p1"),
      store.apiKeys.revoke("stranger", "k1", 2000),
      store.jobs.requestCancel("stranger", "j1", 2000) !== null,
      store.jobs.patch("stranger", "j1", { status: "failed" }, 2000),
      store.jobs.makeRunnable("stranger", "j1", {}, 2000),
      store.runs.fail({ tenant: "stranger", id: "j1", attempt: 0 }, "x", 2000),
      store.tenants.delete("stranger"),
    ];
    expect(answers).toEqual(answers.map(() => false));
    expect(["own", "other"].map((tenant) => seenBy(store, tenant))).toEqual(before);
  });

  test("deleting a tenant leaves no row of it in any table", () => {
    const store = filled();
    store.tenants.delete("own");
    expect(seenBy(store, "own")).toEqual(EMPTY);
    expect(store.apiKeys.findByPrefix("pk_own")).toBeNull();
    expect(store.idempotency.begin("own", "key", "another hash", 1001)).toBe("new");
    expect(store.tenants.list()).toEqual(["other"]);
  });
});

describe("datasets", () => {
  test("are found by the paths that the tenant's own uploads returned, and by no other's", () => {
    const store = filled();
    const path = "tenants/own/datasets/d1/orders.csv";
    expect(store.datasets.findByPath("own", path)?.id).toBe("d1");
    expect(store.datasets.findByPath("other", path)).toBeNull();
    expect(store.datasets.hasMapping("own", "tenants/own/datasets/d1/mapping.json")).toBe(true);
    expect(store.datasets.hasMapping("other", "tenants/own/datasets/d1/mapping.json")).toBe(false);
  });

  test("are refused beyond the tenant's quota, up to the byte", () => {
    const store = openStore();
    // What is kept about a file counts too: 13 bytes, {"seen":"é"}.
    const row = (id: string, bytes: number) =>
      datasetRow(id, { sizeBytes: bytes - 13, inspection: { seen: "é" } });
    expect(store.datasets.insert("t", row("a", 600), 1000)).toBe(true);
    expect(store.datasets.insert("t", row("b", 401), 1000)).toBe(false);
    expect(store.datasets.insert("t", row("b", 400), 1000)).toBe(true);
    expect(store.datasets.insert("u", row("a", 1000), 1000)).toBe(true);
    expect(store.datasets.totalBytes("t")).toBe(1000);
  });

  test("are listed newest first", () => {
    const store = openStore();
    for (const [id, createdAt] of [
      ["a", 1],
      ["b", 3],
      ["c", 2],
    ] as const) {
      store.datasets.insert("t", datasetRow(id, { createdAt }));
    }
    expect(store.datasets.list("t").map(({ id }) => id)).toEqual(["b", "c", "a"]);
  });
});

describe("models", () => {
  test("are the default only of a tenant that has them, until they are deleted", () => {
    const store = openStore();
    store.models.insert("t", modelRow("m1"));
    store.models.insert("t", modelRow("m2", { createdAt: 2000 }));
    expect(store.tenants.setDefaultModel("t", "m3")).toBe(false);
    expect(store.tenants.setDefaultModel("t", "m1")).toBe(true);
    expect(store.models.newest("t")?.id).toBe("m2");
    store.models.delete("t", "m2");
    expect(store.tenants.defaultModel("t")).toBe("m1");
    store.models.delete("t", "m1");
    expect(store.tenants.defaultModel("t")).toBeNull();
  });
});

describe("predictions", () => {
  test("are paged newest first without a gap or a repetition", () => {
    const store = openStore();
    const ids = Array.from({ length: 7 }, (_, i) => Bun.randomUUIDv7("hex", 1_700_000_000_000 + i));
    for (const id of ids) store.predictions.insert("t", predictionRow(id));
    const pages: string[][] = [];
    for (let cursor: string | null = null; ; ) {
      const page: string[] = store.predictions.list("t", 3, cursor).map(({ id }) => id);
      pages.push(page);
      if (page.length < 3) break;
      cursor = page.at(-1)!;
    }
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(pages.flat()).toEqual(ids.toReversed());
  });
});

describe("API keys", () => {
  test("are found by their prefix with the tenant they belong to, revoked ones as revoked", () => {
    const store = filled();
    expect(store.apiKeys.findByPrefix("pk_other")).toEqual({
      tenant: "other",
      ...apiKeyRow("k1", { prefix: "pk_other" }),
    });
    store.apiKeys.revoke("other", "k1", 5000);
    expect(store.apiKeys.findByPrefix("pk_other")?.revokedAt).toBe(5000);
    expect(store.apiKeys.revoke("other", "k1", 6000)).toBe(false);
    expect(store.apiKeys.any()).toBe(true);
    store.apiKeys.revoke("own", "k1", 5000);
    expect(store.apiKeys.any()).toBe(false);
  });

  test("cannot share a prefix, not even across tenants", () => {
    const store = filled();
    expect(() => store.apiKeys.insert("own", apiKeyRow("k2", { prefix: "pk_other" }))).toThrow(/UNIQUE/);
  });
});

test("predictions are listed by time, whatever ids clients chose for their jobs", () => {
  const store = openStore();
  const rows = ["zebra", "0190a6b2-7000-7000-8000-000000000001", "batch-1", "Ä"].map((id, createdAt) =>
    predictionRow(id, { createdAt, batchFileUrl: `${id}.csv` }),
  );
  for (const row of rows) store.predictions.insert("t", row);
  const newestFirst = rows.map(({ id }) => id).reverse();
  const ids = (found: Iterable<{ readonly id: string }>) => [...found].map(({ id }) => id);
  expect(ids(store.predictions.list("t", 10, null))).toEqual(newestFirst);
  expect(ids(store.predictions.list("t", 2, "batch-1"))).toEqual(newestFirst.slice(2));
  expect(ids(store.predictions.all("t"))).toEqual(newestFirst);
  expect(ids(store.predictions.newestBatches("t", 3))).toEqual(newestFirst.slice(0, 3));
});

test("a list goes on behind a prediction that was deleted in the meantime", () => {
  const store = openStore();
  const at = 1_700_000_000_000;
  const id = (time: number) => Bun.randomUUIDv7("hex", time);
  const [older, cursor, newer] = [at, at + 1, at + 2].map((time) =>
    predictionRow(id(time), { createdAt: time }),
  );
  for (const row of [older!, cursor!, newer!]) store.predictions.insert("t", row);
  store.predictions.delete("t", cursor!.id);
  expect(store.predictions.list("t", 10, cursor!.id).map((row) => row.id)).toEqual([older!.id]);
});

test("a default is a model of the tenant's own, and stays once it was chosen", () => {
  const store = openStore();
  store.models.insert("t", modelRow("old", { asOf: 1 }));
  store.models.insert("u", modelRow("foreign", { asOf: 9 }));
  expect(store.tenants.setDefaultModel("t", "foreign")).toBeFalse();
  expect(store.tenants.setDefaultModel("t", "old")).toBeTrue();
  store.models.insert("t", modelRow("new", { asOf: 2 }));
  store.tenants.offerDefaultModel("t");
  expect([store.tenants.defaultModel("t"), store.tenants.isDefaultChosen("t")]).toEqual(["old", true]);
  store.tenants.followNewestModel("t");
  expect([store.tenants.defaultModel("t"), store.tenants.isDefaultChosen("t")]).toEqual(["new", false]);
});
