import type { VNode } from "preact";
import { Card } from "../../components/card";
import { type Fact, Facts } from "../../components/facts";
import { useFormat } from "../../components/reader";
import { TableCard } from "../../components/table";
import { STATUS_WORDS } from "../../words/job-words";
import type { ShownRun } from "./listed-run";

/** Everything that was recorded of one training. */
export function RunDetails({ row }: { readonly row: ShownRun }): VNode {
  const format = useFormat();
  const { run, error } = row;
  const facts: Fact[] = [
    ["Outcome", STATUS_WORDS[run.status]],
    error !== null && ["Why", error],
    ["Job", row.hasJob ? <a href={`/app/queue/${encodeURIComponent(run.id)}`}>{run.id}</a> : run.id],
    ["Started", format.moment(run.startedAt)],
    ["Ended", format.moment(run.endedAt)],
    ["SHA-256 of the data", run.datasetSha256 ? <code>{run.datasetSha256}</code> : "not known"],
    ["Tracking server", run.sent ? <code>{run.sent.as}</code> : "not sent"],
    ...Object.entries(run.tags).map(([name, value]): Fact => [words(name), value]),
  ];
  const parameters = Object.entries(run.parameters);
  return (
    <section class="stack" id="run">
      <div class="grid wide">
        <Card title={run.name}>
          <Facts of={facts} />
        </Card>
        {parameters.length > 0 && (
          <Card title="Settings and choices">
            <Facts of={parameters.map(([name, value]) => [words(name), value])} />
          </Card>
        )}
      </div>
      {run.artifacts.length > 0 && (
        <TableCard
          title="Files it wrote"
          caption="Files"
          rows={run.artifacts}
          columns={[
            { title: "File", cell: "name" },
            { title: "Bytes", kind: "count", cell: "sizeBytes" },
            { title: "SHA-256", cell: ({ sha256 }) => <code>{sha256.slice(0, 16)}…</code> },
          ]}
        />
      )}
    </section>
  );
}

/** `churn_horizon_days` → `Churn horizon days`. */
function words(name: string): string {
  const text = name.replaceAll("_", " ");
  return text[0]!.toUpperCase() + text.slice(1);
}
