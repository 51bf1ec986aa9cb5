import { type ColumnTable, table as columnTable } from "arquero";
import { retentionTriangle } from "../customers/cohorts";
import { type RfmScores, rfmScores } from "../customers/rfm-scores";
import { attributesCard } from "../models/attributes/attributes-card";
import type { TrainedModels } from "../models/card";
import { limitations } from "../models/churn/gates";
import { trainActionValue } from "../models/contact/action-value-model";
import { actionRule } from "../models/contact/actions";
import { Advice } from "../models/contact/advice";
import { customerGains } from "../models/contact/gain";
import { shareRange, totalFactors } from "../models/level/level-test";
import { netOf } from "../models/next-order/customer-outlook";
import { evaluationReport } from "../models/report/evaluation-report";
import { rfmColumns } from "../models/segments/rfm-groups";
import { summariseRfm } from "../models/segments/rfm-summary";
import { summariseSegments } from "../models/segments/segment-summary";
import { DAY_MS } from "../time";
import type { ReadAttributes } from "../transactions/attributes/read-attributes";
import { collectGarbage } from "../transactions/spill/collect-garbage";
import { attributesTable } from "./attributes-table";
import { customerRows } from "./customer-rows";
import type { Ground } from "./ground";
import { largeFiles } from "./large-files";
import type { Learned, LearningThread } from "./learn";
import type { ShopProducts } from "./learn-products";
import { productFiles, rankedProducts } from "./product-files";
import type { Stage } from "./progress";
import { type ScoredShop, scoreShop } from "./score-shop";
import type { ShopColumns } from "./shop-columns";
import type { ShopParts } from "./shop-parts";
import { snapshotReference } from "./snapshot-reference";
import type { Training } from "./training";
// Not needed here, but loaded with this file: `trainFile` then need not wait for it.
import "./artifacts";

/** What was learned of a shop and seen of all its customers, and what the shop told besides. */
interface Found {
  readonly learned: Learned;
  readonly columns: ShopColumns;
  readonly products: ShopProducts | null;
  /** With the customers' ids, in their order. */
  readonly told: (ReadAttributes & { readonly customers: readonly string[] }) | null;
  /** Whether the shop's files tell names or addresses. */
  readonly hasContacts: boolean;
}

/** Scores every customer with what was learned, and puts everything together. */
export async function finishTraining(
  shop: ShopParts,
  ground: Ground,
  { products, told, hasContacts, ...found }: Found,
  thread: LearningThread,
  report: (stage: Stage) => void,
): Promise<Training> {
  report("scoring");
  const scored = await scoreShop(shop, ground, found, products, told, thread);
  // It would hold its memory until the last file is written.
  thread[Symbol.dispose]();
  collectGarbage();
  const { learned, columns } = found;
  const { shared } = shop;
  const rfm = rfmScores(columns.table);
  const trained = trainedModels(shop, ground, learned, columns, scored, rfm, told);
  collectGarbage();
  const { answers, ties, sales } = scored;
  const advice = adviceAtTraining(columns, scored, trained);
  collectGarbage();
  const { segmentation } = learned;
  const material = { ground, columns, scored, segmentation, rfm, advice };
  const ranking = ties && rankedProducts(products!.totals);
  return {
    trained,
    ...{ onnx: scored.onnx, advice, cohorts: retentionTriangle(columns.cohorts, ground.newest) },
    drift: snapshotReference(
      shared.report,
      ground.newest,
      ground.customers,
      columns.shown.table,
      columns.shown.rows,
      answers,
    ),
    attributes: told && attributesTable(told.customers, told.attributes),
    products: ranking
      ? productFiles(shared, products!.totals, ranking.ranked, ties, sales.most(products!.totals.customers))
      : {},
    evaluation: evaluationReport(scored.tests, {
      customers: ground.customers,
      importance: scored.importance,
      among: columns.shown.table,
      drawn: columns.drawn.table,
      contributions: scored.contributions,
    }),
    async *customers() {
      for await (const part of shop.each()) yield* customerRows(part, material);
    },
    writeLarge: largeFiles(shop, material, ranking?.row ?? null, hasContacts),
  };
}

