/** Every metric takes what happened first and what was predicted second. */
export { accuracy, type Confusion, confusionAt, f1 } from "./confusion";
export { pearson, spearman } from "./correlation";
export { type BestThreshold, bestThreshold, businessCost, type DecisionCosts } from "./cost";
export { normalisedGini } from "./gini";
export { decileMape, type RankedGroup, rankedGroups } from "./groups";
export { liftAt } from "./lift";
export { mean } from "./mean";
export { averagePrecision, type PrecisionRecallCurve, precisionRecallCurve } from "./precision-recall";
export { brier, logLoss } from "./probability";
export { descendingOrder, midranks } from "./ranking";
export { type Bias, bias, meanAbsoluteError, rootMeanSquaredError } from "./regression";
export { expectedCalibrationError, type ReliabilityBin, reliabilityBins } from "./reliability";
export { type RocCurve, rocAuc, rocCurve } from "./roc";
