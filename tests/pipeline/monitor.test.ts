import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromCSV } from "arquero";
import { InputError } from "../../src/errors";
import { monitor, monitorEarlier, requireRoom } from "../../src/pipeline/monitor";
import { monitoringTable } from "../../src/pipeline/monitoring-table";
import { trainFile } from "../../src/pipeline/train-file";
import { readTransactions } from "../../src/transactions/read";
import type { Transactions } from "../../src/transactions/transactions";
import { ordinaryShop, withFolder, writeOrders } from "./small-files";

const QUICK = { settings: { effort: "quick" } } as const;
const CUT_DAY = 300;
/** The file begins in the midst of the shop's life, as exports do. */
const orders = ordinaryShop(900, 720)
  .filter(({ day }) => day >= 300)
  .map((order) => ({ ...order, day: order.day - 300 }));
const known = orders.filter(({ day }) => day <= CUT_DAY);

const folder = mkdtempSync(join(tmpdir(), "perennial-"));
const older = join(folder, "older");
let whole: Transactions;

beforeAll(async () => {
  await trainFile({ data: writeOrders(folder, known), folder: older, ...QUICK });
  whole = await readTransactions(writeOrders(folder, orders));
});
afterAll(() => rmSync(folder, { recursive: true }));

const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));

test("a data set that does not fit into memory is not compared, and the message says what to do", () => {
  const shared = { ...whole, report: { ...whole.report, rows_kept: 30_000_000 } };
  expect(() => requireRoom({ shared }, 1_200_000_000)).not.toThrow();
  expect(() => requireRoom({ shared }, 1_073_741_824)).toThrow(
    /30,000,000 order lines.* take 1,200,000,000 bytes.*Raise MEMORY_BUDGET/,
  );
});

describe("a newer file and an older model", () => {
  test("score what the model told of each customer by what the orders show", async () => {
    const { realised } = await monitor(older, whole);
    const horizon = json(join(older, "model.json")).churn.horizon_days as number;
    const csv = fromCSV(readFileSync(join(older, "segmented_customers.csv"), "utf8"), { autoType: false });
    const ids = csv.array("CustomerID") as string[];
    const probability = (csv.array("churn_probability") as string[]).map(Number);
    const came = new Set(
      orders
        .filter(({ day }) => day > CUT_DAY && day <= CUT_DAY + horizon)
        .map(({ customer }) => String(customer)),
    );
    // Brier's score and the area under the ROC curve by their definitions: a pair of customers at a time.
    let squares = 0;
    let right = 0;
    let pairs = 0;
    ids.forEach((left, i) => {
      squares += ((came.has(left) ? 0 : 1) - probability[i]!) ** 2;
      if (came.has(left)) return;
      ids.forEach((stayed, j) => {
        if (!came.has(stayed)) return;
        pairs++;
        right += probability[i]! > probability[j]! ? 1 : probability[i] === probability[j] ? 0.5 : 0;
      });
    });
    expect(realised.customers).toMatchObject({ known: ids.length, found: ids.length, restated: 0 });
    expect(realised.churn.status).toBe("scored");
    expect(realised.churn.metrics!.brier).toBeCloseTo(squares / ids.length, 6);
    expect(realised.churn.metrics!.auc).toBeCloseTo(right / pairs, 6);
    expect(realised.churn.actual_rate).toBeCloseTo(
      1 - ids.filter((id) => came.has(id)).length / ids.length,
      12,
    );
    expect(realised.segments.reduce((sum, { customers }) => sum + customers, 0)).toBe(ids.length);
  });

  test("are compared by equally long histories, so that tenure does not drift by the calendar", async () => {
    const { drift } = await monitor(older, whole);
    expect(Math.floor(drift!.history_days)).toBeWithin(CUT_DAY - 2, CUT_DAY + 1);
    const tenure = drift!.columns.find(({ name }) => name === "tenure_days")!;
    expect(tenure.status).not.toBe("alert");
    const names = drift!.columns.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["recency_days", "churn_probability", "ltv_estimate", "segment"]),
    );
    expect(drift!.columns.every(({ psi }) => psi !== null)).toBe(true);
  });

  test("do not drift, and have all days to go, where the file is the one that was trained on", async () => {
    await withFolder(async (place) => {
      const { drift, realised } = await monitor(older, await readTransactions(writeOrders(place, known)));
      for (const { name, psi, wasserstein } of drift!.columns) {
        expect({ name, psi }).toEqual({ name, psi: 0 });
        expect(wasserstein ?? 0).toBeLessThan(1e-6);
      }
      expect(drift!.alerts).toEqual([]);
      expect(realised.churn.status).toBe("due");
    });
  });

  test("raise the alarm where the shop has changed: baskets of five times the price", async () => {
    await withFolder(async (place) => {
      const dearer = known.map((order) => ({ ...order, value: 5 * order.value }));
      const { drift, realised } = await monitor(older, await readTransactions(writeOrders(place, dearer)));
      expect(drift!.alerts).toEqual(expect.arrayContaining(["monetary", "avg_basket_value"]));
      expect(drift!.alerts).not.toContain("recency_days");
      expect(realised.customers.restated).toBe(realised.customers.known);
    });
  });

  test("are told in words without a NaN", async () => {
    const { drift, realised } = await monitor(older, whole);
    const text = monitoringTable(drift, realised);
    expect(text).toContain("## Has the ground moved?");
    expect(text).toContain("customers were expected to leave within");
    expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  test("cannot be compared where no training snapshot was kept, and are scored all the same", async () => {
    await withFolder(async (place) => {
      cpSync(older, join(place, "m"), { recursive: true });
      rmSync(join(place, "m", "drift_reference.json"));
      const { drift, realised } = await monitor(join(place, "m"), whole);
      expect(drift).toBeNull();
      expect(realised.churn.status).toBe("scored");
      expect(monitoringTable(drift, realised)).toContain("Train again");
    });
  });

  test("are refused kindly where the folder is no model's", async () => {
    await withFolder(async (place) => {
      await expect(monitor(place, whole)).rejects.toThrow(/is not a model folder: model.json is missing/);
      cpSync(older, join(place, "m"), { recursive: true });
      writeFileSync(join(place, "m", "customers.arrow"), "no arrow");
      await expect(monitor(join(place, "m"), whole)).rejects.toThrow(InputError);
    });
  });
});

