import { t } from "elysia";
import type { VNode } from "preact";
import type { ApiContext } from "../../../../src/api/context";
import { ConflictError } from "../../../../src/api/errors";
import { defineRoute, type Route } from "../../../../src/api/route";
import { includesRole, type Principal } from "../../../../src/auth/principal";
import type { ErasurePayload } from "../../../../src/store/erasures";
import { isFinal, type JobKind, type JobRow, type JobStatus } from "../../../../src/store/job-row";
import { SheetButton } from "../../../components/button";
import { Empty } from "../../../components/card";
import { Field, type Option } from "../../../components/field";
import { Pages, withQuery } from "../../../components/pages";
import { Table } from "../../../components/table";
import { livePart, STREAM_END } from "../../../event-stream";
import { formatFor } from "../../../format";
import { defineAction, definePage, redirect } from "../../../page";
import { readTenantSettings } from "../../../tenant-settings";
import { JOB_KINDS, JOB_STATUSES, KIND_WORDS, STATUS_WORDS } from "../../../words/job-words";
import { JobSections, requireJob } from "./job";
import {
  JobActions,
  JobName,
  JobProgress,
  jobPath,
  possibleActions,
  StatusBadge,
  subjectOf,
  tookWords,
} from "./job-view";

const PER_PAGE = 25;

const Filters = t.Object({
  status: t.Optional(
    t.Union([...JOB_STATUSES.map((status) => t.Literal(status)), t.Literal("active"), t.Literal("")]),
  ),
  kind: t.Optional(t.Union([...JOB_KINDS.map((kind) => t.Literal(kind)), t.Literal("")])),
  page: t.Optional(t.Integer({ minimum: 1 })),
});

interface Filter {
  readonly status?: string;
  readonly kind?: string;
  readonly page?: number;
}

interface Asked {
  readonly tenant: string;
  readonly principal: Principal | null;
  readonly query: Filter;
}

function jobsOf({ store }: ApiContext, { tenant, query }: Asked): JobRow[] {
  return store.jobs.list(
    tenant,
    (query.kind || null) as JobKind | null,
    (query.status || null) as JobStatus | "active" | null,
  );
}

const FILTERED = (query: Filter) => Boolean(query.status || query.kind);

/** The jobs that the filter finds, a page of them. */
function QueueTable({ context, asked }: { readonly context: ApiContext; readonly asked: Asked }): VNode {
  const { tenant, principal, query } = asked;
  const jobs = jobsOf(context, asked);
  const format = formatFor(readTenantSettings(context, tenant));
  if (jobs.length === 0 && FILTERED(query))
    return (
      <p class="soft">
        No jobs match. <a href="/app/queue">Show all jobs</a>
      </p>
    );
  const page = Math.min(query.page ?? 1, Math.max(1, Math.ceil(jobs.length / PER_PAGE)));
  const shown = jobs.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  return (
    <>
      <Table
        caption="Jobs, newest first"
        rows={shown}
        columns={[
          { title: "Job", cell: (job) => <JobName context={context} job={job} /> },
          { title: "State", cell: (job) => <StatusBadge job={job} /> },
          ...(shown.some(({ status }) => status === "processing" || status === "failed")
            ? [{ title: "Progress", cell: (job: JobRow) => <JobProgress context={context} job={job} /> }]
            : []),
          {
            title: "Requested",
            cell: (job) => <span class="moment">{format.moment(job.createdAt)}</span>,
          },
          { title: "Took", kind: "number", cell: (job) => tookWords(context, job) },
          {
            title: <span class="visually-hidden">What to do</span>,
            cell: (job) => <JobActions job={job} principal={principal} />,
          },
        ]}
      />
      {jobs.length > PER_PAGE && (
        <Pages
          page={page}
          perPage={PER_PAGE}
          total={jobs.length}
          href={(to) => withQuery("/app/queue", { ...query }, { page: to })}
        />
      )}
      {jobs.length === 200 && <p class="soft small">Only the newest 200 are shown.</p>}
    </>
  );
}

function isBusy({ store }: ApiContext, tenant: string): boolean {
  return store.jobs.list(tenant, null, "active").some(({ runnable }) => runnable);
}

const STATUS_OPTIONS: readonly Option[] = [
  ["active", "Waiting or running"],
  ...JOB_STATUSES.map((status): Option => [status, STATUS_WORDS[status]]),
];
const KIND_OPTIONS = JOB_KINDS.map((kind): Option => [kind, KIND_WORDS[kind]]);

function FilterForm({ query }: { readonly query: Filter }): VNode {
  return (
    <>
      <SheetButton opens="filters">Filter</SheetButton>
      <form
        id="filters"
        popover="auto"
        class="card sheet"
        aria-label="Filter jobs"
        method="get"
        action="/app/queue"
        hx-get="/app/queue"
        hx-target="#body"
        hx-push-url="true"
        hx-trigger="change, submit"
      >
        <div class="fields">
          <Field name="status" label="State" any="All" options={STATUS_OPTIONS} value={query.status} />
          <Field name="kind" label="Kind" any="All" options={KIND_OPTIONS} value={query.kind} />
          <div class="row">
            <noscript>
              <button class="secondary" type="submit">
                Show
              </button>
            </noscript>
            <a
              class="button secondary"
              href={withQuery("/app/queue", { status: query.status, kind: query.kind })}
            >
              Refresh
            </a>
          </div>
        </div>
      </form>
    </>
  );
}

