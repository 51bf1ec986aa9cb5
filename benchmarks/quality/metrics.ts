import {
  bias,
  brier,
  decileMape,
  expectedCalibrationError,
  logLoss,
  meanAbsoluteError,
  normalisedGini,
  rocAuc,
  spearman,
} from "../../src/learning/metrics";

export type Target = "churn" | "spend";

/** One column of a table of the check. */
export interface Metric {
  readonly name: string;
  readonly target: Target;
  /** Whether ours must be the best or near it; the others have a bar of their own or are for information. */
  readonly contested: boolean;
  /** Whether it judges an order of customers, which a constant does not give. */
  readonly ranks: boolean;
  /** Digits after the point. */
  readonly digits: number;
  /** How far a value is from the best there can be: less is better. */
  readonly badness: (value: number) => number;
  readonly of: (actual: Float64Array, predicted: Float64Array) => number;
}

const itself = (value: number) => value;
const reverse = (value: number) => -value;

export const METRICS: readonly Metric[] = [
  { name: "AUC", target: "churn", contested: true, ranks: true, digits: 4, badness: reverse, of: rocAuc },
  {
    name: "log loss",
    target: "churn",
    contested: true,
    ranks: false,
    digits: 4,
    badness: itself,
    of: logLoss,
  },
  { name: "Brier", target: "churn", contested: true, ranks: false, digits: 4, badness: itself, of: brier },
  {
    name: "ECE",
    target: "churn",
    contested: false,
    ranks: false,
    digits: 4,
    badness: itself,
    of: expectedCalibrationError,
  },
  {
    name: "MAE",
    target: "spend",
    contested: true,
    ranks: false,
    digits: 2,
    badness: itself,
    of: meanAbsoluteError,
  },
  {
    name: "Spearman",
    target: "spend",
    contested: true,
    ranks: true,
    digits: 4,
    badness: reverse,
    of: spearman,
  },
  {
    name: "norm. Gini",
    target: "spend",
    contested: true,
    ranks: true,
    digits: 4,
    badness: reverse,
    of: normalisedGini,
  },
  {
    name: "decile MAPE",
    target: "spend",
    contested: true,
    ranks: true,
    digits: 4,
    badness: itself,
    of: decileMape,
  },
  {
    name: "total ratio",
    target: "spend",
    contested: false,
    ranks: false,
    digits: 3,
    badness: (value) => Math.abs(value - 1),
    of: (actual, predicted) => bias(actual, predicted).totalRatio,
  },
];
