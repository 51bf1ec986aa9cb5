import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OpenModel } from "../../src/answers/open-model";
import { changedSegments } from "../../src/jobs/changed-segments";
import { segmentNotices } from "../../src/jobs/segment-notices";
import { trainFile } from "../../src/pipeline/train-file";
import { DiskBlobs } from "../../src/store/blobs";
import { ordinaryShop, writeOrders } from "../pipeline/small-files";

let folder: string;
let blobs: DiskBlobs;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "perennial-changed-"));
  blobs = new DiskBlobs(folder);
  const orders = ordinaryShop(200, 300);
  // The later file lacks the first customers and has more of the others' orders.
  const later = orders.filter(({ customer }) => !["10000", "10001"].includes(String(customer)));
  const half = later.filter((_, i) => i < 0.6 * later.length || i % 3 > 0);
  const gone = orders.filter((order) => !later.includes(order));
  for (const [name, kept] of [
    ["before", [...half, ...gone]],
    ["after", later],
  ] as const) {
    const data = writeOrders(mkdtempSync(join(folder, name)), kept);
    await trainFile({ data, folder: blobs.localPath(`tenants/t/models/${name}`) });
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const changesOf = (rules: readonly string[], previous = "tenants/t/models/before") =>
  changedSegments(blobs, "tenants/t/models/after", {
    segments: rules.map((rule, i) => ({ id: `s${i}`, name: rule, rule })),
    previous: { id: "m0", prefix: previous },
    tenantSettings: {},
  });

/** By id, how many orders. */
async function ordersIn(name: string): Promise<Map<string, number>> {
  const model = await OpenModel.open(blobs.localPath(`tenants/t/models/${name}`));
  const ids = model.customers.texts("CustomerID");
  const orders = model.customers.numbers("frequency");
  const found = new Map(Array.from(ids, (id, row) => [id, orders[row]!]));
  await model.close();
  return found;
}

describe("the saved segments after a training", () => {
  test("count who came, who left and who is gone, as a look at both tables tells", async () => {
    const [before, after] = [await ordersIn("before"), await ordersIn("after")];
    const wasIn = (id: string) => (before.get(id) ?? 0) === 2;
    const isIn = (id: string) => (after.get(id) ?? 0) === 2;
    const [found] = await changesOf(["orders = 2"]);
    const ids = [...after.keys()];
    const expected = {
      customers_before: [...before.keys()].filter(wasIn).length,
      customers: ids.filter(isIn).length,
      entries: ids.filter((id) => isIn(id) && !wasIn(id)).length,
      exits: ids.filter((id) => wasIn(id) && !isIn(id)).length,
      gone: [...before.keys()].filter((id) => wasIn(id) && !after.has(id)).length,
    };
    expect(found).toEqual({
      saved_segment_id: "s0",
      name: "orders = 2",
      earlier_model_id: "m0",
      counts: expected,
      problem: null,
    });
    expect(expected.entries).toBeGreaterThan(0);
    expect(expected.exits).toBeGreaterThan(0);
    expect(expected.customers).toBe(
      expected.customers_before + expected.entries - expected.exits - expected.gone,
    );
    const [everyone] = await changesOf(["orders >= 1"]);
    const gone = [...before.keys()].filter((id) => !after.has(id)).length;
    expect(gone).toBeGreaterThan(0);
    expect(everyone!.counts).toMatchObject({ gone, exits: 0 });
  });

  test("ask the files, too: who bought what, and when they came first", async () => {
    const [bought, first] = await changesOf(['bought "P1" in the last 90 days', "first_order >= 2010-01-01"]);
    expect(bought!.problem).toBeNull();
    expect(first!.counts!.customers).toBeGreaterThan(0);
  });

  test("say what a model cannot tell, and go on with the others", async () => {
    const [one, two] = await changesOf(['attribute "consent" is yes', "orders >= 1"]);
    expect(one).toMatchObject({ counts: null, problem: expect.stringContaining("no attribute") });
    expect(two!.problem).toBeNull();
  });

  test("say so if the model before is gone", async () => {
    expect(await changesOf(["orders >= 1"], "tenants/t/models/none")).toMatchObject([
      { counts: null, problem: "The model before it could not be read." },
    ]);
  });

  test("are nothing without a model before", async () => {
    const none = { segments: [{ id: "s", name: "n", rule: "overdue" }], previous: null, tenantSettings: {} };
    expect(await changedSegments(blobs, "tenants/t/models/after", none)).toEqual([]);
  });
});

describe("the news about a saved segment", () => {
  const segment = { saved_segment_id: "s1", name: "Regulars", earlier_model_id: "m0", problem: null };
  const counts = { customers_before: 10, customers: 12, entries: 3, exits: 1, gone: 0 };

  test("is how many came and left", () => {
    const [notice] = segmentNotices([{ ...segment, counts }]);
    expect(notice).toMatchObject({
      title: "“Regulars” has changed",
      text: "3 customers came in, 1 customer left. It has 12 customers now and had 10 customers before.",
      link: "/app/segments/yours/s1",
    });
    const [more] = segmentNotices([{ ...segment, counts: { ...counts, customers: 11, gone: 1 } }]);
    expect(more!.text).toContain("1 more customer of it is not in the data now.");
  });

  test("is nothing if nobody came or left", () => {
    expect(segmentNotices([{ ...segment, counts: { ...counts, entries: 0, exits: 0 } }])).toEqual([]);
  });

  test("is why it could not be evaluated", () => {
    expect(segmentNotices([{ ...segment, counts: null, problem: "Why." }])).toMatchObject([
      { tone: "warn", title: "“Regulars” could not be evaluated", text: "Why." },
    ]);
  });
});
