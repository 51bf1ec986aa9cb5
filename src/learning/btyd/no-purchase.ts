import { gaussLegendre } from "../special/gauss-legendre";
import { BgNbd } from "./bg-nbd";
import { checkScorable, type PurchaseHistories } from "./histories";
import { Nbd } from "./nbd";
import { ParetoNbd } from "./pareto-nbd";
import type { PurchaseModel } from "./purchase-model";
import type { Duration, TimeUnit } from "./time";

const RULE = gaussLegendre(32);
/** After a fall by e^−LONGEST_FALL, the integrand adds nothing. */
const LONGEST_FALL = 40;

/**
 * P(no purchase in (T, T + horizon] | x, tx, T) of each customer, in [0, 1].
 *
 * - NBD: ((α + T)/(α + T + t))^(r + x), as rates are Gamma(r + x, α + T) given the history.
 * - BG/NBD: 1 − P(alive) + P(alive) × that, as no one leaves without a purchase (Fader, Hardie & Lee 2005, eq. 7 with x
 * = 0).
 * - Pareto/NBD: 1 − P(alive) ∫ λ-weighted time alive; see `firstPurchaseByPareto`.
 *
 * Throws a RangeError on impossible histories, another unit or a model that is none of the three.
 */
export function probabilityOfNoPurchase<U extends TimeUnit>(
  model: PurchaseModel<U>,
  histories: PurchaseHistories<U>,
  horizon: Duration<U>,
): Float64Array {
  checkScorable(histories, model.unit);
  if (!(model instanceof Nbd || model instanceof BgNbd || model instanceof ParetoNbd)) {
    throw new RangeError("this purchase model cannot tell when the next purchase comes");
  }
  const { x, T } = histories;
  const out = model.pAlive(histories);
  for (let i = 0; i < x.length; i++) {
    const bought =
      model instanceof ParetoNbd
        ? firstPurchaseByPareto(model, x[i]!, T[i]!, horizon)
        : -Math.expm1(-(model.r + x[i]!) * Math.log1p(horizon / (model.alpha + T[i]!)));
    out[i] = 1 - out[i]! * bought;
  }
  return out;
}

/**
 * P(a purchase in (T, T + t] | alive at T): ∫₀ᵗ E[λ e^−λu] P(still there at u) du with λ ~ Gamma(r + x, α + T) and a
 * lifetime Pareto(s, β + T). In w = ln(1 + u/(α + T)) it is (r + x) ∫ e^−(r + x)w ((β + T)/(β + T + u))^s dw: close to
 * an exponential, which Gauss-Legendre sums to 1e-9 once its tail under e^−40 is cut off.
 */
function firstPurchaseByPareto(model: ParetoNbd<TimeUnit>, x: number, T: number, time: number): number {
  const shape = model.r + x;
  const alpha = model.alpha + T;
  const beta = model.beta + T;
  const span = Math.min(Math.log1p(time / alpha), LONGEST_FALL / shape);
  let sum = 0;
  for (let k = 0; k < RULE.nodes.length; k++) {
    const w = span * RULE.nodes[k]!;
    const stillThere = model.s * Math.log1p((alpha * Math.expm1(w)) / beta);
    sum += RULE.weights[k]! * Math.exp(-shape * w - stillThere);
  }
  return shape * span * sum;
}
