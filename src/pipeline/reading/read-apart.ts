import type { Inspection } from "../../transactions/inspect";
import type { RowsPage } from "../../transactions/rows-page";
import type { CustomersCheck, CustomersToCheck, FileCheck, FilesToCheck } from "./check-file";
import type { QueryCheck, QueryToCheck, QueryToRead } from "./query";
import { ReadingProcess, TooCostlyError } from "./reading-process";
import type { FileToInspect, PageOfFile, Readings } from "./tasks";

const MIB = 2 ** 20;
const INSPECTION = { withinMs: 60_000, mostBytes: 768 * MIB };
const PAGE = { withinMs: 600_000, mostBytes: 1024 * MIB };
/** A check stops by itself when its time is up; this ends one that does not. */
const CHECK = { withinMs: 600_000, graceMs: 20_000, mostBytes: 2048 * MIB };

/** A warehouse has the time that its connection allows; this ends one that takes longer to say a first word. */
const QUERY = { withinMs: 120_000, mostBytes: 4096 * MIB };
const MARKS = { withinMs: 3_600_000, mostBytes: 4096 * MIB };

/** Whole files take longer to read than their beginnings, so they wait apart. */
const beginnings = new ReadingProcess();
const pages = new ReadingProcess();
const wholes = new ReadingProcess();
/** Nobody's file waits for a warehouse. */
const warehouses = new ReadingProcess();

/** Looks at the beginning of a foreign file (`inspectFile`), in a process with limits. */
export function inspectApart(file: FileToInspect): Promise<Inspection> {
  return beginnings.read("inspect", file, INSPECTION);
}

/** Reads some rows of a foreign file (`readRowsPage`), in a process with limits. */
export function readPageApart(page: PageOfFile, signal: AbortSignal): Promise<RowsPage> {
  return pages.read("page", page, { ...PAGE, signal });
}

/**
 * Reads the files of a data set as a training would, in a process with limits. Null if that takes too much time or
 * memory.
 */
export function checkFiles(asked: FilesToCheck): Promise<FileCheck | null> {
  return wholeOrNull("check", asked);
}

/** The same, with the customers' files that belong to them. */
export function checkCustomers(asked: CustomersToCheck): Promise<CustomersCheck | null> {
  return wholeOrNull("customers", asked);
}

/** Looks at a query, in a process with limits (`checkQuery`). Aborting ends the process, and the query with it. */
export function checkQuery(asked: QueryToCheck, signal: AbortSignal): Promise<QueryCheck> {
  return warehouses.read("query", asked, { ...QUERY, signal });
}

/** Asks which buckets of a query have changed, in a process with limits (`marksOf`). */
export function marksApart(
  asked: QueryToRead & { readonly buckets: number },
  signal: AbortSignal,
): Promise<readonly string[]> {
  return warehouses.read("marks", asked, { ...MARKS, signal });
}

async function wholeOrNull<Kind extends "check" | "customers">(
  kind: Kind,
  asked: Parameters<Readings[Kind]>[0],
): Promise<Awaited<ReturnType<Readings[Kind]>> | null> {
  const withinMs = asked.withinMs === undefined ? CHECK.withinMs : asked.withinMs + CHECK.graceMs;
  try {
    return await wholes.read(kind, asked, { withinMs, mostBytes: CHECK.mostBytes });
  } catch (error) {
    if (error instanceof TooCostlyError) return null;
    throw error;
  }
}
