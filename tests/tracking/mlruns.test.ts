import { describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { UserError } from "../../src/errors";
import { DiskBlobs } from "../../src/store/blobs";
import type { Store } from "../../src/store/store";
import { writeMlruns } from "../../src/tracking/mlruns";
import { cleanUpAfterwards, newFolder, openStore } from "../store/open-store";
import { modelRow, trainingRunRow } from "../store/rows";

cleanUpAfterwards();

const CARD = {
  features: { all: [{ name: "recency_days" }, { name: "frequency" }], base: [{ name: "recency_days" }] },
  segmentation: { features: ["recency_days", "frequency", "monetary"] },
};
const FILES = {
  "model.json": JSON.stringify(CARD),
  "churn.onnx": "not looked into",
  "strategic_report.md": "# Report\n",
  "segment_summary.csv": "segment,customers\n0,3\n",
  "feature_store.csv": "CustomerID,recency_days\n17850,3\n",
  "segmented_customers.csv": '\uFEFF"CustomerID",segment\n17850,1\n',
  "customers.arrow": "17850",
  "cleaning_report.json": '{"samples":[17850]}',
};

/** A tenant `shop` with a run that has a model and one that failed, and a tenant with a run of its own. */
async function furnished(): Promise<{ store: Store; blobs: DiskBlobs }> {
  const store = openStore();
  const blobs = new DiskBlobs(newFolder());
  const artifactPrefix = "tenants/shop/models/m1";
  for (const [name, text] of Object.entries(FILES))
    await blobs.writeStream(`${artifactPrefix}/${name}`, new Blob([text]).stream());
  store.models.insert("shop", modelRow("m1", { artifactPrefix }));
  store.trainingRuns.insert("shop", trainingRunRow("j1", { modelId: "m1", name: "2011-12-09" }));
  const failed = { status: "failed", modelId: null, metrics: {}, artifacts: [] } as const;
  store.trainingRuns.insert("shop", trainingRunRow("j2", { ...failed, startedAt: 500, endedAt: 9000 }));
  store.trainingRuns.insert("other", trainingRunRow("j1"));
  return { store, blobs };
}

const write = (place: { store: Store; blobs: DiskBlobs }, folder: string, tenants = ["shop"]) =>
  writeMlruns({ ...place, tenants, experimentPrefix: "perennial/", folder });

/** The files below a folder with their texts. */
function textsIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
  );
}

describe("the folder of runs", () => {
  test("has an experiment a tenant and a run a training, in the files that MLflow keeps", async () => {
    const folder = join(newFolder(), "mlruns");
    expect(await write(await furnished(), folder)).toBe(2);
    const texts = textsIn(folder);
    const [experiment] = readdirSync(folder) as [string];
    expect(experiment).toMatch(/^[1-9]\d{17}$/);
    expect(parse(texts[`${experiment}/meta.yaml`]!, { version: "1.1" })).toEqual({
      artifact_location: `file://${folder}/${experiment}`,
      creation_time: 500,
      experiment_id: experiment,
      last_update_time: 9000,
      lifecycle_stage: "active",
      name: "perennial/shop",
    });
    const run = Object.keys(texts)
      .find((path) => texts[path] === "j1")!
      .split("/")[1]!;
    const meta = parse(texts[`${experiment}/${run}/meta.yaml`]!, { version: "1.1" });
    // What would be a date to MLflow's reader is a text.
    expect(meta).toMatchObject({
      run_id: run,
      run_name: "2011-12-09",
      status: 3,
      start_time: 1000,
      end_time: 2000,
    });
    expect(texts[`${experiment}/${run}/params/seed`]).toBe("42");
    expect(texts[`${experiment}/${run}/metrics/churn_auc`]).toBe("2000 0.75 0\n");
    expect(texts[`${experiment}/${run}/tags/perennial.program_version`]).toBe("0.1.0");
    const datasets = Object.keys(texts).filter((path) => path.startsWith(`${experiment}/datasets/`));
    expect(datasets).toHaveLength(1);
    const failed = readdirSync(join(folder, experiment)).find(
      (name) => /^[0-9a-f]{32}$/.test(name) && name !== run,
    )!;
    expect(parse(texts[`${experiment}/${failed}/meta.yaml`]!)).toMatchObject({ status: 4 });
  });

  test("has the files of the model, the ONNX ones as models that MLflow loads, and no row of a customer", async () => {
    const folder = join(newFolder(), "mlruns");
    await write(await furnished(), folder);
    const texts = textsIn(folder);
    const artifacts = Object.keys(texts).filter((path) => path.includes("/artifacts/"));
    expect(artifacts.map((path) => path.split("/artifacts/")[1])).toEqual([
      "churn/MLmodel",
      "churn/model.onnx",
      "churn/python_env.yaml",
      "churn/requirements.txt",
      "model.json",
      "segment_summary.csv",
      "strategic_report.md",
    ]);
    expect(JSON.stringify(texts)).not.toContain("17850");
    const model = parse(texts[artifacts.find((path) => path.endsWith("MLmodel"))!]!);
    expect(model).toMatchObject({
      artifact_path: "churn",
      flavors: { onnx: { data: "model.onnx" }, python_function: { loader_module: "mlflow.onnx" } },
      metadata: { features: "recency_days,frequency" },
    });
    expect(JSON.parse(model.signature.inputs)).toEqual([
      { name: "features", type: "tensor", "tensor-spec": { dtype: "float32", shape: [-1, 2] } },
    ]);
  });

  test("has the same bytes for the same runs, and nothing of tenants that were not asked for", async () => {
    const place = await furnished();
    const [first, second] = [join(newFolder(), "mlruns"), join(newFolder(), "mlruns")];
    await write(place, first);
    mkdirSync(second);
    await write(place, second);
    const at = (folder: string) => JSON.stringify(textsIn(folder)).replaceAll(folder, "");
    expect(at(second)).toBe(at(first));
    expect(await write(place, join(newFolder(), "all"), ["other", "shop", "nobody"])).toBe(3);
  });

  test("is not written where something lies, and is whole or not there", async () => {
    const { store, blobs } = await furnished();
    const folder = newFolder();
    writeFileSync(join(folder, "mine"), "");
    expect(write({ store, blobs }, folder)).rejects.toBeInstanceOf(UserError);
    expect(write({ store, blobs }, join(folder, "mine"))).rejects.toThrow("Give --mlruns a new one.");
    const broken = Object.assign(Object.create(blobs), {
      read: () => Promise.reject(new Error("the disk fails")),
    });
    const place = newFolder();
    await expect(write({ store, blobs: broken }, join(place, "mlruns"))).rejects.toThrow("the disk fails");
    expect(readdirSync(place)).toEqual([]);
  });
});
