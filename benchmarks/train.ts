/**
 * `bun benchmarks/train.ts [FILE] [--pairs N]`: the whole job in a fresh process, on the Online Retail file or a
 * generated one, full and quick, in turn with the pipeline that Perennial replaces (where the public files and the
 * peers' environment are there). Checks the answers first; prints medians of seconds, processor seconds and peak memory,
 * and ratios, ours ÷ peer.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeGenerated } from "../src/commands/generate/write-generated";
import { peersPython } from "./quality/python-peers";
import { sharedFile } from "./reference";

interface Measured {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakMb: number;
}

const { values, positionals } = parseArgs({
  options: { pairs: { type: "string", default: "5" } },
  allowPositionals: true,
});
const folder = mkdtempSync(join(tmpdir(), "perennial-bench-"));
try {
  const publicFile = sharedFile("datasets/OnlineRetail.csv.gz");
  const peer = sharedFile("reference/replaced_pipeline.py");
  const file = positionals[0] ?? (await plainFile(publicFile));
  const jobs: Record<string, string[]> = {
    train: ours(file),
    "train --quick": [...ours(file), "--quick"],
  };
  if (peer && publicFile && positionals.length === 0)
    jobs["old pipeline"] = [await peersPython(), peer, file, join(folder, "old")];
  else console.log("left out: the old pipeline, which is not on this machine or reads another file");
  const measured = new Map(Object.keys(jobs).map((name) => [name, [] as Measured[]]));
  for (let pair = 0; pair < Number(values.pairs); pair++)
    for (const [name, command] of Object.entries(jobs)) measured.get(name)!.push(await run(command));
  checkOurs();
  print(measured);
} finally {
  rmSync(folder, { recursive: true });
}

/** The peer reads no gzip, so both read the same plain file. */
async function plainFile(packed: string | null): Promise<string> {
  const plain = join(folder, "OnlineRetail.csv");
  if (packed) await Bun.write(plain, Bun.gunzipSync(await Bun.file(packed).bytes()));
  else await writeGenerated(plain, { rows: 541_909, seed: 42 });
  return plain;
}

function ours(file: string): string[] {
  const cli = join(import.meta.dir, "..", "src", "cli.ts");
  const out = join(folder, "model");
  return [process.execPath, cli, "train", "--tenant-id", "bench", "--data-path", file, "--out", out];
}

async function run(command: string[]): Promise<Measured> {
  const start = performance.now();
  const child = Bun.spawn(command, { stdout: "ignore", stderr: "ignore" });
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")} failed`);
  const seconds = (performance.now() - start) / 1000;
  const { cpuTime, maxRSS } = child.resourceUsage()!;
  return { seconds, processorSeconds: Number(cpuTime.total) / 1e6, peakMb: maxRSS / 1e6 };
}

function checkOurs(): void {
  const model = join(folder, "model", "model.json");
  const { data } = JSON.parse(readFileSync(model, "utf8"));
  if (!existsSync(model) || !(data.customers > 0 && data.rows_kept > 0))
    throw new Error("the training kept nothing");
}

function print(measured: ReadonlyMap<string, readonly Measured[]>): void {
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
  const of = (name: string, figure: keyof Measured) => median(measured.get(name)!.map((one) => one[figure]));
  const figures = ["seconds", "processorSeconds", "peakMb"] as const;
  const peer = measured.has("old pipeline") ? "old pipeline" : null;
  console.log(
    "| job | seconds | processor seconds | peak MB | ratios to the old pipeline |\n|---|---:|---:|---:|---|",
  );
  for (const name of measured.keys()) {
    const told = figures.map((figure) => of(name, figure).toFixed(figure === "peakMb" ? 0 : 2));
    const ratios =
      peer && name !== peer ? figures.map((figure) => (of(name, figure) / of(peer, figure)).toFixed(2)) : [];
    console.log(`| ${name} | ${told.join(" | ")} | ${ratios.join(" / ")} |`);
  }
}
