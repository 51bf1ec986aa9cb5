import type { FeatureTable } from "../customers/feature-table";
import { churnLogOdds, probabilities } from "../models/churn/churn";
import type { TrainedChurn } from "../models/churn/train-churn";
import type { Head } from "../models/heads";
import { testFolds, testTable } from "../models/judging/splits";
import { levelCutoffs } from "../models/level/level-forecast";
import { type LearnedNextOrder, learnNextOrder } from "../models/next-order/next-order";
import type { DescribedFiles } from "../models/onnx/export";
import type { ProductTies } from "../models/products/train-products";
import { drawCustomers } from "../models/report/contribution-summary";
import {
  type EarlierSegment,
  groupCustomers,
  nameGroups,
  type Segmentation,
} from "../models/segments/segmentation";
import { headRows } from "../models/snapshot";
import type { TrainedSpend } from "../models/spend/train-spend";
import {
  type Explained,
  revivedChurn,
  revivedSpend,
  type ThreadOutcome,
  type ThreadTask,
} from "../models/thread-training";
import { freeMemory } from "./free-memory";
import type { Ground } from "./ground";
import type { Stage } from "./progress";
import { Thread } from "./thread";

const LEARNING_THREAD = new URL("./learning-thread.ts", import.meta.url);

/** The models of a training. */
export interface Learned {
  readonly churn: Readonly<Record<Head, TrainedChurn>>;
  readonly spend: Readonly<Record<Head, TrainedSpend>>;
  readonly describedFiles: DescribedFiles;
  readonly segmentation: Segmentation;
  readonly nextOrder: LearnedNextOrder;
  /** Why the customers of the newest snapshot may leave, and how well that is known: what the thread then goes on to. */
  readonly explained: Promise<Explained>;
}

/** The thread that `learn` gives half of the work. It takes a moment to start, so it may be opened beforehand. */
export type LearningThread = Thread<ThreadTask, ThreadOutcome | ProductTies | Explained>;

export function openLearningThread(): LearningThread {
  return new Thread(LEARNING_THREAD);
}

/**
 * Learns every model. `thread` learns who leaves and what customers will spend, all with the same compiled code: first
 * of described customers, while the snapshots are made here, then of known ones. Everything else is learned here, before
 * the first pause. Then the thread goes on to the reasons and to what charts
 * of the tests show.
 */
export async function learn(
  ground: Ground,
  earlierSegments: readonly EarlierSegment[] | undefined,
  thread: LearningThread,
  report: (stage: Stage) => void,
): Promise<Learned> {
  const { settings, random, sample, snapshots, learning, newest, churnProtocol, spendProtocol } = ground;
  const common = { sample, churnProtocol, spendProtocol, settings };
  const ofDescribed = thread.ask({ learn: "base", ground: common });
  const tables = cutoffsOfKnown(ground).map((cutoff) => learning.at(cutoff).table);
  const { table } = snapshots.at(newest);
  const ofKnown = thread.ask({ learn: "all", ground: common, tables, scored: table });

  report("segmentation");
  const groups = groupCustomers(
    table,
    settings.segmentCounts,
    random.fork("segments"),
    earlierSegments,
    settings.effort,
  );
  freeMemory();
  const nextOrder = learnNextOrder(
    learning,
    churnProtocol,
    [churnProtocol.horizonDays, spendProtocol.horizonDays],
    random.fork("next order"),
    snapshots.at(newest),
  );
  freeMemory();
  report("churn");
  const base = (await ofDescribed) as ThreadOutcome;
  const described = { churn: revivedChurn(base), spend: revivedSpend(base) };
  const { exportDescribed } = await import("../models/onnx/export");
  const describedFiles = await exportDescribed(described.churn, described.spend);
  const all = (await ofKnown) as ThreadOutcome;
  const drawn = drawCustomers(table.rows, random.fork("evaluation").fork("contributions"));
  const tested = testTable(learning, churnProtocol);
  const explained = thread.ask({ learn: "reasons", settings, base, all, tested, scored: table, drawn });
  const churn = { all: revivedChurn(all), base: described.churn };
  const spend = { all: revivedSpend(all), base: described.spend };
  const segmentation = nameGroups(groups, table, earlierSegments ?? [], someLeaving(churn.all, table));
  return {
    ...{ churn, spend, describedFiles, segmentation, nextOrder },
    explained: explained as Promise<Explained>,
  };
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

/** Customers whose probability of leaving is looked at to name their segments. */
const MOST_LOOKED_AT = 20_000;

/** Probabilities of leaving, NaN for all but evenly chosen customers of a large shop; null if nothing was learned. */
function someLeaving({ model }: TrainedChurn, table: FeatureTable): Float64Array | null {
  if (model.level === "none") return null;
  const step = Math.ceil(table.rows / MOST_LOOKED_AT);
  const rows = Int32Array.from({ length: Math.ceil(table.rows / step) }, (_, i) => i * step);
  const told = probabilities(churnLogOdds(model, headRows([table], "all", [rows])));
  const leaving = new Float64Array(table.rows).fill(NaN);
  rows.forEach((row, i) => {
    leaving[row] = told[i]!;
  });
  return leaving;
}
