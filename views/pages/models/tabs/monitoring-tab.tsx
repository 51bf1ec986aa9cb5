import type { VNode } from "preact";
import type { DriftReport } from "../../../../src/models/drift";
import type { RealisedReport } from "../../../../src/models/realised";
import type { EarlierRealised } from "../../../../src/pipeline/monitor";
import type { KnownModel } from "../../../../src/store/models";
import { DAY_MS } from "../../../../src/time";
import { BarChart } from "../../../charts/bar-chart";
import { ReliabilityDiagram } from "../../../charts/reliability-diagram";
import { Badge, Card, Notice } from "../../../components/card";
import { Table } from "../../../components/table";
import type { Format } from "../../../format";
import { featureName } from "../../../words/feature-names";
import { plainWords } from "../../../words/plain-words";
import { modelPath } from "../model-list";
import type { TabInput } from "./tab";

const MOST_DRIFTS = 15;

/** What a later training has found out about this model. */
export interface Outcome {
  readonly by: KnownModel;
  readonly found: EarlierRealised;
}

/** How the data has moved since the model before, and what became of what this one promised. */
export function MonitoringTab({
  card,
  format,
  drift,
  outcome,
  earlier,
  names,
}: TabInput & {
  readonly drift: ({ readonly model_id: string } & DriftReport) | null;
  readonly outcome: Outcome | null;
  /** What this training has found out about the models before it. */
  readonly earlier: readonly EarlierRealised[];
  /** Names of the models that are still there, by id. */
  readonly names: ReadonlyMap<string, string>;
}): VNode {
  return (
    <div class="stack">
      <Promised card={card} outcome={outcome} format={format} />
      <Drift drift={drift} names={names} format={format} />
      <Earlier earlier={earlier} names={names} format={format} />
    </div>
  );
}

function Promised({
  card,
  outcome,
  format,
}: Pick<TabInput, "card" | "format"> & { readonly outcome: Outcome | null }): VNode {
  const due = (days: number) => format.date(Date.parse(card.as_of) + days * DAY_MS);
  if (!outcome) {
    return (
      <Card title="Promised against what happened">
        <Notice>
          No later data has been trained on yet. This model told who leaves within {card.churn.horizon_days}{" "}
          days, which can be judged by orders up to {due(card.churn.horizon_days)}, and what is spent within{" "}
          {card.lifetime_value.horizon_days} days, by orders up to {due(card.lifetime_value.horizon_days)}.
          Upload a file that reaches that far and train: the outcome will stand here.
        </Notice>
      </Card>
    );
  }
  const { by, found } = outcome;
  const source = (
    <>
      Judged by the data of <a href={modelPath(by.id)}>{by.name}</a>.
    </>
  );
  if ("unreadable" in found) {
    return (
      <Card title="Promised against what happened" note={source}>
        <Notice tone="warn">{found.unreadable}</Notice>
      </Card>
    );
  }
  return (
    <Card title="Promised against what happened" note={source}>
      <Realised report={found} format={format} />
    </Card>
  );
}

function Realised({ report, format }: { readonly report: RealisedReport; readonly format: Format }): VNode {
  const { churn, spend, segments, notes } = report;
  const dots = churn.reliability.map(({ rows, meanProbability, observedRate }) => ({
    rows,
    told: meanProbability,
    happened: observedRate,
  }));
  return (
    <>
      <dl class="facts">
        <dt>Leaving, {churn.horizon_days} days</dt>
        <dd>{plainWords(churn.text, format)}</dd>
        <dt>Spend, {spend.horizon_days} days</dt>
        <dd>{plainWords(spend.text, format)}</dd>
      </dl>
      <div class="grid wide">
        {dots.length > 0 && (
          <div class="stack">
            <h3>Probabilities told and who left</h3>
            <ReliabilityDiagram
              name="realised-churn"
              title="Probabilities told against who left"
              desc={dots
                .map(({ told, happened }) => `told ${format.percent(told)}, left ${format.percent(happened)}`)
                .join("; ")}
              dots={dots}
              format={format.percent}
              tellDot={({ rows, told, happened }) =>
                `${format.count(rows)} customers: told ${format.percent(told)}, left ${format.percent(happened)}`
              }
            />
          </div>
        )}
        {spend.deciles.length > 0 && (
          <div class="stack">
            <h3>Spend expected and spent, by tenth</h3>
            <BarChart
              name="realised-spend"
              title="Spend expected and spent by tenth of customers"
              desc={spend.deciles
                .map(
                  ({ rows, sumPredicted, sumActual }) =>
                    `expected ${format.money(sumPredicted / rows)}, spent ${format.money(sumActual / rows)}`,
                )
                .join("; ")}
              bars={spend.deciles.map(({ rows, sumPredicted, sumActual }, i) => ({
                label: String(i + 1),
                values: [sumPredicted / rows, sumActual / rows],
              }))}
              series={[
                { name: "Expected, mean a customer", color: "c1" },
                { name: "Spent, mean a customer", color: "c2" },
              ]}
              yFormat={format.shortMoney}
              size={{ width: 520, height: 380, left: 60, right: 8, top: 12, bottom: 32 }}
            />
          </div>
        )}
      </div>
      {segments.length > 0 && (
        <div class="dense">
          <Table
            caption="By segment"
            rows={segments}
            columns={[
              { title: "Segment", cell: ({ segment_name }) => segment_name },
              { title: "Customers", isNumber: true, cell: ({ customers }) => format.count(customers) },
              {
                title: "Expected to leave",
                isNumber: true,
                cell: ({ expected_churn_rate }) => format.percent(expected_churn_rate),
              },
              {
                title: "Left",
                isNumber: true,
                cell: ({ actual_churn_rate }) => format.percent(actual_churn_rate),
              },
              {
                title: "Expected spend",
                isNumber: true,
                cell: ({ expected_spend }) => format.money(expected_spend),
              },
              { title: "Spent", isNumber: true, cell: ({ actual_spend }) => format.money(actual_spend) },
            ]}
          />
        </div>
      )}
      {notes.map((note) => (
        <p key={note} class="small soft">
          {note}
        </p>
      ))}
    </>
  );
}

