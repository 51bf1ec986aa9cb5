import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { parseMapping } from "../transactions/columns/mapping-file";
import { linesOfPart } from "../transactions/part-ranges";
import { openQuery, type WarehouseQuery } from "../warehouse/open-query";
import { readWarehouse } from "../warehouse/read-warehouse";
import { askAgain } from "./ask-again";
import type { MoneyReading } from "./money-reading";
import { type KeptParts, keepParts } from "./parts/keep-parts";
import { type ProgressListener, stageEnd } from "./progress";

/** What tells whether a part that an earlier reading kept still holds. */
export interface PartMarks {
  /** Of each bucket of customers: changes when one of its rows does. */
  readonly marks: readonly string[];
  /** How all of them were read. Read in another way, what was kept is of no use. */
  readonly terms: string;
}

/** How a query is to be read. */
export interface QueryTerms {
  readonly query: WarehouseQuery;
  /** What messages and the report call the data set. */
  readonly name: string;
  /** The text of the user's mapping of the columns; null if there is none. */
  readonly mapping: string | null;
  readonly reading: MoneyReading;
  /** This release. Another one may read otherwise. */
  readonly release: string;
}

export interface QueryReadingOptions extends QueryTerms {
  /** Bytes that the order lines may take in memory. */
  readonly memoryBudget: number;
  /** Has the warehouses and their secrets. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the last reading kept: null if that is nothing. `part` gives the bytes of a part's file, null if it is gone. */
  readonly kept: (PartMarks & { readonly part: (index: number) => Promise<Uint8Array | null> }) | null;
  /** Gets a file for each part. */
  readonly folder: string;
  readonly isErased: ((name: string) => boolean) | null;
  readonly signal: AbortSignal;
  readonly onProgress?: ProgressListener | undefined;
}

/** What `PartMarks.terms` begin with: it tells before any reading whether what was kept can be of use. */
export function askedTerms({ query, mapping, reading, release }: Omit<QueryTerms, "name">): string {
  const { connection, query: text, readyMade } = query;
  const { currency, rates } = reading;
  return hashOf([connection, text, readyMade, mapping, currency, rates, release]);
}

function hashOf(what: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(what)).digest("hex");
}

/** Reads a query; if its warehouse is lost on the way, from the beginning, after a pause. */
export async function readQuery(
  options: QueryReadingOptions,
): Promise<KeptParts & { readonly marks: PartMarks }> {
  const { folder, query, signal, onProgress } = options;
  return await askAgain(
    async () => {
      await rm(folder, { recursive: true, force: true });
      return await readOnce(options);
    },
    signal,
    (ms) => {
      const message = `The warehouse ${query.connection} was lost and is asked again in ${Math.ceil(ms / 1000)} s`;
      onProgress?.({ stage: "reading", fraction: 0, message });
    },
  );
}

/**
 * Reads a query of a warehouse: customers whose buckets have no changed row come from what the last reading kept, others
 * from the warehouse. Then all of them lie in `folder`, and the warehouse is closed.
 */
async function readOnce(options: QueryReadingOptions): Promise<KeptParts & { readonly marks: PartMarks }> {
  const { query, name, mapping: text, reading, environment, kept, signal, onProgress } = options;
  const from = `the warehouse ${query.connection}`;
  // Half of the reading is over once the engine has judged the rows.
  const tell = (share: number, message: string) =>
    onProgress?.({
      stage: "reading",
      fraction: Math.round(1000 * stageEnd("reading") * share) / 1000,
      message,
    });
  tell(0, `Asking ${from}`);
  const mapping = text === null ? undefined : parseMapping(text);
  await using open = await openQuery(query, environment.WAREHOUSES_FILE || null, environment);
  await using parts = await readWarehouse(open.engine, open.query, {
    ...{ name, mapping, ...reading, signal },
    mostLinesInPart: linesOfPart(options.memoryBudget),
    onProgress: (share) => tell(share / 2, `Asking ${from}`),
  });
  const count = parts.customers.length;
  // Before the parts are fetched: what changes meanwhile is read again the next time.
  const marks = new Array<string>(count).fill("none");
  for (const { bucket, rows, checksum } of await parts.marks()) marks[bucket] = `${rows} ${checksum}`;
  const { mapping: columns, date_format, decimal_separator, currency } = parts.shared.report;
  const read = hashOf([columns, date_format, decimal_separator, currency, count]);
  const terms = `${askedTerms(options)} ${read}`;
  const isSame = (part: number) => kept?.terms === terms && kept.marks[part] === marks[part];
  const result = await keepParts(parts, {
    folder: options.folder,
    earlier: async (part) => (isSame(part) ? await kept!.part(part) : null),
    isErased: options.isErased,
    signal,
    onProgress: (done) => tell(0.5 + done / count / 2, `Reading ${from}, bucket ${done} of ${count}`),
  });
  return { ...result, marks: { marks, terms } };
}
