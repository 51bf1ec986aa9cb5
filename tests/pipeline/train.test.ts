import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromArrow, fromCSV } from "arquero";
import { InputError } from "../../src/errors";
import type { Progress } from "../../src/pipeline/progress";
import { trainFile } from "../../src/pipeline/train-file";
import { ordinaryShop, type SmallOrder, withFolder, writeOrders } from "./small-files";

const FILES = [
  "churn.onnx",
  "churn_base.onnx",
  "cleaning_report.json",
  "cohorts.csv",
  "customer_products.arrow",
  "customers.arrow",
  "drift_reference.json",
  "evaluation.json",
  "explainers.json",
  "feature_store.csv",
  "kmeans_scores.json",
  "ltv.onnx",
  "ltv_base.onnx",
  "model.json",
  "orders.arrow",
  "product_links.csv",
  "products.csv",
  "products.json",
  "purchases.arrow",
  "rfm_summary.csv",
  "segment_products.csv",
  "segment_summary.csv",
  "segmentation.onnx",
  "segmented_customers.csv",
  "strategic_report.md",
];

const shop = ordinaryShop(400, 420);

describe("a training", () => {
  test("writes every file of a model folder", async () => {
    await withFolder(async (folder) => {
      await trainFile({ data: writeOrders(folder, shop), folder: join(folder, "model") });
      expect(readdirSync(join(folder, "model")).sort()).toEqual(FILES);
    });
  });

  test("gives the same bytes for the same seed, and others for another", async () => {
    await withFolder(async (folder) => {
      const dataPath = writeOrders(folder, shop);
      for (const [name, seed] of [
        ["first", 1],
        ["again", 1],
        ["other", 2],
      ] as const) {
        await trainFile({ data: dataPath, folder: join(folder, name), settings: { seed } });
      }
      const bytes = (name: string, file: string) => readFileSync(join(folder, name, file)).toString("base64");
      for (const file of FILES)
        expect({ file, same: bytes("first", file) === bytes("again", file) }).toEqual({ file, same: true });
      expect(bytes("other", "model.json")).not.toBe(bytes("first", "model.json"));
    });
  });

  test("tells its progress without ever going back, from 0 to 1", async () => {
    await withFolder(async (folder) => {
      const heard: Progress[] = [];
      await trainFile({
        data: writeOrders(folder, shop),
        folder: join(folder, "model"),
        onProgress: (p) => heard.push(p),
      });
      const fractions = heard.map(({ fraction }) => fraction);
      expect(fractions[0]).toBe(0);
      expect(fractions.at(-1)).toBe(1);
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect([...new Set(heard.map(({ stage }) => stage))]).toEqual([
        "reading",
        "features",
        "segmentation",
        "churn",
        "scoring",
        "writing",
      ]);
    });
  });

  test("gives one row a customer, in tables that agree with each other and with the card", async () => {
    await withFolder(async (folder) => {
      const model = join(folder, "model");
      await trainFile({ data: writeOrders(folder, shop), folder: model });
      const card = JSON.parse(readFileSync(join(model, "model.json"), "utf8"));
      const customers = fromArrow(readFileSync(join(model, "customers.arrow")));
      const csv = fromCSV(readFileSync(join(model, "segmented_customers.csv"), "utf8"), { autoType: false });
      const count = new Set(shop.map(({ customer }) => customer)).size;
      expect(customers.numRows()).toBe(count);
      expect(csv.numRows()).toBe(count);
      expect(card.data.customers).toBe(count);
      const cohorts = fromCSV(readFileSync(join(model, "cohorts.csv"), "utf8"));
      const founders = (cohorts.objects() as { months_since: number; customers: number }[])
        .filter((cell) => cell.months_since === 0)
        .reduce((sum, cell) => sum + cell.customers, 0);
      expect(founders).toBe(count);
      expect(csv.array("CustomerID")).toEqual(customers.array("CustomerID"));
      const sizes = (card.segmentation.summary as { customers: number }[]).map(
        (segment) => segment.customers,
      );
      expect(sizes.reduce((a, b) => a + b)).toBe(count);
      const groups = csv.array("rfm_group") as string[];
      for (const group of card.rfm.groups as { rfm_group: string; customers: number }[]) {
        expect(groups.filter((name) => name === group.rfm_group)).toHaveLength(group.customers);
      }
      expect(customers.array("rfm_group")).toEqual(groups);
      const churn = customers.array("churn_probability") as number[];
      expect(churn.every((p) => p > 0 && p < 1)).toBe(true);
      expect((customers.array("ltv_estimate") as number[]).every((value) => value >= 0)).toBe(true);
    });
  });

  test("keeps the ids and names of an earlier model's segments", async () => {
    await withFolder(async (folder) => {
      const dataPath = writeOrders(folder, shop);
      const { trained } = await trainFile({ data: dataPath, folder: join(folder, "first") });
      const { segments, centers, mean, scale } = trained.segmentation;
      const earlierSegments = segments.map((segment, i) => ({
        ...segment,
        id: segment.id + 10,
        logCenter: [0, 1, 2].map((f) => centers.data[i * 3 + f]! * scale[f]! + mean[f]!),
      }));
      const again = await trainFile({ data: dataPath, folder: join(folder, "second"), earlierSegments });
      const ids = (list: readonly { id: number; name: string }[]) =>
        list.map(({ id, name }) => `${id} ${name}`).sort();
      expect(ids(again.trained.segmentation.segments)).toEqual(ids(earlierSegments));
    });
  });
});

