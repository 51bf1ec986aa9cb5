import type { BacktestReport } from "../models/backtest-report";
import { backtestFile } from "../pipeline/backtest-file";
import type { JobProgress } from "../store/job-row";
import { openBlobs } from "../store/open-blobs";
import { isoDay } from "../time";
import type { BacktestAnswer, BacktestOutcome, BacktestTask } from "./backtest-task";
import { fetchedFiles } from "./training-files";

/** Tests the training in the worker: uploaded files in, how it did at each test date out. */
export async function runBacktest(
  task: BacktestTask,
  onProgress: (progress: JobProgress) => void,
): Promise<BacktestOutcome> {
  const blobs = openBlobs(task);
  await using fetched = new AsyncDisposableStack();
  const { customers, newestOrder, churn, spend } = await backtestFile({
    data: await fetchedFiles(blobs, task.files, fetched),
    ...task.reading,
    tests: task.tests,
    settings: task.settings,
    onProgress,
  });
  return {
    customers,
    as_of: new Date(newestOrder).toISOString(),
    churn: answerOf(churn),
    lifetime_value: answerOf(spend),
  };
}

function answerOf<Metrics extends object, Group extends object>({
  horizonDays,
  tests,
  contenders,
  groups,
}: BacktestReport<Metrics, Group>): BacktestAnswer {
  const answer = {
    horizon_days: horizonDays,
    tests: tests.map(({ cutoff, trainingCutoffs, customers, quality, contenders }) => ({
      cutoff: isoDay(cutoff),
      training_cutoffs: trainingCutoffs,
      customers,
      quality,
      contenders,
    })),
    contenders,
    groups,
  };
  // JSON has no NaN: a metric that is not defined is null on the wire.
  return JSON.parse(JSON.stringify(answer));
}
