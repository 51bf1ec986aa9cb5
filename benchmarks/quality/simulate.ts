import type { PurchaseHistories } from "../../src/learning/btyd";
import type { Random } from "../../src/learning/random";

/** Simulated customers: what would be seen of them, and whether each is still there at the end. */
export interface SimulatedCustomers {
  readonly histories: PurchaseHistories<"weeks">;
  readonly alive: Uint8Array;
  /** True purchases a week while there. */
  readonly rate: Float64Array;
}

/** How one customer leaves. */
interface Leaving {
  /** The time (weeks since the first purchase) after which nothing is bought, as far as it is known at the start. */
  readonly at: number;
  /** Chance to leave after each repeat purchase. */
  readonly chance: number;
}

/**
 * `customers` who begin evenly over the first `acquisitionWeeks` of `weeks`, buy at rates gamma(r, alpha) and leave at
 * rates gamma(s, beta): the Pareto/NBD (Schmittlein, Morrison & Colombo 1987), and nothing else.
 */
export function simulateParetoNbd(
  { r, alpha, s, beta }: { r: number; alpha: number; s: number; beta: number },
  { customers, weeks, acquisitionWeeks }: Observation,
  random: Random,
): SimulatedCustomers {
  return simulate(customers, weeks, acquisitionWeeks, random, r, alpha, () => ({
    at: random.exponential(random.gamma(s, beta)),
    chance: 0,
  }));
}

/**
 * The same with customers who leave after a purchase, with a chance that is beta(a, b): the BG/NBD (Fader, Hardie & Lee
 * 2005).
 */
export function simulateBgNbd(
  { r, alpha, a, b }: { r: number; alpha: number; a: number; b: number },
  { customers, weeks, acquisitionWeeks }: Observation,
  random: Random,
): SimulatedCustomers {
  return simulate(customers, weeks, acquisitionWeeks, random, r, alpha, () => {
    const leave = random.gamma(a, 1);
    return { at: Infinity, chance: leave / (leave + random.gamma(b, 1)) };
  });
}

export interface Observation {
  readonly customers: number;
  readonly weeks: number;
  readonly acquisitionWeeks: number;
}

function simulate(
  customers: number,
  weeks: number,
  acquisitionWeeks: number,
  random: Random,
  r: number,
  alpha: number,
  leaving: () => Leaving,
): SimulatedCustomers {
  const x = new Float64Array(customers);
  const tx = new Float64Array(customers);
  const T = new Float64Array(customers);
  const alive = new Uint8Array(customers);
  const rate = new Float64Array(customers);
  for (let i = 0; i < customers; i++) {
    T[i] = weeks - acquisitionWeeks * random.uniform();
    rate[i] = random.gamma(r, alpha);
    const { at, chance } = leaving();
    let time = 0;
    for (;;) {
      time += random.exponential(rate[i]!);
      // Not `>`: a rate that underflowed to 0 gives NaN, which is never.
      if (!(time <= T[i]!) || time > at) {
        alive[i] = at > T[i]! ? 1 : 0;
        break;
      }
      x[i]!++;
      tx[i] = time;
      if (random.uniform() < chance) break;
    }
  }
  return { histories: { unit: "weeks", x, tx, T }, alive, rate };
}