function trainedModels(
  { shared }: ShopParts,
  ground: Ground,
  learned: Learned,
  columns: ShopColumns,
  scored: ScoredShop,
  rfm: RfmScores,
  told: ReadAttributes | null,
): TrainedModels {
  const { settings, newest, churnProtocol, spendProtocol, learning } = ground;
  const { churn, spend, segmentation } = learned;
  const { answers, effects } = scored;
  const summed = summaryColumns(columns, scored, rfm);
  return {
    settings,
    newestOrder: newest,
    cleaning: shared.report,
    numericCustomerIds: shared.numericCustomerIds,
    segmentation,
    segments: summariseSegments(summed, segmentation),
    rfm: summariseRfm(summed, rfm.edges),
    churnProtocol,
    churn,
    spendProtocol,
    spend,
    btyd: columns.whole.btyd,
    earlierBtyd: spendProtocol.fitCutoffs.map((cutoff) => ({ cutoff, btyd: learning.at(cutoff).btyd })),
    importance: scored.importance,
    leavingRange: churn.all.level && shareRange(answers.churn, churn.all.level.standardError),
    nextOrder: scored.nextOrder,
    nextOrderSummary: scored.nextOrderSummary,
    actionValue: actionValue(ground, learned, scored),
    rule: actionRule(churn.all.threshold, netOf(answers.spend, columns.table, settings.spend)),
    limitations: limitationsOf(ground, learned, columns),
    attributes: told && attributesCard(told, effects),
  };
}

/** The columns that segments and RFM groups are summed up from. */
function summaryColumns({ table }: ShopColumns, { answers }: ScoredShop, rfm: RfmScores): ColumnTable {
  return columnTable({
    ...table.columns,
    segment: answers.segment,
    churn_probability: answers.churn,
    ltv_estimate: answers.spend,
    ...rfmColumns(rfm),
  });
}

function actionValue(
  { settings, random, learning, churnProtocol, spendProtocol }: Ground,
  { churn, spend }: Learned,
  { answers }: ScoredShop,
): TrainedModels["actionValue"] {
  return trainActionValue(
    learning,
    customerGains(answers, settings.contact),
    churnProtocol,
    spendProtocol,
    { probability: churn.all.evaluation?.probability ?? null, spend: spend.all.evaluation },
    settings.contact,
    random.fork("action value"),
  );
}

/** Whom to contact on the training's terms, as the answers work it out later from the model's files. */
function adviceAtTraining(
  { table }: ShopColumns,
  { answers }: ScoredShop,
  { rule, segments, segmentation, spend, settings }: TrainedModels,
): Advice {
  const { level } = spend.all;
  return new Advice(
    {
      noOrder: answers.noOrder,
      valueIfKept: answers.valueIfKept,
      spend: answers.spend,
      spendLow: answers.low,
      spendHigh: answers.high,
      segment: answers.segment,
      churn: answers.churn,
      returned: table.columns.return_rate!,
      daysOverdue: answers.daysOverdue,
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
  { customers, oldest, newest, churnProtocol }: Ground,
  { churn, spend }: Learned,
  { table, orders }: ShopColumns,
): TrainedModels["limitations"] {
  return limitations({
    customers,
    historyDays: Math.floor((newest - oldest) / DAY_MS),
    tail: orders.tail,
    newestOrder: newest,
    repeatBuyers: table.columns.frequency!.filter((count) => count >= 3).length,
    churners: churn.all.churners,
    stayers: churn.all.stayers,
    churnLevel: churn.all.model.level,
    churnReason: churnProtocol.reason,
    buyers: spend.all.buyers,
  });
}
