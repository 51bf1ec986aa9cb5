import { expect, test } from "bun:test";
import { fitBgNbd, fitGammaGamma, fitParetoNbd, weeks } from "../../../src/learning/btyd";
import { cdnowSample, describeWhere } from "../../real-data";
import { readCdnow } from "./cdnow";
import { expectClose, mae, sum } from "./closeness";

// Expected numbers: maximum likelihood with scipy on the same file and protocol, float64; the parameters agree with
// those published for BG/NBD by Fader, Hardie & Lee (2005): 0.243, 4.414, 0.793, 2.426, LL -9582.4, and for Pareto/NBD
// by Schmittlein et al.'s model in Fader & Hardie's notes and R's CLVTools: 0.553, 10.578, 0.606, 11.669, LL -9595.0.

describeWhere(cdnowSample !== null, "on the CDNOW sample", "datasets/CDNOW_sample.txt.gz", async () => {
  const { histories, spend, holdoutPurchases, holdoutSpend } = await readCdnow(cdnowSample!);
  const bg = fitBgNbd(histories);
  const pareto = fitParetoNbd(histories);
  const value = fitGammaGamma(spend);
  const half = weeks(39);

  test("the histories are those of the papers", () => {
    expect(histories.x.length).toBe(2357);
    expect(sum(histories.x)).toBe(2457);
    expect(histories.x.filter((x) => x === 0).length).toBe(1411);
    expect(Math.max(...histories.x)).toBe(29);
    expectClose([sum(histories.T) / 2357], [32.71586156736772], 1e-12);
    expect(sum(holdoutPurchases)).toBe(1882);
    expectClose([sum(holdoutSpend)], [70976.39], 1e-9);
  });

  test("BG/NBD finds the published maximum", () => {
    const { r, alpha, a, b } = bg.model;
    expect(bg.status).toBe("interior");
    expect(bg.limit).toBeNull();
    expectClose([r, alpha, a, b], [0.24259453, 4.41360218, 0.79292187, 2.42590623], 1e-5);
    expect(Math.abs(bg.logLikelihood + 9582.429207)).toBeLessThan(1e-5);
  });

  test("BG/NBD expects the published numbers of purchases", () => {
    const times = [1 / 7, 1, 3, 31.857143, 32, 78];
    const none = Float64Array.of(0);
    const newcomer = { unit: "weeks", x: none, tx: none, T: none } as const;
    expectClose(
      times.map((t) => bg.model.expectedPurchases(newcomer, weeks(t))[0]!),
      [0.0078136677, 0.0531842913, 0.1506308387, 1.0404901281, 1.0437320563, 1.8579584504],
      1e-6,
    );
    const customer = {
      unit: "weeks",
      x: Float64Array.of(2),
      tx: Float64Array.of(30.43),
      T: Float64Array.of(38.86),
    } as const;
    expectClose([...bg.model.expectedPurchases(customer, half)], [1.2259068578], 1e-6);
    expectClose([...bg.model.pAlive(customer)], [0.7266091677], 1e-6);
    expectClose([sum(bg.model.pAlive(histories))], [1917.2776730693], 1e-6);
  });

  test("Pareto/NBD finds the published maximum", () => {
    const { r, alpha, s, beta } = pareto.model;
    expect(pareto.status).toBe("interior");
    expectClose([r, alpha, s, beta], [0.55327703, 10.57768284, 0.60624005, 11.66873664], 1e-5);
    expect(Math.abs(pareto.logLikelihood + 9594.976179)).toBeLessThan(1e-5);
  });

  test("Pareto/NBD expects the published numbers of purchases", () => {
    const customer = {
      unit: "weeks",
      x: Float64Array.of(26),
      tx: Float64Array.of(30.86),
      T: Float64Array.of(31),
    } as const;
    expectClose([...pareto.model.expectedPurchases(customer, weeks(52))], [25.4563182], 1e-6);
    expectClose([...pareto.model.pAlive(customer)], [0.99791789], 1e-7);
    expectClose([sum(pareto.model.pAlive(histories)) / 2357], [0.44627714], 1e-6);
  });

  test("Gamma-Gamma finds its maximum on the 946 customers who came back", () => {
    const { p, q, v } = value.model;
    expect(value.status).toBe("interior");
    expectClose([p, q, v], [6.24957202, 3.74422469, 15.44352212], 1e-5);
    // 35.17037217 is p v/(q − 1), the mean over all customers.
    const nobody = { x: Float64Array.of(0), meanSpend: Float64Array.of(0) };
    expectClose([...value.model.expectedMeanSpend(nobody)], [35.17037217], 1e-6);
    expect(Math.abs(value.logLikelihood + 4055.917695)).toBeLessThan(1e-5);
  });

  test("the next 39 weeks are foretold as well as the reference does", () => {
    const expected = [pareto.model, bg.model].map((model) => model.expectedPurchases(histories, half));
    expectClose(expected.map(sum), [1665.513, 1653.409], 1e-5);
    expectClose(
      expected.map((purchases) => mae(purchases, holdoutPurchases)),
      [0.754523, 0.785454],
      1e-5,
    );
    const meanSpend = value.model.expectedMeanSpend(spend);
    const dollars = expected[1]!.map((purchases, i) => purchases * meanSpend[i]!);
    expectClose([sum(dollars), mae(dollars, holdoutSpend)], [59931.93, 30.407935], 1e-5);
  });

  test("a warm start ends in the same place in one search", () => {
    const again = fitParetoNbd(histories, { initial: { r: 0.5, alpha: 10, s: 0.5, beta: 10 } });
    const parameters = ({ r, alpha, s, beta }: typeof pareto.model) => [r, alpha, s, beta];
    expectClose(parameters(again.model), parameters(pareto.model), 1e-4);
    expect(again.evaluations).toBeLessThan(pareto.evaluations);
  });
});
