import type { VNode } from "preact";
import type { ApiContext } from "../../../../src/api/context";
import type { DatasetRow } from "../../../../src/store/datasets";
import { Card } from "../../../components/card";
import type { Format } from "../../../format";

/** What a data set asks its warehouse, and whether the schedule found something new there. */
export function QueryCard({
  context,
  tenant,
  row,
  format,
}: {
  readonly context: ApiContext;
  readonly tenant: string;
  readonly row: DatasetRow;
  readonly format: Format;
}): VNode | null {
  if (!row.query) return null;
  const { connection, query, readyMade } = row.query;
  const unchangedAt = context.store.datasetQueries.unchangedAt(tenant, row.id);
  return (
    <Card
      id="query"
      title="Query"
      note={`Of the warehouse ${connection}. Every training asks it again for what has changed.`}
    >
      {unchangedAt !== null && (
        <p>
          The schedule looked {format.moment(unchangedAt)}: no order line has changed since the newest model,
          so it did not train.
        </p>
      )}
      {query === null ? <p>Ready-made: {readyMade}</p> : <pre class="query">{query}</pre>}
    </Card>
  );
}
