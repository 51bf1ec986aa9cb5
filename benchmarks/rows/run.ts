import { readFileSync } from "node:fs";
import type { Contestant } from "./row";

export interface Measured {
  readonly seconds: number;
  /** User and system, of all threads and children. */
  readonly cpuSeconds: number;
  /** The largest sum over the process and its children. */
  readonly peakMb: number;
}

export interface Ran extends Measured {
  /** The last line of the output, if it is JSON. */
  readonly answer: Readonly<Record<string, unknown>>;
}

const SAMPLE_MS = 25;

/** A process of its own per run. A script that times itself prints `seconds` and `cpu_seconds` with its answer. */
export function processContestant(
  name: string,
  command: readonly string[],
  options: { readonly output?: string; readonly answer?: () => Ran["answer"] } = {},
): Contestant {
  return { name, run: () => runProcess(command, options) };
}

async function runProcess(
  command: readonly string[],
  { output, answer }: { readonly output?: string; readonly answer?: () => Ran["answer"] },
): Promise<Ran> {
  const start = performance.now();
  const child = Bun.spawn([...command], {
    stdin: "ignore",
    stdout: output === undefined ? "pipe" : Bun.file(output),
    stderr: "pipe",
  });
  const memory = watchMemory(child.pid);
  const [text, errors] = await Promise.all([
    output === undefined ? new Response(child.stdout as ReadableStream).text() : "",
    new Response(child.stderr).text(),
  ]);
  const code = await child.exited;
  const seconds = (performance.now() - start) / 1000;
  memory.stop();
  if (code !== 0)
    throw new Error(`${command.join(" ")} failed:\n${errors.slice(-2000) || text.slice(-2000)}`);
  const { cpuTime, maxRSS } = child.resourceUsage()!;
  const told = answer?.() ?? jsonOf(text.trim().split("\n").at(-1) ?? "");
  return {
    seconds: Number(told.seconds ?? seconds),
    cpuSeconds: Number(told.cpu_seconds ?? Number(cpuTime.total) / 1e6),
    peakMb: Math.max(maxRSS, memory.peak()) / 1e6,
    answer: told,
  };
}

function jsonOf(line: string): Ran["answer"] {
  return line.startsWith("{") ? JSON.parse(line) : {};
}

/** The largest sum of the resident memory of a process that has children with theirs, in bytes. */
export function watchMemory(pid: number): { peak(): number; stop(): void } {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentBytes(treeOf(pid)));
  }, SAMPLE_MS);
  return { peak: () => peak, stop: () => clearInterval(timer) };
}

/** Processor seconds so far, of a process that runs and its children. */
export function processorSeconds(pid: number): number {
  let ticks = 0;
  for (const one of treeOf(pid)) {
    const fields = procFile(one, "stat").split(") ").at(-1)!.split(" ");
    // utime, stime, and those of the children that have ended (proc_pid_stat(5)).
    for (const at of [11, 12, 13, 14]) ticks += Number(fields[at] ?? 0);
  }
  return ticks / 100;
}

function residentBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(procFile(pid, "status")) ?? [];
    return sum + 1024 * Number(kilobytes ?? 0);
  }, 0);
}

function treeOf(pid: number): number[] {
  const children = procFile(pid, `task/${pid}/children`).trim();
  return [pid, ...(children === "" ? [] : children.split(" ").flatMap((child) => treeOf(Number(child))))];
}

function procFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}
