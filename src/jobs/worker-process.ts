import { readFileSync } from "node:fs";
import { getPriority, setPriority } from "node:os";
import type { Subprocess } from "bun";
import type { JobProgress } from "../store/job-row";
import type { Ending, ServerMessage, TaskKind, WorkerMessage } from "./protocol";

/** A worker that computes without a word is believed for this many times the silence of one that does nothing. */
const LONGEST_SILENCES = 60;

/** How long a process may take to stop what runs elsewhere. */
const STOP_MS = 5000;

/** Priority for the server's requests over its workers: about nine to one when both need the processor. */
const NICENESS = 10;

/** Listens to what a process reports. */
export interface TaskListener {
  onProgress(progress: JobProgress): void;
  /**
   * Records a step while the process waits. False if it must not continue: the process keeps waiting until it is
   * killed.
   */
  onStep(step: unknown): boolean;
}

/** The current task. */
interface Current {
  readonly listener: TaskListener;
  readonly end: (ending: Ending) => void;
}

/**
 * A worker process, seen from the server. It does one task at a time and lives until it is killed. A process, not a
 * thread: a crash, a kill or running out of memory costs one run, and the memory is freed.
 */
export class WorkerProcess {
  readonly #child: Subprocess;
  #current: Current | null = null;
  #alive = true;
  /** Why the server ended it, if that says more than its exit code. */
  #endedFor: string | null = null;
  #rssBytes = 0;
  /** Something runs elsewhere for it; and what to call once that has ended. */
  #hasElsewhere = false;
  #elsewhereEnded = () => {};
  /** `performance.now()` at the last message, and when its processor time was last seen to grow. */
  #heardAt = performance.now();
  #busyAt = Number.NEGATIVE_INFINITY;
  #ticks: number | null = null;

  /** Starts the process; `file` is a script that calls `serveTasks`. */
  constructor(file: string) {
    this.#child = Bun.spawn([process.execPath, file], {
      env: process.env,
      stdin: "ignore",
      stdout: "ignore",
      stderr: "inherit",
      ipc: (message: WorkerMessage) => this.#hear(message),
      onExit: () => {
        this.#alive = false;
        this.#end({ type: "died", reason: this.#endedFor ?? deathOf(this.#child) });
      },
    });
    standBack(this.#child.pid);
  }

  /** False once it has ended, or is about to. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Resident memory after the last task. */
  get rssBytes(): number {
    return this.#rssBytes;
  }

  /**
   * Makes the process do `task`, which is sent as a structured clone. A death counts as an ending. Rejects only if a
   * task cannot be sent.
   */
  run(kind: TaskKind, task: unknown, listener: TaskListener): Promise<Ending> {
    if (this.#current || !this.#alive) throw new RangeError("the process is busy or has ended");
    return new Promise((end) => {
      this.#current = { listener, end };
      this.#heardAt = performance.now();
      this.#send({ type: "task", kind, task });
    });
  }

  /** Milliseconds since it last said anything. */
  get silentMs(): number {
    return performance.now() - this.#heardAt;
  }

  /**
   * Ends a process that hangs: it has said nothing and used no processor for `quietMs`, or said nothing for very much
   * longer. To be called every now and then during a task.
   */
  endIfHung(quietMs: number): void {
    const silentMs = this.silentMs;
    if (!this.#alive || silentMs < quietMs) return;
    const ticks = processorTicks(this.#child.pid);
    // Where the system does not tell, every process counts as busy.
    if (ticks === null || ticks !== this.#ticks) this.#busyAt = performance.now();
    this.#ticks = ticks;
    const isQuiet = performance.now() - this.#busyAt >= quietMs;
    if (!isQuiet && silentMs < LONGEST_SILENCES * quietMs) return;
    this.#endedFor = `did not answer for ${Math.round(silentMs / 1000)} s`;
    void this.kill();
  }

  /**
   * Ends the process at once, even in native code, unless something runs elsewhere for it: then it gets a moment to stop
   * that. Resolves when it has ended.
   */
  async kill(): Promise<void> {
    this.#alive = false;
    if (this.#hasElsewhere) await this.#stopElsewhere();
    this.#child.kill("SIGKILL");
    await this.#child.exited;
  }

  async #stopElsewhere(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.#elsewhereEnded = resolve;
    });
    try {
      this.#child.send({ type: "stop" } satisfies ServerMessage);
      await Promise.race([ended, this.#child.exited, Bun.sleep(STOP_MS)]);
    } catch {
      // It is exiting.
    }
  }

  #send(message: ServerMessage): void {
    try {
      this.#child.send(message);
    } catch (error) {
      // For a process that is exiting, onExit ends the task. In any other case, the task could not be sent.
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
      this.#current = null;
      throw error;
    }
  }

  #hear(message: WorkerMessage): void {
    this.#heardAt = performance.now();
    if (message.type === "alive") return;
    if (message.type === "elsewhere") {
      this.#hasElsewhere = message.isRunning;
      if (!message.isRunning) this.#elsewhereEnded();
      return;
    }
    // Whatever it still says, its run was ended.
    if (!this.#alive) return;
    if (message.type === "progress") {
      this.#current?.listener.onProgress(message.progress);
      return;
    }
    if (message.type === "step") {
      this.#takeStep(message.step);
      return;
    }
    const { rssBytes, ...answer } = message;
    this.#rssBytes = rssBytes;
    if (answer.type !== "out of memory") {
      this.#end(answer);
      return;
    }
    // We do not know what such a process still holds, so we end it as if it had crashed.
    this.#endedFor = "ran out of memory";
    void this.kill();
  }

  #takeStep(step: unknown): void {
    try {
      if (this.#current?.listener.onStep(step)) this.#send({ type: "step taken", failure: null });
    } catch (error) {
      this.#send({ type: "step taken", failure: String(error) });
    }
  }

  #end(ending: Ending): void {
    const current = this.#current;
    this.#current = null;
    current?.end(ending);
  }
}

/** From here, so that the process loads its code at that priority too, and all of its threads inherit it. */
function standBack(pid: number): void {
  try {
    setPriority(pid, Math.max(getPriority(), NICENESS));
  } catch {
    // It has ended already, which `onExit` tells.
  }
}

/** How a process exited: the end of a sentence. */
function deathOf(child: Subprocess): string {
  const { signalCode, exitCode } = child;
  if (signalCode === null) return `ended with exit code ${exitCode}`;
  const megabytes = Math.round((child.resourceUsage()?.maxRSS ?? 0) / 1e6);
  const used = `was killed by ${signalCode} when it had used up to ${megabytes} MB of memory`;
  return signalCode === "SIGKILL" ? `${used}, which is what the system does when memory runs out` : used;
}

/** How much processor time a process has used; null where the system does not tell. */
function processorTicks(pid: number): number | null {
  try {
    // After the name in brackets: utime and stime are the fields 14 and 15 (proc_pid_stat(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return null;
  }
}
