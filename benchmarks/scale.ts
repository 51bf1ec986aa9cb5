/**
 * `bun run bench:scale [--train] [--lines N]… [--runs N]`: how reading in parts, cleaning and base features grow with the
 * file: 1, 3, 10 and 30 million lines, or those asked for (100 million by hand). Prints seconds, seconds of processor
 * time and bytes a line and the peak of memory, and what each stage takes; of several runs, the fastest. With `--train`,
 * a whole `train --quick`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { processContestant } from "./rows/run";
import { type ScaleLine, scaleLines, scalePath, scaleTable } from "./rows/scale-section";
import { shopFile } from "./rows/shop-file";
import { training } from "./rows/train";

const { values } = parseArgs({
  options: {
    lines: { type: "string", multiple: true },
    runs: { type: "string", default: "1" },
    train: { type: "boolean", default: false },
  },
});
const what = values.train ? "train" : "read";
const sizes = values.lines?.map(Number) ?? [1e6, 3e6, 10e6, 30e6];
const cache = join(import.meta.dir, "..", "artifacts_cache", "bench");
mkdirSync(cache, { recursive: true });
const kept: Record<string, ScaleLine> = Object.fromEntries(
  scaleLines(cache, what).map((line) => [line.lines, line]),
);
for (const lines of sizes) {
  const file = await shopFile(cache, lines);
  kept[lines] = await fastestOf(lines, file, Number(values.runs));
  writeFileSync(scalePath(cache, what), JSON.stringify(kept, null, 2));
  console.log(scaleTable([kept[lines]]).split("\n").slice(0, 3).join("\n"));
}
console.log(`\n${scaleTable(scaleLines(cache, what))}`);

async function fastestOf(lines: number, file: string, runs: number): Promise<ScaleLine> {
  const script = join(import.meta.dir, "rows", "ours", "read-parts.ts");
  const contestant = values.train
    ? training(file, join(cache, "model-scale"), ["--quick"])
    : processContestant("Perennial", [process.execPath, script, file]);
  let best: ScaleLine | null = null;
  for (let i = 0; i < runs; i++) {
    const ran = await contestant.run();
    const { customers, orders, stages = [] } = ran.answer as unknown as ScaleLine;
    const { seconds, cpuSeconds, peakMb } = ran;
    const date = new Date().toISOString().slice(0, 10);
    if (!best || seconds < best.seconds)
      best = { lines, customers, orders, stages, seconds, cpuSeconds, peakMb, date };
  }
  return best!;
}
