import type { ComponentChildren, VNode } from "preact";
import type { BacktestOutcome } from "../../../../src/answers/backtest";
import type { ApiContext } from "../../../../src/api/context";
import { NotFoundError } from "../../../../src/api/errors";
import type { Principal } from "../../../../src/auth/principal";
import { proofOf } from "../../../../src/jobs/erasure/proof";
import type { TrainingResult } from "../../../../src/jobs/training-task";
import { isFinal, type JobEvent, type JobRow } from "../../../../src/store/job-row";
import { Badge, Card, Notice } from "../../../components/card";
import { type Format, formatFor } from "../../../format";
import { readTenantSettings } from "../../../tenant-settings";
import { churnVerdict, spendVerdict } from "../../../words/backtest-verdict";
import { KIND_WORDS, stepsAt } from "../../../words/job-words";
import { plainWords } from "../../../words/plain-words";
import { JobActions, progressOf, StatusBadge, tookWords } from "./job-view";

/** At most this many events of a long history are shown. */
const MOST_EVENTS = 50;

const EVENT_WORDS: Readonly<Record<JobEvent["event"], string>> = {
  queued: "Requested",
  started: "Started",
  progress: "Running",
  requeued: "Waiting again, as its process ended",
  completed: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

export function requireJob({ store }: ApiContext, tenant: string, id: string): JobRow {
  const job = store.jobs.find(tenant, id);
  if (!job) throw new NotFoundError("There is no such job. It may have been erased.");
  return job;
}

interface JobProps {
  readonly context: ApiContext;
  readonly job: JobRow;
  readonly principal: Principal | null;
}

/** All that is shown of a job; sent again whenever it changes. */
export function JobSections({ context, job, principal }: JobProps): VNode {
  const format = formatFor(readTenantSettings(context, job.tenant));
  return (
    <>
      <Card title="State">
        <div class="row spread">
          <StatusBadge job={job} />
          <JobActions job={job} principal={principal} />
        </div>
        {job.status === "processing" && <Progress context={context} job={job} />}
        {job.status === "queued" && (
          <p class="soft">It starts when a worker is free{job.runnable ? "" : "; its client handles it"}.</p>
        )}
        {job.error && <Notice tone="bad">{job.error}</Notice>}
        <dl class="facts">
          <dt>Requested</dt>
          <dd>{format.moment(job.createdAt)}</dd>
          <dt>Started</dt>
          <dd>{format.moment(context.store.jobs.startedAt(job.tenant, job.id))}</dd>
          {isFinal(job.status) && (
            <>
              <dt>Took</dt>
              <dd>{tookWords(context, job)}</dd>
            </>
          )}
          {job.attempt > 1 && (
            <>
              <dt>Attempts</dt>
              <dd>{format.count(job.attempt)}</dd>
            </>
          )}
        </dl>
      </Card>
      <Result context={context} job={job} format={format} />
      <History context={context} job={job} format={format} />
    </>
  );
}

function Progress({ context, job }: { readonly context: ApiContext; readonly job: JobRow }): VNode {
  const { message = "Starting", stage = null } = job.progress ?? {};
  const { fraction, left } = progressOf(context, job);
  return (
    <div class="stack">
      <div>
        <progress max={1} value={fraction} aria-label={message} />
        <p class="small soft">
          {message}, {Math.round(100 * fraction)}% of the whole
          {left}
        </p>
      </div>
      {job.kind === "training" && (
        <ol class="job-steps">
          {stepsAt(stage, false).map(({ label, about, state }) => (
            <li key={label} class={state} {...(state === "now" && { "aria-current": "step" as const })}>
              <span>
                {label}
                {state === "now" && <span class="under small soft">{about}</span>}
              </span>
              {state === "done" && <span class="visually-hidden"> (done)</span>}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function Result({
  context,
  job,
  format,
}: {
  readonly context: ApiContext;
  readonly job: JobRow;
  readonly format: Format;
}): VNode | null {
  if (job.kind === "erasure" && job.attempt > 0) return <Proof context={context} job={job} />;
  if (job.status !== "completed" || !job.runnable) return null;
  if (job.kind === "training") return <Trained result={job.result as TrainingResult} format={format} />;
  if (job.kind === "backtest") return <Tested job={job} format={format} />;
  if (job.kind !== "prediction") return null;
  const { prediction_id, count } = job.result as { prediction_id: string; count?: number };
  return (
    <Card title="Result">
      <p>
        {count === undefined ? "One customer was scored." : `${format.count(count)} customers were scored.`}
      </p>
      <p>
        <a class="button" href={`/app/predictions/${encodeURIComponent(prediction_id)}`}>
          See the prediction
        </a>
      </p>
    </Card>
  );
}

function Tested({ job, format }: { readonly job: JobRow; readonly format: Format }): VNode {
  const { churn, lifetime_value } = job.result as BacktestOutcome;
  const told = [
    { about: "Who leaves", verdict: churnVerdict(churn, format) },
    { about: "What customers spend", verdict: spendVerdict(lifetime_value, format) },
  ];
  return (
    <Card title="What the tests showed">
      <dl class="facts">
        {told.map(({ about, verdict }) => (
          <Fact key={about} name={about}>
            {verdict?.headline ?? "Too little history to test"}
          </Fact>
        ))}
      </dl>
      <p>
        <a class="button" href={`/app/backtests/${encodeURIComponent(job.id)}`}>
          See the backtest
        </a>
      </p>
    </Card>
  );
}

function Trained({ result, format }: { readonly result: TrainingResult; readonly format: Format }): VNode {
  const {
    model_id,
    customers,
    orders,
    revenue,
    rows_read,
    rows_kept,
    as_of,
    segments,
    metrics,
    limitations,
  } = result;
  const model = `/app/models/${encodeURIComponent(model_id)}`;
  return (
    <Card title="A new model" note={`As of ${format.date(as_of)}.`}>
      <dl class="facts">
        <Fact name="Customers">{format.count(customers)}</Fact>
        <Fact name="Orders">{format.count(orders)}</Fact>
        <Fact name="Revenue">{format.money(revenue)}</Fact>
        <Fact name="Rows used">
          {format.count(rows_kept)} of {format.count(rows_read)}
        </Fact>
        <Fact name="Segments">{segments.map(({ name }) => name).join(", ")}</Fact>
        {metrics.churn_auc !== undefined && (
          <Fact name="Telling who leaves">
            right for {format.percent(metrics.churn_auc)} of pairs of a leaver and a stayer, on orders it had
            not seen (chance: {format.percent(0.5)})
          </Fact>
        )}
      </dl>
      {result.note && <Notice tone="warn">{result.note}</Notice>}
      {(result.drift?.is_alert ?? false) && (
        <Notice tone="warn">
          Customers have changed since the previous model. {plainWords(result.drift!.text, format)}
        </Notice>
      )}
      {limitations.length > 0 && (
        <Notice tone="warn">
          <ul>
            {limitations.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Notice>
      )}
      <div class="row">
        <a class="button" href={`/app?model=${encodeURIComponent(model_id)}`}>
          See the overview
        </a>
        <a class="button secondary" href={model}>
          About the model
        </a>
      </div>
    </Card>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }): VNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

const PROOF_WORDS: Readonly<Record<string, string>> = {
  datasets: "Data sets",
  datasets_deleted: "Data sets deleted as a whole",
  models: "Models",
  batches_rewritten: "Files of predictions rewritten",
  predictions: "Predictions",
  predictions_deleted: "Predictions deleted",
  jobs: "Jobs",
  jobs_deleted: "Jobs deleted",
  campaigns: "Campaigns",
  api_keys: "API keys",
  stored_answers: "Stored answers",
  stored_answers_deleted: "Stored answers deleted",
  leftover_files_deleted: "Leftover files deleted",
  files: "Files",
  bytes: "Bytes",
};

/** What an erasure has removed so far. */
function Proof({ context, job }: { readonly context: ApiContext; readonly job: JobRow }): VNode {
  const proof = (job.status === "completed" ? job.result : proofOf(context.store, job)) as Record<
    string,
    unknown
  >;
  const { customer } = proof as { customer?: { salt: string; hash: string } };
  const counted = Object.entries(proof).filter(([name]) => name in PROOF_WORDS);
  const warnings = (proof.warnings as string[] | undefined) ?? [];
  const states: Readonly<Record<string, VNode>> = {
    incomplete: <Badge tone="warn">Not complete yet</Badge>,
    nothing_found: <Badge>Nothing was found</Badge>,
  };
  return (
    <Card title="Proof" note="What was removed. The customer's ID itself is not kept anywhere.">
      <p>{states[String(proof.status)] ?? <Badge tone="good">Erased</Badge>}</p>
      <dl class="facts">
        {counted.map(([name, value]) => (
          <Fact key={name} name={PROOF_WORDS[name]!}>
            {String(Array.isArray(value) ? value.length : value)}
          </Fact>
        ))}
        {customer && (
          <Fact name="Mark of the customer">
            <code class="small">{customer.hash}</code>
            <span class="hint"> HMAC-SHA256 of the id, with the salt {customer.salt} as the key</span>
          </Fact>
        )}
      </dl>
      {warnings.map((warning) => (
        <Notice key={warning} tone="warn">
          {warning}
        </Notice>
      ))}
    </Card>
  );
}

function eventText(data: unknown): string {
  const { message, reason, error } = (data ?? {}) as Record<string, unknown>;
  const told = message ?? reason ?? error;
  return typeof told === "string" ? `: ${told}` : "";
}

function History({
  context,
  job,
  format,
}: {
  readonly context: ApiContext;
  readonly job: JobRow;
  readonly format: Format;
}): VNode {
  const events = context.store.jobs.history(job.tenant, job.id).slice(-MOST_EVENTS);
  return (
    <Card title="What happened" note={`${KIND_WORDS[job.kind]} ${job.id}`}>
      <ol class="history">
        {events.map(({ event, data, at }, i) => (
          <li key={i}>
            <time dateTime={new Date(at).toISOString()}>{format.moment(at)}</time>
            <span>
              {EVENT_WORDS[event]}
              <span class="soft">{event === "completed" ? "" : eventText(data)}</span>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
