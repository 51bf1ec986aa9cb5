import { newestOrder } from "../customers/labels";
import type { Purchases, Returns } from "../customers/purchases";
import { Random } from "../learning/random";
import { churnModelFromExplainer, type ExplainerState, explainerState } from "./churn/explainer";
import { type TrainedChurn, trainChurn } from "./churn/train-churn";
import type { Head } from "./heads";
import type { Protocol } from "./judging/protocol";
import type { TrainingSettings } from "./settings";
import { Snapshots } from "./snapshot";
import { type SpendModelState, spendModelFromState, spendModelState } from "./spend/spend-state";
import { type TrainedSpend, trainSpend } from "./spend/train-spend";

/** Everything a thread learns from; can be sent to it. */
export interface ThreadTask {
  readonly purchases: Purchases;
  readonly returns: Returns;
  readonly churnProtocol: Protocol;
  readonly spendProtocol: Protocol;
  readonly settings: TrainingSettings;
}

/** What a thread has learned, as plain data: churn of both heads, and the base head's expected spend. */
export interface ThreadOutcome {
  readonly churn: Readonly<Record<Head, Omit<TrainedChurn, "model"> & { readonly model: ExplainerState }>>;
  readonly baseSpend: Omit<TrainedSpend, "model"> & { readonly model: SpendModelState };
}

/** About half of the learning, for a thread beside the one that learns expected spend of known customers. */
export function trainInThread({
  purchases,
  returns,
  churnProtocol,
  spendProtocol,
  settings,
}: ThreadTask): ThreadOutcome {
  const horizons = { churnDays: churnProtocol.horizonDays, spendDays: spendProtocol.horizonDays };
  const snapshots = new Snapshots(purchases, returns, horizons, settings.spend);
  const random = new Random(settings.seed);
  const churn = (head: Head) => {
    const trained = trainChurn(snapshots, churnProtocol, head, settings, random.fork(`churn ${head}`));
    return { ...trained, model: explainerState(trained.model) };
  };
  const { table } = snapshots.at(newestOrder(purchases));
  const spend = trainSpend(snapshots, table, spendProtocol, "base", settings, random.fork("spend base"));
  return {
    churn: { all: churn("all"), base: churn("base") },
    baseSpend: { ...spend, model: spendModelState(spend.model) },
  };
}

/** The models of an outcome, ready to predict. */
export function revive({ churn: { all, base }, baseSpend }: ThreadOutcome): {
  readonly churn: Readonly<Record<Head, TrainedChurn>>;
  readonly baseSpend: TrainedSpend;
} {
  return {
    churn: {
      all: { ...all, model: churnModelFromExplainer(all.model) },
      base: { ...base, model: churnModelFromExplainer(base.model) },
    },
    baseSpend: { ...baseSpend, model: spendModelFromState(baseSpend.model) },
  };
}
