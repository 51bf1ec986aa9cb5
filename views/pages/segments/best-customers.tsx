import type { VNode } from "preact";
import { highest } from "../../../src/answers/distribution";
import type { SegmentSummary } from "../../../src/models/segments/segment-summary";
import { CustomerName } from "../../components/customer-name";
import { RiskMeter } from "../../components/meter";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";
import type { Format } from "../../format";
import type { ShownModel } from "../../model-page";
import { type Asked, customerLinks } from "../overview/customer-links";

const SHOWN = 10;

/** The segment's customers with the highest expected spend. */
export function BestCustomers({
  shown,
  segment,
  asked,
}: {
  readonly shown: ShownModel;
  readonly segment: SegmentSummary;
  readonly asked: Asked;
}): VNode {
  const format = useFormat();
  const { card, model } = shown;
  const cell = (name: string, row: number) => model.customers.cell(name, row) as number;
  const isLearned = segment.avg_future_spend !== null;
  const worth = shown.numbers(isLearned ? "ltv_estimate" : "monetary");
  const rows = highest(worth, shown.numbers("segment"), segment.segment, SHOWN);
  const href = (row: number) =>
    withQuery(`/app/customers/${encodeURIComponent(String(cell("CustomerID", row)))}`, {
      model: asked.model,
    });
  return (
    <TableCard
      title={isLearned ? "Highest expected spend" : "Highest spend so far"}
      note={
        <>
          {format.count(rows.length)} of {format.count(segment.customers)}.{" "}
          <a href={customerLinks.ofSegment(asked, segment.segment)}>See all of them</a>
        </>
      }
      caption="Customers"
      rows={rows}
      href={href}
      columns={[
        {
          title: "Customer",
          cell: (row) => (
            <CustomerName
              people={model.customers.people}
              row={row}
              id={String(cell("CustomerID", row))}
              href={href(row)}
            />
          ),
        },
        { title: "Last order", kind: "number", cell: (row) => daysAgo(format, cell("recency_days", row)) },
        { title: "Orders", kind: "count", cell: (row) => cell("frequency", row), isMinor: true },
        { title: "Spend so far", kind: "money", cell: (row) => cell("monetary", row) },
        {
          title: `Expected spend, ${card.lifetime_value.horizon_days} days`,
          kind: "money",
          cell: (row) => cell("ltv_estimate", row),
        },
        {
          title: `Risk of leaving, ${card.churn.horizon_days} days`,
          cell: (row) => <RiskMeter risk={cell("churn_probability", row)} atRisk={card.actions.at_risk} />,
        },
      ]}
    />
  );
}

function daysAgo(format: Format, days: number): string {
  return days === 1 ? "1 day ago" : `${format.count(days)} days ago`;
}
