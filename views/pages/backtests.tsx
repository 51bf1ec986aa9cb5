import { t } from "elysia";
import type { VNode } from "preact";
import type { BacktestOutcome } from "../../src/answers/backtest";
import type { ApiContext } from "../../src/api/context";
import { NotFoundError } from "../../src/api/errors";
import { submitBacktest } from "../../src/api/resources/backtests";
import type { Route } from "../../src/api/route";
import { includesRole } from "../../src/auth/principal";
import { DEFAULT_TESTS, MOST_TESTS } from "../../src/jobs/backtest";
import { datasetTitle } from "../../src/jobs/dataset-names";
import { trainAgain } from "../../src/jobs/train-again";
import type { DatasetRow } from "../../src/store/datasets";
import { isFinal, type JobRow } from "../../src/store/job-row";
import { SecondaryLink } from "../components/button";
import { Card, Empty, Notice } from "../components/card";
import { Field } from "../components/field";
import { UploadButton } from "../components/for-role";
import { useFormat } from "../components/reader";
import { Table } from "../components/table";
import { type Format, formatFor } from "../format";
import { defineAction, definePage, type PageInput, pageResponse, redirect } from "../page";
import type { PageContent } from "../page-content";
import { churnVerdict, spendVerdict } from "../words/backtest-verdict";
import { BacktestResult } from "./backtest-result";
import { JobProgress, jobPath, StatusBadge, subjectOf, tookWords } from "./data/queue/job-view";
import { ModelTabs } from "./models/model-tabs";

/** Only this many of the newest data sets can be chosen. */
const MOST_DATASETS = 50;

const path = (id: string) => `/app/backtests/${encodeURIComponent(id)}`;

/** Whether trainings would have done well in the past: start a backtest, and see its result. */
export const backtestPages: readonly Route[] = [
  definePage({
    path: "/backtests",
    summary: "Backtests",
    nav: "/backtests",
    query: t.Object({ dataset: t.Optional(t.String({ maxLength: 128 })) }),
    show: (input, context) => listPage(input, context, input.query.dataset ?? null),
  }),
  definePage({
    path: "/backtests/:backtest_id",
    summary: "A backtest",
    nav: "/backtests",
    params: t.Object({ backtest_id: t.String({ minLength: 1, maxLength: 128 }) }),
    show: ({ tenant, params, settings, request }, context) => {
      const job = context.store.jobs.find(tenant, params.backtest_id);
      if (job?.kind !== "backtest" || !job.runnable)
        throw new NotFoundError("There is no such backtest. It may have been erased.");
      // Its progress, or why it failed, is shown with all jobs.
      if (job.status !== "completed") return redirect(request, jobPath(job.id));
      const outcome = job.result as BacktestOutcome;
      const format = formatFor(settings);
      return {
        title: "Backtest",
        subtitle: `On ${subjectOf(context, job)}, with orders up to ${format.date(outcome.as_of)}. Made ${format.moment(job.updatedAt)}.`,
        actions: <SecondaryLink href="/app/backtests">All backtests</SecondaryLink>,
        body: <BacktestResult outcome={outcome} />,
      };
    },
  }),
  defineAction({
    path: "/backtests",
    access: "analyst",
    summary: "Ask for a backtest",
    act: (input, context) => {
      const { tenant, request, form } = input;
      const dataset = context.store.datasets.find(tenant, form.get("dataset") ?? "");
      const tests = Number(form.get("tests"));
      const isGood = Number.isInteger(tests) && tests >= 1 && tests <= MOST_TESTS;
      if (!dataset || !isGood) {
        const page = listPage(input, context, dataset?.id ?? null, {
          dataset: dataset ? null : "Choose one of the data sets.",
          tests: isGood ? null : `A whole number from 1 to ${MOST_TESTS}.`,
        });
        return pageResponse({ ...page, status: 422 }, input, "/models", context);
      }
      const { contact: _, ...training } = trainAgain(context.store, tenant, dataset);
      const job = submitBacktest(context, tenant, {
        ...training,
        dataset_path: dataset.datasetPath,
        tests,
        effort: form.get("quick") === "1" ? "quick" : "full",
      });
      return redirect(request, jobPath(job.id));
    },
  }),
];

interface Errors {
  readonly dataset: string | null;
  readonly tests: string | null;
}

