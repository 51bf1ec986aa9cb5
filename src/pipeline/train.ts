import { type ColumnTable, table as columnTable } from "arquero";
import { type CohortCell, retentionTriangle } from "../customers/cohorts";
import { orderHistory } from "../customers/order-history";
import { orderTail } from "../customers/order-tail";
import { Random } from "../learning/random";
import { judgeAttributes, orderFacts } from "../models/attributes/attribute-effects";
import { attributesCard } from "../models/attributes/attributes-card";
import type { TrainedModels } from "../models/card";
import { limitations } from "../models/churn/gates";
import { checkContactTerms } from "../models/contact/action-value";
import { trainActionValue } from "../models/contact/action-value-model";
import { Advice } from "../models/contact/advice";
import { testTable } from "../models/judging/splits";
import { shareRange, totalFactors } from "../models/level/level-test";
import type { ModelFiles } from "../models/model-folder";
import {
  type CustomerOutlook,
  customerOutlook,
  netOf,
  withOutlook,
} from "../models/next-order/customer-outlook";
import { judgeNextOrder } from "../models/next-order/next-order";
import { summariseNextOrders } from "../models/next-order/next-order-summary";
import { exportOnnx, type OnnxFiles } from "../models/onnx/export";
import { type EvaluationReport, evaluationReport } from "../models/report/evaluation-report";
import { type CustomerScores, customerScores, scoreByOnnx } from "../models/scores";
import { summariseRfm } from "../models/segments/rfm-summary";
import { summariseSegments } from "../models/segments/segment-summary";
import type { EarlierSegment } from "../models/segments/segmentation";
import { DEFAULT_SETTINGS, type TrainingSettings } from "../models/settings";
import { spendByHorizon } from "../models/spend/spend-horizon";
import { DAY_MS } from "../time";
import type { ReadAttributes } from "../transactions/attributes/read-attributes";
import type { Transactions } from "../transactions/transactions";
import { attributesTable } from "./attributes-table";
import { type Ground, groundOf } from "./ground";
import { type Learned, type LearningThread, learn, openLearningThread } from "./learn";
import { askAboutProducts, basketsOf, learnProducts } from "./learn-products";
import { peopleTable } from "./people-table";
import { type ProgressListener, reporter } from "./progress";

export interface TrainOptions {
  readonly settings?: Partial<TrainingSettings>;
  /** The previous model's segments; the new ones keep their ids and names. */
  readonly earlierSegments?: readonly EarlierSegment[];
  readonly onProgress?: ProgressListener;
  /** What the shop told about its customers, in the order of `Transactions.customers`. */
  readonly told?: ReadAttributes | null;
}

/** The outcome of a training, still in memory. */
export interface Training {
  readonly trained: TrainedModels;
  readonly onnx: OnnxFiles;
  readonly scores: CustomerScores;
  readonly advice: Advice;
  readonly cohorts: readonly CohortCell[];
  /** Every order and return; see `orderHistory`. */
  readonly orders: ColumnTable;
  /** Names and addresses; see `peopleTable`. */
  readonly people: ColumnTable | null;
  /** What the shop told about its customers; see `attributesTable`. */
  readonly attributes: ColumnTable | null;
  /** The files about products; none if there are none. */
  readonly products: ModelFiles;
  /** The data for charts of the models' quality. */
  readonly evaluation: EvaluationReport;
}

/**
 * Learns segments, churn and lifetime value from cleaned order lines and scores every customer at the newest snapshot
 * with the exported ONNX files only. The same transactions and settings give the same result, bit for bit.
 */
export async function train(transactions: Transactions, options: TrainOptions = {}): Promise<Training> {
  using thread = openLearningThread();
  return await trainWith(thread, transactions, options);
}

/** `train` with a thread that is already open. */
export async function trainWith(
  thread: LearningThread,
  transactions: Transactions,
  options: TrainOptions,
): Promise<Training> {
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const { told = null } = options;
  checkContactTerms(settings.contact);
  const report = reporter(options.onProgress);
  report("features");
  const ground = groundOf(transactions, settings, new Random(settings.seed));
  const learning = learn(ground, options.earlierSegments, thread, report);
  const { baskets, productsWith, ...histories } = withoutModels(transactions, ground);
  const learned = await learning;
  const ties = baskets && askAboutProducts(baskets, transactions, ground, thread);
  report("scoring");
  const { onnx, scored, outlook, nextOrder, effects } = await score(ground, learned, told);
  const reasons = await learned.reasons;

  const { newest, churnProtocol, spendProtocol, snapshots } = ground;
  const { churn, spend, segmentation } = learned;
  const { table, btyd } = snapshots.at(newest);
  const { customers } = transactions;
  const scores = customerScores(table, scored, reasons, learned, customers, settings.spend);
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
    earlierBtyd: spendProtocol.fitCutoffs.map((cutoff) => ({
      cutoff,
      btyd: ground.learning.at(cutoff).btyd,
    })),
    importance: reasons.importance,
    leavingRange: leavingRange(scored.churn, churn.all),
    nextOrder,
    nextOrderSummary: summariseNextOrders(outlook),
    actionValue: actionValue(ground, learned, outlook),
    rule: scores.rule,
    limitations: limitationsOf(ground, learned),
    attributes: told && attributesCard(told, effects),
  };
  const advice = adviceAtTraining(scores.table, outlook, trained);
  const evaluation = evaluationReport(
    { settings, churn, spend, tested: testTable(ground.learning, churnProtocol), scored: table, reasons },
    ground.random.fork("evaluation"),
  );
  const products = productsWith(await ties);
  // It would hold its memory until the last file is written.
  thread[Symbol.dispose]();
  return {
    trained,
    onnx,
    scores: {
      ...scores,
      table: withOutlook(scores.table, outlook, newest).assign(
        columnTable({
          ...spendByHorizon(btyd, spendProtocol.horizonDays, scored.spend),
          recommended_action: Array.from(advice.gain, (_, row) => advice.action(row)),
          ...products.columns,
        }),
      ),
    },
    advice,
    ...histories,
    attributes: told && attributesTable(customers, told.attributes),
    products: products.files(scored.segment),
    evaluation,
  };
}

