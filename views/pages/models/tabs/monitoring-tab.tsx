import type { VNode } from "preact";
import type { DriftReport } from "../../../../src/models/monitoring/drift";
import type { RealisedReport } from "../../../../src/models/monitoring/realised";
import type { EarlierRealised } from "../../../../src/pipeline/monitor";
import type { KnownModel } from "../../../../src/store/models";
import { DAY_MS } from "../../../../src/time";
import { BarChart } from "../../../charts/bar-chart";
import { Badge, Card, Notice } from "../../../components/card";
import { Facts } from "../../../components/facts";
import { useFormat } from "../../../components/reader";
import { Table, TableCard } from "../../../components/table";
import { featureName } from "../../../words/feature-names";
import { plainWords } from "../../../words/plain-words";
import { modelPath } from "../model-list";
import { Reliability } from "./reliability";
import type { TabInput } from "./tab";

const MOST_DRIFTS = 15;

/** What a later training has found out about this model. */
export interface Outcome {
  readonly by: KnownModel;
  readonly found: EarlierRealised;
}

/** How the data has moved since the previous model, and how this one's predictions turned out. */
export function MonitoringTab({
  card,
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
      <Promised card={card} outcome={outcome} />
      <Drift drift={drift} names={names} />
      <Earlier earlier={earlier} names={names} />
    </div>
  );
}

function Promised({ card, outcome }: Pick<TabInput, "card"> & { readonly outcome: Outcome | null }): VNode {
  const format = useFormat();
  const due = (days: number) => format.date(Date.parse(card.as_of) + days * DAY_MS);
  if (!outcome) {
    return (
      <Card title="Predicted against what happened">
        <Notice>
          No later data yet. Who leaves within {card.churn.horizon_days} days can be judged by orders up to{" "}
          {due(card.churn.horizon_days)}, and spend within {card.lifetime_value.horizon_days} days by orders
          up to {due(card.lifetime_value.horizon_days)}. Upload a file that reaches that far and train: the
          outcome will appear here.
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
      <Card title="Predicted against what happened" note={source}>
        <Notice tone="warn">{found.unreadable}</Notice>
      </Card>
    );
  }
  return (
    <Card title="Predicted against what happened" note={source}>
      <Realised report={found} />
    </Card>
  );
}

function Realised({ report }: { readonly report: RealisedReport }): VNode {
  const format = useFormat();
  const { churn, spend, segments, notes } = report;
  const dots = churn.reliability.map(({ rows, meanProbability, observedRate }) => ({
    rows,
    told: meanProbability,
    happened: observedRate,
  }));
  return (
    <>
      <Facts
        of={[
          [`Leaving, ${churn.horizon_days} days`, plainWords(churn.text, format)],
          [`Spend, ${spend.horizon_days} days`, plainWords(spend.text, format)],
        ]}
      />
      <div class="grid wide">
        {dots.length > 0 && (
          <div class="stack">
            <h3>Predicted probabilities and who left</h3>
            <Reliability name="realised-churn" title="Predicted probabilities against who left" dots={dots} />
          </div>
        )}
        {spend.deciles.length > 0 && (
          <div class="stack">
            <h3>Spend expected and spent, by tenth</h3>
            <SpendByTenth deciles={spend.deciles} />
          </div>
        )}
      </div>
      {segments.length > 0 && (
        <Table
          caption="By segment"
          isDense
          showsCaption
          rows={segments}
          columns={[
            { title: "Segment", cell: "segment_name" },
            { title: "Customers", kind: "count", cell: "customers" },
            { title: "Expected to leave", kind: "percent", cell: "expected_churn_rate" },
            { title: "Left", kind: "percent", cell: "actual_churn_rate" },
            { title: "Expected spend", kind: "money", cell: "expected_spend" },
            { title: "Spent", kind: "money", cell: "actual_spend" },
          ]}
        />
      )}
      {notes.map((note) => (
        <p key={note} class="small soft">
          {note}
        </p>
      ))}
    </>
  );
}

function SpendByTenth({ deciles }: Pick<RealisedReport["spend"], "deciles">): VNode {
  const format = useFormat();
  return (
    <BarChart
      name="realised-spend"
      title="Spend expected and spent by tenth of customers"
      desc={deciles
        .map(
          ({ rows, sumPredicted, sumActual }) =>
            `expected ${format.money(sumPredicted / rows)}, spent ${format.money(sumActual / rows)}`,
        )
        .join("; ")}
      bars={deciles.map(({ rows, sumPredicted, sumActual }, i) => ({
        label: String(i + 1),
        values: [sumPredicted / rows, sumActual / rows],
      }))}
      series={[
        { name: "Expected, mean per customer", color: "c1" },
        { name: "Spent, mean per customer", color: "c2" },
      ]}
      yFormat={format.shortMoney}
      size={{ width: 520, height: 380, left: 60, right: 8, top: 12, bottom: 32 }}
    />
  );
}

function Drift({
  drift,
  names,
}: {
  readonly drift: ({ readonly model_id: string } & DriftReport) | null;
  readonly names: ReadonlyMap<string, string>;
}): VNode {
  const format = useFormat();
  if (!drift) {
    return (
      <Card title="Drift">
        <p class="soft">
          There is no earlier model to compare this file with. The next training will compare its file with
          this one.
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
            "a model that has been deleted"
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
        <p class="small soft">
          Drifted: the stability index or the distance is above {format.decimal(0.25, 2)} and above what
          chance explains. Moving: the same with {format.decimal(0.1)}.
        </p>
      )}
      {moved.length > 0 && (
        <Table
          caption={`The ${Math.min(MOST_DRIFTS, moved.length)} that moved most`}
          isDense
          showsCaption
          rows={moved.slice(0, MOST_DRIFTS)}
          columns={[
            { title: "Feature or score", cell: ({ name }) => featureName(name) },
            {
              title: "Status",
              cell: ({ status }) =>
                status === "alert" ? <Badge tone="bad">Drifted</Badge> : <Badge tone="warn">Moving</Badge>,
            },
            { title: "Stability index", kind: "decimal", digits: 2, cell: "psi" },
            { title: "By chance up to", kind: "decimal", digits: 2, cell: "psi_chance" },
            { title: "Distance, standard deviations", kind: "decimal", digits: 2, cell: "wasserstein" },
            { title: "Median then", kind: "decimal", digits: 2, cell: "median_before" },
            {
              title: "Median now",
              kind: "decimal",
              digits: 2,
              cell: ({ median_now, missing_now }) => (missing_now === 1 ? "not known" : median_now),
            },
          ]}
        />
      )}
    </Card>
  );
}

function Earlier({
  earlier,
  names,
}: {
  readonly earlier: readonly EarlierRealised[];
  readonly names: ReadonlyMap<string, string>;
}): VNode | null {
  const format = useFormat();
  if (earlier.length === 0) return null;
  return (
    <TableCard
      title="What this file shows about earlier models"
      caption="Earlier models"
      isDense
      rows={earlier}
      columns={[
        {
          title: "Model",
          cell: ({ model_id }) =>
            names.has(model_id) ? (
              <a href={`${modelPath(model_id)}?tab=monitoring`}>{names.get(model_id)}</a>
            ) : (
              "Deleted"
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
  );
}