describe("a training that knows earlier models", () => {
  test("writes how far the data has drifted from the newest and how all of them did", async () => {
    await withFolder(async (place) => {
      const dataPath = writeOrders(place, orders);
      const gone = { id: "gone", folder: join(place, "deleted") };
      const earlierModels = [{ id: "m2", folder: older }, { id: "m1", folder: older }, gone];
      const model = join(place, "model");
      await trainFile({ data: dataPath, folder: model, earlierModels, ...QUICK });
      const drift = json(join(model, "drift.json"));
      const { models } = json(join(model, "realised.json"));
      expect(drift.model_id).toBe("m2");
      expect(models.map((entry: { model_id: string }) => entry.model_id)).toEqual(["m2", "m1", "gone"]);
      expect(models[0].churn).toEqual(models[1].churn);
      expect(models[2]).toEqual({ model_id: "gone", unreadable: "Its folder is incomplete or damaged." });
      const { drift: found, realised } = await monitor(older, whole);
      expect(drift).toEqual(JSON.parse(JSON.stringify({ model_id: "m2", ...found })));
      expect(models[0]).toEqual(JSON.parse(JSON.stringify({ model_id: "m2", ...realised })));
      const report = readFileSync(join(model, "strategic_report.md"), "utf8");
      expect(report).toContain("## Since the model before");
      expect(report).toContain(realised.churn.text);
    });
  });

  test("does not fail for one that is being deleted or is damaged, whichever file it is", async () => {
    await withFolder(async (place) => {
      for (const name of readdirSync(older)) {
        for (const isDeleted of [true, false]) {
          const copy = join(place, `${name}-${isDeleted}`);
          cpSync(older, copy, { recursive: true });
          const path = join(copy, name);
          if (isDeleted) rmSync(path);
          else writeFileSync(path, readFileSync(path).subarray(0, 20));
          const { realised } = await monitorEarlier([{ id: "m", folder: copy }], whole);
          expect([name, realised.map(({ model_id }) => model_id)]).toEqual([name, ["m"]]);
          rmSync(copy, { recursive: true });
        }
      }
    });
  });

  test("writes nothing of it where there are none", async () => {
    expect(await monitorEarlier([], whole)).toEqual({ drift: null, realised: [] });
    const files = readdirSync(older);
    expect(files).toContain("drift_reference.json");
    expect(files).not.toContain("drift.json");
    expect(files).not.toContain("realised.json");
  });
});
