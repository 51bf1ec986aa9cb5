import { join } from "node:path";
import { retailFile } from "./retail-file";
import { type Contest, type Row, requireEqual } from "./row";
import { processContestant } from "./run";
import { shopFile } from "./shop-file";

const PEERS = join(import.meta.dir, "..", "peers");
const FIGURES = [
  "rows",
  "customers",
  "orders",
  "revenue",
  "recency_days",
  "unique_products",
  "purchase_span_days",
];
const TIMED = "from the open file to the features, without the start of the process";

export const readRow: Row = {
  key: "read",
  work: "read, clean and base features, Online Retail",
  timed: TIMED,
  bars: [{ of: "seconds", against: "peer", most: 1, aim: 0.7 }],
  prepare: async ({ cache, python }) => readers(await retailFile(cache), python),
};

export const readTenMillionRow: Row = {
  key: "read-10m",
  work: "the same, 10 million lines",
  timed: TIMED,
  bars: [
    { of: "seconds", against: "peer", most: 1, aim: 0.7 },
    { of: "peakMb", against: "absolute", most: 1000 },
  ],
  isLong: true,
  prepare: async ({ cache, python }) => readers(await shopFile(cache, 10_000_000), python),
};

/** Both engines of Polars, because neither is always the faster one. */
function readers(file: string, python: string): Contest {
  const peer = (name: string, script: string, ...rest: string[]) =>
    processContestant(name, [python, join(PEERS, script), file, ...rest]);
  return {
    ours: processContestant("Perennial", [process.execPath, join(import.meta.dir, "ours/read.ts"), file]),
    peers: [
      peer("Polars", "read_polars.py", "in-memory"),
      peer("Polars, streaming", "read_polars.py", "streaming"),
      peer("DuckDB", "read_duckdb.py"),
    ],
    check: (answers) => {
      for (const [name, answer] of Object.entries(answers))
        requireEqual(`reading, ${name}`, answers.Perennial!, answer, FIGURES);
    },
  };
}
