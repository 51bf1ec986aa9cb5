import type {
  BgNbdParameters,
  GammaGammaParameters,
  ParetoNbdParameters,
  PurchaseHistories,
  SpendHistories,
} from "../../../src/learning/btyd";
import type { Random } from "../../../src/learning/random";

/**
 * What was observed of simulated customers over `observed` weeks each, and what they did in the `holdout` weeks after.
 */
export interface Simulated {
  readonly histories: PurchaseHistories<"weeks">;
  readonly alive: Uint8Array;
  readonly holdoutPurchases: Float64Array;
}

/** Customers of a Pareto/NBD or a BG/NBD process, all with T = `observed`. */
export function simulateHistories(
  random: Random,
  customers: number,
  parameters: ParetoNbdParameters | BgNbdParameters,
  observed: number,
  holdout = 26,
): Simulated {
  const x = new Float64Array(customers);
  const tx = new Float64Array(customers);
  const alive = new Uint8Array(customers);
  const holdoutPurchases = new Float64Array(customers);
  for (let i = 0; i < customers; i++) {
    const rate = random.gamma(parameters.r, parameters.alpha);
    let end = Infinity;
    let leaving = 0;
    if ("s" in parameters) {
      end = random.exponential(random.gamma(parameters.s, parameters.beta));
    } else {
      const a = random.gamma(parameters.a, 1);
      leaving = a / (a + random.gamma(parameters.b, 1));
    }
    for (let time = random.exponential(rate); time < observed + holdout && time < end; ) {
      if (time <= observed) {
        x[i]!++;
        tx[i] = time;
      } else {
        holdoutPurchases[i]!++;
      }
      if (random.uniform() < leaving) end = time;
      time += random.exponential(rate);
    }
    alive[i] = end > observed ? 1 : 0;
  }
  const T = new Float64Array(customers).fill(observed);
  return { histories: { unit: "weeks", x, tx, T }, alive, holdoutPurchases };
}

/** Mean spends of a Gamma-Gamma process for customers with `x` purchases. */
export function simulateSpend(
  random: Random,
  x: Float64Array,
  { p, q, v }: GammaGammaParameters,
): SpendHistories {
  const meanSpend = x.map((count) => {
    const rate = random.gamma(q, v);
    return count === 0 ? 0 : random.gamma(p * count, rate) / count;
  });
  return { x, meanSpend };
}
