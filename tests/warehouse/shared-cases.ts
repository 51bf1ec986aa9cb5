import { readdirSync } from "node:fs";
import { join } from "node:path";
import { sharedFile } from "../../benchmarks/reference";
import type { EqualCase } from "./equal";

const table = /\.(?:csv|tsv|txt|xlsx|parquet|jsonl|gz)$/;

/** Exports with real faults, and exports of shop systems; none where the folder is absent. */
export function sharedCases(): EqualCase[] {
  const cases = sharedFile("cases");
  const exports = sharedFile("exports");
  return [
    ...filesOf(cases).flatMap((folder) =>
      filesOf(join(cases!, folder)).map((file) => ({
        name: `${folder}/${file}`,
        path: join(cases!, folder, file),
      })),
    ),
    ...filesOf(exports).map((file) => ({ name: `exports/${file}`, path: join(exports!, file) })),
  ].filter(({ name }) => table.test(name));
}

/** Online Retail of the UCI repository, 541,909 lines; none where the folder is absent. */
export function onlineRetail(): EqualCase[] {
  const path = sharedFile("datasets/OnlineRetail.csv.gz");
  return path === null ? [] : [{ name: "OnlineRetail.csv.gz", path }];
}

function filesOf(folder: string | null): string[] {
  return folder === null ? [] : readdirSync(folder).sort();
}
