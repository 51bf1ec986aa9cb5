import { expect, test } from "bun:test";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sweepUnnamed } from "../../src/jobs/start-sweep";
import { Store, storePath } from "../../src/store/store";
import { cleanUpAfterwards, newFolder } from "../store/open-store";
import { datasetRow, modelRow, predictionRow } from "../store/rows";

cleanUpAfterwards();

test("what no row names and what is unfinished is removed at start, and nothing else", () => {
  const dataDir = newFolder();
  const open = (whenAlone?: (store: Store) => void) => Store.open(storePath(dataDir), 1, whenAlone);
  const store = open();
  const file = (path: string) => {
    mkdirSync(dirname(join(dataDir, path)), { recursive: true });
    writeFileSync(join(dataDir, path), "12345");
    return path;
  };
  const data = "datasets/tenants/t/datasets";
  const made = "artifacts/tenants/t";
  store.datasets.insert("t", datasetRow("d", { datasetPath: "tenants/t/datasets/d/dataset.csv" }));
  store.models.insert("t", modelRow("m", { artifactPrefix: "tenants/t/models/m" }));
  store.predictions.insert("t", predictionRow("p", { batchFileUrl: "tenants/t/outputs/p.csv" }));
  const named = [
    `${data}/d/dataset.csv`,
    `${data}/d/mapping.json`,
    `${made}/models/m/model.json`,
    `${made}/outputs/p.csv`,
    "datasets/tenants/unknown/datasets/x/dataset.csv",
  ].map(file);
  const leftovers = [
    `${data}/killed/dataset.csv`,
    `${data}/d/.dataset.csv.1`,
    "datasets/tenants/unknown/datasets/first/.dataset.csv.1",
    `${made}/models/half/model.json`,
    `${made}/models/.m.12.ab/model.json`,
    `${made}/outputs/.p.csv.ab`,
    `${made}/outputs/lost.csv`,
    `${made}/steps/job/step/task.json`,
  ].map(file);
  mkdirSync(join(dataDir, data, "empty"));

  // Another process may be writing them.
  let wasAlone = false;
  const second = open(() => {
    wasAlone = true;
  });
  expect(wasAlone).toBe(false);
  second.close();
  store.close();

  let swept: object | null = null;
  const next = open((alone) => {
    swept = sweepUnnamed(alone, dataDir);
  });
  expect(swept as object | null).toEqual({ entries: 9, bytes: 40 });
  expect(named.filter((path) => !existsSync(join(dataDir, path)))).toEqual([]);
  expect(leftovers.filter((path) => existsSync(join(dataDir, path)))).toEqual([]);
  expect(existsSync(join(dataDir, data, "empty"))).toBe(false);
  next.close();
});
