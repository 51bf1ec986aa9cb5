import { expect, test } from "bun:test";
import { contentOf, datasetOf, idFrom } from "../../src/tracking/run-content";
import { trainingRunRow } from "../store/rows";

test("a run is told in MLflow's terms, with the job's id and the whole hash among its tags", () => {
  const run = trainingRunRow("j1", { datasetSha256: "ab".repeat(32) });
  const { params, metrics, tags } = contentOf("shop", run);
  expect(params).toEqual([
    { key: "seed", value: "42" },
    { key: "effort", value: "quick" },
    { key: "churn_horizons_days", value: "90,60,30" },
  ]);
  expect(metrics).toEqual([{ key: "churn_auc", value: 0.75, timestamp: 2000, step: 0 }]);
  expect(Object.fromEntries(tags.map(({ key, value }) => [key, value]))).toEqual({
    "mlflow.runName": "training j1",
    "mlflow.source.name": "perennial",
    "mlflow.source.type": "JOB",
    "mlflow.user": "perennial",
    "perennial.run_id": "j1",
    "perennial.run_key": idFrom("shop", "j1"),
    "perennial.tenant_id": "shop",
    "perennial.model_id": "model of j1",
    "perennial.dataset_sha256": "ab".repeat(32),
    "perennial.program_version": "0.1.0",
    "perennial.effort": "quick",
    "perennial.dataset_file": "orders.csv",
  });
});

test("its data set has a digest that is short enough, and is left out where the file is not known", () => {
  expect(datasetOf(trainingRunRow("j1", { datasetSha256: "ab".repeat(32) }))).toEqual({
    name: "orders.csv",
    digest: "ab".repeat(18),
    source_type: "local",
    source: JSON.stringify({ uri: "orders.csv", sha256: "ab".repeat(32) }),
  });
  expect(datasetOf(trainingRunRow("j1", { datasetSha256: null }))).toBeNull();
});

test("an id follows from the tenant and the job, and differs where either does", () => {
  expect(idFrom("shop", "j1")).toMatch(/^[0-9a-f]{32}$/);
  expect(idFrom("shop", "j1")).toBe(idFrom("shop", "j1"));
  expect(new Set([idFrom("a", "b"), idFrom("ab", ""), idFrom("b", "a")]).size).toBe(3);
});
