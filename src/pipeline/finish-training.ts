import { table as columnTable } from "arquero";
import { retentionTriangle } from "../customers/cohorts";
import { orderHistory } from "../customers/order-history";
import { orderTail } from "../customers/order-tail";
import { judgeAttributes, orderFacts } from "../models/attributes/attribute-effects";
import { attributesCard } from "../models/attributes/attributes-card";
import type { TrainedModels } from "../models/card";
import { limitations } from "../models/churn/gates";
import { trainActionValue } from "../models/contact/action-value-model";
import { Advice } from "../models/contact/advice";
import { shareRange, totalFactors } from "../models/level/level-test";
import {
  type CustomerOutlook,
  customerOutlook,
  netOf,
  withOutlook,
} from "../models/next-order/customer-outlook";
import { judgeNextOrder } from "../models/next-order/next-order";
import { summariseNextOrders } from "../models/next-order/next-order-summary";
import { exportOnnx } from "../models/onnx/export";
import { customerScores, scoreByOnnx } from "../models/scores";
import { summariseRfm } from "../models/segments/rfm-summary";
import { summariseSegments } from "../models/segments/segment-summary";
import { spendByHorizon } from "../models/spend/spend-horizon";
import { DAY_MS } from "../time";
import type { ReadAttributes } from "../transactions/attributes/read-attributes";
import type { Transactions } from "../transactions/transactions";
import { attributesTable } from "./attributes-table";
import type { Ground } from "./ground";
import type { Learned, LearningThread } from "./learn";
import { askAboutProducts, basketsOf, learnProducts } from "./learn-products";
import { peopleTable } from "./people-table";
import type { Stage } from "./progress";
import type { Training } from "./training";
// Not needed here, but loaded with this file: `trainFile` then need not wait for it.
import "./artifacts";

/** What takes no model, and is made while the thread learns. */
export function withoutModels(transactions: Transactions, ground: Ground) {
  return {
    baskets: basketsOf(transactions),
    productsWith: learnProducts(transactions, ground.newest),
    cohorts: retentionTriangle(ground.purchases, ground.newest),
    orders: orderHistory(transactions, ground.purchases),
    people: peopleTable(transactions),
  };
}

/** Scores every customer with what was learned, and puts everything together. */
export async function finishTraining(
  ground: Ground,
  learned: Learned,
  transactions: Transactions,
  {
    baskets,
    productsWith,
    told,
    ...histories
  }: ReturnType<typeof withoutModels> & {
    readonly told: ReadAttributes | null;
  },
  thread: LearningThread,
  report: (stage: Stage) => void,
): Promise<Training> {
  const ties = baskets && askAboutProducts(baskets, transactions, ground, thread);
  report("scoring");
  const { onnx, scored, outlook, nextOrder, effects } = await score(ground, learned, told);
  const { reasons, evaluation } = await learned.explained;

  const { settings, newest, churnProtocol, spendProtocol, snapshots } = ground;
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
  scored: Training["scores"]["table"],
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
