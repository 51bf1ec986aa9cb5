import type { FeatureTable } from "../customers/feature-table";
import { newestOrder } from "../customers/labels";
import { Random } from "../learning/random";
import { type CustomerReasons, explainCustomers, type ReasonsSoFar } from "./churn/customer-reasons";
import { churnModelFromExplainer, type ExplainerState, explainerState } from "./churn/explainer";
import { type TrainedChurn, trainChurn } from "./churn/train-churn";
import type { Protocol } from "./judging/protocol";
import type { Baskets } from "./products/baskets";
import type { ShopBaskets } from "./products/next-products";
import { type HintRule, hintsFor } from "./products/product-hints";
import { learnProductTies, type ProductTies } from "./products/train-products";
import { type TestReport, testReport } from "./report/evaluation-report";
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
  /**
   * Both models of known customers: `tables` of every cutoff that this takes; `scored` has the moment of the customers
   * to be scored, and one whom not every model can be asked about, if there is one.
   */
  | {
      readonly learn: "all";
      readonly ground: LearningGround;
      readonly tables: readonly FeatureTable[];
      readonly scored: FeatureTable;
    }
  /** What goes with what in a shop. */
  | {
      readonly learn: "products";
      readonly shop: ShopBaskets;
      readonly oldest: number;
      readonly newest: number;
      readonly effort: Effort;
    }
  /** What to mention to the customers of these baskets. */
  | { readonly learn: "hints"; readonly rule: HintRule; readonly baskets: Baskets }
  /** Why the customers of `scored` may leave by the model that was learned. */
  | {
      readonly learn: "reasons";
      readonly churn: ExplainerState;
      readonly scored: FeatureTable;
      readonly drawn: Int32Array;
      readonly before: ReasonsSoFar;
    }
  /** How good the models are. */
  | {
      readonly learn: "tests";
      readonly settings: TrainingSettings;
      readonly base: ThreadOutcome;
      readonly all: ThreadOutcome;
      readonly tested: FeatureTable | null;
    };

/** What a thread may answer. */
export type ThreadAnswer = ThreadOutcome | ProductTies | Int32Array | CustomerReasons | TestReport;

/** What a thread has learned of a head, as plain data. */
export interface ThreadOutcome {
  readonly churn: Omit<TrainedChurn, "model"> & { readonly model: ExplainerState };
  readonly spend: Omit<TrainedSpend, "model"> & { readonly model: SpendModelState };
}

/** `between` is called after each model that another follows, when much that was made for it is not needed any more. */
export function trainInThread(task: ThreadTask, between: () => void): ThreadAnswer {
  if (task.learn === "products") return learnProductTies(task.shop, task.oldest, task.newest, task.effort);
  if (task.learn === "hints") return hintsFor(task.rule, task.baskets);
  if (task.learn === "reasons")
    return explainCustomers(churnModelFromExplainer(task.churn), task.scored, task.drawn, task.before);
  if (task.learn === "tests") return report(task);
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

function report({ settings, base, all, tested }: Extract<ThreadTask, { learn: "tests" }>): TestReport {
  const churn = { all: all.churn, base: base.churn };
  const spend = { all: all.spend, base: base.spend };
  return testReport({ settings, churn, spend, tested }, new Random(settings.seed).fork("evaluation"));
}

/** The churn model of an outcome, ready to predict. */
export function revivedChurn({ churn }: ThreadOutcome): TrainedChurn {
  return { ...churn, model: churnModelFromExplainer(churn.model) };
}

/** The spend model of an outcome, ready to predict. */
export function revivedSpend({ spend }: ThreadOutcome): TrainedSpend {
  return { ...spend, model: spendModelFromState(spend.model) };
}
