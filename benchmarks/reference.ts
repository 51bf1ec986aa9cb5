import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type ColumnTable, fromCSV } from "arquero";

/** The folder with the real data sets and the oracles: beside the project, or where `PERENNIAL_SHARED` says. */
const SHARED = resolve(process.env.PERENNIAL_SHARED ?? join(import.meta.dir, "..", "..", "shared"));

/** A file of that folder, or null on a machine without it. */
export function sharedFile(name: string): string | null {
  const path = join(SHARED, name);
  return existsSync(path) ? path : null;
}

/** A gzipped CSV of numbers as a table. */
export function readOracleTable(path: string): ColumnTable {
  const text = new TextDecoder().decode(Bun.gunzipSync(readFileSync(path)));
  return fromCSV(text, { autoType: true });
}
