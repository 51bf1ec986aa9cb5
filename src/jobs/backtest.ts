import type { BacktestOutcome } from "../answers/backtest";
import { UserError } from "../errors";
import type { FileTests } from "../pipeline/backtest-file";
import type { BacktestTask } from "./backtest-task";
import type { HandlerTools, JobHandler } from "./job-handler";
import { optionalWholeNumber } from "./payload";
import { queryTask } from "./query-task";
import { datasetOf, filesOf, headStartOf } from "./training-files";
import { readingOf, settingsOf } from "./training-terms";

export const DEFAULT_TESTS = 6;
export const MOST_TESTS = 24;

/**
 * Jobs that test how well trainings on a data set would have done at past dates. Payload: `dataset_path`, optionally
 * `mapping_path`, `date_order`, `tests` (maximum number of dates) and training terms (`TrainingTerms`). Stores only the
 * result.
 */
export function backtestJobs({
  store,
  blobs,
}: Pick<HandlerTools, "store" | "blobs">): JobHandler<BacktestTask, BacktestOutcome> {
  return {
    async prepare(job) {
      const tests = optionalWholeNumber(job.payload, "tests") ?? DEFAULT_TESTS;
      if (tests < 1 || tests > MOST_TESTS)
        throw new UserError(`tests must be 1 to ${MOST_TESTS} test dates, not ${tests}.`);
      const files = await filesOf({ store, blobs }, job);
      const query = queryTask({ store }, job, datasetOf({ store, blobs }, job));
      return { ...blobs.place, files, query, reading: readingOf(job), settings: settingsOf(job), tests };
    },

    elsewhere: {
      // A query is asked once, not once for each date.
      split: (task) =>
        task.query ? [] : Array.from({ length: task.tests }, (_, only) => ({ ...task, only })),
      headStart: ({ files }) => headStartOf(files),
      join: (task, parts) => ({ task: { ...task, parts: parts.map(({ outcome }) => outcome as FileTests) } }),
    },

    commit: (_, outcome) => ({ result: outcome, store: () => {} }),

    async discard() {},
  };
}
