import type { Purchases, Returns } from "../customers/purchases";
import { Random } from "../learning/random";
import { churnModelFromExplainer, type ExplainerState, explainerState } from "./explainer";
import type { Head } from "./heads";
import type { Protocol } from "./protocol";
import type { TrainingSettings } from "./settings";
import { Snapshots } from "./snapshot";
import { type TrainedChurn, trainChurn } from "./train-churn";

/** Everything that the churn models are learned from; can be sent to a thread. */
export interface ChurnTask {
  readonly purchases: Purchases;
  readonly returns: Returns;
  /** How far the buy-till-you-die features look. */
  readonly spendHorizonDays: number;
  readonly protocol: Protocol;
  readonly settings: TrainingSettings;
}

/** Both heads, the models as plain data; can be sent back from a thread. */
export type ChurnOutcome = Readonly<
  Record<Head, Omit<TrainedChurn, "model"> & { readonly model: ExplainerState }>
>;

/** Trains the churn models of both heads. */
export function trainChurnHeads({
  purchases,
  returns,
  spendHorizonDays,
  protocol,
  settings,
}: ChurnTask): ChurnOutcome {
  const snapshots = new Snapshots(purchases, returns, spendHorizonDays);
  const random = new Random(settings.seed);
  const trained = (head: Head) => {
    const { model, ...rest } = trainChurn(snapshots, protocol, head, settings, random.fork(`churn ${head}`));
    return { ...rest, model: explainerState(model) };
  };
  return { all: trained("all"), base: trained("base") };
}

/** The models of an outcome, ready to predict. */
export function revive({ all, base }: ChurnOutcome): Readonly<Record<Head, TrainedChurn>> {
  return {
    all: { ...all, model: churnModelFromExplainer(all.model) },
    base: { ...base, model: churnModelFromExplainer(base.model) },
  };
}
