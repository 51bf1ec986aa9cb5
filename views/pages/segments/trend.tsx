import type { VNode } from "preact";
import type { TrendPoint } from "../../../src/answers/model-history";
import { Card as CardBox } from "../../components/card";
import { withQuery } from "../../components/pages";
import { Table } from "../../components/table";
import type { Format } from "../../format";

/** How the segment has changed from model to model; nothing where there is one model only. */
export function TrendCard({
  trend,
  name,
  format,
}: {
  readonly trend: readonly TrendPoint[];
  readonly name: string;
  readonly format: Format;
}): VNode | null {
  if (trend.length < 2) return null;
  return (
    <CardBox title="From model to model" note="Segments keep their identity from one training to the next.">
      <Table
        caption={`${name} in the newest models`}
        hidesCaption
        rows={trend}
        columns={[
          {
            title: "As of",
            cell: ({ modelId, asOf }) => (
              <a href={withQuery("/app/segments", { model: modelId })}>{format.date(asOf)}</a>
            ),
          },
          { title: "Model", cell: ({ modelName }) => modelName },
          {
            title: "Customers",
            isNumber: true,
            cell: ({ segment }) => format.count(segment?.customers ?? null),
          },
          {
            title: "Share of customers",
            isNumber: true,
            cell: ({ segment }) => format.percent(segment?.customer_share ?? null),
          },
          {
            title: "Share of revenue",
            isNumber: true,
            cell: ({ segment }) => format.percent(segment?.revenue_share ?? null),
          },
          {
            title: "Expected to leave",
            isNumber: true,
            cell: ({ segment }) => format.percent(segment?.churn_rate ?? null),
          },
        ]}
      />
    </CardBox>
  );
}
