import type { VNode } from "preact";
import type { ApiContext } from "../../../src/api/context";
import type { SegmentSummary } from "../../../src/models/segment-summary";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";
import { modelJson } from "../../model-files";
import type { Card } from "../../model-page";

/** So many models are looked back on. */
const MOST_MODELS = 8;

/** A segment as one model saw it; null where that model had no such segment. */
interface TrendPoint {
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
      const card = await modelJson<Card>(context, row, "model.json");
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
