import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BacktestOutcome, backtestOutcome } from "../answers/backtest";
import { memoryBudget } from "../config/memory-budget";
import { backtestFile, backtestParts, type FileTests, joinTests, testFile } from "../pipeline/backtest-file";
import type { BlobStore } from "../store/blobs";
import type { JobProgress } from "../store/job-row";
import { openBlobs } from "../store/open-blobs";
import type { BacktestTask } from "./backtest-task";
import type { QueryTask } from "./query-task";
import { readQueryHere } from "./read-query-here";
import { fetchedFiles } from "./training-files";
import type { Elsewhere, StepWriter } from "./worker-loop";

/**
 * Backtests in the worker: takes uploaded files and returns the results at each test date; of one date, what the report
 * on all of them needs.
 */
export async function runBacktest(
  task: BacktestTask,
  onProgress: (progress: JobProgress) => void,
  _: StepWriter,
  elsewhere: Elsewhere,
): Promise<BacktestOutcome | FileTests> {
  if (task.parts) return backtestOutcome(joinTests(task.parts));
  const blobs = openBlobs(task);
  if (task.query) return await backtestQuery(task, task.query, blobs, onProgress, elsewhere);
  await using fetched = new AsyncDisposableStack();
  const options = {
    data: await fetchedFiles(blobs, task.files, fetched),
    ...task.reading,
    memoryBudget: memoryBudget(process.env),
    tests: task.tests,
    settings: task.settings,
    onProgress,
  };
  if (task.only !== undefined) return await testFile({ ...options, only: task.only });
  return backtestOutcome(await backtestFile(options));
}

/** A backtest leaves nothing behind for the next reading, but uses what is there. */
async function backtestQuery(
  { files, reading, tests, settings }: BacktestTask,
  query: QueryTask,
  blobs: BlobStore,
  onProgress: (progress: JobProgress) => void,
  elsewhere: Elsewhere,
): Promise<BacktestOutcome> {
  const folder = await mkdtemp(join(tmpdir(), "perennial-backtest-"));
  try {
    const { parts } = await readQueryHere(
      query,
      { files, reading },
      { blobs, folder, onProgress, elsewhere },
    );
    return backtestOutcome(await backtestParts(parts, { tests, settings, onProgress }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
