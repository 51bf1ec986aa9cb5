import type { Command } from "commander";
import { InputError } from "../errors";
import type { ReadOptions } from "../transactions/read";
import { currency, oneOf } from "./options";

/** How the order lines of a command are to be read, as its flags say. */
export interface ReadingFlags {
  readonly mappingPath?: string;
  readonly dateOrder?: "mdy" | "dmy" | "ymd";
  readonly currency?: string;
  /** A file's path. */
  readonly rates?: string;
}

type Reading = Pick<ReadOptions, "mappingPath" | "dateOrder" | "currency" | "rates">;

/** Gives a command the flags that say how order lines are to be read. */
export function withReading(command: Command): Command {
  return command
    .option(
      "--mapping-path <file>",
      "JSON or YAML: which column holds what; default: recognised by name and content",
    )
    .option(
      "--date-order <order>",
      "mdy, dmy or ymd, where the dates of the file can be read in two ways",
      oneOf("mdy", "dmy", "ymd"),
    )
    .option("--currency <code>", "the currency to count in; default: that of most rows", currency)
    .option(
      "--rates <file>",
      "CSV with the columns date, currency and rate: what one unit is worth in that currency",
    );
}

/** What the flags say, and what is in the files that they name. Throws an InputError where there is no file of rates. */
export async function readingOf({ rates, ...flags }: ReadingFlags): Promise<Reading> {
  if (rates === undefined) return flags;
  const file = Bun.file(rates);
  if (!(await file.exists())) throw new InputError(`There is no file of rates ${rates}.`);
  return { ...flags, rates: await file.text() };
}
