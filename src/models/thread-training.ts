import type { FeatureTable } from "../customers/feature-table";
import { newestOrder } from "../customers/labels";
import { Random } from "../learning/random";
import { churnModelFromExplainer, type ExplainerState, explainerState } from "./churn/explainer";
import { type TrainedChurn, trainChurn } from "./churn/train-churn";
import type { Head } from "./heads";
import type { Protocol } from "./judging/protocol";
import type { CustomerSample } from "./segments/customer-sample";
import type { TrainingSettings } from "./settings";
import { BaseTables, type CustomerTables, GivenTables } from "./snapshot";
import { type SpendModelState, spendModelFromState, spendModelState } from "./spend/spend-state";
import { type TrainedSpend, trainSpend } from "./spend/train-spend";

/** What a thread learns from; can be sent to it. */
interface LearningGround {
  readonly sample: CustomerSample;
  readonly churnProtocol: Protocol;
  readonly spendProtocol: Protocol;
  readonly settings: TrainingSettings;
}

/** A part of the learning, for a thread beside the one that learns the rest. */
export type ThreadTask =
  /** Both models of described customers. They need no snapshots, so this can begin while another thread makes them. */
  | { readonly learn: "base"; readonly ground: LearningGround }
  /** Who of the known customers leaves; `tables` of every cutoff that this takes. */
  | { readonly learn: "churn"; readonly ground: LearningGround; readonly tables: readonly FeatureTable[] };

type ChurnState = Omit<TrainedChurn, "model"> & { readonly model: ExplainerState };

/** What a thread has learned, as plain data. */
export interface ThreadOutcome {
  readonly churn: ChurnState;
  /** Null where it was not asked for. */
  readonly spend: (Omit<TrainedSpend, "model"> & { readonly model: SpendModelState }) | null;
}

export function trainInThread(task: ThreadTask): ThreadOutcome {
  const { sample, churnProtocol, spendProtocol, settings } = task.ground;
  const { purchases, returns } = sample;
  const random = new Random(settings.seed);
  const churn = (tables: CustomerTables, head: Head) => {
    const trained = trainChurn(tables, churnProtocol, head, settings, random.fork(`churn ${head}`));
    return { ...trained, model: explainerState(trained.model) };
  };
  if (task.learn === "churn") {
    const tables = new GivenTables(purchases, returns, settings.spend, task.tables);
    return { churn: churn(tables, "all"), spend: null };
  }
  const tables = new BaseTables(purchases, returns, settings.spend);
  const { table } = tables.at(newestOrder(purchases));
  const spend = trainSpend(tables, table, spendProtocol, "base", settings, random.fork("spend base"));
  return { churn: churn(tables, "base"), spend: { ...spend, model: spendModelState(spend.model) } };
}

/** The churn model of an outcome, ready to predict. */
export function revivedChurn({ churn }: ThreadOutcome): TrainedChurn {
  return { ...churn, model: churnModelFromExplainer(churn.model) };
}

/** The spend model of an outcome that has one, ready to predict. */
export function revivedSpend({ spend }: ThreadOutcome): TrainedSpend {
  return { ...spend!, model: spendModelFromState(spend!.model) };
}
