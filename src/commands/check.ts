import { Command } from "commander";
import { InputError } from "../errors";
import type { CleaningReport } from "../transactions/cleaning-report";
import { parseRates } from "../transactions/rates";
import { readTransactions } from "../transactions/read";
import { checkText } from "./check-text";
import { oneOf } from "./options";

interface CheckFlags {
  readonly json?: boolean;
  readonly mappingPath?: string;
  readonly dateOrder?: "mdy" | "dmy" | "ymd";
  readonly currency?: string;
  readonly rates?: string;
}

export function checkCommand(): Command {
  return new Command("check")
    .description(
      "Read order lines exactly as a training would, say what was found and what is doubtful, and train nothing.",
    )
    .argument("<file...>", "the files of one data set, in the order they were exported")
    .option("--json", "print one JSON object")
    .option(
      "--mapping-path <file>",
      "JSON or YAML: which column holds what; default: recognised by name and content",
    )
    .option(
      "--date-order <order>",
      "mdy, dmy or ymd, where the dates of the file can be read in two ways",
      oneOf("mdy", "dmy", "ymd"),
    )
    .option("--currency <code>", "the currency to count in; default: that of most rows")
    .option(
      "--rates <file>",
      "CSV with the columns date, currency and rate: what one unit is worth in that currency",
    )
    .action(runCheck);
}

async function runCheck(
  files: readonly string[],
  { json, mappingPath, dateOrder, currency, rates }: CheckFlags,
): Promise<void> {
  const { report } = await readTransactions(
    files.map((path) => ({ path })),
    { mappingPath, dateOrder, currency, rates: rates === undefined ? undefined : await ratesOf(rates) },
  );
  console.log(json ? JSON.stringify(checkAnswer(report), null, 2) : checkText(report));
}

async function ratesOf(path: string) {
  const file = Bun.file(path);
  if (!(await file.exists())) throw new InputError(`There is no file of rates ${path}.`);
  return parseRates(await file.text());
}

/** What `check --json` prints: the report with the columns' evidence in place of their names. Wire format. */
export function checkAnswer({ mapping: _, roles, ...report }: CleaningReport) {
  return { ...report, mapping: roles };
}
