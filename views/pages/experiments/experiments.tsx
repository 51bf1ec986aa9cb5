import { t } from "elysia";
import type { VNode } from "preact";
import type { ApiContext } from "../../../src/api/context";
import type { Route } from "../../../src/api/route";
import type { KnownModel } from "../../../src/store/models";
import { RankedBars } from "../../charts/ranked-bars";
import { Card, Empty } from "../../components/card";
import { Pages } from "../../components/pages";
import { type Column, Table } from "../../components/table";
import { chosenMetrics, METRICS, type MetricMeaning } from "../../data/model-metrics";
import { type SortableRun, sortRuns } from "../../data/sorted-runs";
import { type Format, formatFor, MISSING } from "../../format";
import { type ModelFacts, modelFacts } from "../../model-record";
import { definePage } from "../../page";
import { metricText } from "../models/metric-text";
import { modelPath } from "../models/model-list";

const PER_PAGE = 25;
const MOST_COMPARED = 8;

interface Run extends SortableRun {
  readonly id: string;
  readonly row: KnownModel;
  readonly customers: number | null;
}

interface ShownRun extends Run {
  readonly facts: ModelFacts | null;
}

interface Choices {
  readonly sort: string;
  readonly order: "asc" | "desc";
  readonly metrics: readonly MetricMeaning[];
  /** Ids of the runs that are compared. */
  readonly compared: readonly string[];
}

/** Every training with its settings and figures. */
export const experimentPages: readonly Route[] = [
  definePage({
    path: "/experiments",
    summary: "Experiments",
    query: t.Object({
      sort: t.Optional(t.String()),
      order: t.Optional(t.Union([t.Literal("asc"), t.Literal("desc")])),
      metric: t.Optional(t.Array(t.String(), { maxItems: 50 })),
      run: t.Optional(t.Array(t.String(), { maxItems: 100 })),
      page: t.Optional(t.Integer({ minimum: 1 })),
    }),
    show: async ({ tenant, query, settings }, context) => {
      const runs = runsOf(context, tenant);
      const choices: Choices = {
        sort: query.sort ?? "created",
        order: query.order ?? "desc",
        metrics: chosenMetrics(query.metric ?? []),
        compared: runs.filter(({ id }) => query.run?.includes(id)).map(({ id }) => id),
      };
      const last = Math.max(1, Math.ceil(runs.length / PER_PAGE));
      const page = Math.min(query.page ?? 1, last);
      const sorted = sortRuns(runs, choices.sort, choices.order);
      const shown = await Promise.all(
        sorted
          .slice((page - 1) * PER_PAGE, page * PER_PAGE)
          .map(async (run): Promise<ShownRun> => ({ ...run, facts: await modelFacts(context, run.row) })),
      );
      const compared = sorted.filter(({ id }) => choices.compared.includes(id)).slice(0, MOST_COMPARED);
      const format = formatFor(settings);
      return {
        title: "Experiments",
        subtitle: "Every training with what it was told and what its test showed.",
        body:
          runs.length === 0 ? (
            <NoRuns />
          ) : (
            <div class="stack">
              <RunForm runs={shown} choices={choices} format={format} />
              {runs.length > PER_PAGE && (
                <Pages
                  page={page}
                  perPage={PER_PAGE}
                  total={runs.length}
                  href={(to) => address(choices, { page: String(to) })}
                />
              )}
              {compared.length > 1 && <SideBySide runs={compared} choices={choices} format={format} />}
            </div>
          ),
      };
    },
  }),
];

function runsOf({ store }: ApiContext, tenant: string): Run[] {
  return store.models.list(tenant).map((row) => {
    const job = store.jobs.find(tenant, row.jobId);
    const isDone = job?.kind === "training" && job.status === "completed";
    return {
      id: row.id,
      row,
      name: row.name,
      createdAt: row.createdAt,
      customers: null,
      durationMs: isDone ? job.updatedAt - job.createdAt : null,
      metrics: row.metrics,
    };
  });
}

/** The page's address with its choices; `changes` replace some of them. */
function address({ sort, order, metrics, compared }: Choices, changes: Record<string, string>): string {
  const parameters = new URLSearchParams({ sort, order });
  for (const { key } of metrics) parameters.append("metric", key);
  for (const id of compared) parameters.append("run", id);
  for (const [name, value] of Object.entries(changes)) parameters.set(name, value);
  return `/app/experiments?${parameters}`;
}

function NoRuns(): VNode {
  return (
    <Empty icon="flask" title="No trainings yet">
      <p>Each training is listed here with its settings and figures. Upload data to begin.</p>
      <a class="button" href="/app/upload">
        Upload data
      </a>
    </Empty>
  );
}

