/** Every metric takes what happened first and what was predicted second. */
export { accuracy, confusionAt, f1 } from "./confusion";
export { pearson, spearman } from "./correlation";
export { bestThreshold, businessCost, type DecisionCosts } from "./cost";
export { normalisedGini } from "./gini";
export { decileMape, type RankedGroup, rankedGroups } from "./groups";
export { liftAt } from "./lift";
export { mean } from "./mean";
export { averagePrecision, precisionRecallCurve } from "./precision-recall";
export { brier, logLoss } from "./probability";
export { midranks } from "./ranking";
export { bias, meanAbsoluteError, rootMeanSquaredError } from "./regression";
export { expectedCalibrationError, type ReliabilityBin, reliabilityBins } from "./reliability";
export { rocAuc, rocCurve } from "./roc";
