import type { FeatureTable } from "../customers/feature-table";
import { churnLogOdds, probabilities } from "../models/churn/churn";
import type { TrainedChurn } from "../models/churn/train-churn";
import type { Head } from "../models/heads";
import { testFolds } from "../models/judging/splits";
import { levelCutoffs } from "../models/level/level-forecast";
import { type LearnedNextOrder, learnNextOrder } from "../models/next-order/next-order";
import type { DescribedFiles } from "../models/onnx/export";
import {
  type EarlierSegment,
  groupCustomers,
  nameGroups,
  type Segmentation,
} from "../models/segments/segmentation";
import { headRows } from "../models/snapshot";
import type { TrainedSpend } from "../models/spend/train-spend";
import {
  revivedChurn,
  revivedSpend,
  type ThreadAnswer,
  type ThreadOutcome,
  type ThreadTask,
  trainInThread,
} from "../models/thread-training";
import { collectGarbage } from "../transactions/spill/collect-garbage";
import type { Ground } from "./ground";
import type { Stage } from "./progress";
import { type ShopColumns, shopColumns } from "./shop-columns";
import type { ShopPart, ShopParts } from "./shop-parts";
import { Thread } from "./thread";

const LEARNING_THREAD = new URL("./learning-thread.ts", import.meta.url);

/** The models of a training. */
export interface Learned {
  readonly churn: Readonly<Record<Head, TrainedChurn>>;
  readonly spend: Readonly<Record<Head, TrainedSpend>>;
  /** The same as the thread knows them. */
  readonly outcomes: Readonly<Record<Head, ThreadOutcome>>;
  readonly describedFiles: DescribedFiles;
  readonly segmentation: Segmentation;
  readonly nextOrder: LearnedNextOrder;
}

/** The thread that `learn` gives half of the work. It takes a moment to start, so it may be opened beforehand. */
export type LearningThread = Thread<ThreadTask, ThreadAnswer>;

export function openLearningThread(): LearningThread {
  return new Thread(LEARNING_THREAD);
}

/** What the thread answers or, while it has other work, the same worked out here: both give the same bytes. */
export function askWhoIsFree(thread: LearningThread, task: ThreadTask): Promise<ThreadAnswer> {
  return thread.isBusy ? Promise.resolve(trainInThread(task, collectGarbage)) : thread.ask(task);
}

/**
 * Learns every model. `thread` learns who leaves and what customers will spend, all with the same compiled code: first
 * of described customers, while the snapshots are made here, then of known ones. Everything else is learned here.
 * `also` sees every part once: the only one while the thread learns. `meanwhile` is called when all that is left to do
 * here is to wait for the thread.
 */
export async function learn(
  shop: ShopParts,
  ground: Ground,
  earlierSegments: readonly EarlierSegment[] | undefined,
  thread: LearningThread,
  report: (stage: Stage) => void,
  also: (part: ShopPart) => void,
  meanwhile: () => void,
): Promise<{ readonly learned: Learned; readonly columns: ShopColumns }> {
  const { settings, random, sample, learning, churnProtocol, spendProtocol } = ground;
  const common = { sample, churnProtocol, spendProtocol, settings };
  const ofDescribed = thread.ask({ learn: "base", ground: common });
  const tables = cutoffsOfKnown(ground).map((cutoff) => learning.at(cutoff).table);
  const isOnePart = shop.length === 1;
  const columns = await shopColumns(shop, ground, isOnePart ? () => {} : also);
  const { table, whole, hardest, lookedAt } = columns;
  const ofKnown = thread.ask({ learn: "all", ground: common, tables, scored: hardest });

  report("segmentation");
  const groups = groupCustomers(
    table,
    settings.segmentCounts,
    random.fork("segments"),
    earlierSegments,
    settings.effort,
  );
  collectGarbage();
  const nextOrder = learnNextOrder(
    learning,
    churnProtocol,
    [churnProtocol.horizonDays, spendProtocol.horizonDays],
    random.fork("next order"),
    whole.btyd.purchases !== null,
  );
  collectGarbage();
  report("churn");
  if (isOnePart) for await (const part of shop.each()) also(part);
  const base = (await ofDescribed) as ThreadOutcome;
  const described = { churn: revivedChurn(base), spend: revivedSpend(base) };
  const { exportDescribed } = await import("../models/onnx/export");
  const describedFiles = await exportDescribed(described.churn, described.spend);
  meanwhile();
  const all = (await ofKnown) as ThreadOutcome;
  const churn = { all: revivedChurn(all), base: described.churn };
  const spend = { all: revivedSpend(all), base: described.spend };
  const leaving = someLeaving(churn.all, lookedAt.table, table.rows);
  const segmentation = nameGroups(groups, table, earlierSegments ?? [], leaving);
  collectGarbage();
  const learned = { churn, spend, outcomes: { base, all }, describedFiles, segmentation, nextOrder };
  return { learned, columns };
}

/** Every cutoff whose table it takes to learn and to judge who leaves and what customers spend, ascending. */
function cutoffsOfKnown({ oldest, newest, churnProtocol, spendProtocol }: Ground): number[] {
  const cutoffs = [churnProtocol, spendProtocol].flatMap(({ kind, folds, fitCutoffs, horizonDays }) => {
    const known = (cutoff: number) => levelCutoffs(oldest, cutoff, horizonDays);
    const tests = testFolds(folds, "all");
    return [
      ...fitCutoffs,
      ...(kind === "none" ? [] : known(newest)),
      ...tests.flatMap(({ testCutoff, trainCutoffs }) => [testCutoff, ...trainCutoffs, ...known(testCutoff)]),
    ];
  });
  return [...new Set(cutoffs)].sort((a, b) => a - b);
}

/** Probabilities of leaving of `customers`, NaN for all but some of a large shop; null if nothing was learned. */
function someLeaving({ model }: TrainedChurn, some: FeatureTable, customers: number): Float64Array | null {
  if (model.level === "none") return null;
  const told = probabilities(churnLogOdds(model, headRows([some], "all")));
  const leaving = new Float64Array(customers).fill(NaN);
  some.customer.forEach((row, i) => {
    leaving[row] = told[i]!;
  });
  return leaving;
}
