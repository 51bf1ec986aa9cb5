import type { Command } from "commander";
import { InputError } from "../errors";
import type { ReadOptions } from "../transactions/read";
import { currency, oneOf } from "./options";

/** How to read a command's order lines, according to its flags. */
export interface ReadingFlags {
  readonly mappingPath?: string;
  readonly dateOrder?: "mdy" | "dmy" | "ymd";
  readonly currency?: string;
  /** A file's path. */
  readonly rates?: string;
}

export type Reading = Pick<ReadOptions, "mappingPath" | "dateOrder" | "currency" | "rates">;

/** Gives a command the flags for reading order lines. */
export function withReading(command: Command): Command {
  return command
    .option(
      "--mapping-path <file>",
      "JSON or YAML: which column holds what; default: recognised by name and content",
    )
    .option(
      "--date-order <order>",
      "mdy, dmy or ymd, if the dates of the file can be read in two ways",
      oneOf("mdy", "dmy", "ymd"),
    )
    .option("--currency <code>", "the currency to count in; default: that of most rows", currency)
    .option(
      "--rates <file>",
      "CSV with the columns date, currency and rate: what one unit is worth in that currency",
    );
}

/** The flags, with the contents of the files they name. Throws an InputError if there is no file of rates. */
export async function readingOf({ rates, ...flags }: ReadingFlags): Promise<Reading> {
  if (rates === undefined) return flags;
  const file = Bun.file(rates);
  if (!(await file.exists())) throw new InputError(`There is no rates file ${rates}.`);
  return { ...flags, rates: await file.text() };
}
