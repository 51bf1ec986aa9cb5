import type { VNode } from "preact";
import { ProfileChart } from "../../../charts/profile-chart";
import { TradeOffChart } from "../../../charts/trade-off-chart";
import { Badge, Card } from "../../../components/card";
import { withQuery } from "../../../components/pages";
import { useFormat } from "../../../components/reader";
import { TableCard } from "../../../components/table";
import type { TabInput } from "./tab";

/** Why there are this many segments, and what sets them apart. */
export function SegmentationTab({ row, card }: TabInput): VNode {
  const format = useFormat();
  const { segmentation } = card;
  const { chosen, key_accounts, segments } = segmentation;
  const tried = segmentation.trade_off;
  const two = (value: number) => format.decimal(value, 2);
  return (
    <div class="stack">
      <div class="grid wide">
        <Card title="How many segments" note={chosen.reason}>
          {tried.length > 0 ? (
            <TradeOffChart
              name="trade-off"
              title="Silhouette and stability by number of segments"
              desc={tried
                .map(
                  ({ segments: count, silhouette, stability }) =>
                    `${count} segments: silhouette ${two(silhouette)}, stability ${two(stability)}`,
                )
                .join("; ")}
              tried={tried}
              chosen={chosen.clusters}
              format={two}
            />
          ) : (
            <p class="soft">The customers hardly differ, so nothing was tried.</p>
          )}
        </Card>
        <Card title="What sets them apart" note="The centre of each segment against the average customer.">
          <ProfileChart
            name="profiles"
            title="Centres of the segments"
            desc={segments
              .map(
                ({ name, center }) =>
                  `${name}: recency ${two(center[0]!)}, frequency ${two(center[1]!)}, spend ${two(center[2]!)}`,
              )
              .join("; ")}
            traits={["Days since last order", "Orders", "Spend"]}
            profiles={segments.map(({ name, center }, i) => ({
              name,
              color: `c${(i % 8) + 1}`,
              values: center,
            }))}
            format={two}
          />
        </Card>
      </div>
      <Card title="Key accounts" note="A rule that applies before the clusters.">
        <p>{key_accounts.rule}</p>
      </Card>
      <Segments row={row} card={card} />
      {tried.length > 0 && <TriedCounts tried={tried} chosen={chosen.clusters} />}
    </div>
  );
}

function Segments({ row, card }: Pick<TabInput, "row" | "card">): VNode {
  const format = useFormat();
  return (
    <TableCard
      title="Segments"
      note={`Customers as of ${format.date(card.as_of)}.`}
      rows={card.segmentation.summary}
      columns={[
        {
          title: "Segment",
          cell: ({ name, description }) => (
            <>
              {name}
              <p class="soft small">{description}</p>
            </>
          ),
        },
        {
          title: "Customers",
          kind: "number",
          cell: ({ segment, customers }) => (
            <a href={withQuery("/app/customers", { segment, model: row.id })}>{format.count(customers)}</a>
          ),
        },
        { title: "Share", kind: "percent", cell: "customer_share" },
        { title: "Revenue", kind: "percent", cell: "revenue_share" },
        { title: "Days since last order", kind: "decimal", digits: 0, cell: "avg_recency" },
        { title: "Orders", kind: "decimal", cell: "avg_frequency" },
        { title: "Spend", kind: "money", cell: "avg_monetary" },
      ]}
    />
  );
}

function TriedCounts({
  tried,
  chosen,
}: {
  readonly tried: TabInput["card"]["segmentation"]["trade_off"];
  readonly chosen: number;
}): VNode {
  const format = useFormat();
  return (
    <TableCard
      title="What was tried"
      note="Stability: agreement with the clusters of random halves of the customers."
      rows={tried}
      columns={[
        { title: "Segments", cell: "segments" },
        { title: "Silhouette", kind: "decimal", digits: 3, cell: "silhouette" },
        {
          title: "Stability",
          kind: "number",
          cell: ({ stability, stability_sd }) =>
            `${format.decimal(stability, 2)} ± ${format.decimal(stability_sd, 2)}`,
        },
        { title: "Smallest", kind: "percent", cell: "smallest_share" },
        {
          title: "Could be chosen",
          cell: ({ eligible, segments: count }) =>
            count === chosen ? <Badge tone="brand">Chosen</Badge> : eligible ? "Yes" : "No",
        },
      ]}
    />
  );
}
