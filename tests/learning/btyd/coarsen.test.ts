import { expect, test } from "bun:test";
import { fitBgNbd, fitParetoNbd } from "../../../src/learning/btyd";
import { coarsen } from "../../../src/learning/btyd/coarsen";
import { compressHistories } from "../../../src/learning/btyd/compress";
import { Random } from "../../../src/learning/random";
import { expectClose } from "./closeness";
import { simulateHistories } from "./simulate";

/** Customers of two ages, so that T varies. */
function histories(customers: number) {
  const truth = { r: 0.7, alpha: 5, a: 0.8, b: 2.5 };
  const [young, old] = [26, 60].map(
    (weeks) => simulateHistories(new Random(weeks), customers, truth, weeks).histories,
  );
  const both = (name: "x" | "tx" | "T") => Float64Array.of(...young![name], ...old![name]);
  return { unit: "weeks" as const, x: both("x"), tx: both("tx"), T: both("T") };
}

test("similar histories are merged into possible ones that stand for as many customers and purchases", () => {
  const data = compressHistories(histories(4000));
  const merged = coarsen(data)!;
  expect(merged.rows).toBeLessThan(data.rows / 4);
  expect(merged.customers).toBe(8000);
  let customers = 0;
  for (let i = 0; i < merged.rows; i++) {
    customers += merged.count[i]!;
    const x = merged.distinctX[merged.x[i]!]!;
    const tx = merged.distinctTx[merged.tx[i]!]!;
    expect(Number.isInteger(x)).toBe(true);
    expect(tx > 0).toBe(x > 0);
    expect(tx).toBeLessThanOrEqual(merged.distinctT[merged.T[i]!]! * (1 + 1e-12));
  }
  expect(customers).toBe(8000);
  expect(merged.distinctX).toEqual(merged.distinctX.toSorted());
});

test("few histories are not merged", () => {
  expect(coarsen(compressHistories(histories(50)))).toBeNull();
});

test("a fit that begins at the maximum of merged rows ends where one from elsewhere does", () => {
  const all = histories(4000);
  const bgNbd = fitBgNbd(all);
  const { model, logLikelihood } = fitBgNbd(all, { initial: { r: 2, alpha: 20, a: 0.2, b: 5 } });
  expect(bgNbd.status).toBe("interior");
  expectClose(
    [bgNbd.model.r, bgNbd.model.alpha, bgNbd.model.a, bgNbd.model.b],
    [model.r, model.alpha, model.a, model.b],
    1e-6,
  );
  expectClose([bgNbd.logLikelihood], [logLikelihood], 1e-12);
  const pareto = fitParetoNbd(all);
  const { model: other } = fitParetoNbd(all, { initial: { r: 2, alpha: 20, s: 0.3, beta: 30 } });
  expect(pareto.status).toBe("interior");
  expectClose(
    [pareto.model.r, pareto.model.alpha, pareto.model.s, pareto.model.beta],
    [other.r, other.alpha, other.s, other.beta],
    1e-5,
  );
});
