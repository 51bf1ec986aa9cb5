import type { VNode } from "preact";
import type { TrendPoint } from "../../../src/answers/model-history";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";

/** How the segment has changed from model to model; nothing where there is one model only. */
export function TrendCard({
  trend,
  name,
}: {
  readonly trend: readonly TrendPoint[];
  readonly name: string;
}): VNode | null {
  const format = useFormat();
  if (trend.length < 2) return null;
  return (
    <TableCard
      title="From model to model"
      note="Segments keep their identity from one training to the next."
      caption={`${name} in the newest models`}
      rows={trend}
      columns={[
        {
          title: "As of",
          cell: ({ modelId, asOf }) => (
            <a href={withQuery("/app/segments", { model: modelId })}>{format.date(asOf)}</a>
          ),
        },
        { title: "Model", cell: "modelName" },
        { title: "Customers", kind: "count", cell: ({ segment }) => segment?.customers },
        { title: "Share of customers", kind: "percent", cell: ({ segment }) => segment?.customer_share },
        { title: "Share of revenue", kind: "percent", cell: ({ segment }) => segment?.revenue_share },
        { title: "Expected to leave", kind: "percent", cell: ({ segment }) => segment?.churn_rate },
      ]}
    />
  );
}
