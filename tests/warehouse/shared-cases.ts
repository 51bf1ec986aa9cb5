import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { EqualCase } from "./equal";

const SHARED = resolve(import.meta.dir, "../../../shared");
const table = /\.(?:csv|tsv|txt|xlsx|parquet|jsonl|gz)$/;

/** Exports with real faults, and exports of shop systems; none where the folder is absent. */
export function sharedCases(): EqualCase[] {
  const cases = join(SHARED, "cases");
  const exports = join(SHARED, "exports");
  return [
    ...filesOf(cases).flatMap((folder) =>
      filesOf(join(cases, folder)).map((file) => ({
        name: `${folder}/${file}`,
        path: join(cases, folder, file),
      })),
    ),
    ...filesOf(exports).map((file) => ({ name: `exports/${file}`, path: join(exports, file) })),
  ].filter(({ name }) => table.test(name));
}

/** Online Retail of the UCI repository, 541,909 lines; none where the folder is absent. */
export function onlineRetail(): EqualCase[] {
  const path = join(SHARED, "datasets/OnlineRetail.csv.gz");
  return existsSync(path) ? [{ name: "OnlineRetail.csv.gz", path }] : [];
}

function filesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