function Drift({
  drift,
  names,
  format,
}: {
  readonly drift: ({ readonly model_id: string } & DriftReport) | null;
  readonly names: ReadonlyMap<string, string>;
  readonly format: Format;
}): VNode {
  if (!drift) {
    return (
      <Card title="Drift">
        <p class="soft">
          There was no earlier model whose data this file could be compared with. The next training will
          compare its file with this one.
        </p>
      </Card>
    );
  }
  const moved = drift.columns.filter(({ status }) => status === "alert" || status === "watch");
  const before = names.get(drift.model_id);
  return (
    <Card
      title="Drift"
      note={
        <>
          This file against that of{" "}
          {before === undefined ? (
            "a model that was deleted since"
          ) : (
            <a href={modelPath(drift.model_id)}>{before}</a>
          )}
          : {format.count(drift.customers_before)} customers as of {format.date(drift.trained_as_of)} then,{" "}
          {format.count(drift.customers_now)} as of {format.date(drift.as_of)} now, from the last{" "}
          {format.count(drift.history_days)} days of each.
        </>
      }
    >
      <p>{plainWords(drift.text, format)}</p>
      {drift.advice && <p class="strong">{drift.advice}</p>}
      {drift.notes
        .filter((note) => note !== drift.text)
        .map((note) => (
          <p key={note} class="small soft">
            {plainWords(note, format)}
          </p>
        ))}
      {moved.length > 0 && (
        <div class="dense">
          <Table
            caption={`The ${Math.min(MOST_DRIFTS, moved.length)} that moved most`}
            rows={moved.slice(0, MOST_DRIFTS)}
            columns={[
              { title: "Feature or score", cell: ({ name }) => featureName(name) },
              {
                title: "Status",
                cell: ({ status }) =>
                  status === "alert" ? <Badge tone="bad">Drifted</Badge> : <Badge tone="warn">Moving</Badge>,
              },
              { title: "Stability index", isNumber: true, cell: ({ psi }) => format.decimal(psi, 2) },
              {
                title: "By chance up to",
                isNumber: true,
                cell: ({ psi_chance }) => format.decimal(psi_chance, 2),
              },
              {
                title: "Distance, standard deviations",
                isNumber: true,
                cell: ({ wasserstein }) => format.decimal(wasserstein, 2),
              },
              {
                title: "Median then",
                isNumber: true,
                cell: ({ median_before }) => format.decimal(median_before, 2),
              },
              {
                title: "Median now",
                isNumber: true,
                cell: ({ median_now }) => format.decimal(median_now, 2),
              },
            ]}
          />
        </div>
      )}
    </Card>
  );
}

function Earlier({
  earlier,
  names,
  format,
}: {
  readonly earlier: readonly EarlierRealised[];
  readonly names: ReadonlyMap<string, string>;
  readonly format: Format;
}): VNode | null {
  if (earlier.length === 0) return null;
  return (
    <Card title="What this file told about earlier models">
      <div class="dense">
        <Table
          caption="Earlier models"
          hidesCaption
          rows={earlier}
          columns={[
            {
              title: "Model",
              cell: ({ model_id }) =>
                names.has(model_id) ? (
                  <a href={`${modelPath(model_id)}?tab=monitoring`}>{names.get(model_id)}</a>
                ) : (
                  "Deleted since"
                ),
            },
            {
              title: "As of",
              cell: (one) => ("unreadable" in one ? one.unreadable : format.date(one.as_of)),
            },
            {
              title: "Leaving",
              cell: (one) =>
                "unreadable" in one ? "" : <span class="small">{plainWords(one.churn.text, format)}</span>,
            },
            {
              title: "Spend",
              cell: (one) =>
                "unreadable" in one ? "" : <span class="small">{plainWords(one.spend.text, format)}</span>,
            },
          ]}
        />
      </div>
    </Card>
  );
}
