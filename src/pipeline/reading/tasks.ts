import { aboutFile } from "../../transactions/about-file";
import { readAttributes } from "../../transactions/attributes/read-attributes";
import { type Ending, requireFormat } from "../../transactions/formats/file-kinds";
import { unpackToEnd } from "../../transactions/formats/open-table";
import { type Inspection, inspectFile } from "../../transactions/inspect";
import { defaultReadLimits } from "../../transactions/limits";
import { readTransactions } from "../../transactions/read";
import { type RowsPage, readRowsPage } from "../../transactions/rows-page";
import type { CustomersCheck, CustomersToCheck, FileCheck, FilesToCheck } from "./check-file";
import type { QueryCheck, QueryToCheck, QueryToRead } from "./query";
import { within } from "./within";

/** A file to look at. */
export interface FileToInspect {
  readonly path: string;
  /** What messages call it. */
  readonly name: string;
  /** Rows of the preview. */
  readonly rows: number;
  /** For a new file: its format must fit this, and an archive must unpack to its end. */
  readonly ending?: Ending;
}

/** Some rows of a file. */
export interface PageOfFile {
  readonly path: string;
  readonly offset: number;
  readonly limit: number;
  readonly toEnd: boolean;
}

/** What a reading process can do with foreign files. Tasks and outcomes are plain data. */
export const READINGS = {
  inspect: ({ path, name, rows, ending }: FileToInspect): Promise<Inspection> =>
    aboutFile(name, async () => {
      const inspection = await inspectFile(path, { rows, name });
      if (ending === undefined) return inspection;
      requireFormat(name, ending, inspection.format);
      await unpackToEnd(path, defaultReadLimits);
      return inspection;
    }),
  page: ({ path, ...asked }: PageOfFile): Promise<RowsPage> => readRowsPage(path, asked),
  check,
  customers,
  // Libraries of databases are loaded by those who have one.
  query: async (asked: QueryToCheck): Promise<QueryCheck> => (await import("./query")).checkQuery(asked),
  marks: async (asked: QueryToRead & { readonly buckets: number }): Promise<readonly string[]> =>
    (await import("./query")).marksOf(asked),
} as const;

export type Readings = typeof READINGS;

function check({ files, withinMs, currency, rates }: FilesToCheck): Promise<FileCheck | null> {
  return within(withinMs, async (signal) => {
    const { report } = await readTransactions(files, { currency, rates, signal });
    return { report };
  });
}

function customers({
  files,
  customerFiles,
  withinMs,
  currency,
  rates,
}: CustomersToCheck): Promise<CustomersCheck | null> {
  return within(withinMs, async (signal) => {
    const transactions = await readTransactions(files, { currency, rates, signal });
    const { reports } = await readAttributes(customerFiles, transactions, signal);
    return { reports };
  });
}
