import type { Inspection } from "../../transactions/inspect";
import type { RowsPage } from "../../transactions/rows-page";
import type { CustomersCheck, CustomersToCheck, FileCheck, FilesToCheck } from "./check-file";
import { ReadingProcess, TooCostlyError } from "./reading-process";
import type { FileToInspect, PageOfFile, Readings } from "./tasks";

const MIB = 2 ** 20;
const INSPECTION = { withinMs: 60_000, mostBytes: 768 * MIB };
const PAGE = { withinMs: 600_000, mostBytes: 1024 * MIB };
/** A check stops by itself when its time is up; this ends one that does not. */
const CHECK = { withinMs: 600_000, graceMs: 20_000, mostBytes: 2048 * MIB };

/** Whole files take longer to read than their beginnings, so they wait apart. */
const beginnings = new ReadingProcess();
const pages = new ReadingProcess();
const wholes = new ReadingProcess();

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
