import type { VNode } from "preact";
import type { ListCounts } from "../../../src/destinations/make-list";
import { leftOutWords } from "../../../src/destinations/recipients";
import type { DestinationRunRow } from "../../../src/store/destination-runs";
import { Badge, type Tone } from "../../components/card";
import { useFormat } from "../../components/reader";
import type { Format } from "../../format";

type State = "sent" | "failed" | "new" | "again";

const STATES: Readonly<Record<State, { readonly word: string; readonly tone?: Tone }>> = {
  sent: { word: "Sent", tone: "good" },
  failed: { word: "Not sent", tone: "bad" },
  new: { word: "On its way" },
  again: { word: "Retrying", tone: "warn" },
};

export function StateBadge({ run: { state, error } }: { readonly run: DestinationRunRow }): VNode {
  const { word, tone } = STATES[state !== "waiting" ? state : error === null ? "new" : "again"];
  return <Badge tone={tone}>{word}</Badge>;
}

/** Null where no list was made yet. */
export function countsOf({ counts }: DestinationRunRow): ListCounts | null {
  return counts as ListCounts | null;
}

/** `281 sent, 40 without consent`. */
export function countWords(run: DestinationRunRow, format: Format): string {
  const counts = countsOf(run);
  if (!counts) return "";
  const { sent, ...left } = counts;
  const ended = run.state === "sent" ? "sent" : "in the list";
  return [`${format.count(sent)} ${ended}`, leftOutWords(left)].filter(Boolean).join(", ");
}

/** What became of a run: its state, how many, and when. */
export function RunResult({ run }: { readonly run: DestinationRunRow | null }): VNode {
  const format = useFormat();
  if (!run) return <span class="soft">Never sent</span>;
  const words = run.state === "failed" ? run.error : countWords(run, format);
  return (
    <>
      <StateBadge run={run} />{" "}
      <span class="soft small under">
        {words && `${words} · `}
        {format.moment(run.endedAt ?? run.createdAt)}
      </span>
    </>
  );
}