/** Data that cannot support everything: what must come out all the same, and what must be said. */
const DEGENERATE: readonly {
  name: string;
  orders: SmallOrder[];
  churn: string;
  spend: string;
  says: RegExp;
}[] = [
  {
    name: "one customer with one order",
    orders: [{ customer: 1, day: 0, value: 10 }],
    churn: "none",
    spend: "none",
    says: /0 days of orders are too few/,
  },
  {
    name: "one customer with an order a week for two years",
    orders: Array.from({ length: 104 }, (_, i) => ({ customer: 1, day: 7 * i, value: 20 })),
    churn: "none",
    spend: "none",
    says: /1 customer is known at the newest training cutoff, and at least 4 are needed/,
  },
  {
    name: "three customers with an order a week for a hundred days",
    orders: Array.from({ length: 45 }, (_, i) => ({
      customer: i % 3,
      day: 7 * Math.floor(i / 3),
      value: 20 + (i % 5),
    })),
    churn: "none",
    spend: "none",
    says: /3 customers are known at the newest training cutoff, and at least 4 are needed/,
  },
  {
    name: "four customers with an order a week for a hundred days",
    orders: Array.from({ length: 60 }, (_, i) => ({
      customer: i % 4,
      day: 7 * Math.floor(i / 4),
      value: 20 + (i % 5),
    })),
    churn: "constant",
    spend: "mean",
    says: /hold 0 rows of customers who left where 100 are needed/,
  },
  {
    name: "customers who all leave",
    orders: [
      ...Array.from({ length: 300 }, (_, i) => ({ customer: i, day: i % 30, value: 10 + (i % 17) })),
      // More days than a slip of the pen would have.
      ...Array.from({ length: 4 }, (_, i) => ({ customer: 999, day: 497 + i, value: 5 })),
    ],
    churn: "constant",
    spend: "mean",
    says: /customers who stayed where 100 are needed/,
  },
  {
    name: "customers who all stay",
    orders: Array.from({ length: 200 * 20 }, (_, i) => ({
      customer: i % 200,
      day: 20 * Math.floor(i / 200),
      value: 10 + (i % 13),
    })),
    churn: "constant",
    spend: expect.anything() as unknown as string,
    says: /hold 0 rows of customers who left where 100 are needed/,
  },
  {
    name: "customers who are all alike",
    orders: Array.from({ length: 150 * 12 }, (_, i) => ({
      customer: i % 150,
      day: 30 * Math.floor(i / 150),
      value: 25,
    })),
    churn: "constant",
    spend: expect.anything() as unknown as string,
    says: /All customers are one segment/,
  },
  {
    name: "orders of a single fortnight",
    orders: ordinaryShop(200, 14),
    churn: "none",
    spend: "none",
    says: /No customer could be observed long enough to leave/,
  },
  {
    name: "amounts of a thousand millions beside amounts of a cent",
    orders: ordinaryShop(150, 400).map((order, i) => ({
      ...order,
      value: i % 50 === 0 ? 9e8 : i % 3 === 0 ? 0.01 : order.value,
    })),
    churn: expect.anything() as unknown as string,
    spend: expect.anything() as unknown as string,
    says: /There are \d+ customers where 500 are needed/,
  },
];

describe("a training on data that cannot support everything", () => {
  for (const { name, orders, churn, spend, says } of DEGENERATE) {
    test(`ends in a model that says so: ${name}`, async () => {
      await withFolder(async (folder) => {
        const model = join(folder, "model");
        const settings = { effort: "quick" } as const;
        await trainFile({ data: writeOrders(folder, orders), folder: model, settings });
        expect(readdirSync(model).sort()).toEqual(FILES);
        const card = JSON.parse(readFileSync(join(model, "model.json"), "utf8"));
        expect(card.churn.heads.all.level).toEqual(churn);
        expect(card.lifetime_value.heads.all.kind).toEqual(spend);
        const report = readFileSync(join(model, "strategic_report.md"), "utf8");
        expect(report).toMatch(says);
        expect(report).not.toMatch(/NaN|undefined|Infinity/);
        expect(readFileSync(join(model, "segmented_customers.csv"), "utf8")).not.toMatch(
          /NaN|undefined|Infinity/,
        );
      });
    });
  }
});

describe("a training that fails", () => {
  test("leaves no folder and nothing beside it", async () => {
    await withFolder(async (folder) => {
      const dataPath = writeOrders(folder, [{ customer: 1, day: 0, value: -5 }]);
      const training = trainFile({ data: dataPath, folder: join(folder, "models", "m") });
      await expect(training).rejects.toThrow(InputError);
      expect(existsSync(join(folder, "models"))).toBe(false);
    });
  });

  test("leaves an earlier model of the same folder as it was", async () => {
    await withFolder(async (folder) => {
      const model = join(folder, "model");
      await trainFile({ data: writeOrders(folder, shop), folder: model });
      const before = readFileSync(join(model, "model.json"), "utf8");
      await expect(trainFile({ data: join(folder, "missing.csv"), folder: model })).rejects.toThrow(
        InputError,
      );
      expect(readFileSync(join(model, "model.json"), "utf8")).toBe(before);
      expect(readdirSync(folder).sort()).toEqual(["model", "orders.csv"]);
    });
  });
});
