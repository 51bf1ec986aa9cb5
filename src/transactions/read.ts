import { basename } from "node:path";
import { InputError } from "../errors";
import { aboutFile } from "./about-file";
import { ReaderApart } from "./apart/reader-apart";
import type { DateOrder } from "./cells/date-kind";
import { readMappingFile } from "./columns/mapping-file";
import { type MappingChoice, resolveColumns } from "./columns/resolve";
import { openTable } from "./formats/open-table";
import { HeldBackRows } from "./held-back-rows";
import { isFullMemory } from "./kernel/kernel";
import { defaultReadLimits, detectionBounds, type ReadLimits } from "./limits";
import { assemble } from "./lines/assemble";
import { cleanFile } from "./lines/clean-file";
import { type CleanFile, type FileLines, wholeFile } from "./lines/file-lines";
import { OrderRows } from "./lines/order-rows";
import { ROWS_SHARE } from "./lines/row-block";
import { parseRates, type Rates } from "./rates";
import type { SpillRoom } from "./spill/spill-file";
import type { Transactions } from "./transactions";

/** Below, starting a thread takes longer than it saves. */
const DIVIDE_BYTES = 1 << 24;

/** One file of a data set. */
export interface SourceFile {
  readonly path: string;
  /** Its owner's name for it, in messages and the report; by default the path's last part. */
  readonly name?: string | undefined;
  /** This file's own; what it leaves open comes from `ReadOptions`. */
  readonly mapping?: MappingChoice | undefined;
  readonly mappingPath?: string | undefined;
  readonly dateOrder?: DateOrder | undefined;
}

export interface ReadOptions {
  /** Which column holds what. Fields left out are found by name and values; null means the file has no such column. */
  readonly mapping?: MappingChoice | undefined;
  /** A JSON or YAML file with such a mapping; `mapping` overrides it, field by field. */
  readonly mappingPath?: string | undefined;
  /** The order of numeric dates, if the file leaves it open or the caller knows better. */
  readonly dateOrder?: DateOrder | undefined;
  /** The currency to count in, an ISO 4217 code; by default that of most rows of the first file that has one. */
  readonly currency?: string | undefined;
  /** What other currencies are worth in it, as text for `parseRates`. */
  readonly rates?: string | undefined;
  readonly limits?: Partial<ReadLimits> | undefined;
  /** Text files of at least so many bytes are read by two threads. */
  readonly divideBytes?: number | undefined;
  /** Called a few times a second with the share of the files read (0 to 1) and the rows so far. */
  readonly onProgress?: ((fraction: number, rows: number) => void) | undefined;
  /** Stops the reading: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the files of a data set (CSV, XLSX, Parquet, JSON; CSV and JSON lines also gzipped), in the order they were
 * added, and cleans them. Each order line in overlapping files counts once, and the last file's version of an order
 * wins. Files are streamed; what stays in memory is about 15 bytes a row, 41 a
 * line that counts, and the distinct ids. Throws InputError, with
 * the file's name and any row, for whatever a user can fix.
 */
export async function readTransactions(
  files: string | readonly SourceFile[],
  options: ReadOptions = {},
): Promise<Transactions> {
  const sources: readonly SourceFile[] = typeof files === "string" ? [{ path: files }] : files;
  if (sources.length === 0) throw new RangeError("a data set has at least one file");
  const clean: FileLines[] = [];
  let money = moneyOf(options);
  for (const [k, source] of sources.entries()) {
    const onProgress = (fraction: number, rows: number) =>
      options.onProgress?.((k + fraction) / sources.length, rows);
    const more = { money, compared: sources.length > 1, room: null };
    const file = wholeFile(await readFile(source, { ...options, onProgress }, more));
    money = { ...money, currency: money.currency ?? file.currency };
    clean.push(file);
  }
  return assemble(clean);
}

/** Whether the rows of a file may not fit into memory, where they nearly always take less than as text. */
function mayOverflow({ sizeBytes }: { readonly sizeBytes: number }, room: SpillRoom | null): boolean {
  return room !== null && sizeBytes > ROWS_SHARE * room.budgetBytes;
}

/** The currency to count in, if known, and the rates of others. */
interface Money {
  readonly currency: string | null;
  readonly rates: Rates | null;
}

export function moneyOf(options: Pick<ReadOptions, "currency" | "rates">): Money {
  const currency = options.currency?.toUpperCase() ?? null;
  return { currency, rates: options.rates === undefined ? null : parseRates(options.rates, currency) };
}

/**
 * Reads and cleans one file of a data set. `compared`: there are other files; `room`: where rows and lines go beyond a
 * budget of memory, null if they all stay there.
 */
export async function readFile(
  source: SourceFile,
  options: ReadOptions,
  {
    money,
    compared,
    room,
  }: { readonly money: Money; readonly compared: boolean; readonly room: SpillRoom | null },
): Promise<CleanFile> {
  const { path } = source;
  const name = source.name ?? basename(path);
  const limits = { ...defaultReadLimits, ...options.limits };
  const mappingPath = source.mappingPath ?? options.mappingPath;
  const fromFile = mappingPath === undefined ? {} : await readMappingFile(mappingPath);
  const choice = { ...fromFile, ...options.mapping, ...source.mapping };
  let rows: OrderRows | null = null as OrderRows | null;
  const held = new HeldBackRows(detectionBounds, (header, sample) => {
    const table = new OrderRows(
      resolveColumns(header, sample, choice),
      limits.maxRows,
      limits.maxIdBytes,
      room,
    );
    rows = table;
    return {
      add: (fields) => table.add(fields),
      plainRows: (delimiter, mostBytes) => table.plainRows(delimiter, mostBytes),
      rest: (part) => apart?.begin(table, part) ?? null,
    };
  });
  let apart: ReaderApart | null = null as ReaderApart | null;
  const work = async () => {
    const table = await openTable(path, limits, (readBytes, sizeBytes) => {
      options.signal?.throwIfAborted();
      options.onProgress?.(sizeBytes === 0 ? 1 : readBytes / sizeBytes, rows?.rows ?? 0);
    });
    if (table.isDivisible && table.sizeBytes >= (options.divideBytes ?? DIVIDE_BYTES))
      apart = new ReaderApart(limits, mayOverflow(table, room) ? room : null);
    try {
      await table.read(held);
    } finally {
      await apart?.end();
    }
    held.end();
    rows?.end();
    if (rows === null)
      throw new InputError("The file has no header row. A header and order lines are needed.");
    const facts = {
      ...table,
      name,
      sha256: await table.sha256(),
      notes: table.notes(),
      warnings: table.warnings(),
    };
    return cleanFile(rows, facts, {
      dateOrder: source.dateOrder ?? options.dateOrder,
      ...money,
      limits,
      room,
      compared,
    });
  };
  return aboutFile(name, () =>
    work().catch((error) => {
      if (!isFullMemory(error)) throw error;
      throw new InputError(
        `The file has more distinct ids and texts than fit into ${limits.maxIdBytes / 2 ** 20} MiB, the limit; they did up to row ${rows?.rows ?? 0}. Split it.`,
      );
    }),
  );
}
