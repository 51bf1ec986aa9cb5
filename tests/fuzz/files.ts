import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fuzz } from "./harness";
import { type Format, formats } from "./seeds";

// Reads faulty files of every format and prints a line each: bun tests/fuzz/files.ts [--runs 20000] [--seed 1]
// [--format csv]

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    format: { type: "string" },
  },
});
const runs = Number(values.runs);
const seed = Number(values.seed);
const chosen = formats.filter((format) => values.format === undefined || values.format === format);
if (chosen.length === 0) throw new RangeError(`unknown format ${values.format}`);

/** Which format and run is at work, for the watch in the other thread: a loop without an end blocks this one. */
const progress = new Int32Array(new SharedArrayBuffer(8));
const watch = new Worker(new URL("./watch.ts", import.meta.url));
watch.postMessage(progress);

let isSound = true;
for (const format of chosen) {
  const result = await fuzz(format, runs, seed, (run) => {
    Atomics.store(progress, 0, formats.indexOf(format));
    Atomics.store(progress, 1, run);
  });
  const good = runs - result.failures.length;
  const count = (n: number) => n.toLocaleString("en");
  console.log(
    `${format}: ${count(good)} of ${count(runs)}, slowest ${Math.round(result.slowestMs)} ms of processor time (${count(result.read)} read, ${count(result.refused)} refused)`,
  );
  for (const { run, reason, file } of result.failures.slice(0, 5)) {
    console.log(`  run ${run}: ${reason}\n  kept as ${keep(format, run, file)}`);
    isSound = false;
  }
}
watch.terminate();
process.exit(isSound ? 0 : 1);

function keep(format: Format, run: number, file: Uint8Array): string {
  const folder = join(tmpdir(), "perennial-fuzz-failures");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${format}-${run}.${format}`);
  writeFileSync(path, file);
  return path;
}
