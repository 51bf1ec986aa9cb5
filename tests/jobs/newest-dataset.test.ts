import { expect, test } from "bun:test";
import { newestDataset } from "../../src/jobs/newest-dataset";
import { cleanUpAfterwards, openStore } from "../store/open-store";
import { datasetFile, datasetRow, modelRow } from "../store/rows";

cleanUpAfterwards();

const day = (text: string) => Date.parse(text);
const found = (last_order: string) => ({ account: { last_order } });

test("there is none where nothing was uploaded", () => {
  expect(newestDataset(openStore(), "t")).toBeNull();
});

test("is the one with the newest orders, not the one that was uploaded last", () => {
  const store = openStore();
  const uploaded = (id: string, last: string, createdAt: number) =>
    store.datasets.insert("t", datasetRow(id, { inspection: found(last), createdAt }));
  uploaded("december", "2011-12-09T12:50:00.000Z", day("2011-12-10"));
  uploaded("september", "2011-09-09T12:00:00.000Z", day("2012-01-20"));
  expect(newestDataset(store, "t")?.id).toBe("december");
  store.datasets.addFile(
    "t",
    "september",
    datasetFile("january", { inspection: found("2012-01-19T00:00:00.000Z") }),
  );
  expect(newestDataset(store, "t")?.id).toBe("september");
});

test("is told by the models where no upload has read its file, and a file that nobody has read is as new as its upload", () => {
  const store = openStore();
  store.datasets.insert("t", datasetRow("old", { createdAt: day("2012-02-01") }));
  const files = [{ file_id: "old", name: "old.csv", sha256: null }];
  store.models.insert("t", modelRow("m", { datasetId: "old", files, asOf: day("2011-09-09") }));
  store.datasets.insert("t", datasetRow("unread", { createdAt: day("2012-01-01") }));
  expect(newestDataset(store, "t")?.id).toBe("unread");
});

test("of equally new ones it is the one that was made last", () => {
  const store = openStore();
  for (const [id, createdAt] of [
    ["a", 1],
    ["b", 3],
    ["c", 2],
  ] as const)
    store.datasets.insert("t", datasetRow(id, { createdAt, inspection: found("2011-12-09") }));
  expect(newestDataset(store, "t")?.id).toBe("b");
});
