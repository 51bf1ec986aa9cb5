import { t } from "elysia";
import type { VNode } from "preact";
import type { Route } from "../../src/api/route";
import type { RfmGroupSummary, RfmSummary } from "../../src/models/segments/rfm-summary";
import { Legend } from "../charts/frame";
import { RFM_COLORS, RfmMap } from "../charts/rfm-map";
import { Card } from "../components/card";
import { GroupAdvice } from "../components/group-advice";
import { withQuery } from "../components/pages";
import { useFormat } from "../components/reader";
import { TableCard } from "../components/table";
import { Tabs } from "../components/tabs";
import { formatFor } from "../format";
import { type ShownModel, showModel } from "../model-page";
import { definePage } from "../page";

const TABS = [
  { by: "customers", label: "By customers" },
  { by: "revenue", label: "By revenue" },
] as const;

/** The eleven RFM groups: the map, the table, and how the scores are made. */
export const rfmPages: readonly Route[] = [
  definePage({
    path: "/rfm",
    summary: "RFM",
    query: t.Object({ model: t.Optional(t.String()), by: t.Optional(t.String()) }),
    show: (input, context) => {
      const { query } = input;
      return showModel(context, input, query.model, (shown) => {
        const { card } = shown;
        const format = formatFor(input.settings);
        const rfm = card.rfm;
        const byRevenue = query.by === "revenue";
        const href = (rfm_group: string) => withQuery("/app/customers", { rfm_group, model: query.model });
        return {
          title: "RFM",
          subtitle: `Recency against frequency and money spent: eleven groups that retailers know. As of ${format.date(card.as_of)}.`,
          body: (
            <div class="stack">
              <Tabs
                label="What the map shows"
                tabs={TABS.map(({ by, label }) => ({
                  label,
                  href: withQuery("/app/rfm", query, { by: by === "revenue" ? by : null }),
                  isCurrent: (by === "revenue") === byRevenue,
                }))}
              />
              <Card
                title={byRevenue ? "Where the revenue is" : "Where the customers are"}
                note="The more recent the last order, the higher; the more orders and spend, the further right. A fuller colour means more. Click a cell to see its customers."
              >
                <GroupMap {...{ rfm, byRevenue, model: query.model }} />
                <Legend entries={legendOf(rfm.groups)} />
              </Card>
              <Groups
                {...{ shown, groups: rfm.groups, modelId: query.model, href }}
                days={{ churn: card.churn.horizon_days, spend: card.lifetime_value.horizon_days }}
              />
              <Scores {...{ edges: rfm.edges }} />
            </div>
          ),
        };
      });
    },
  }),
];

/** Groups that share a colour share an entry. */
function legendOf(groups: readonly RfmGroupSummary[]) {
  const byColor = Map.groupBy(groups, ({ rfm_group }) => RFM_COLORS[rfm_group] ?? "c8");
  return Array.from(byColor, ([color, same]) => ({
    name: same.map(({ rfm_group }) => rfm_group).join(", "),
    color,
  }));
}

function GroupMap({
  rfm: { cells },
  byRevenue,
  model,
}: {
  readonly rfm: RfmSummary;
  readonly byRevenue: boolean;
  readonly model: string | undefined;
}): VNode {
  const format = useFormat();
  return (
    <RfmMap
      caption={`${byRevenue ? "Revenue" : "Customers"} by recency score and by frequency and spend score`}
      cells={cells.map((cell) => ({
        recencyScore: cell.r_score,
        frequencySpendScore: cell.fm_score,
        group: cell.rfm_group,
        customers: cell.customers,
        value: byRevenue ? cell.revenue : cell.customers,
        text: byRevenue ? format.shortMoney(cell.revenue) : format.count(cell.customers),
      }))}
      href={({ recencyScore, frequencySpendScore, customers }) =>
        customers === 0
          ? null
          : withQuery("/app/customers", { r_score: recencyScore, fm_score: frequencySpendScore, model })
      }
    />
  );
}

function Groups({
  shown,
  groups,
  days,
  modelId,
  href,
}: {
  readonly shown: ShownModel;
  readonly modelId: string | undefined;
  readonly groups: readonly RfmGroupSummary[];
  readonly days: { readonly churn: number; readonly spend: number };
  href(group: string): string;
}): VNode {
  const format = useFormat();
  return (
    <TableCard
      title="Groups"
      note={`“Likely to leave” and “Expected spend” are averages over the group; leaving means no order in ${days.churn} days, spend is over ${days.spend} days.`}
      caption="The eleven groups"
      rows={groups}
      href={({ rfm_group }) => href(rfm_group)}
      columns={[
        {
          title: "Group",
          cell: ({ rfm_group, description }) => (
            <>
              <span class={`dot ${RFM_COLORS[rfm_group] ?? "c8"}`} />{" "}
              <a href={href(rfm_group)}>{rfm_group}</a>
              <span class="hint group-words">{description}</span>
            </>
          ),
        },
        {
          title: "Customers",
          kind: "number",
          cell: (row) => (
            <>
              {format.count(row.customers)}
              <span class="hint"> {format.percent(row.customer_share)}</span>
            </>
          ),
        },
        { title: "Revenue", kind: "percent", cell: (row) => row.revenue_share },
        { title: "Likely to leave", kind: "percent", cell: (row) => row.churn_rate },
        { title: "Expected spend", kind: "money", cell: (row) => row.avg_future_spend },
        {
          title: "What to do",
          cell: ({ rfm_group, recommended_action }) => (
            <div class="group-words">
              <GroupAdvice
                shown={shown}
                filter={{ rfm_group }}
                action={recommended_action}
                modelId={modelId}
              />
            </div>
          ),
        },
      ]}
    />
  );
}

function Scores({ edges }: { readonly edges: RfmSummary["edges"] }): VNode {
  const format = useFormat();
  const days = (value: number) => format.decimal(value, 0);
  const rows = [
    {
      name: "Recency",
      what: "Days since the last order",
      edges: edges.recency_days,
      show: days,
      fewIsBest: true,
    },
    {
      name: "Frequency",
      what: "Number of orders",
      edges: edges.frequency,
      show: (value: number) => format.decimal(value, 1),
      fewIsBest: false,
    },
    {
      name: "Monetary",
      what: "Spent so far",
      edges: edges.monetary,
      show: (value: number) => format.money(value),
      fewIsBest: false,
    },
  ];
  return (
    <TableCard
      title="How the scores are calculated"
      note="Each customer scores 1 to 5 by the fifth of all customers that they are in; 5 is best. The map averages frequency and monetary, and rounds halves towards frequency."
      caption="Which values score what"
      rows={rows}
      columns={[
        {
          title: "Score",
          cell: ({ name, what }) => (
            <>
              {name}
              <span class="hint group-words">{what}</span>
            </>
          ),
        },
        ...[1, 2, 3, 4, 5].map((score) => ({
          title: String(score),
          kind: "number" as const,
          cell: ({ edges, show, fewIsBest }: (typeof rows)[number]) =>
            edges === null
              ? score === 3
                ? "All the same"
                : ""
              : rangeText(edges, fewIsBest ? 6 - score : score, show),
        })),
      ]}
    />
  );
}

/** The values of a fifth, counted from the lowest; an empty one where many customers are alike. */
function rangeText(edges: readonly number[], fifth: number, show: (value: number) => string): string {
  const [low, high] = [edges[fifth - 2], edges[fifth - 1]];
  if (low !== undefined && low === high) return "–";
  if (low === undefined) return `up to ${show(high!)}`;
  if (high === undefined) return `over ${show(low)}`;
  return `over ${show(low)} to ${show(high)}`;
}
