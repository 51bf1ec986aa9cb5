import { readFileSync, writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import type { Subprocess } from "bun";
import { InputError } from "../../errors";
import type { Readings } from "./tasks";

const SCRIPT = new URL("./reading-worker.ts", import.meta.url).pathname;
/** How often the memory is looked at. */
const LOOK_MS = 50;
/** A process that holds more than this after a task is ended, and one that idles for so long. */
const MOST_KEPT_BYTES = 256 * 2 ** 20;
const IDLE_MS = 30_000;
const PAGE_BYTES = 4096;

export interface Question {
  readonly kind: keyof Readings;
  readonly task: unknown;
}

export type Reply =
  | { readonly outcome: unknown }
  | { readonly refused: string }
  | { readonly defect: string };

/** What reading one file may cost. */
export interface Bounds {
  readonly withinMs: number;
  readonly mostBytes: number;
  /** Ends the reading early. */
  readonly signal?: AbortSignal;
}

/** The reading was ended because it took more time or memory than it may. */
export class TooCostlyError extends InputError {
  override readonly name = "InputError";
}

/**
 * Reads foreign files in a process of its own, one at a time: a file made to take all time or memory costs that process
 * and not the server. It starts with the first task.
 */
export class ReadingProcess {
  #child: Subprocess | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #idle: Timer | undefined;
  /** A process in an endless loop does not notice that this one has ended. */
  readonly #endAtExit = () => this.#child?.kill("SIGKILL");
  #hear = (_: Reply) => {};
  #died = () => {};

  /** Throws an InputError for a file that cannot be read, or not within the bounds. */
  read<Kind extends keyof Readings>(
    kind: Kind,
    task: Parameters<Readings[Kind]>[0],
    bounds: Bounds,
  ): Promise<Awaited<ReturnType<Readings[Kind]>>> {
    const reading = this.#last.then(() => this.#now({ kind, task }, bounds));
    this.#last = reading.catch(() => {});
    return reading as Promise<Awaited<ReturnType<Readings[Kind]>>>;
  }

  async #now(question: Question, { withinMs, mostBytes, signal }: Bounds): Promise<unknown> {
    signal?.throwIfAborted();
    clearTimeout(this.#idle);
    const child = (this.#child ??= this.#start());
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    this.#hear = resolve;
    this.#died = () => reject(new TooCostlyError("Reading the file ended early, as if memory had run out."));
    const late = setTimeout(() => reject(tooSlow(withinMs)), withinMs);
    const look = setInterval(() => {
      if (residentBytes(child.pid) > mostBytes) reject(tooLarge(mostBytes));
    }, LOOK_MS);
    const abort = () => reject(signal!.reason);
    signal?.addEventListener("abort", abort);
    let isDone = false;
    try {
      child.ref();
      child.send(question);
      const reply = await promise;
      isDone = residentBytes(child.pid) <= MOST_KEPT_BYTES;
      return outcomeOf(reply);
    } finally {
      clearTimeout(late);
      clearInterval(look);
      signal?.removeEventListener("abort", abort);
      if (isDone) this.#rest(child);
      else await this.#end();
    }
  }

  #start(): Subprocess {
    const child = Bun.spawn([process.execPath, SCRIPT], {
      stdin: "ignore",
      stdout: "ignore",
      stderr: "inherit",
      ipc: (reply: Reply) => this.#hear(reply),
      onExit: () => {
        if (this.#child !== child) return;
        this.#child = null;
        process.off("exit", this.#endAtExit);
        this.#died();
      },
    });
    sacrifice(child.pid);
    process.on("exit", this.#endAtExit);
    return child;
  }

  /** Waits for the next file without keeping this process alive. */
  #rest(child: Subprocess): void {
    child.unref();
    this.#idle = setTimeout(() => this.#end(), IDLE_MS);
    this.#idle.unref();
  }

  async #end(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    process.off("exit", this.#endAtExit);
    child?.kill("SIGKILL");
    await child?.exited;
  }
}

function outcomeOf(reply: Reply): unknown {
  if ("outcome" in reply) return reply.outcome;
  if ("refused" in reply) throw new InputError(reply.refused);
  throw new Error(`reading a file failed: ${reply.defect}`);
}

function tooSlow(withinMs: number): TooCostlyError {
  return new TooCostlyError(
    `Reading the file takes more than ${withinMs / 1000} s, which is the limit. Export the table again, as CSV if possible.`,
  );
}

function tooLarge(mostBytes: number): TooCostlyError {
  return new TooCostlyError(
    `Reading the file takes more than ${mostBytes / 2 ** 20} MiB of memory, which is the limit. Export the table again, as CSV if possible.`,
  );
}

/** The memory that a process holds; 0 where the system does not tell. */
function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}

/**
 * Asks the system to let the server go first when cores are few, and to end this process first when memory runs out. Not
 * every system can.
 */
function sacrifice(pid: number): void {
  try {
    setPriority(pid, 10);
    writeFileSync(`/proc/${pid}/oom_score_adj`, "1000");
  } catch {}
}
