import type { Loss } from "./loss";
import { logisticLoss } from "./loss-logistic";
import { squaredLoss } from "./loss-squared";
import { tweedieLoss } from "./loss-tweedie";
import type { LossName } from "./parameters";

/** The loss of that name. Throws a RangeError for an unknown name or a Tweedie power outside (1, 2). */
export function lossOf(name: LossName): Loss {
  if (name === "logistic") return logisticLoss;
  if (name === "squared") return squaredLoss;
  if (typeof name === "object" && name !== null) return tweedieLoss(name.tweedie);
  throw new RangeError(
    `loss must be "logistic", "squared" or { tweedie: power }, not ${JSON.stringify(name)}`,
  );
}
