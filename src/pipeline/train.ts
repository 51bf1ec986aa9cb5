import { type ColumnTable, table as columnTable } from "arquero";
import { customersUntil } from "../customers/base-features";
import { type CohortCell, retentionTriangle } from "../customers/cohorts";
import { newestOrder, oldestOrder } from "../customers/labels";
import { orderHistory } from "../customers/order-history";
import { orderTail } from "../customers/order-tail";
import { collectPurchases, collectReturns } from "../customers/purchases";
import { Random } from "../learning/random";
import { checkContactTerms } from "../models/action-value";
import { trainActionValue } from "../models/action-value-model";
import type { TrainedModels } from "../models/card";
import { customerOutlook, withOutlook } from "../models/customer-outlook";
import { sampleCustomers } from "../models/customer-sample";
import { type EvaluationReport, evaluationReport } from "../models/evaluation-report";
import { limitations } from "../models/gates";
import { judgeNextOrder, learnNextOrder } from "../models/next-order";
import { summariseNextOrders } from "../models/next-order-summary";
import { exportOnnx, type OnnxFiles } from "../models/onnx/export";
import { planProtocol, withEnoughCustomers } from "../models/protocol";
import { explainChurn, meanAbsoluteContribution } from "../models/reasons";
import { summariseRfm } from "../models/rfm-summary";
import { type CustomerScores, scoreCustomers } from "../models/scores";
import { summariseSegments } from "../models/segment-summary";
import { type EarlierSegment, segmentCustomers } from "../models/segmentation";
import { DEFAULT_SETTINGS, type TrainingSettings } from "../models/settings";
import { headMatrix, Snapshots } from "../models/snapshot";
import { spendByHorizon } from "../models/spend-horizon";
import { testTable } from "../models/splits";
import { revive, type ThreadOutcome, type ThreadTask } from "../models/thread-training";
import { trainSpend } from "../models/train-spend";
import type { Transactions } from "../transactions/transactions";
import { inThread } from "./in-thread";
import { type ProgressListener, reporter } from "./progress";

export interface TrainOptions {
  readonly settings?: Partial<TrainingSettings>;
  /** Segments of the model before this one, whose ids and names are kept. */
  readonly earlierSegments?: readonly EarlierSegment[];
  readonly onProgress?: ProgressListener;
}

const LEARNING_THREAD = new URL("./learning-thread.ts", import.meta.url);

/** The outcome of a training, still in memory. */
export interface Training {
  readonly trained: TrainedModels;
  readonly onnx: OnnxFiles;
  readonly scores: CustomerScores;
  readonly cohorts: readonly CohortCell[];
  /** Every order and return; see `orderHistory`. */
  readonly orders: ColumnTable;
  /** What is drawn of how the models did. */
  readonly evaluation: EvaluationReport;
}

/**
 * Learns segments, churn and lifetime value from cleaned order lines and scores every customer at the newest snapshot,
 * by the exported ONNX files alone. The same transactions and settings give the same result, bit for bit.
 */
