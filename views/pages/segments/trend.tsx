import type { VNode } from "preact";
import { modelCardOf } from "../../../src/answers/model-files";
import type { ApiContext } from "../../../src/api/context";
import type { SegmentSummary } from "../../../src/models/segment-summary";
import { Card as CardBox } from "../../components/card";
import { withQuery } from "../../components/pages";
import { Table } from "../../components/table";
import type { Format } from "../../format";

/** So many models are looked back on. */
const MOST_MODELS = 8;

/** A segment as one model saw it; null where that model had no such segment. */
export interface TrendPoint {
  readonly modelId: string;
  readonly modelName: string;
  readonly asOf: string;
  readonly segment: SegmentSummary | null;
}

/** The segment `id` in the tenant's newest models, newest first. */
export async function segmentTrend(context: ApiContext, tenant: string, id: number): Promise<TrendPoint[]> {
  const models = context.store.models.list(tenant).slice(0, MOST_MODELS);
  const points = await Promise.all(
    models.map(async (row) => {
      const card = await modelCardOf(context, row);
      const segment = (row.segments as readonly SegmentSummary[]).find((one) => one.segment === id);
      return card && { modelId: row.id, modelName: row.name, asOf: card.as_of, segment: segment ?? null };
    }),
  );
  return points.filter((point) => point !== null);
}

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