function listPage(
  { tenant, principal }: Pick<PageInput, "tenant" | "principal">,
  context: ApiContext,
  chosen: string | null,
  errors: Errors = { dataset: null, tests: null },
): PageContent {
  const { datasets, jobs } = context.store;
  const files = datasets.list(tenant).slice(0, MOST_DATASETS);
  const made = jobs.list(tenant, "backtest", null).filter(({ runnable }) => runnable);
  return {
    title: "Backtests",
    subtitle:
      "Would the models have been right in the past? At dates a month apart, everything is learned again from what was known then and judged on the days after.",
    body: (
      <div class="stack">
        <ModelTabs current="/backtests" />
        {files.length === 0 ? (
          <Empty icon="calendar" title="No data set to test on yet">
            <p>A backtest needs a file of order lines that goes back several months.</p>
            <UploadButton>Upload a file</UploadButton>
          </Empty>
        ) : (
          includesRole(principal!.role, "analyst") && (
            <AskForm files={files} chosen={chosen} errors={errors} />
          )
        )}
        {made.length > 0 && <Made {...{ jobs: made, context }} />}
        {made.length === 0 && files.length > 0 && (
          <p class="soft">No backtests yet. One takes seconds to a few minutes.</p>
        )}
      </div>
    ),
  };
}

function AskForm({
  files,
  chosen,
  errors,
}: {
  readonly files: readonly DatasetRow[];
  readonly chosen: string | null;
  readonly errors: Errors;
}): VNode {
  const format = useFormat();
  return (
    <Card title="Test at past dates" note="No model is kept, and your models stay as they are.">
      <form class="stack" method="post" action="/app/backtests">
        <div class="fields top">
          <Field
            label="Data set"
            name="dataset"
            value={chosen ?? ""}
            options={files.map(({ id, files, createdAt }) => [
              id,
              `${datasetTitle({ files })}, ${format.shortDate(createdAt)}`,
            ])}
            error={errors.dataset}
          />
          <Field
            label="Maximum test dates"
            type="number"
            name="tests"
            min="1"
            max={MOST_TESTS}
            value={DEFAULT_TESTS}
            required
            error={errors.tests}
            hint="A month apart; as many as the file's history allows."
          />
          <Field
            label="How thoroughly"
            name="quick"
            options={[
              ["1", "Quickly"],
              ["", "Like a full training"],
            ]}
            hint="A full one learns from up to four earlier tests at each date."
          />
        </div>
        <div class="row">
          <button type="submit">Start the backtest</button>
        </div>
      </form>
    </Card>
  );
}

function Made({ jobs, context }: { readonly jobs: readonly JobRow[]; readonly context: ApiContext }): VNode {
  const format = useFormat();
  const linkOf = (job: JobRow) => (job.status === "completed" ? path(job.id) : jobPath(job.id));
  return (
    <Card title="Backtests so far" note="Newest first.">
      {jobs.some(({ status }) => !isFinal(status)) && (
        <Notice>One is running. Open it to follow along.</Notice>
      )}
      <Table
        caption="Backtests, newest first"
        rows={jobs}
        href={linkOf}
        columns={[
          {
            title: "Data set",
            cell: (job) => (
              <>
                <a href={linkOf(job)}>{subjectOf(context, job)}</a>
                <span class="hint under">{format.moment(job.createdAt)}</span>
              </>
            ),
          },
          {
            title: "State",
            cell: (job) => (
              <>
                <StatusBadge job={job} /> <JobProgress context={context} job={job} />
              </>
            ),
          },
          { title: "Who leaves", cell: (job) => headlineOf(job, "churn", format) },
          { title: "What they spend", cell: (job) => headlineOf(job, "lifetime_value", format) },
          { title: "Took", kind: "number", cell: (job) => tookWords(context, job) },
        ]}
      />
    </Card>
  );
}

function headlineOf(job: JobRow, part: "churn" | "lifetime_value", format: Format): VNode | string {
  if (job.status !== "completed") return "";
  const answer = (job.result as BacktestOutcome)[part];
  const verdict = (part === "churn" ? churnVerdict : spendVerdict)(answer, format);
  return <span class="group-words">{verdict?.headline ?? "Too little history to test"}</span>;
}