function RunForm({
  runs,
  choices,
  format,
}: {
  readonly runs: readonly ShownRun[];
  readonly choices: Choices;
  readonly format: Format;
}): VNode {
  return (
    <form
      class="card"
      method="get"
      action="/app/experiments"
      hx-get="/app/experiments"
      hx-target="#body"
      hx-push-url="true"
      hx-indicator="#body"
    >
      <input type="hidden" name="sort" value={choices.sort} />
      <input type="hidden" name="order" value={choices.order} />
      <details>
        <summary>Figures shown: {choices.metrics.map(({ label }) => label).join(", ")}</summary>
        <fieldset class="choices">
          <legend>Figures</legend>
          {METRICS.map(({ key, label }) => (
            <label key={key} class="check">
              <input
                type="checkbox"
                name="metric"
                value={key}
                checked={choices.metrics.some((one) => one.key === key)}
              />
              {label}
            </label>
          ))}
        </fieldset>
      </details>
      <div class="dense">
        <Table caption="Trainings" hidesCaption rows={runs} columns={columnsOf(choices, format)} />
      </div>
      <div class="row">
        <button type="submit">Show and compare</button>
        <span class="soft small">Mark two to {MOST_COMPARED} trainings to see their figures as bars.</span>
      </div>
    </form>
  );
}

function columnsOf(choices: Choices, format: Format): Column<ShownRun>[] {
  const heading = (key: string, label: string) => {
    const isSorted = choices.sort === key;
    const order = isSorted && choices.order === "desc" ? "asc" : "desc";
    return (
      <a href={address(choices, { sort: key, order })}>
        {label}
        {isSorted && <span aria-hidden="true">{choices.order === "desc" ? " ↓" : " ↑"}</span>}
        {isSorted && (
          <span class="visually-hidden">{choices.order === "desc" ? ", falling" : ", rising"}</span>
        )}
      </a>
    );
  };
  return [
    {
      title: heading("name", "Training"),
      cell: ({ id, name }) => (
        <div class="model-name">
          <input
            type="checkbox"
            name="run"
            value={id}
            checked={choices.compared.includes(id)}
            aria-label={`Compare ${name}`}
          />
          <a href={modelPath(id)}>{name}</a>
        </div>
      ),
    },
    { title: heading("created", "Trained, UTC"), cell: ({ createdAt }) => format.moment(createdAt) },
    {
      title: heading("duration", "Took"),
      isNumber: true,
      cell: ({ durationMs }) => durationText(durationMs, format),
    },
    ...choices.metrics.map(
      (metric): Column<ShownRun> => ({
        title: heading(metric.key, metric.label),
        isNumber: true,
        cell: ({ metrics }) => metricText(metric, metrics[metric.key] ?? null, format),
      }),
    ),
    { title: "Seed", isNumber: true, cell: ({ facts }) => facts?.seed ?? MISSING },
    { title: "Effort", cell: ({ facts }) => facts?.effort ?? MISSING },
    {
      title: "Horizons, days",
      cell: ({ facts }) =>
        facts ? `leaving ${facts.churnHorizonDays}, spend ${facts.spendHorizonDays}` : MISSING,
    },
    {
      title: "Costs",
      cell: ({ facts }) =>
        facts ? `${format.money(facts.missedChurnerCost)} : ${format.money(facts.falseAlarmCost)}` : MISSING,
    },
    { title: "Data", cell: ({ facts }) => facts && <code>{facts.sha256.slice(0, 8)}</code> },
  ];
}

/** `48 s`, `3.5 min`: from being queued to being done. */
function durationText(milliseconds: number | null, format: Format): string {
  if (milliseconds === null) return MISSING;
  const seconds = milliseconds / 1000;
  return seconds < 90 ? `${format.decimal(seconds, 0)} s` : `${format.decimal(seconds / 60, 1)} min`;
}

function SideBySide({
  runs,
  choices,
  format,
}: {
  readonly runs: readonly Run[];
  readonly choices: Choices;
  readonly format: Format;
}): VNode {
  const names = runs.map(({ name }) => name);
  return (
    <div class="grid wide" id="side-by-side">
      {choices.metrics.map((metric) => (
        <Card key={metric.key} title={metric.label} note={`${metric.meaning}. ${betterText(metric)}`}>
          <RankedBars
            name={`metric-${metric.key}`}
            title={metric.label}
            desc={runs
              .map(
                ({ name, metrics }) => `${name}: ${metricText(metric, metrics[metric.key] ?? null, format)}`,
              )
              .join("; ")}
            width={520}
            labelWidth={190}
            bars={runs.map(({ metrics }, i) => ({
              label: names[i]!,
              value: metrics[metric.key] ?? Number.NaN,
              text: metricText(metric, metrics[metric.key] ?? null, format),
              color: `c${(i % 8) + 1}`,
            }))}
          />
        </Card>
      ))}
    </div>
  );
}

function betterText({ better }: MetricMeaning): string {
  if (better === null) return "Neither way is better.";
  return better === "one"
    ? "Nearer to 1 is better."
    : `${better === "higher" ? "Higher" : "Lower"} is better.`;
}