/** Whether the server-sent events of a page concern the tenant. */
function changesOf({ store }: ApiContext, tenant: string, id?: string) {
  return (listener: () => void) =>
    store.jobs.onChange((job) => {
      if (job.tenant === tenant && (id === undefined || job.id === id)) listener();
    });
}

const EVENTS = {
  method: "GET",
  access: "business",
  slow: true,
  hidden: true,
  tag: "pages",
  answers: { 200: { description: "Parts of the page, as they change.", contentType: "text/event-stream" } },
} as const;

/** Jobs: what waits, what runs, what became of the others. */
export const queuePages: readonly Route[] = [
  definePage({
    path: "/queue",
    summary: "Queue",
    query: Filters,
    show: (input, context) => {
      const { query, tenant } = input;
      const jobs = jobsOf(context, input);
      const format = formatFor(input.settings);
      const busy = isBusy(context, tenant);
      return {
        title: "Queue",
        subtitle: `Trainings, predictions, backtests, mails and erasures, newest first. As of ${format.moment(context.now())}.`,
        body:
          jobs.length === 0 && !FILTERED(query) ? (
            <Empty icon="queue" title="No jobs yet">
              <p>
                Trainings and predictions for all customers appear here while they wait and run, and when they
                are done.
              </p>
              {includesRole(input.principal!.role, "analyst") && (
                <a class="button" href="/app/upload">
                  Upload a file and train
                </a>
              )}
            </Empty>
          ) : (
            <div class="stack">
              <FilterForm query={query} />
              <section
                class="card"
                aria-label="Jobs"
                {...(busy && {
                  "hx-sse:connect": withQuery("/app/queue/events", { ...query }),
                  "hx-sse:close": STREAM_END,
                  "hx-swap": "innerMorph",
                })}
              >
                <QueueTable context={context} asked={input} />
              </section>
            </div>
          ),
      };
    },
  }),
  defineRoute({
    ...EVENTS,
    path: "/app/queue/events",
    summary: "The queue as it changes",
    description: "HTML by server-sent events; ends when nothing waits or works.",
    query: Filters,
    handle: (input, context) =>
      livePart(
        () => ({
          part: <QueueTable context={context} asked={input as Asked} />,
          isOver: !isBusy(context, input.tenant),
        }),
        changesOf(context, input.tenant),
      ),
  }),
  definePage({
    path: "/queue/:job_id",
    summary: "A job",
    nav: "/queue",
    params: t.Object({ job_id: t.String({ minLength: 1, maxLength: 128 }) }),
    show: (input, context) => {
      const { tenant, params, principal } = input;
      const job = requireJob(context, tenant, params.job_id);
      const isLive = !isFinal(job.status) && job.runnable;
      const subject = subjectOf(context, job);
      return {
        title: KIND_WORDS[job.kind],
        ...(subject && { subtitle: subject }),
        actions: (
          <a class="button secondary" href={jobPath(job.id)}>
            Refresh
          </a>
        ),
        body: (
          <div
            class="stack"
            {...(isLive && {
              "hx-sse:connect": `${jobPath(job.id)}/events`,
              "hx-sse:close": STREAM_END,
              "hx-swap": "innerMorph",
            })}
          >
            <JobSections context={context} job={job} principal={principal} />
          </div>
        ),
      };
    },
  }),
  defineRoute({
    ...EVENTS,
    path: "/app/queue/:job_id/events",
    summary: "A job as it changes",
    description: "HTML by server-sent events; ends with the job.",
    params: t.Object({ job_id: t.String({ minLength: 1, maxLength: 128 }) }),
    handle: ({ tenant, params, principal }, context) => {
      const { id } = requireJob(context, tenant, params.job_id);
      return livePart(
        () => {
          const job = context.store.jobs.find(tenant, id);
          if (!job) return { part: <p class="soft">The job was erased.</p>, isOver: true };
          return {
            part: <JobSections context={context} job={job} principal={principal} />,
            isOver: isFinal(job.status),
          };
        },
        changesOf(context, tenant, id),
      );
    },
  }),
  defineAction({
    path: "/queue/:job_id/cancel",
    access: "analyst",
    summary: "Cancel a job",
    act: ({ tenant, request, params, principal }, context) => {
      const job = requireJob(context, tenant, params.job_id!);
      if (!possibleActions(job, principal).cancel || context.queue.cancel(tenant, job.id) === null)
        throw new ConflictError("The job can no longer be cancelled.");
      return redirect(request, jobPath(job.id));
    },
  }),
  defineAction({
    path: "/queue/:job_id/retry",
    access: "analyst",
    summary: "Try a job again",
    act: ({ tenant, request, params, principal }, context) => {
      const job = requireJob(context, tenant, params.job_id!);
      if (!possibleActions(job, principal).retry)
        throw new ConflictError("Only a job that failed or was cancelled can be tried again.");
      return redirect(request, jobPath(tryAgain(context, job).id));
    },
  }),
];

/** The same once more under a new id; an erasure goes on where it ended. */
function tryAgain({ store, queue, now }: ApiContext, { tenant, kind, payload }: JobRow): JobRow {
  if (kind === "erasure")
    return store.erasures.ask(tenant, payload as Exclude<ErasurePayload, { customer: unknown }>, now());
  const { model_id, prediction_id, ...same } = payload;
  // A training makes its model under its own id; a prediction is made with the model that it names.
  return queue.enqueue(tenant, kind, kind === "prediction" ? { ...same, model_id } : same)!;
}
