import { nextOrderTimes } from "../../customers/next-order-times";
import type { Random } from "../../learning/random";
import { DAY_MS } from "../../time";
import type { Protocol } from "../judging/protocol";
import { keptValues, netOf } from "../next-order/customer-outlook";
import { noOrderAtTest } from "../next-order/next-order";
import { latenessOf } from "../next-order/next-order-overdue";
import type { Snapshots } from "../snapshot";
import type { ContactTerms } from "./action-value";
import { type ProfitCurve, profitCurve } from "./action-value-curve";
import { type ActionValueEvaluation, judgeContacts } from "./action-value-evaluation";

/** Which customers are worth contacting, and how such a choice would have done in earlier tests. */
export interface TrainedActionValue {
  readonly terms: ContactTerms;
  /** Days over which a contact's effect is counted: the spend horizon. */
  readonly horizonDays: number;
  readonly curve: ProfitCurve;
  /** Null if no later days could be kept for a test. */
  readonly evaluation: ActionValueEvaluation | null;
}

/** The test rows of the churn and spend evaluations; null if there are none. */
export interface TestScores {
  readonly probability: Float64Array | null;
  readonly spend: { readonly spend: Float64Array; readonly predicted: Float64Array } | null;
}

/** The profit curve of the newest snapshot from the expected profit of contacting each customer, and the same judged at the spend model's test cutoff. */
export function trainActionValue(
  snapshots: Snapshots,
  profits: Float64Array,
  churnProtocol: Protocol,
  spendProtocol: Protocol,
  scores: TestScores,
  terms: ContactTerms,
  random: Random,
): TrainedActionValue {
  const { horizonDays } = spendProtocol;
  const curve = profitCurve(profits);
  const evaluation = judge(snapshots, churnProtocol, spendProtocol, scores, terms, random);
  return { terms, horizonDays, curve, evaluation };
}

function judge(
  snapshots: Snapshots,
  churnProtocol: Protocol,
  spendProtocol: Protocol,
  { probability, spend }: TestScores,
  terms: ContactTerms,
  random: Random,
): ActionValueEvaluation | null {
  const fold = spendProtocol.folds.at(-1);
  if (!fold || !spend) return null;
  const { horizonDays } = spendProtocol;
  const { table, btyd } = snapshots.at(fold.testCutoff);
  const isSameWindow =
    churnProtocol.horizonDays === horizonDays && churnProtocol.folds.at(-1)?.testCutoff === fold.testCutoff;
  const noOrder = isSameWindow ? probability : noOrderAtTest(snapshots, fold, horizonDays, random);
  if (noOrder?.length !== table.rows || spend.predicted.length !== table.rows) return null;
  const until = fold.testCutoff + horizonDays * DAY_MS;
  const { event } = nextOrderTimes(snapshots.purchases, table, until);
  const ordered = Uint8Array.from(event, (days) => (days < Infinity ? 1 : 0));
  const told = netOf(spend.predicted, table, snapshots.spend);
  const kept = keptValues(table, latenessOf(btyd), noOrder, told, horizonDays);
  const netSpend = netOf(spend.spend, table, snapshots.spend);
  return judgeContacts(noOrder, kept, netSpend, ordered, terms);
}
