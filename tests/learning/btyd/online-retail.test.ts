import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import {
  fitBgNbd,
  fitGammaGamma,
  fitParetoNbd,
  type PurchaseHistories,
  weeks,
} from "../../../src/learning/btyd";
import { expectClose, mae, sum } from "./closeness";

// The UCI Online Retail file, cut at 2011-09-10; made by online-retail-histories.py beside the table, which states the
// protocol. Expected numbers: maximum likelihood with scipy on the same protocol, float64.
const path = join(import.meta.dir, "..", "fixtures", "online-retail-histories.csv.gz");
const rows = new TextDecoder()
  .decode(Bun.gunzipSync(await Bun.file(path).bytes()))
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(",").map(Number));
const column = (j: number, scale = 1) => Float64Array.from(rows, (row) => row[j]! / scale);

describe("on Online Retail, whose customers show no dropout", () => {
  const histories: PurchaseHistories<"weeks"> = {
    unit: "weeks",
    x: column(0),
    tx: column(1, 7),
    T: column(2, 7),
  };
  const spend = { x: histories.x, meanSpend: column(3) };
  const bg = fitBgNbd(histories);

  test("the histories are those of the reference", () => {
    expect(rows.length).toBe(3370);
    expect(histories.x.filter((x) => x > 0).length).toBe(1956);
    expect(sum(histories.x) + rows.length).toBe(10807);
    expect(sum(column(4))).toBe(4482);
  });

  test("BG/NBD says that it sits on its boundary, and hands over the NBD it has become", () => {
    expect(bg.status).toBe("boundary");
    expect(bg.message).toContain("no dropout");
    expect(bg.message).toContain("NBD with r = 0.7224, alpha = 9.411 weeks");
    expectClose([bg.limit!.r, bg.limit!.alpha], [0.72238606, 9.41056759], 1e-6);
    expect(Math.abs(bg.logLikelihood + 22924.104227)).toBeLessThan(1e-3);
  });

  test("Pareto/NBD collapses to the same NBD", () => {
    const pareto = fitParetoNbd(histories);
    expect(pareto.status).toBe("boundary");
    expect(pareto.limit).toEqual(bg.limit);
    expect(Math.abs(pareto.logLikelihood + 22924.104227)).toBeLessThan(1e-3);
  });

  test("a warm start on the boundary does not hide it", () => {
    const again = fitBgNbd(histories, { initial: bg.model });
    expect(again.status).toBe("boundary");
    expectClose([again.limit!.r], [0.72238606], 1e-6);
  });

  test("the same histories in days give the same model", () => {
    const { r, alpha } = fitBgNbd({ unit: "days", x: column(0), tx: column(1), T: column(2) }).limit!;
    expectClose([r, alpha], [0.72238606, 9.41056759 * 7], 1e-6);
  });

  test("the next 13 weeks are foretold as well as the reference does", () => {
    const value = fitGammaGamma(spend);
    const { p, q, v } = value.model;
    expect(value.status).toBe("interior");
    expectClose([p, q, v], [2.32874808, 3.34544521, 413.78011549], 1e-5);
    expect(Math.abs(value.logLikelihood + 13367.003585)).toBeLessThan(1e-3);

    const purchases = bg.limit!.expectedPurchases(histories, weeks(13));
    expectClose([sum(purchases), mae(purchases, column(4))], [3362.999, 0.94], 1e-5);
    const meanSpend = value.model.expectedMeanSpend(spend);
    const dollars = purchases.map((count, i) => count * meanSpend[i]!);
    expectClose([sum(dollars), mae(dollars, column(5))], [1591775.44, 638.009742], 1e-5);
  });
});
