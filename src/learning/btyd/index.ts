export { BgNbd, type BgNbdParameters } from "./bg-nbd";
export { fitBgNbd } from "./bg-nbd-fit";
export type { DropoutFit } from "./dropout-fit";
export {
  GammaGamma,
  type GammaGammaParameters,
  type SpendHistories,
} from "./gamma-gamma";
export { fitGammaGamma } from "./gamma-gamma-fit";
export { checkHistories, type PurchaseHistories } from "./histories";
export type { Fit, FitOptions, FitStatus } from "./maximise";
export { Nbd, type NbdParameters } from "./nbd";
export { probabilityOfNoPurchase } from "./no-purchase";
export { ParetoNbd, type ParetoNbdParameters } from "./pareto-nbd";
export { fitParetoNbd } from "./pareto-nbd-fit";
export type { PurchaseModel } from "./purchase-model";
export {
  type Days,
  type Duration,
  days,
  daysToWeeks,
  type TimeUnit,
  type Weeks,
  weeks,
} from "./time";
