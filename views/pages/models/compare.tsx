import { t } from "elysia";
import type { VNode } from "preact";
import { modelCardOf } from "../../../src/answers/model-files";
import { type ComparedSegment, pairSegments } from "../../../src/answers/paired-segments";
import type { Route } from "../../../src/api/route";
import { type ModelCard, testDayOf } from "../../../src/models/model-card";
import type { KnownModel } from "../../../src/store/models";
import { ButtonLink } from "../../components/button";
import { Empty, Notice } from "../../components/card";
import { Field } from "../../components/field";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";
import { MISSING } from "../../format";
import { requireRecord } from "../../model-page";
import { definePage } from "../../page";
import { compareMetrics } from "../../words/model-metrics";
import { changeText, metricText } from "./metric-text";
import { modelPath } from "./model-list";

interface Side {
  readonly row: KnownModel;
  readonly card: ModelCard | null;
}

/** Two models side by side. */
export const comparePages: readonly Route[] = [
  definePage({
    path: "/models/compare",
    nav: "/models",
    summary: "Compare two models",
    query: t.Object({ model: t.Optional(t.Array(t.String(), { maxItems: 100 })) }),
    show: async ({ tenant, query }, context) => {
      const asked = [...new Set(query.model ?? [])].map((id) => requireRecord(context, tenant, id));
      const all = context.store.models.list(tenant);
      const [one, two] = asked;
      const [first, second] =
        one && two
          ? await Promise.all([one, two].map(async (row) => ({ row, card: await modelCardOf(context, row) })))
          : [];
      return {
        title: "Compare models",
        subtitle: "Two models side by side. Colour marks figures that are better or worse.",
        body: (
          <div class="stack">
            {all.length < 2 ? (
              <Empty icon="model" title="Nothing to compare yet">
                <p>Train a second model on newer data or with another seed to compare it here.</p>
                <ButtonLink href="/app/models">See all models</ButtonLink>
              </Empty>
            ) : (
              <Chooser models={all} first={one?.id} second={two?.id} />
            )}
            {asked.length > 2 && (
              <Notice>
                {`${asked.length} models were selected; the first two are shown. `}
                <a href={experimentsLink(asked)}>See all of them as experiments</a>
              </Notice>
            )}
            {first && second && <Comparison first={first} second={second} />}
          </div>
        ),
      };
    },
  }),
];

function experimentsLink(rows: readonly KnownModel[]): string {
  return `/app/experiments?${new URLSearchParams(rows.map(({ id }) => ["run", id]))}`;
}

function Chooser({
  models,
  first,
  second,
}: {
  readonly models: readonly KnownModel[];
  readonly first: string | undefined;
  readonly second: string | undefined;
}): VNode {
  const older = first ?? models[1]?.id;
  const newer = second ?? models.find(({ id }) => id !== older)?.id;
  const choice = (label: string, chosen: string | undefined) => (
    <Field label={label} name="model" value={chosen} options={models.map(({ id, name }) => [id, name])} />
  );
  return (
    <form class="card" method="get" action="/app/models/compare">
      <div class="fields">
        {choice("First", older)}
        {choice("Second", newer)}
        <button type="submit">Compare</button>
      </div>
    </form>
  );
}

function Comparison({ first, second }: { readonly first: Side; readonly second: Side }): VNode {
  const format = useFormat();
  const isSameData = first.card !== null && first.card.data.sha256 === second.card?.data.sha256;
  const isSameTest = isSameData && testDayOf(first.card!) === testDayOf(second.card!);
  return (
    <>
      {!isSameTest && (
        <Notice tone="warn">
          The two were tested on different {isSameData ? "days" : "data"}. A difference may come from the test
          customers rather than from the models.
        </Notice>
      )}
      <TableCard
        title="Test figures"
        isDense
        rows={compareMetrics(first.row.metrics, second.row.metrics)}
        columns={[
          {
            title: "Figure",
            cell: ({ metric }) => (
              <>
                {metric.label}
                <p class="soft small">{metric.meaning}</p>
              </>
            ),
          },
          {
            title: <a href={modelPath(first.row.id)}>{first.row.name}</a>,
            kind: "number",
            cell: ({ metric, first: value }) => metricText(metric, value, format),
          },
          {
            title: <a href={modelPath(second.row.id)}>{second.row.name}</a>,
            kind: "number",
            cell: ({ metric, second: value }) => metricText(metric, value, format),
          },
          {
            title: "Difference",
            kind: "number",
            cell: ({ metric, change, isBetter }) => (
              <span class={isBetter === null ? "" : isBetter ? "rise" : "fall"}>
                {changeText(metric, change, format)}
                {isBetter !== null && (
                  <span class="visually-hidden">{isBetter ? ", better" : ", worse"}</span>
                )}
              </span>
            ),
          },
        ]}
      />
      <Segments first={first} second={second} />
      <Settings first={first} second={second} />
    </>
  );
}

