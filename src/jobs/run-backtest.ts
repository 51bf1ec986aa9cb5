import { type BacktestOutcome, backtestOutcome } from "../answers/backtest";
import { backtestFile } from "../pipeline/backtest-file";
import type { JobProgress } from "../store/job-row";
import { openBlobs } from "../store/open-blobs";
import type { BacktestTask } from "./backtest-task";
import { fetchedFiles } from "./training-files";

/** Backtests in the worker: takes uploaded files and returns the results at each test date. */
export async function runBacktest(
  task: BacktestTask,
  onProgress: (progress: JobProgress) => void,
): Promise<BacktestOutcome> {
  const blobs = openBlobs(task);
  await using fetched = new AsyncDisposableStack();
  const report = await backtestFile({
    data: await fetchedFiles(blobs, task.files, fetched),
    ...task.reading,
    tests: task.tests,
    settings: task.settings,
    onProgress,
  });
  return backtestOutcome(report);
}
