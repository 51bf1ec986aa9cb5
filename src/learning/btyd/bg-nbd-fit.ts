import { BgNbd, type BgNbdParameters } from "./bg-nbd";
import { compressHistories } from "./compress";
import { countLikelihood } from "./count-likelihood";
import { type DropoutFit, dropoutFit, maximiseDropout } from "./dropout-fit";
import type { PurchaseHistories } from "./histories";
import type { FitOptions } from "./maximise";
import { maximiseNbd } from "./nbd-fit";
import type { TimeUnit } from "./time";

/**
 * Fits a BG/NBD by maximum likelihood, with the analytic gradient, over the logarithms of r, alpha, a and b.
 *
 * If dropout adds nothing to the likelihood, the status is "boundary" and `limit` is the NBD to use instead.
 * Deterministic. Throws a RangeError on impossible histories or options.
 */
export function fitBgNbd<U extends TimeUnit>(
  histories: PurchaseHistories<U>,
  options: FitOptions<BgNbdParameters> = {},
): DropoutFit<BgNbd<U>, U> {
  const data = compressHistories(histories);
  const nbd = maximiseNbd(data);
  const [r0, alpha0] = nbd.parameters as unknown as [number, number];
  const starts = [
    [0.7 * r0, 0.5 * alpha0, 0.7, 2],
    [r0, alpha0, 0.1, 3],
  ];
  const { initial } = options;
  const maximum = maximiseDropout(
    (rows) => countLikelihood(rows, true),
    data,
    starts,
    options,
    initial && [initial.r, initial.alpha / data.timeScale, initial.a, initial.b],
  );
  const [r, alpha, a, b] = maximum.parameters as unknown as [number, number, number, number];
  return dropoutFit({
    name: "BG/NBD",
    parameterNames: ["r", "alpha", "a", "b"],
    model: new BgNbd(histories.unit, { r, alpha: alpha * data.timeScale, a, b }),
    maximum,
    nbd,
    data,
    unit: histories.unit,
  });
}