function Segments({ first, second }: { first: Side; second: Side }): VNode {
  const format = useFormat();
  const pairs = pairSegments(
    first.row.segments as readonly ComparedSegment[],
    second.row.segments as readonly ComparedSegment[],
  );
  const shareOf = (segment: ComparedSegment | null, model: string) =>
    segment ? (
      <>
        <a href={withQuery("/app/customers", { segment: segment.segment, model })}>
          {format.count(segment.customers)}
        </a>
        <span class="soft small"> {format.percent(segment.customer_share)}</span>
      </>
    ) : (
      MISSING
    );
  return (
    <TableCard
      title="Segments"
      note="Segments keep their identity from one training to the next."
      caption="Segments of both models"
      isDense
      rows={pairs}
      columns={[
        {
          title: "Segment",
          cell: ({ first: a, second: b }) =>
            a && b && a.name !== b.name ? `${a.name}, then ${b.name}` : (a ?? b)!.name,
        },
        {
          title: `Customers, ${first.row.name}`,
          kind: "number",
          cell: ({ first: a }) => shareOf(a, first.row.id),
        },
        {
          title: `Customers, ${second.row.name}`,
          kind: "number",
          cell: ({ second: b }) => shareOf(b, second.row.id),
        },
        { title: "Revenue, first", kind: "percent", cell: ({ first: a }) => a?.revenue_share },
        { title: "Revenue, second", kind: "percent", cell: ({ second: b }) => b?.revenue_share },
      ]}
    />
  );
}

function Settings({ first, second }: { first: Side; second: Side }): VNode {
  const format = useFormat();
  const tell = (read: (card: ModelCard) => string) =>
    [first, second].map(({ card }) => (card ? read(card) : MISSING));
  const rows = [
    { name: "As of", told: tell((card) => format.date(card.as_of)) },
    { name: "Data", told: tell(({ data }) => `${data.file} (${data.sha256.slice(0, 8)})`) },
    { name: "Customers", told: tell(({ data }) => format.count(data.customers)) },
    { name: "Revenue", told: tell(({ data }) => format.money(data.revenue)) },
    { name: "Test day", told: tell((card) => format.date(testDayOf(card))) },
    { name: "Leaving within, days", told: tell(({ churn }) => format.count(churn.horizon_days)) },
    {
      name: "Spend over, days",
      told: tell(({ lifetime_value }) => format.count(lifetime_value.horizon_days)),
    },
    { name: "Seed", told: tell(({ seed }) => String(seed)) },
    { name: "Effort", told: tell(({ settings }) => settings.effort ?? MISSING) },
    {
      name: "Cost of a missed leaver",
      told: tell(({ settings }) => format.money(settings.missed_churner_cost)),
    },
    { name: "Cost of a false alarm", told: tell(({ settings }) => format.money(settings.false_alarm_cost)) },
    { name: "Segments tried", told: tell(({ settings }) => settings.segment_counts.join(", ")) },
  ];
  return (
    <TableCard
      title="Settings and data"
      caption="Settings and data of both models"
      isDense
      rows={rows}
      columns={[
        { title: "Setting", cell: "name" },
        { title: first.row.name, cell: ({ told }) => told[0] },
        {
          title: second.row.name,
          cell: ({ told }) => (told[0] === told[1] ? told[1] : <strong>{told[1]}</strong>),
        },
      ]}
    />
  );
}
