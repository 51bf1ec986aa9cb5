import { Command } from "commander";
import { InputError } from "../errors";
import type { CleaningReport } from "../transactions/cleaning-report";
import { readTransactions } from "../transactions/read";
import type { OpenQuery } from "../warehouse/open-query";
import { checkText } from "./check-text";
import { dataFiles } from "./data-files";
import { type Reading, type ReadingFlags, readingOf, withReading } from "./reading";
import { type QueryFlags, queryOf, queryReading, withQuery } from "./warehouse-query";

interface CheckFlags extends ReadingFlags, QueryFlags {
  readonly json?: boolean;
}

export function checkCommand(): Command {
  const command = new Command("check")
    .description(
      "Read order lines exactly as a training would, say what was found and what is doubtful, and train nothing.",
    )
    .argument(
      "[file...]",
      "order lines; several files, a folder or a pattern are one history, in the order they were exported",
    )
    .option("--json", "print one JSON object");
  return withReading(withQuery(command)).action(runCheck);
}

async function runCheck(
  files: readonly string[],
  { json, warehouse, query, ...flags }: CheckFlags,
): Promise<void> {
  const reading = await readingOf(flags);
  await using open = await queryOf({ warehouse, query }, files);
  const report = open ? await checkedQuery(open, reading) : await checkedFiles(files, reading);
  console.log(json ? JSON.stringify(checkAnswer(report), null, 2) : checkText(report));
}

async function checkedFiles(files: readonly string[], reading: Reading): Promise<CleaningReport> {
  if (files.length === 0)
    throw new InputError("Name a file of order lines, or a query with --warehouse and --query.");
  const data = await dataFiles(files, (message) => console.error(message));
  return (await readTransactions(data, reading)).report;
}

async function checkedQuery(
  { engine, query, name }: OpenQuery & { readonly name: string },
  reading: Reading,
): Promise<CleaningReport> {
  const { checkWarehouse } = await import("../warehouse/read-warehouse");
  return await checkWarehouse(engine, query, { name, ...(await queryReading(reading)) });
}

/** What `check --json` prints: the report, with the columns' evidence instead of their names. Wire format. */
export function checkAnswer({ mapping: _, roles, ...report }: CleaningReport) {
  return { ...report, mapping: roles };
}