export async function train(transactions: Transactions, options: TrainOptions = {}): Promise<Training> {
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  checkContactTerms(settings.contact);
  const report = reporter(options.onProgress);
  const random = new Random(settings.seed);

  report("features");
  const purchases = collectPurchases(transactions);
  const returns = collectReturns(transactions);
  const newest = newestOrder(purchases);
  const oldest = oldestOrder(purchases);
  const protocolOf = (horizonsDays: readonly number[]) =>
    withEnoughCustomers(
      planProtocol(oldest, newest, horizonsDays),
      (cutoff) => customersUntil(purchases, cutoff).length,
    );
  const churnProtocol = protocolOf(settings.churnHorizonsDays);
  const spendProtocol = protocolOf(settings.spendHorizonsDays);

  const sample = sampleCustomers(
    purchases,
    returns,
    settings.mostCustomersToLearnFrom,
    random.fork("sample"),
  );
  // Half of the learning is done in a thread of its own, beside expected spend of known customers and segments.
  const threadOutcome = inThread<ThreadTask, ThreadOutcome>(LEARNING_THREAD, {
    ...sample,
    churnProtocol,
    spendProtocol,
    settings,
  });
  // Whatever fails first ends the training; a failure of the thread must not go unheard until it is waited for.
  threadOutcome.catch(() => {});

  report("lifetime_value");
  const snapshots = new Snapshots(purchases, returns, spendProtocol.horizonDays);
  const { table, btyd } = snapshots.at(newest);
  const learning =
    sample.purchases === purchases
      ? snapshots
      : new Snapshots(sample.purchases, sample.returns, spendProtocol.horizonDays);
  const spendOfKnown = trainSpend(learning, table, spendProtocol, "all", settings, random.fork("spend all"));
  report("segmentation");
  const segmentation = segmentCustomers(
    table,
    settings.segmentCounts,
    random.fork("segments"),
    options.earlierSegments,
  );
  const learnedNextOrder = learnNextOrder(
    learning,
    churnProtocol,
    [churnProtocol.horizonDays, spendProtocol.horizonDays],
    random.fork("next order"),
    snapshots.at(newest),
  );
  report("churn");
  const { churn, baseSpend } = revive(await threadOutcome);
  const spend = { all: spendOfKnown, base: baseSpend };

  report("scoring");
  const onnx = exportOnnx(segmentation, churn, spend);
  const x = headMatrix(table, "all");
  const explanation = explainChurn(churn.all.model, x);
  const scores = await scoreCustomers(
    table,
    onnx,
    segmentation,
    churn.all,
    spend.all,
    explanation,
    transactions,
  );
  const expected = scores.table.array("ltv_estimate") as Float64Array;
  const testProbability = churn.all.evaluation?.probability ?? null;
  const nextOrder = judgeNextOrder(learnedNextOrder, learning, churnProtocol, testProbability);
  const outlook = customerOutlook(
    snapshots.at(newest),
    nextOrder.curves,
    scores.table.array("churn_probability") as Float64Array,
    expected,
    { churnDays: churnProtocol.horizonDays, spendDays: spendProtocol.horizonDays },
    settings.contact,
  );
  const trained: TrainedModels = {
    settings,
    newestOrder: newest,
    cleaning: transactions.report,
    numericCustomerIds: transactions.numericCustomerIds,
    segmentation,
    segments: summariseSegments(scores.table, segmentation),
    rfm: summariseRfm(scores.table, scores.rfmEdges),
    churnProtocol,
    churn,
    spendProtocol,
    spend,
    btyd,
    earlierBtyd: spendProtocol.fitCutoffs.map((cutoff) => ({ cutoff, btyd: learning.at(cutoff).btyd })),
    importance: meanAbsoluteContribution(explanation, x.columns),
    nextOrder,
    nextOrderSummary: summariseNextOrders(outlook),
    actionValue: trainActionValue(
      learning,
      outlook,
      churnProtocol,
      spendProtocol,
      { probability: testProbability, spend: spend.all.evaluation },
      settings.contact,
      random.fork("action value"),
    ),
    rule: scores.rule,
    limitations: limitations({
      customers: table.rows,
      historyDays: Math.floor((newest - oldest) / 86_400_000),
      tail: orderTail(purchases),
      newestOrder: newest,
      repeatBuyers: table.columns.frequency!.filter((orders) => orders >= 3).length,
      churners: churn.all.churners,
      stayers: churn.all.stayers,
      churnLevel: churn.all.model.level,
      churnReason: churnProtocol.reason,
      buyers: spend.all.buyers,
    }),
  };
  const byHorizon = spendByHorizon(btyd, spendProtocol.horizonDays, expected);
  const scored = withOutlook(scores.table, outlook, newest).assign(columnTable(byHorizon));
  return {
    trained,
    onnx,
    scores: { ...scores, table: scored },
    cohorts: retentionTriangle(purchases, newest),
    orders: orderHistory(transactions, purchases),
    evaluation: evaluationReport(
      { settings, churn, spend, tested: testTable(learning, churnProtocol), x, explanation },
      random.fork("evaluation"),
    ),
  };
}
