import type { ModelFiles } from "../models/model-folder";
import type { EarlierMonitoring, EarlierRealised } from "./monitor";
import { realisedLines } from "./monitoring-table";

/**
 * Adds to a new model's files what its data shows about the earlier models: `drift.json` against the newest of them,
 * `realised.json` for all, and a section of the strategic report. Without earlier models, the files stay as they are.
 */
export function withEarlierModels(files: ModelFiles, { drift, realised }: EarlierMonitoring): ModelFiles {
  if (realised.length === 0) return files;
  return {
    ...files,
    ...(drift && { "drift.json": json(drift) }),
    "realised.json": json({ models: realised }),
    "strategic_report.md": `${files["strategic_report.md"]}${section(drift, realised)}`,
  };
}

/** The newest earlier model whose forecast period is over, or else the newest. `realised.json` has the rest. */
function section(drift: EarlierMonitoring["drift"], realised: readonly EarlierRealised[]): string {
  const readable = realised.flatMap((model) => ("unreadable" in model ? [] : [model]));
  const notes = drift === null ? [] : drift.notes.filter((note) => note !== drift.text);
  const over = readable.find(({ churn, spend }) => [churn, spend].some(({ status }) => status === "scored"));
  const told = over ?? readable[0];
  return [
    ...(drift === null ? [] : ["", "## Since the model before", "", [drift.text, ...notes].join(" ")]),
    ...(told ? ["", ...realisedLines(told)] : []),
    "",
  ].join("\n");
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
