import { afterAll, beforeAll, expect, test } from "bun:test";
import { runScenarios, type Scenario } from "./scenario";
import { type Belongings, type ShopServer, startShopServer } from "./shop-server";

let server: ShopServer;
let has: Belongings;
beforeAll(async () => {
  server = await startShopServer();
  has = await server.furnish("shop");
  // Jobs are looked at, not run.
  await server.context.queue.stop({ graceMs: 0 });
});
afterAll(() => server.close());

const NOWHERE = "0190a6b2-0000-7000-8000-00000000dead";
const path = (dataset = has.dataset) => `/datasets/${dataset}`;
const deleteFile = (file: string, dataset?: string): Omit<Scenario, "status"> => ({
  method: "DELETE",
  url: `${path(dataset)}/files/${file}`,
});

runScenarios("data sets", () => server, {
  "are listed with their files and what each adds, as far as it is known": () => ({
    method: "GET",
    url: "/datasets",
    status: 200,
    after: (answer) => {
      expect(JSON.parse(answer)).toEqual([
        {
          customer_files: [],
          dataset_id: has.dataset,
          dataset_path: has.datasetPath,
          name: "orders.csv and 1 more file",
          bytes: expect.any(Number),
          created_at: expect.any(String),
          files: [
            expect.objectContaining({
              file_id: has.dataset,
              file_name: "orders.csv",
              mapping_path: has.mappingPath,
              rows_read: null,
            }),
            expect.objectContaining({ file_id: has.file, file_name: "later.csv", orders: null }),
          ],
        },
      ]);
    },
  }),
  "are found by their ids, not by others": () => ({
    method: "GET",
    url: path(NOWHERE),
    status: 404,
    has: ["Data set not found"],
  }),
  "keep a file while a training needs it": () => {
    const { queue } = server.context;
    const job = queue.enqueue("shop", "training", { dataset_path: has.datasetPath })!;
    return {
      ...deleteFile(has.file),
      status: 409,
      has: ["A training that is queued or running"],
      after: () => void queue.cancel("shop", job.id),
    };
  },
  "keep a file that is another's": () => ({
    ...deleteFile(NOWHERE),
    status: 404,
    has: ["File not found in this data set"],
  }),
  "lose a file with what was said of it": () => ({
    ...deleteFile(has.file),
    status: 200,
    changes: { files: -1 },
    after: (answer) => {
      const { files } = JSON.parse(answer);
      expect(files.map(({ file_id }: { file_id: string }) => file_id)).toEqual([has.dataset]);
    },
  }),
  "keep their last file": () => ({
    ...deleteFile(has.dataset),
    status: 409,
    has: ["This is the last file of the data set. Delete the data set instead."],
  }),
  "are deleted with all of their files; models that learned from them stay": () => ({
    method: "DELETE",
    url: path(),
    status: 200,
    has: ['"status":"deleted"'],
    changes: { datasets: -1, files: -2 },
  }),
} satisfies Record<string, () => Scenario>);

test("what a file adds is told by the newest model that has read these bytes, else by its upload", async () => {
  const belongings = await server.furnish("told");
  const { store } = server.context;
  const { dataset, file } = belongings;
  const asked = async () => {
    const answer = await fetch(`${server.url}/datasets/${dataset}`, {
      headers: { "X-Tenant-Id": "told" },
    });
    const { files } = (await answer.json()) as { files: Record<string, unknown>[] };
    return files.map(({ rows_read, rows_replaced, last_order }) => [rows_read, rows_replaced, last_order]);
  };
  const stored = store.datasets.findFile("told", file)!;
  const account = { rows_read: 1, rows_kept: 1, orders: 1, first_order: "a", last_order: "b" };
  store.datasets.updateFile("told", { ...stored, inspection: { account } });
  expect(await asked()).toEqual([
    [null, null, null],
    [1, 0, "b"],
  ]);
  const first = store.datasets.findFile("told", dataset)!;
  const learned = {
    rows_read: 9,
    rows_kept: 8,
    rows_replaced: 3,
    orders: 4,
    first_order: "c",
    last_order: "d",
  };
  store.models.insert("told", {
    ...store.models.newest("told")!,
    id: "later",
    datasetId: dataset,
    asOf: Date.now(),
    files: [
      { file_id: dataset, name: "orders.csv", sha256: first.sha256, ...learned },
      { file_id: file, name: "later.csv", sha256: "of other bytes", ...learned },
    ],
  });
  expect(await asked()).toEqual([
    [9, 3, "d"],
    [1, 0, "b"],
  ]);
});
