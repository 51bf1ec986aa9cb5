import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { not } from "arquero";
import { batchRows } from "../../src/answers/batch";
import { OpenModel } from "../../src/answers/open-model";
import { predict, requirePrediction } from "../../src/answers/predict";
import { InputError } from "../../src/errors";
import { matrix } from "../../src/learning/matrix";
import { HEAD_INPUTS } from "../../src/models/heads";
import { OnnxModel } from "../../src/models/onnx/session";
import { arrowFile, tableOfArrow } from "../../src/pipeline/arrow-file";
import { trainFile } from "../../src/pipeline/train-file";
import { type Scored, scored } from "../pipeline/scored";
import { ordinaryShop, withFolder, writeOrders } from "../pipeline/small-files";

const folder = mkdtempSync(join(tmpdir(), "perennial-"));
let training: Scored;
let model: OpenModel;

beforeAll(async () => {
  const dataPath = writeOrders(folder, ordinaryShop(400, 420));
  training = await scored(await trainFile({ data: dataPath, folder: join(folder, "model") }));
  model = await OpenModel.open(join(folder, "model"));
});

afterAll(async () => {
  await model.close();
  rmSync(folder, { recursive: true });
});

describe("a prediction for a known customer", () => {
  test("says what the training said, for every customer, alone and among all", () => {
    const { table } = training;
    const rows = batchRows(model);
    const columns = [
      "segment",
      "churn_probability",
      "ltv_estimate",
      "recommended_action",
      "segment_name",
      "reason_1",
    ] as const;
    for (const name of columns)
      expect(rows.map((row) => row[name] as unknown)).toEqual(Array.from(table.array(name)));
    for (const { CustomerID: id, reason_1, reason_2, reason_3, ...told } of rows) {
      const { reasons, customer_id, ...alone } = model.known(String(id))!;
      expect([customer_id, alone]).toEqual([id, told]);
      expect([0, 1, 2].map((place) => reasons[place]?.text ?? "")).toEqual([reason_1, reason_2, reason_3]);
    }
  });

  test("is what the ONNX files of the folder say", async () => {
    const { customers } = model;
    for (const [file, names, column] of [
      ["segmentation.onnx", model.card.segmentation.features, "segment"],
      ["churn.onnx", HEAD_INPUTS.all, "churn_probability"],
      ["ltv.onnx", HEAD_INPUTS.all, "ltv_estimate"],
    ] as const) {
      const x = matrix(customers.rows, names.length);
      names.forEach((name, j) => {
        customers.numbers(name).forEach((value, row) => {
          x.data[row * names.length + j] = value;
        });
      });
      const onnx = await OnnxModel.load(readFileSync(join(folder, "model", file)), names.length);
      expect(Array.from(await onnx.score(x))).toEqual(Array.from(customers.numbers(column)));
      await onnx.release();
    }
  });

  test("gives a numeric id back as a number, and refuses one it does not know", async () => {
    const id = model.customers.texts("CustomerID")[0]!;
    expect(model.known(id)!.customer_id).toBe(Number(id));
    expect(await predict(model, { customerId: "999" })).toBeNull();
    await expect(requirePrediction(model, { customerId: "999" })).rejects.toThrow(/no customer 999/);
  });

  test("over another number of days is stretched alike for one and for all", async () => {
    const rows = batchRows(model, { horizonDays: 365 });
    for (const { CustomerID: customerId, ltv_estimate } of rows) {
      const told = await requirePrediction(model, { customerId, horizonDays: 365 });
      expect([told.ltv_horizon_days, told.ltv_estimate]).toEqual([365, ltv_estimate]);
    }
  });
});

describe("the probability of leaving within other days", () => {
  const id = () => model.customers.texts("CustomerID")[0]!;
  const within = async (churnHorizonDays: number) =>
    (await requirePrediction(model, { customerId: id(), churnHorizonDays })).churn_probability!;

  test("is the customer's curve where that is given, and the model's own answer at its horizon", async () => {
    const own = await requirePrediction(model, { customerId: id() });
    const { horizon_days } = model.card.churn;
    expect(await within(horizon_days)).toBeCloseTo(own.churn_probability!, 12);
    for (const days of model.card.next_order.curve_days.filter((day) => day >= 7 && day <= 365))
      expect(await within(days)).toBeCloseTo(model.customers.numbers(`no_order_${days}d`)[0]!, 6);
  });

  test("falls from day to day, for someone who is described too", async () => {
    const features = { recency_days: 30, frequency: 4, monetary: 400 };
    let [before, describedBefore] = [1, 1];
    for (const churnHorizonDays of [7, 20, 45, 100, 200, 365]) {
      const told = await requirePrediction(model, { features, churnHorizonDays });
      expect(told.churn_horizon_days).toBe(churnHorizonDays);
      expect(told.churn_probability!).toBeLessThan(describedBefore);
      expect(await within(churnHorizonDays)).toBeLessThan(before);
      [before, describedBefore] = [await within(churnHorizonDays), told.churn_probability!];
    }
  });
});

describe("a prediction from features", () => {
  test("gives a customer who is long gone a higher probability than one who was just here", async () => {
    const fresh = await model.described({ recency_days: 3, frequency: 8, monetary: 900 });
    const gone = await model.described({ recency_days: 300, frequency: 1, monetary: 30 });
    expect(gone.churn_probability!).toBeGreaterThan(fresh.churn_probability!);
    expect(gone.ltv_estimate!).toBeLessThan(fresh.ltv_estimate!);
    expect(fresh.customer_id).toBeNull();
  });

  test("works out the basket from spend and orders where it is left out", async () => {
    const given = { recency_days: 20, frequency: 4, monetary: 400 };
    expect(await model.described(given)).toEqual(await model.described({ ...given, avg_basket_value: 100 }));
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
      /recency is not a feature.*The features are recency_days/,
    ],
    ["infinity", { recency_days: Infinity, frequency: 2, monetary: 3 }, /recency_days is/],
  ] as const) {
    test(`refuses ${name} and says which`, async () => {
      await expect(model.described(features)).rejects.toThrow(message);
    });
  }
});

describe("opening a model", () => {
  test("of a release that knew fewer features answers all that its tables allow", async () => {
    const older = join(folder, "older");
    cpSync(join(folder, "model"), older, { recursive: true });
    const path = join(older, "customers.arrow");
    const table = tableOfArrow(readFileSync(path));
    writeFileSync(path, arrowFile(table.select(not("gap_ewma_days"))));
    const opened = await OpenModel.open(older);
    expect(batchRows(opened)).toEqual(batchRows(model));
    const features = { recency_days: 3, frequency: 8, monetary: 900 };
    expect(await opened.described(features)).toEqual(await model.described(features));
    await opened.close();
  });

  test("refuses a folder that is none and says what is missing", async () => {
    await withFolder(async (empty) => {
      await expect(OpenModel.open(empty)).rejects.toThrow(InputError);
      await expect(OpenModel.open(empty)).rejects.toThrow(/not a model folder: model.json is missing/);
    });
  });
});
