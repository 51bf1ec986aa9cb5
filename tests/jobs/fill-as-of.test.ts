import { expect, test } from "bun:test";
import { fillAsOf } from "../../src/jobs/fill-as-of";
import { DiskBlobs } from "../../src/store/blobs";
import { modelPrefix } from "../../src/store/object-keys";
import { cleanUpAfterwards, newFolder, openStore } from "../store/open-store";
import { modelRow } from "../store/rows";

cleanUpAfterwards();

test("models that do not know how new their orders are are told by their cards, and the default follows", async () => {
  const store = openStore();
  const blobs = new DiskBlobs(newFolder());
  const add = async (id: string, card: string | null, createdAt: number) => {
    const artifactPrefix = modelPrefix("t", id);
    store.models.insert("t", modelRow(id, { artifactPrefix, createdAt }));
    if (card !== null) await blobs.writeStream(`${artifactPrefix}/model.json`, new Blob([card]).stream());
  };
  const day = (text: string) => Date.parse(text);
  await add("december", '{"as_of":"2011-12-09T12:00:00.000Z"}', day("2012-01-01"));
  await add("september", '{"as_of":"2011-09-09T12:00:00.000Z"}', day("2012-02-01"));
  await add("damaged", "{", day("2011-11-01"));
  await add("gone", null, day("2011-10-01"));
  store.tenants.offerDefaultModel("t");
  expect(store.tenants.defaultModel("t")).toBe("september");
  await fillAsOf({ store, blobs });
  expect(store.models.byNewestOrders("t", 9).map(({ id, asOf }) => [id, asOf])).toEqual([
    ["december", day("2011-12-09T12:00:00.000Z")],
    ["damaged", null],
    ["gone", null],
    ["september", day("2011-09-09T12:00:00.000Z")],
  ]);
  expect(store.tenants.defaultModel("t")).toBe("december");
});
