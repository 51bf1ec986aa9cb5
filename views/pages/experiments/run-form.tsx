import type { VNode } from "preact";
import { Badge } from "../../components/card";
import { useFormat } from "../../components/reader";
import { type Column, Table } from "../../components/table";
import { type Format, MISSING } from "../../format";
import { STATUS_TONES, STATUS_WORDS } from "../../words/job-words";
import { METRICS } from "../../words/model-metrics";
import { metricText } from "../models/metric-text";
import { modelPath } from "../models/model-list";
import { type Choices, experimentsPath, type ShownRun } from "./listed-run";

export const MOST_COMPARED = 8;

/** The trainings of one page, to choose figures and to mark some for comparing. */
export function RunForm({
  runs,
  choices,
  page,
}: {
  readonly runs: readonly ShownRun[];
  readonly choices: Choices;
  readonly page: number;
}): VNode {
  const format = useFormat();
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
      <Table caption="Trainings" isDense rows={runs} columns={columnsOf(choices, page, format)} />
      <div class="row">
        <button type="submit">Show and compare</button>
        <span class="soft small">Select two to {MOST_COMPARED} trainings to see their figures as bars.</span>
      </div>
    </form>
  );
}

function columnsOf(choices: Choices, page: number, format: Format): Column<ShownRun>[] {
  const heading = (key: string, label: string) => {
    const isSorted = choices.sort === key;
    const order = isSorted && choices.order === "desc" ? "asc" : "desc";
    return (
      <a href={experimentsPath(choices, { sort: key, order })}>
        {label}
        {isSorted && <span aria-hidden="true">{choices.order === "desc" ? " ↓" : " ↑"}</span>}
        {isSorted && (
          <span class="visually-hidden">{choices.order === "desc" ? ", descending" : ", ascending"}</span>
        )}
      </a>
    );
  };
  const told = (run: ShownRun["run"], name: string) => run.parameters[name] ?? MISSING;
  return [
    {
      title: heading("name", "Training"),
      cell: (row) => (
        <div class="model-name">
          <input
            type="checkbox"
            name="run"
            value={row.id}
            checked={choices.compared.includes(row.id)}
            aria-label={`Compare ${row.name}`}
          />
          <div>
            {row.hasModel ? <a href={modelPath(row.modelId!)}>{row.name}</a> : row.name} <Outcome row={row} />
            <p class="soft small">
              <a
                href={`${experimentsPath(choices, { page: String(page), show: row.id })}#run`}
                aria-label={`Details of ${row.name}`}
              >
                Details
              </a>
            </p>
          </div>
        </div>
      ),
    },
    { title: heading("created", "Ended"), kind: "moment", cell: "createdAt" },
    {
      title: heading("duration", "Took"),
      kind: "number",
      cell: ({ durationMs }) => durationText(durationMs, format),
    },
    ...choices.metrics.map(
      (metric): Column<ShownRun> => ({
        title: heading(metric.key, metric.label),
        kind: "number",
        cell: ({ metrics }) => metricText(metric, metrics[metric.key] ?? null, format),
      }),
    ),
    { title: "Seed", kind: "number", cell: ({ run }) => told(run, "seed") },
    { title: "Effort", cell: ({ run }) => told(run, "effort") },
    {
      title: "Horizons, days",
      cell: ({ run }) =>
        run.parameters.churn_horizon_days === undefined
          ? MISSING
          : `leaving ${told(run, "churn_horizon_days")}, spend ${told(run, "spend_horizon_days")}`,
    },
    {
      title: "Costs",
      cell: ({ run: { parameters } }) =>
        parameters.missed_churner_cost === undefined
          ? MISSING
          : `${format.money(Number(parameters.missed_churner_cost))} : ${format.money(Number(parameters.false_alarm_cost))}`,
    },
    { title: "Data", cell: ({ run }) => run.datasetSha256 && <code>{run.datasetSha256.slice(0, 8)}</code> },
  ];
}

/** What became of a training that left no model, or of its model. */
function Outcome({ row: { run, hasModel } }: { readonly row: ShownRun }): VNode | null {
  if (run.status !== "completed")
    return <Badge tone={STATUS_TONES[run.status]}>{STATUS_WORDS[run.status]}</Badge>;
  return hasModel ? null : <Badge>Model deleted</Badge>;
}

/** `48 s`, `3.5 min`: from its beginning to its end. */
function durationText(milliseconds: number | null, format: Format): string {
  if (milliseconds === null) return MISSING;
  const seconds = milliseconds / 1000;
  return seconds < 90 ? `${format.decimal(seconds, 0)} s` : `${format.decimal(seconds / 60, 1)} min`;
}
