import { describe, expect, test } from "bun:test";
import { newestOrder } from "../../../src/customers/labels";
import { matrix } from "../../../src/learning/matrix";
import { Random } from "../../../src/learning/random";
import { segmentationGraph } from "../../../src/models/onnx/segmentation-graph";
import { segmentationMatrix } from "../../../src/models/segments/segmentation";
import { segmentCustomers } from "../segment-customers";
import { SNAPSHOTS } from "../simulated-rows";
import { scoreOf } from "./runtime";

const { table } = SNAPSHOTS.at(newestOrder(SNAPSHOTS.purchases));

describe("the runtime gives every customer's own segment", () => {
  test.each([3, 5, 8])("of %i", async (k) => {
    const segmentation = segmentCustomers(table, [k], new Random(4));
    const scored = await scoreOf(segmentationGraph(segmentation), segmentationMatrix(table));
    const own = Float64Array.from(segmentation.labels, (label) => segmentation.segments[label]!.id);
    expect(new Set(own).size).toBe(k);
    expect(scored).toEqual(own);
  });

  test("by its id, which need not be its place", async () => {
    const segmentation = segmentCustomers(table, [3], new Random(4));
    const segments = segmentation.segments.map((segment, i) => ({ ...segment, id: [12, 7, 40][i]! }));
    const scored = await scoreOf(segmentationGraph({ ...segmentation, segments }), segmentationMatrix(table));
    expect(scored).toEqual(Float64Array.from(segmentation.labels, (label) => [12, 7, 40][label]!));
  });

  test("where there is but one", async () => {
    const segmentation = segmentCustomers(table, [1], new Random(4));
    const scored = await scoreOf(segmentationGraph(segmentation), segmentationMatrix(table));
    expect(new Set(scored)).toEqual(new Set([segmentation.segments[0]!.id]));
  });
});

test("values below 0 count as 0, as they do in the fit", async () => {
  const segmentation = segmentCustomers(table, [3], new Random(4));
  const [below, zero] = [
    [-5, 1, -3],
    [0, 1, 0],
  ].map((row) => matrix(1, 3, Float64Array.from(row)));
  const bytes = segmentationGraph(segmentation);
  expect(await scoreOf(bytes, below!)).toEqual(await scoreOf(bytes, zero!));
});

test("whoever has spent as much as a key account is one, to the last float", async () => {
  const kept = table.columns.net_monetary!.slice();
  kept[5] = 1e9;
  kept[6] = 0;
  kept[7] = -40;
  const shop = { ...table, columns: { ...table.columns, net_monetary: kept } };
  const segmentation = segmentCustomers(shop, [3], new Random(4));
  const { found } = segmentation.keyAccounts;
  expect(found).toMatchObject({ customers: 1 });
  const least = Math.fround(found!.leastSpend);
  const below = new Float32Array(
    new Int32Array([new Int32Array(Float32Array.of(least).buffer)[0]! - 1]).buffer,
  )[0]!;
  const rows = [least, below, 1e9].map((spend) => [30, 2, spend]);
  const scored = await scoreOf(segmentationGraph(segmentation), matrix(3, 3, Float64Array.from(rows.flat())));
  const key = segmentation.segments.at(-1)!.id;
  expect([...scored].map((id) => id === key)).toEqual([least >= found!.leastSpend, false, true]);
  const all = segmentationMatrix(shop);
  expect(await scoreOf(segmentationGraph(segmentation), all)).toEqual(
    Float64Array.from(segmentation.labels, (label) => segmentation.segments[label]!.id),
  );
});
