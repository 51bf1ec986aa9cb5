import { Command } from "commander";
import type { CleaningReport } from "../transactions/cleaning-report";
import { readTransactions } from "../transactions/read";
import { checkText } from "./check-text";
import { dataFiles } from "./data-files";
import { type ReadingFlags, readingOf, withReading } from "./reading";

interface CheckFlags extends ReadingFlags {
  readonly json?: boolean;
}

export function checkCommand(): Command {
  const command = new Command("check")
    .description(
      "Read order lines exactly as a training would, say what was found and what is doubtful, and train nothing.",
    )
    .argument(
      "<file...>",
      "order lines; several files, a folder or a pattern are one history, in the order they were exported",
    )
    .option("--json", "print one JSON object");
  return withReading(command).action(runCheck);
}

async function runCheck(files: readonly string[], { json, ...flags }: CheckFlags): Promise<void> {
  const data = await dataFiles(files, (message) => console.error(message));
  const { report } = await readTransactions(data, await readingOf(flags));
  console.log(json ? JSON.stringify(checkAnswer(report), null, 2) : checkText(report));
}

/** What `check --json` prints: the report, with the columns' evidence instead of their names. Wire format. */
export function checkAnswer({ mapping: _, roles, ...report }: CleaningReport) {
  return { ...report, mapping: roles };
}
