import { afterAll } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../../src/errors";
import { type ReadOptions, readTransactions } from "../../src/transactions/read";
import type { Transactions } from "../../src/transactions/transactions";

let folder: string | null = null;
let files = 0;

/** Removes what `temporaryFile` wrote; to be called once at the top of a test file. */
export function removeFilesAfterwards(): void {
  afterAll(() => {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
    folder = null;
  });
}

/** Writes a file and returns its path. */
export function temporaryFile(content: string | Uint8Array, name = "orders.csv"): string {
  folder ??= mkdtempSync(join(tmpdir(), "perennial-"));
  const path = join(folder, `${files++}-${name}`);
  writeFileSync(path, content);
  return path;
}

/** Writes a file and reads it as order lines. */
export function read(
  content: string | Uint8Array,
  options?: ReadOptions,
  name?: string,
): Promise<Transactions> {
  return readTransactions(temporaryFile(content, name), options);
}

/** The message of the InputError with which reading `content` fails. */
export async function refusal(
  content: string | Uint8Array,
  options?: ReadOptions,
  name?: string,
): Promise<string> {
  try {
    await read(content, options, name);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error("the file was read, and should have been refused");
}

/** The lines as readable rows, in order. */
export function rowsOf({ lines, customers, orders, products, countries }: Transactions): string[] {
  return Array.from({ length: lines.length }, (_, i) =>
    [
      customers[lines.customer[i]!],
      orders.at(lines.order[i]!),
      products[lines.product[i]!] ?? "-",
      new Date(lines.time[i]!).toISOString().replace(".000Z", ""),
      lines.quantity[i],
      lines.unitPrice[i],
      countries[lines.country[i]!] ?? "-",
    ].join(" "),
  );
}

export const header = "CustomerID,InvoiceNo,InvoiceDate,StockCode,Quantity,UnitPrice,Country";
