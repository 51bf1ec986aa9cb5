/**
 * Part of `bun run check:oracles`: fits the estimators on public data and prints every figure beside the published or
 * recomputed one. Sources: `reference/oracles.json`, whose definitions the fixtures follow. Exits with 1 where one is
 * out of tolerance.
 */
import { fitBgNbd, fitGammaGamma, fitParetoNbd, weeks } from "../src/learning/btyd";
import { kMeans } from "../src/learning/kmeans";
import { LogisticRegression } from "../src/learning/logistic";
import { takeColumns } from "../src/learning/matrix";
import { meanAbsoluteError } from "../src/learning/metrics";
import { Random } from "../src/learning/random";
import { readCdnow } from "../tests/learning/btyd/cdnow";
import { column, readTable, zLog1p } from "../tests/learning/fixture";
import { sharedFile } from "./reference";

let failures = 0;

const sample = sharedFile("datasets/CDNOW_sample.txt.gz");
if (sample) await checkCdnow(sample);
else console.log("left out: CDNOW, whose file is not on this machine");
checkClusters();
checkLogistic();
console.log(failures === 0 ? "all oracles met" : `${failures} figures differ`);
process.exitCode = failures === 0 ? 0 : 1;

async function checkCdnow(path: string): Promise<void> {
  const { histories, spend, holdoutPurchases, holdoutSpend } = await readCdnow(path);
  const bgNbd = fitBgNbd(histories);
  const paretoNbd = fitParetoNbd(histories);
  const gammaGamma = fitGammaGamma(spend);
  const { r, alpha, a, b } = bgNbd.model;
  compareAll(
    "CDNOW BG/NBD r, alpha, a, b",
    [r, alpha, a, b],
    [0.24259453, 4.41360218, 0.79292187, 2.42590623],
    1e-3,
  );
  compare("CDNOW BG/NBD log likelihood", bgNbd.logLikelihood, -9582.429207, 1e-3, "absolute");
  const p = paretoNbd.model;
  compareAll(
    "CDNOW Pareto/NBD r, alpha, s, beta",
    [p.r, p.alpha, p.s, p.beta],
    [0.55327703, 10.57768284, 0.60624005, 11.66873664],
    1e-3,
  );
  compare("CDNOW Pareto/NBD log likelihood", paretoNbd.logLikelihood, -9594.976179, 1e-3, "absolute");
  const g = gammaGamma.model;
  compareAll("CDNOW Gamma-Gamma p, q, v", [g.p, g.q, g.v], [6.24957202, 3.74422469, 15.44352212], 1e-3);
  compare("CDNOW Gamma-Gamma log likelihood", gammaGamma.logLikelihood, -4055.917695, 1e-3, "absolute");
  const holdouts = [
    ["BG/NBD", bgNbd.model, 1653.409, 0.785454],
    ["Pareto/NBD", paretoNbd.model, 1665.513, 0.754523],
  ] as const;
  for (const [name, model, total, error] of holdouts) {
    const expected = model.expectedPurchases(histories, weeks(39));
    compare(`CDNOW ${name} 39-week purchases`, sum(expected), total, 1e-3);
    compare(`CDNOW ${name} MAE`, meanAbsoluteError(holdoutPurchases, expected), error, 1e-3);
  }
  const meanSpend = g.expectedMeanSpend(spend);
  const dollars = bgNbd.model
    .expectedPurchases(histories, weeks(39))
    .map((count, i) => count * meanSpend[i]!);
  compare("CDNOW BG/NBD x Gamma-Gamma dollars", sum(dollars), 59931.93, 1e-3);
  compare("CDNOW BG/NBD x Gamma-Gamma MAE", meanAbsoluteError(holdoutSpend, dollars), 30.407935, 1e-3);
}

function checkClusters(): void {
  const retail = zLog1p(readTable("online-retail-rfm"));
  const known = [6485.680505, 4877.116145, 3962.294015, 3330.159487, 2875.157107, 2573.247497, 2359.772235];
  known.forEach((inertia, i) => {
    compare(
      `Online Retail inertia, k = ${i + 2}`,
      kMeans(retail, i + 2, { random: new Random(42) }).inertia,
      inertia,
      1e-4,
    );
  });
  const iris = readTable("iris");
  [152.347952, 78.851441, 57.228473, 46.446182, 39.039987].forEach((inertia, i) => {
    compare(
      `Iris inertia, k = ${i + 2}`,
      kMeans(iris, i + 2, { random: new Random(42) }).inertia,
      inertia,
      1e-4,
    );
  });
}

function checkLogistic(): void {
  const table = readTable("online-retail-churn");
  const model = new LogisticRegression({ l2: 0 }).fit(
    zLog1p(takeColumns(table, [0, 1, 2, 3])),
    column(table, 4),
  );
  compareAll(
    "Online Retail logistic regression, R's glm",
    [model.intercept, ...model.coefficients],
    [-0.400185293, 0.106876777, -0.86012253, -0.23749417, 0.135081877],
    1e-6,
  );
}

function compareAll(
  name: string,
  found: readonly number[],
  expected: readonly number[],
  tolerance: number,
): void {
  found.forEach((value, i) => {
    compare(`${name} [${i + 1}]`, value, expected[i]!, tolerance);
  });
}

function compare(
  name: string,
  found: number,
  expected: number,
  tolerance: number,
  kind: "relative" | "absolute" = "relative",
): void {
  const error = Math.abs(found - expected) / (kind === "relative" ? Math.abs(expected) : 1);
  const met = error <= tolerance;
  if (!met) failures++;
  console.log(
    `${met ? "ok  " : "MISS"} ${name}: ${found.toPrecision(9)}, oracle ${expected}, ${kind} error ${error.toExponential(1)}`,
  );
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
