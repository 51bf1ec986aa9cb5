/**
 * `bun benchmarks/train.ts [FILE]`: the whole job in a fresh process, five times, on the Online Retail file or a
 * generated one. Checks the customers first, then prints seconds, processor seconds and peak memory of each run.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeGenerated } from "../src/commands/generate/write-generated";
import { sharedFile } from "./reference";

const RUNS = 5;
const folder = mkdtempSync(join(tmpdir(), "perennial-bench-"));
try {
  let file = process.argv[2] ?? sharedFile("datasets/OnlineRetail.csv.gz");
  if (!file) {
    file = join(folder, "orders.csv");
    await writeGenerated(file, { rows: 541_909, seed: 42 });
  }
  console.log(`| run | seconds | processor seconds | peak MB |\n|---:|---:|---:|---:|`);
  for (let run = 1; run <= RUNS; run++) {
    const model = join(folder, "model");
    const start = performance.now();
    const child = Bun.spawn(
      [
        process.execPath,
        join(import.meta.dir, "..", "src", "cli.ts"),
        "train",
        "--tenant-id",
        "bench",
        "--data-path",
        file,
        "--out",
        model,
      ],
      {
        stdout: "ignore",
        stderr: "ignore",
      },
    );
    if ((await child.exited) !== 0) throw new Error("the training failed");
    const seconds = (performance.now() - start) / 1000;
    const { data } = JSON.parse(readFileSync(join(model, "model.json"), "utf8"));
    if (!(data.customers > 0 && data.rows_kept > 0)) throw new Error("the training kept nothing");
    const { cpuTime, maxRSS } = child.resourceUsage()!;
    console.log(
      `| ${run} | ${seconds.toFixed(2)} | ${(Number(cpuTime.total) / 1e6).toFixed(2)} | ${(maxRSS / 1e6).toFixed(0)} |`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
