import { basename } from "node:path";
import { type Command, Option } from "commander";
import { readConfig } from "../config";
import { InputError } from "../errors";
import { readMappingFile } from "../transactions/columns/mapping-file";
import type { ReadOptions } from "../transactions/read";
import type { OpenQuery } from "../warehouse/open-query";
import type { WarehouseOptions } from "../warehouse/warehouse-options";

/** Order lines that lie in a warehouse instead of in files. */
export interface QueryFlags {
  readonly warehouse?: string | undefined;
  /** A file's path. */
  readonly query?: string | undefined;
}

/** Gives a command the flags for a query. */
export function withQuery(command: Command): Command {
  return command
    .addOption(new Option("--warehouse <name>", "instead of files: a warehouse that WAREHOUSES_FILE names"))
    .addOption(new Option("--query <file>", "SQL: one SELECT with a row for each line of an order"));
}

/**
 * The query that the flags name; null if they name none. Throws an InputError if they name half of one, or files as
 * well. Whoever has the operator's file may use every warehouse in it.
 */
export async function queryOf(
  { warehouse, query }: QueryFlags,
  files: readonly string[] | undefined,
): Promise<(OpenQuery & { readonly name: string }) | null> {
  if (warehouse === undefined && query === undefined) return null;
  if (warehouse === undefined || query === undefined)
    throw new InputError("--warehouse and --query go together: where to ask, and what.");
  if (files !== undefined && files.length > 0)
    throw new InputError("Order lines come from files or from a query, not from both.");
  const { warehousesFile } = readConfig(process.env);
  if (warehousesFile === null)
    throw new InputError("No warehouse is named: set WAREHOUSES_FILE to the file that names them.");
  const text = Bun.file(query);
  if (!(await text.exists())) throw new InputError(`There is no query file ${query}.`);
  const { openOwnQuery } = await import("../warehouse/open-query");
  const open = await openOwnQuery(warehouse, await text.text(), warehousesFile, process.env);
  return { ...open, name: basename(query) };
}

/** How to read a query, from the flags for files. Throws an InputError for what only files need. */
export async function queryReading({
  mappingPath,
  dateOrder,
  currency,
  rates,
}: Pick<ReadOptions, "mappingPath" | "dateOrder" | "currency" | "rates">): Promise<WarehouseOptions> {
  if (dateOrder !== undefined)
    throw new InputError("--date-order is for files. Cast the dates to timestamps in the query.");
  return {
    mapping: mappingPath === undefined ? undefined : await readMappingFile(mappingPath),
    currency,
    rates,
  };
}
