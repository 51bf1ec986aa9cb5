import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../../src/errors";
import { PredictionModel } from "../../src/pipeline/predict";
import type { Training } from "../../src/pipeline/train";
import { trainFile } from "../../src/pipeline/train-file";
import { ordinaryShop, withFolder, writeOrders } from "./small-files";

const folder = mkdtempSync(join(tmpdir(), "perennial-"));
let training: Training;
let model: PredictionModel;

beforeAll(async () => {
  const dataPath = writeOrders(folder, ordinaryShop(400, 420));
  training = await trainFile({ data: dataPath, folder: join(folder, "model") });
  model = await PredictionModel.open(join(folder, "model"));
});

afterAll(async () => {
  await model.close();
  rmSync(folder, { recursive: true });
});

describe("a prediction for a known customer", () => {
  test("says what the training said, for every customer", async () => {
    const { table } = training.scores;
    const predictions = await model.predictAll();
    expect(predictions.map(({ customer_id }) => String(customer_id))).toEqual(
      table.array("CustomerID") as string[],
    );
    expect(predictions.map(({ segment }) => segment)).toEqual(
      Array.from(table.array("segment") as Int32Array),
    );
    expect(predictions.map(({ churn_probability }) => churn_probability)).toEqual(
      Array.from(table.array("churn_probability") as Float64Array),
    );
    expect(predictions.map(({ ltv_estimate }) => ltv_estimate)).toEqual(
      Array.from(table.array("ltv_estimate") as Float64Array),
    );
    expect(predictions.map(({ recommended_action }) => recommended_action)).toEqual(
      table.array("recommended_action") as string[],
    );
    expect(predictions.map(({ reasons }) => reasons[0]?.text ?? "")).toEqual(
      table.array("reason_1") as string[],
    );
  });

  test("is the same alone as among all", async () => {
    const all = await model.predictAll();
    for (const expected of [all[0]!, all.at(-1)!]) {
      const { reasons, ...alone } = await model.predictCustomer(String(expected.customer_id));
      const { reasons: among, ...others } = expected;
      expect(alone).toEqual(others);
      // How trees are explained depends on how many rows there are, and so does the last digit.
      expect(reasons.map(({ contribution, ...reason }) => reason)).toEqual(
        among.map(({ contribution, ...reason }) => reason),
      );
      reasons.forEach(({ contribution }, i) => {
        expect(contribution).toBeCloseTo(among[i]!.contribution, 12);
      });
    }
  });

  test("gives a numeric id back as a number, and refuses one it does not know", async () => {
    const [first] = await model.predictAll();
    expect(typeof first!.customer_id).toBe("number");
    expect(model.knows("999")).toBe(false);
    await expect(model.predictCustomer("999")).rejects.toThrow(/no customer 999/);
  });
});

describe("a prediction from features", () => {
  test("gives a customer who is long gone a higher probability than one who was just here", async () => {
    const fresh = await model.predictFeatures({ recency_days: 3, frequency: 8, monetary: 900 });
    const gone = await model.predictFeatures({ recency_days: 300, frequency: 1, monetary: 30 });
    expect(gone.churn_probability!).toBeGreaterThan(fresh.churn_probability!);
    expect(gone.ltv_estimate!).toBeLessThan(fresh.ltv_estimate!);
    expect(fresh.customer_id).toBeNull();
  });

  test("works out the basket from spend and orders where it is left out", async () => {
    const given = { recency_days: 20, frequency: 4, monetary: 400 };
    expect(await model.predictFeatures(given)).toEqual(
      await model.predictFeatures({ ...given, avg_basket_value: 100 }),
    );
  });

  for (const [name, features, message] of [
    ["a missing one", { recency_days: 1, frequency: 2 }, /monetary is missing/],
    [
      "a negative one",
      { recency_days: -1, frequency: 2, monetary: 3 },
      /recency_days is -1, not a number of 0 or more/,
    ],
    ["text", { recency_days: "3", frequency: 2, monetary: 3 }, /recency_days is "3"/],
    [
      "an unknown name",
      { recency_days: 1, frequency: 2, monetary: 3, recency: 1 },
      /recency is no feature.*The features are recency_days/,
    ],
    ["infinity", { recency_days: Infinity, frequency: 2, monetary: 3 }, /recency_days is/],
  ] as const) {
    test(`refuses ${name} and says which`, async () => {
      await expect(model.predictFeatures(features)).rejects.toThrow(message);
    });
  }
});

describe("opening a model", () => {
  test("refuses a folder that is none and says what is missing", async () => {
    await withFolder(async (empty) => {
      await expect(PredictionModel.open(empty)).rejects.toThrow(InputError);
      await expect(PredictionModel.open(empty)).rejects.toThrow(/no model folder: model.json is missing/);
    });
  });
});