/** What takes no model, and is made while the thread learns. */
function withoutModels(transactions: Transactions, ground: Ground) {
  return {
    baskets: basketsOf(transactions),
    productsWith: learnProducts(transactions, ground.newest),
    cohorts: retentionTriangle(ground.purchases, ground.newest),
    orders: orderHistory(transactions, ground.purchases),
    people: peopleTable(transactions),
  };
}

/** The expected number of leavers within its range; null if the level is not known. */
function leavingRange(
  probability: Float64Array,
  { level }: Learned["churn"]["all"],
): TrainedModels["leavingRange"] {
  return level && shareRange(probability, level.standardError);
}

function actionValue(
  { settings, random, learning, churnProtocol, spendProtocol }: Ground,
  { churn, spend }: Learned,
  outlook: CustomerOutlook,
): TrainedModels["actionValue"] {
  return trainActionValue(
    learning,
    outlook,
    churnProtocol,
    spendProtocol,
    { probability: churn.all.evaluation?.probability ?? null, spend: spend.all.evaluation },
    settings.contact,
    random.fork("action value"),
  );
}

/**
 * Scores every customer with the exported files and with what else the shop told about them, and works out their
 * outlook.
 */
async function score(
  { settings, random, newest, churnProtocol, spendProtocol, snapshots, learning }: Ground,
  { churn, spend, describedFiles, segmentation, nextOrder: learnedNextOrder }: Learned,
  told: ReadAttributes | null,
) {
  const snapshot = snapshots.at(newest);
  const onnx = exportOnnx(segmentation, churn.all, spend.all, describedFiles);
  const byOrders = await scoreByOnnx(snapshot.table, onnx);
  const { effects, adjustment } = judgeAttributes(
    told?.attributes ?? [],
    churn.all.evaluation,
    orderFacts(snapshot.table),
    random.fork("attributes"),
  );
  const { customer, rows } = snapshot.table;
  const asOfNow = { customer, cutoff: new Float64Array(rows).fill(newest) };
  const scored = adjustment ? { ...byOrders, churn: adjustment(byOrders.churn, asOfNow) } : byOrders;
  const testProbability = churn.all.evaluation?.probability ?? null;
  const nextOrder = judgeNextOrder(learnedNextOrder, learning, churnProtocol, testProbability);
  const outlook = customerOutlook(
    snapshot,
    nextOrder.curves,
    scored.churn,
    netOf(scored.spend, snapshot.table, settings.spend),
    { churnDays: churnProtocol.horizonDays, spendDays: spendProtocol.horizonDays },
    settings.contact,
  );
  return { onnx, scored, outlook, nextOrder, effects };
}

/** Whom to contact on the training's terms, as the answers work it out later from the model's files. */
function adviceAtTraining(
  scored: ColumnTable,
  outlook: CustomerOutlook,
  { rule, segments, segmentation, spend, settings }: TrainedModels,
): Advice {
  const column = (name: string) => scored.array(name, Float64Array) as Float64Array;
  const { level } = spend.all;
  return new Advice(
    {
      noOrder: outlook.noOrder,
      valueIfKept: outlook.valueIfKept,
      spend: column("ltv_estimate"),
      spendLow: column("ltv_low"),
      spendHigh: column("ltv_high"),
      segment: column("segment"),
      churn: column("churn_probability"),
      returned: column("return_rate"),
      daysOverdue: outlook.lateness.daysOverdue,
    },
    {
      rule,
      segments: new Map(
        segments.map(({ segment, name, recommended_action: action }) => [segment, { name, action }]),
      ),
      keyAccounts: segmentation.keyAccounts.found ? segmentation.segments.at(-1)!.id : null,
      factors: level && totalFactors(level.standardError),
      isGross: settings.spend === "gross",
    },
    settings.contact,
  );
}

/** Where the data is too thin for what the models should do. */
function limitationsOf(
  { purchases, oldest, newest, churnProtocol, snapshots }: Ground,
  { churn, spend }: Learned,
): TrainedModels["limitations"] {
  const { table } = snapshots.at(newest);
  return limitations({
    customers: table.rows,
    historyDays: Math.floor((newest - oldest) / DAY_MS),
    tail: orderTail(purchases),
    newestOrder: newest,
    repeatBuyers: table.columns.frequency!.filter((orders) => orders >= 3).length,
    churners: churn.all.churners,
    stayers: churn.all.stayers,
    churnLevel: churn.all.model.level,
    churnReason: churnProtocol.reason,
    buyers: spend.all.buyers,
  });
}
