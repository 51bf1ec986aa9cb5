import type { VNode } from "preact";
import { runFilePath } from "../../../src/destinations/channel";
import { leftOutWords } from "../../../src/destinations/recipients";
import type { DestinationRunRow } from "../../../src/store/destination-runs";
import { Card } from "../../components/card";
import { useFormat } from "../../components/reader";
import { Table } from "../../components/table";
import { REASON_WORDS } from "../../words/destination-words";
import { countsOf, StateBadge } from "./run-words";

interface RunsProps {
  /** Newest first. */
  readonly runs: readonly DestinationRunRow[];
  readonly destination: string;
  /** Whether a model that chose customers is still there. */
  readonly hasModel: (id: string) => boolean;
}

/** Each time that a list went, or was to go. */
export function RunsCard({ runs, destination, hasModel }: RunsProps): VNode {
  return (
    <Card title="History">
      {runs.length === 0 ? (
        <p class="soft">Nothing was sent yet.</p>
      ) : (
        <Table
          caption="What was sent, newest first"
          rows={runs}
          columns={[
            { title: "When", kind: "moment", cell: "createdAt" },
            { title: "Why", cell: ({ reason }) => REASON_WORDS[reason], isMinor: true },
            { title: "Result", cell: (run) => <Result run={run} /> },
            { title: "Customers", kind: "count", cell: (run) => countsOf(run)?.sent ?? null },
            { title: "Left out", cell: (run) => leftOut(run) },
            { title: "Tries", kind: "count", cell: "attempts", isMinor: true },
            {
              title: "File",
              cell: (run) =>
                hasModel(run.modelId) ? (
                  <a href={runFilePath(destination, run.id)} download>
                    Download
                  </a>
                ) : (
                  <span class="soft">Its model was deleted</span>
                ),
            },
          ]}
        />
      )}
    </Card>
  );
}

function leftOut(run: DestinationRunRow): string {
  const counts = countsOf(run);
  return counts ? leftOutWords(counts) || "Nobody" : "–";
}

function Result({ run }: { readonly run: DestinationRunRow }): VNode {
  const format = useFormat();
  const { error, place, nextAt } = run;
  const again = nextAt === null ? "" : ` Next try ${format.moment(nextAt)}.`;
  return (
    <>
      <StateBadge run={run} />{" "}
      {(error ?? place) && (
        <span class="soft small under rule-words">
          {error ?? place}
          {again}
        </span>
      )}
    </>
  );
}
