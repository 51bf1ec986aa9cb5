import type { TrainedChurn } from "../models/churn/train-churn";
import type { Head } from "../models/heads";
import { type LearnedNextOrder, learnNextOrder } from "../models/next-order/next-order";
import { type EarlierSegment, type Segmentation, segmentCustomers } from "../models/segments/segmentation";
import { type TrainedSpend, trainSpend } from "../models/spend/train-spend";
import { revive, type ThreadOutcome, type ThreadTask } from "../models/thread-training";
import type { Ground } from "./ground";
import { inThread } from "./in-thread";
import type { Stage } from "./progress";

const LEARNING_THREAD = new URL("./learning-thread.ts", import.meta.url);

/** The models of a training. */
export interface Learned {
  readonly churn: Readonly<Record<Head, TrainedChurn>>;
  readonly spend: Readonly<Record<Head, TrainedSpend>>;
  readonly segmentation: Segmentation;
  readonly nextOrder: LearnedNextOrder;
}

/**
 * Learns every model. Half of the work runs on a separate thread, beside the expected spend of known customers and the
 * segments.
 */
export async function learn(
  ground: Ground,
  earlierSegments: readonly EarlierSegment[] | undefined,
  report: (stage: Stage) => void,
): Promise<Learned> {
  const { settings, random, sample, snapshots, learning, newest, churnProtocol, spendProtocol } = ground;
  const threadOutcome = inThread<ThreadTask, ThreadOutcome>(LEARNING_THREAD, {
    ...sample,
    churnProtocol,
    spendProtocol,
    settings,
  });
  // The first failure ends the training. A failure of the thread must be noticed even before we wait for it.
  threadOutcome.catch(() => {});

  report("lifetime_value");
  const { table } = snapshots.at(newest);
  const spendOfKnown = trainSpend(learning, table, spendProtocol, "all", settings, random.fork("spend all"));
  report("segmentation");
  const segmentation = segmentCustomers(
    table,
    settings.segmentCounts,
    random.fork("segments"),
    earlierSegments,
  );
  const nextOrder = learnNextOrder(
    learning,
    churnProtocol,
    [churnProtocol.horizonDays, spendProtocol.horizonDays],
    random.fork("next order"),
    snapshots.at(newest),
  );
  report("churn");
  const { churn, baseSpend } = revive(await threadOutcome);
  return { churn, spend: { all: spendOfKnown, base: baseSpend }, segmentation, nextOrder };
}
