import { readJson } from "../fixture";

type PeerColumns = Record<
  "scores" | "actual" | "weights" | "amounts" | "guesses" | "false_positive_rate" | "true_positive_rate",
  number[]
>;
type PeerMetrics = Record<
  | "accuracy"
  | "f1"
  | "roc_auc"
  | "average_precision"
  | "log_loss"
  | "brier"
  | "mae"
  | "rmse"
  | "pearson"
  | "spearman",
  number
>;
interface PeerModels {
  readonly confusion: [number, number, number, number];
  readonly logistic_l2_3: { readonly intercept: number; readonly coefficients: number[] };
  readonly platt_unsmoothed: {
    readonly log_odds: number[];
    readonly slope: number;
    readonly intercept: number;
  };
}

/** scikit-learn's and scipy's answers on 60 rows with ties. */
export const peer = readJson<PeerColumns & PeerMetrics & PeerModels>("metrics");
export const scores = Float64Array.from(peer.scores);
export const actual = Float64Array.from(peer.actual);
export const weights = Float64Array.from(peer.weights);
export const amounts = Float64Array.from(peer.amounts);
export const guesses = Float64Array.from(peer.guesses);

/** `values` in reverse row order. */
export function reversed(values: Float64Array): Float64Array {
  return values.slice().reverse();
}

/** A vector. */
export function of(...values: number[]): Float64Array {
  return Float64Array.from(values);
}
