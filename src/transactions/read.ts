import { basename } from "node:path";
import { InputError } from "../errors";
import type { DateOrder } from "./cells/date-kind";
import { readMappingFile } from "./columns/mapping-file";
import { type MappingChoice, resolveColumns } from "./columns/resolve";
import { openTable } from "./formats/open-table";
import { HeldBackRows } from "./held-back-rows";
import { defaultReadLimits, type ReadLimits } from "./limits";
import { cleanRows } from "./lines/clean";
import { OrderRows } from "./lines/order-rows";
import type { Transactions } from "./transactions";

/** Rows that are looked at before it is decided what the columns mean. */
const detectionRows = 500;

/** One file of a data set. */
export interface SourceFile {
  readonly path: string;
  /** As its owner calls it, for messages and the report; without it the path's last part. */
  readonly name?: string | undefined;
  /** This file's own; what it leaves open is taken from `ReadOptions`. */
  readonly mapping?: MappingChoice | undefined;
  readonly mappingPath?: string | undefined;
  readonly dateOrder?: DateOrder | undefined;
}

export interface ReadOptions {
  /** Which column holds what; fields left out are found by name and values, fields of null are taken to be missing. */
  readonly mapping?: MappingChoice | undefined;
  /** A JSON or YAML file with such a mapping; `mapping` goes before it, field by field. */
  readonly mappingPath?: string | undefined;
  /** The order of numeric dates, where the file leaves it open or the caller knows better. */
  readonly dateOrder?: DateOrder | undefined;
  readonly limits?: Partial<ReadLimits> | undefined;
  /** Called some times a second's worth of bytes with the share of the file read (0 to 1) and the rows so far. */
  readonly onProgress?: ((fraction: number, rows: number) => void) | undefined;
  /** Stops the reading: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a file of order lines (CSV, XLSX, Parquet, JSON lines; CSV and JSON lines also gzipped) and cleans it. The file
 * is streamed; what stays in memory is about 60 bytes a row and the distinct ids. Throws InputError, with the file's
 * name and the row where there is one, for whatever a user can mend.
 */
export async function readTransactions(
  files: string | readonly SourceFile[],
  options: ReadOptions = {},
): Promise<Transactions> {
  const file = typeof files === "string" ? { path: files } : files[0]!;
  const { path, mapping, mappingPath, dateOrder }: SourceFile = file;
  const limits = { ...defaultReadLimits, ...options.limits };
  const said = mappingPath ?? options.mappingPath;
  const fromFile = said === undefined ? {} : await readMappingFile(said);
  const choice = { ...fromFile, ...options.mapping, ...mapping };
  const name = (file as SourceFile).name ?? basename(path);
  let rows: OrderRows | null = null;
  const held = new HeldBackRows(detectionRows, (header, sample) => {
    const table = new OrderRows(resolveColumns(header, sample, choice), limits.maxRows);
    rows = table;
    return (fields) => table.add(fields);
  });
  try {
    const source = await openTable(path, limits, (readBytes, sizeBytes) => {
      options.signal?.throwIfAborted();
      options.onProgress?.(sizeBytes === 0 ? 1 : readBytes / sizeBytes, rows?.rows ?? 0);
    });
    await source.read(held);
    held.end();
    if (rows === null)
      throw new InputError("The file has no header row. A header and order lines are needed.");
    const facts = { ...source, name, sha256: await source.sha256(), notes: source.notes() };
    return cleanRows(rows, facts, { dateOrder: dateOrder ?? options.dateOrder, limits });
  } catch (error) {
    if (error instanceof InputError && !error.message.startsWith(name))
      throw new InputError(`${name}: ${error.message}`);
    throw error;
  }
}
