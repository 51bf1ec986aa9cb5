import type { FeatureTable } from "../customers/feature-table";
import { newestOrder } from "../customers/labels";
import { Random } from "../learning/random";
import { type CustomerReasons, explainCustomers } from "./churn/customer-reasons";
import { churnModelFromExplainer, type ExplainerState, explainerState } from "./churn/explainer";
import { type TrainedChurn, trainChurn } from "./churn/train-churn";
import type { Protocol } from "./judging/protocol";
import type { Baskets } from "./products/baskets";
import { learnProductTies, type ProductTies } from "./products/train-products";
import { type EvaluationReport, evaluationReport } from "./report/evaluation-report";
import type { CustomerSample } from "./segments/customer-sample";
import type { Effort, TrainingSettings } from "./settings";
import { BaseTables, GivenTables } from "./snapshot";
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
  /** Both models of known customers: `tables` of every cutoff that this takes, and of the customers to be scored. */
  | {
      readonly learn: "all";
      readonly ground: LearningGround;
      readonly tables: readonly FeatureTable[];
      readonly scored: FeatureTable;
    }
  /** What goes with what in a shop of so many products. */
  | {
      readonly learn: "products";
      readonly baskets: Baskets;
      readonly products: number;
      readonly oldest: number;
      readonly newest: number;
      readonly effort: Effort;
    }
  /** Why the customers of `scored` may leave by the models that were learned, and how good these are. */
  | {
      readonly learn: "reasons";
      readonly settings: TrainingSettings;
      readonly base: ThreadOutcome;
      readonly all: ThreadOutcome;
      readonly tested: FeatureTable | null;
      readonly scored: FeatureTable;
      readonly drawn: Int32Array;
    };

/** What follows from the models alone. */
export interface Explained {
  readonly reasons: CustomerReasons;
  /** The data for charts of the models' quality. */
  readonly evaluation: EvaluationReport;
}

/** What a thread has learned of a head, as plain data. */
export interface ThreadOutcome {
  readonly churn: Omit<TrainedChurn, "model"> & { readonly model: ExplainerState };
  readonly spend: Omit<TrainedSpend, "model"> & { readonly model: SpendModelState };
}

/** `between` is called after each model that another follows, when much that was made for it is not needed any more. */
export function trainInThread(
  task: ThreadTask,
  between: () => void,
): ThreadOutcome | ProductTies | Explained {
  if (task.learn === "products") {
    const { baskets, products, oldest, newest, effort } = task;
    return learnProductTies(baskets, products, oldest, newest, effort);
  }
  if (task.learn === "reasons") return explain(task);
  const { learn: head, ground } = task;
  const { sample, churnProtocol, spendProtocol, settings } = ground;
  const { purchases, returns } = sample;
  const random = new Random(settings.seed);
  const tables =
    task.learn === "base"
      ? new BaseTables(purchases, returns, settings.spend)
      : new GivenTables(purchases, returns, settings.spend, task.tables);
  const scored = task.learn === "base" ? tables.at(newestOrder(purchases)).table : task.scored;
  const churn = trainChurn(tables, churnProtocol, head, settings, random.fork(`churn ${head}`));
  between();
  const spend = trainSpend(tables, scored, spendProtocol, head, settings, random.fork(`spend ${head}`));
  return {
    churn: { ...churn, model: explainerState(churn.model) },
    spend: { ...spend, model: spendModelState(spend.model) },
  };
}

function explain({
  settings,
  base,
  all,
  tested,
  scored,
  drawn,
}: Extract<ThreadTask, { learn: "reasons" }>): Explained {
  const reasons = explainCustomers(churnModelFromExplainer(all.churn.model), scored, drawn);
  const churn = { all: all.churn, base: base.churn };
  const spend = { all: all.spend, base: base.spend };
  const evaluation = evaluationReport(
    { settings, churn, spend, tested, scored, reasons },
    new Random(settings.seed).fork("evaluation"),
  );
  return { reasons, evaluation };
}

/** The churn model of an outcome, ready to predict. */
export function revivedChurn({ churn }: ThreadOutcome): TrainedChurn {
  return { ...churn, model: churnModelFromExplainer(churn.model) };
}

/** The spend model of an outcome, ready to predict. */
export function revivedSpend({ spend }: ThreadOutcome): TrainedSpend {
  return { ...spend, model: spendModelFromState(spend.model) };
}
