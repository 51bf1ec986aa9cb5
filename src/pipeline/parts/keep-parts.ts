import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CleaningReport } from "../../transactions/cleaning-report";
import type { TransactionParts } from "../../transactions/parts";
import type { Transactions } from "../../transactions/transactions";
import { partFile, readPartFile, sharedLists } from "./part-file";
import { type LeftOut, withoutCustomers } from "./without-customers";

export interface KeepOptions {
  /** Gets one file for each part. */
  readonly folder: string;
  /** What an earlier reading kept of a part that has not changed since; null if there is nothing, or it has changed. */
  readonly earlier: (part: number) => Promise<Uint8Array | null>;
  /** Tells whether an id or address is that of an erased person; null if nobody was erased. */
  readonly isErased: ((name: string) => boolean) | null;
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of parts that are done. */
  readonly onProgress?: ((parts: number) => void) | undefined;
}

/** A data set whose parts are in files. */
export interface KeptParts {
  readonly parts: TransactionParts;
  /** The parts that were read again. */
  readonly readAnew: readonly number[];
}

/** The name of a part's file in its folder. */
export function partName(part: number): string {
  return `part-${String(part).padStart(4, "0")}.arrow`;
}

/**
 * Brings the parts of a data set to this machine's disk, each of them once: from an earlier reading where that still
 * holds, else from where the data set is. Erased customers are left out, and the report says so. The result needs
 * `parts` no longer.
 */
export async function keepParts(
  parts: TransactionParts,
  { folder, earlier, isErased, signal, onProgress }: KeepOptions,
): Promise<KeptParts> {
  await mkdir(folder, { recursive: true });
  const lists = sharedLists(parts.shared);
  const customers: number[] = [];
  const readAnew: number[] = [];
  const leftOut: LeftOut[] = [];
  for (let k = 0; k < parts.customers.length; k++) {
    signal?.throwIfAborted();
    const kept = await earlier(k);
    let part = kept && readPartFile(kept, lists);
    if (part === null) {
      readAnew.push(k);
      part = await parts.part(k);
    }
    if (isErased) {
      const without = withoutCustomers(part, erasedIn(part, isErased));
      part = without.part;
      leftOut.push(without.leftOut);
    }
    await Bun.write(join(folder, partName(k)), partFile(part));
    customers.push(part.customers.length);
    onProgress?.(k + 1);
  }
  const shared = { ...parts.shared, report: reportWithout(parts.shared.report, leftOut) };
  return {
    readAnew,
    parts: partsInFiles({ shared, customers }, (index) => readFile(join(folder, partName(index)))),
  };
}

/** A data set whose parts `keepParts` has put into files, wherever these are by now. */
export function partsInFiles(
  { shared, customers }: Pick<TransactionParts, "shared" | "customers">,
  file: (part: number) => Promise<Uint8Array>,
): TransactionParts {
  const lists = sharedLists(shared);
  return {
    shared,
    customers,
    async part(index) {
      if (!(index in customers)) throw new RangeError(`there is no part ${index}`);
      return readPartFile(await file(index), lists)!;
    },
    async [Symbol.asyncDispose]() {},
  };
}

function erasedIn(
  { customers, customerEmails }: Transactions,
  isErased: (name: string) => boolean,
): (customer: number) => boolean {
  return (customer) => {
    const email = customerEmails?.[customer];
    return isErased(customers[customer]!) || (email != null && isErased(email));
  };
}

/** The report without the customers who were left out, and a warning about them. */
function reportWithout(report: CleaningReport, all: readonly LeftOut[]): CleaningReport {
  const sum = (of: keyof LeftOut) => all.reduce((total, one) => total + one[of], 0);
  const [customers, orders, lines, revenue] = [sum("customers"), sum("orders"), sum("lines"), sum("revenue")];
  if (customers === 0) return report;
  const cents = (amount: number) => Math.round(100 * amount) / 100;
  const who =
    customers === 1 ? "One customer who was" : `${customers.toLocaleString("en")} customers who were`;
  return {
    ...report,
    customers: report.customers - customers,
    orders: report.orders - orders,
    revenue: cents(report.revenue - revenue),
    net_revenue: cents(report.net_revenue - revenue),
    warnings: [
      {
        code: "erased_customers",
        message: `${who} erased here ${customers === 1 ? "is" : "are"} still in the warehouse. Their orders were left out; rows are counted with them. Delete them in the warehouse too.`,
        rows: lines,
        samples: [],
      },
      ...report.warnings,
    ],
  };
}
