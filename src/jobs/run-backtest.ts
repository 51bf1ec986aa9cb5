import { type BacktestOutcome, backtestOutcome } from "../answers/backtest";
import { backtestFile, type FileTests, joinTests, testFile } from "../pipeline/backtest-file";
import type { JobProgress } from "../store/job-row";
import { openBlobs } from "../store/open-blobs";
import type { BacktestTask } from "./backtest-task";
import { fetchedFiles } from "./training-files";

/**
 * Backtests in the worker: takes uploaded files and returns the results at each test date; of one date, what the report
 * on all of them needs.
 */
export async function runBacktest(
  task: BacktestTask,
  onProgress: (progress: JobProgress) => void,
): Promise<BacktestOutcome | FileTests> {
  if (task.parts) return backtestOutcome(joinTests(task.parts));
  const blobs = openBlobs(task);
  await using fetched = new AsyncDisposableStack();
  const options = {
    data: await fetchedFiles(blobs, task.files, fetched),
    ...task.reading,
    tests: task.tests,
    settings: task.settings,
    onProgress,
  };
  if (task.only !== undefined) return await testFile({ ...options, only: task.only });
  return backtestOutcome(await backtestFile(options));
}
