import type { VNode } from "preact";
import { VERSION } from "../../../../src/config";
import type { JoinedWorker } from "../../../../src/jobs/steps/joined-workers";
import type { JobKind } from "../../../../src/store/job-row";
import { Badge, Card, type Tone } from "../../../components/card";
import { Table } from "../../../components/table";
import { KIND_WORDS } from "../../../words/job-words";

const STATES: Readonly<Record<JoinedWorker["state"], { readonly word: string; readonly tone: Tone }>> = {
  joined: { word: "Joined", tone: "good" },
  silent: { word: "Silent", tone: "warn" },
  refused: { word: "Refused", tone: "bad" },
};

/** The machines that do jobs for this server, of which none says whose jobs. Nothing where no job runs elsewhere. */
export function WorkersCard({ workers }: { readonly workers: readonly JoinedWorker[] | null }): VNode | null {
  if (workers === null) return null;
  const others = new Set(workers.filter(({ state }) => state === "refused").map(({ release }) => release));
  return (
    <Card
      id="workers"
      title="Workers"
      note="Other machines that train and score for this server. What they do not take, the server does itself."
    >
      {workers.length === 0 ? (
        <p class="soft">
          None has joined. The server’s operator starts one with <code>perennial worker</code>.
        </p>
      ) : (
        <Table
          caption="Workers, by name"
          isDense
          rows={workers}
          columns={[
            { title: "Name", cell: "name" },
            { title: "Release", cell: ({ release }) => <code>{release}</code> },
            {
              title: "State",
              cell: ({ state }) => <Badge tone={STATES[state].tone}>{STATES[state].word}</Badge>,
            },
            { title: "Does now", cell: ({ doing }) => doingWords(doing) },
            { title: "Since", kind: "moment", cell: "since" },
            { title: "Last sign", kind: "moment", cell: "heardAt" },
          ]}
        />
      )}
      {others.size > 0 && (
        <p class="small">
          This server runs Perennial {VERSION} and takes nothing from a worker of {[...others].join(" or ")},
          whose results might differ. Install the same release on both.
        </p>
      )}
    </Card>
  );
}

/** `Training`, `2 × Prediction, Backtest`. */
function doingWords(kinds: readonly JobKind[]): string {
  const each = Map.groupBy(kinds, (kind) => KIND_WORDS[kind]);
  const words = [...each].map(([word, { length }]) => (length > 1 ? `${length} × ${word}` : word));
  return words.join(", ") || "Nothing";
}
