import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { rows } from ".";
import type { Result } from "./measure";
import { fastest, type Results, type Verdict, verdicts } from "./results";
import type { Measured } from "./run";
import { scaleSection } from "./scale-section";

const REQUIREMENTS = join(import.meta.dir, "..", "peers", "requirements.txt");

/** The page: the table, what it was measured on, and how work grows with the lines. */
export async function performancePage(results: Results, cache: string): Promise<string> {
  const measured = rows.flatMap((row) => {
    const result = results.of(row);
    return result ? [{ row, result }] : [];
  });
  const lines = measured.map(({ row, result }) => {
    const peer = fastest(result.peers);
    const theirs = peer === null ? null : result.peers[peer]!;
    const told = verdicts(row, result);
    return cells([
      row.work,
      figures(result.ours),
      theirs ? `${peer} ${figures(theirs)}` : "–",
      theirs ? ratios(result.ours, theirs) : "–",
      told.map(barWords).join("; "),
      told.map(verdictWords).join("; "),
    ]);
  });
  const [missed, all] = [results.missed, measured.flatMap(({ row }) => row.bars).length];
  return `# Performance

How fast Perennial is beside what does the same work elsewhere, as \`bun run bench\` printed it. ${all - missed} of ${all} bars are met. Every figure is a median of runs in turn, each in a fresh process; before anything is timed, the answers are compared (customers, money to the cent, training losses, parameters). Ratios are ours ÷ the fastest peer's, so less is better. Memory is the largest sum over the process, its threads and its children.

${cells(["work", "ours: s / CPU s / peak MB", "fastest peer", "ratio: s / CPU s / MB", "bar (aim)", "reached"])}
|---|---|---|---|---|---|
${lines.join("\n")}

Where not the whole process is timed:

${rows.flatMap((row) => (row.timed ? [`- ${row.work}: ${row.timed}`] : [])).join("\n")}

## All peers

${cells(["work", "peer", "s / CPU s / peak MB"])}
|---|---|---|
${measured.flatMap(({ row, result }) => Object.entries(result.peers).map(([name, theirs]) => cells([row.work, name, figures(theirs)]))).join("\n")}

${await scaleSection(cache)}
## Measured on

${machine()}
${datesOf(measured.map(({ result }) => result))}
- Peers, from PyPI: ${(await Bun.file(REQUIREMENTS).text()).trim().split("\n").join(", ")}; Python ${pythonVersion()}. The old pipeline is the work of the system that Perennial replaces, re-created with pandas, scikit-learn and XGBoost.
- Perennial: Bun ${Bun.version}; trainings start from what \`bun run build:ahead\` has put together
- Files: Online Retail (541,909 lines) and CDNOW; larger ones are generated in the columns of Online Retail, 19 lines a customer, some lines without customer, cancelled or twice.

\`bun run bench --only read --only start --pairs 9\` measures single rows again; the others keep their figures.
`;
}

function cells(texts: readonly string[]): string {
  return `| ${texts.join(" | ")} |`;
}

function figures({ seconds, cpuSeconds, peakMb }: Measured): string {
  return `${short(seconds)} / ${short(cpuSeconds)} / ${Math.round(peakMb).toLocaleString("en")}`;
}

function ratios(ours: Measured, theirs: Measured): string {
  const ratio = (figure: keyof Measured) => (ours[figure] / theirs[figure]).toFixed(2);
  return `${ratio("seconds")} / ${ratio("cpuSeconds")} / ${ratio("peakMb")}`;
}

function barWords({ bar: { of, against, most, aim } }: Verdict): string {
  const unit = against === "peer" ? "× the peer" : of === "peakMb" ? "MB" : "s";
  const what = of === "peakMb" ? "memory" : "time";
  return `${what} ≤ ${most} ${unit}${aim === undefined ? "" : ` (${aim})`}`;
}

function verdictWords({ bar: { of, against }, reached, isMet }: Verdict): string {
  const told =
    against === "absolute" && of === "peakMb" ? Math.round(reached).toLocaleString("en") : short(reached);
  return `${told}: ${isMet ? "met" : "**missed**"}`;
}

/** Three digits that count. */
function short(value: number): string {
  return value >= 100
    ? value.toFixed(0)
    : value >= 10
      ? value.toFixed(1)
      : value >= 1
        ? value.toFixed(2)
        : value.toFixed(3);
}

function machine(): string {
  const [first] = cpus();
  return `- ${cpus().length} × ${first?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, shared with others`;
}

function datesOf(results: readonly Result[]): string {
  const days = new Set(
    results.map(({ date, commit, pairs }) => `${date}, commit ${commit}, ${pairs} runs each`),
  );
  return [...days].map((day) => `- ${day}`).join("\n");
}

function pythonVersion(): string {
  const run = Bun.spawnSync(["python3", "--version"]);
  return run.stdout.toString().trim().replace("Python ", "");
}
