import { describe, expect, test } from "bun:test";
import { fetchedFiles, filesOf, headStartOf } from "../../src/jobs/training-files";
import type { TaskFile } from "../../src/jobs/training-task";
import { DiskBlobs } from "../../src/store/blobs";
import type { JobRow } from "../../src/store/job-row";
import { datasetKey } from "../../src/store/object-keys";
import { cleanUpAfterwards, newFolder, openStore } from "../store/open-store";
import { datasetFile, datasetRow } from "../store/rows";

cleanUpAfterwards();

/**
 * A data set `a` of a file without a mapping and one with both a mapping and an order of dates, and the mapping of
 * another upload.
 */
async function place() {
  const [store, blobs] = [openStore(), new DiskBlobs(newFolder())];
  const key = (id: string, name: string) => datasetKey("t", id, name);
  for (const [id, names] of [
    ["a", ["dataset.csv"]],
    ["b", ["dataset.csv", "mapping.json"]],
    ["c", ["dataset.csv", "mapping.json"]],
  ] as const)
    for (const name of names) await blobs.writeStream(key(id, name), new Blob([id + name]).stream());
  store.datasets.insert("t", datasetRow("a", { datasetPath: key("a", "dataset.csv"), sha256: "aa" }));
  const path = key("b", "dataset.csv");
  const mappingPath = key("b", "mapping.json");
  store.datasets.addFile(
    "t",
    "a",
    datasetFile("b", { fileName: "orders.csv", path, mappingPath, dateOrder: "dmy", sha256: "bb" }),
  );
  store.datasets.insert(
    "t",
    datasetRow("c", { datasetPath: key("c", "dataset.csv"), mappingPath: key("c", "mapping.json") }),
  );
  const asked = (payload: Record<string, unknown>) =>
    filesOf({ store, blobs }, { tenant: "t", payload } as unknown as JobRow);
  return { store, blobs, key, asked };
}

test("the larger a shop, the smaller the head start of its trainings", () => {
  const files = (...megabytes: number[]) => megabytes.map((size) => ({ sizeBytes: size * 1e6 }) as TaskFile);
  expect([files(0), files(20, 30), files(299), files(500)].map(headStartOf)).toEqual([300, 250, 1, 0]);
});

describe("the files of a training", () => {
  test("are all of the data set, in the order in which they were added, each under a name and a reading of its own", async () => {
    const { key, asked } = await place();
    expect(await asked({ dataset_path: key("a", "dataset.csv") })).toEqual([
      {
        id: "a",
        key: key("a", "dataset.csv"),
        name: "orders.csv",
        sha256: "aa",
        sizeBytes: 100,
        mappingKey: null,
        dateOrder: null,
      },
      {
        id: "b",
        key: key("b", "dataset.csv"),
        name: "orders.csv (2)",
        sha256: "bb",
        sizeBytes: 100,
        mappingKey: key("b", "mapping.json"),
        dateOrder: "dmy",
      },
    ]);
  });

  test("keep their own mappings where the one of a file of theirs is named, and all take another upload's", async () => {
    const { key, asked } = await place();
    const mappings = async (mapping_path: string | null) =>
      (await asked({ dataset_path: key("a", "dataset.csv"), mapping_path })).map((file) => file.mappingKey);
    const [own, other] = [key("b", "mapping.json"), key("c", "mapping.json")];
    expect(await mappings(own)).toEqual([null, own]);
    expect(await mappings(null)).toEqual([null, own]);
    expect(await mappings(other)).toEqual([other, other]);
    await expect(mappings("tenants/t/datasets/x/mapping.json")).rejects.toThrow("There is no mapping");
  });

  test("of which nothing was said take the order of dates that is asked for; an only file takes it in any case", async () => {
    const { store, key, asked } = await place();
    const orders = async () =>
      (await asked({ dataset_path: key("a", "dataset.csv"), date_order: "mdy" })).map(
        ({ dateOrder }) => dateOrder,
      );
    expect(await orders()).toEqual(["mdy", "dmy"]);
    store.datasets.deleteFile("t", "a");
    expect(await orders()).toEqual(["mdy"]);
  });

  test("are named by their owner's names where one is gone", async () => {
    const { blobs, key, asked } = await place();
    await blobs.delete(key("b", "dataset.csv"));
    await expect(asked({ dataset_path: key("a", "dataset.csv") })).rejects.toThrow(
      "orders.csv (2) was deleted. Upload the file again.",
    );
  });

  test("are had on this machine with all that was said of them", async () => {
    const { blobs, key, asked } = await place();
    await using keep = new AsyncDisposableStack();
    const files = await fetchedFiles(blobs, await asked({ dataset_path: key("a", "dataset.csv") }), keep);
    expect(files).toEqual([
      { path: blobs.localPath(key("a", "dataset.csv")), name: "orders.csv" },
      {
        path: blobs.localPath(key("b", "dataset.csv")),
        name: "orders.csv (2)",
        mappingPath: blobs.localPath(key("b", "mapping.json")),
        dateOrder: "dmy",
      },
    ]);
  });
});
