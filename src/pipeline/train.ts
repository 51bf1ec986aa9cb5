import { customersUntil } from "../customers/base-features";
import { type CohortCell, retentionTriangle } from "../customers/cohorts";
import { newestOrder, oldestOrder } from "../customers/labels";
import { collectPurchases, collectReturns } from "../customers/purchases";
import { Random } from "../learning/random";
import type { TrainedModels } from "../models/card";
import { limitations } from "../models/gates";
import type { Head } from "../models/heads";
import { exportOnnx, type OnnxFiles } from "../models/onnx/export";
import { planProtocol, withEnoughCustomers } from "../models/protocol";
import { explainChurn, meanAbsoluteContribution } from "../models/reasons";
import { type CustomerScores, scoreCustomers } from "../models/scores";
import { summariseSegments } from "../models/segment-summary";
import { type EarlierSegment, segmentCustomers } from "../models/segmentation";
import { DEFAULT_SETTINGS, type TrainingSettings } from "../models/settings";
import { headMatrix, Snapshots } from "../models/snapshot";
import { type ChurnOutcome, type ChurnTask, revive } from "../models/train-churn-heads";
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

const CHURN_THREAD = new URL("./churn-thread.ts", import.meta.url);

/** The outcome of a training, still in memory. */
export interface Training {
  readonly trained: TrainedModels;
  readonly onnx: OnnxFiles;
  readonly scores: CustomerScores;
  readonly cohorts: readonly CohortCell[];
}

/**
 * Learns segments, churn and lifetime value from cleaned order lines and scores every customer at the newest snapshot,
 * by the exported ONNX files alone. The same transactions and settings give the same result, bit for bit.
 */
export async function train(transactions: Transactions, options: TrainOptions = {}): Promise<Training> {
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
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

  // The churn models are learned in a thread of their own, beside lifetime value and segments.
  const churnTask: ChurnTask = {
    purchases,
    returns,
    spendHorizonDays: spendProtocol.horizonDays,
    protocol: churnProtocol,
    settings,
  };
  const churnOutcome = inThread<ChurnTask, ChurnOutcome>(CHURN_THREAD, churnTask);
  // Whatever fails first ends the training; a failure of the thread must not go unheard until it is waited for.
  churnOutcome.catch(() => {});

  report("lifetime_value");
  const snapshots = new Snapshots(purchases, returns, spendProtocol.horizonDays);
  const { table, btyd } = snapshots.at(newest);
  const spendOf = (head: Head) => trainSpend(snapshots, spendProtocol, head, random.fork(`spend ${head}`));
  const spend = { all: spendOf("all"), base: spendOf("base") };
  report("segmentation");
  const segmentation = segmentCustomers(
    table,
    settings.segmentCounts,
    random.fork("segments"),
    options.earlierSegments,
  );
  report("churn");
  const churn = revive(await churnOutcome);

  report("scoring");
  const onnx = exportOnnx(segmentation, churn, spend);
  const explanation = explainChurn(churn.all.model, headMatrix(table, "all"));
  const scores = await scoreCustomers(table, onnx, segmentation, churn.all, explanation, transactions);
  const trained: TrainedModels = {
    settings,
    newestOrder: newest,
    cleaning: transactions.report,
    numericCustomerIds: transactions.numericCustomerIds,
    segmentation,
    segments: summariseSegments(scores.table, segmentation.segments),
    churnProtocol,
    churn,
    spendProtocol,
    spend,
    btyd,
    earlierBtyd: spendProtocol.fitCutoffs.map((cutoff) => ({ cutoff, btyd: snapshots.at(cutoff).btyd })),
    importance: meanAbsoluteContribution(explanation, headMatrix(table, "all").columns),
    rule: scores.rule,
    limitations: limitations({
      customers: table.rows,
      historyDays: Math.floor((newest - oldest) / 86_400_000),
      repeatBuyers: table.columns.frequency!.filter((orders) => orders >= 3).length,
      churners: churn.all.churners,
      stayers: churn.all.stayers,
      churnLevel: churn.all.model.level,
      churnReason: churnProtocol.reason,
      buyers: spend.all.buyers,
    }),
  };
  return { trained, onnx, scores, cohorts: retentionTriangle(purchases, newest) };
}
