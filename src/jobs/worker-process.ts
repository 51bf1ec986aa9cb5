import type { Subprocess } from "bun";
import type { JobKind, JobProgress } from "../store/job-row";
import type { Ending, ServerMessage, WorkerMessage } from "./protocol";

/** Who hears of what a process does. */
export interface TaskListener {
  onProgress(progress: JobProgress): void;
  /**
   * Writes a step down, as the process waits for it. False where nothing may go on: the process is left waiting until
   * it is killed.
   */
  onStep(step: unknown): boolean;
}

/** What is being done at the moment. */
interface Current {
  readonly listener: TaskListener;
  readonly end: (ending: Ending) => void;
}

/**
 * A worker process, seen from the server. It lives until it is killed, and does one task at a time. A process, not a
 * thread: a crash, a kill and an out-of-memory kill cost one run, and its memory is given back.
 */
export class WorkerProcess {
  readonly #child: Subprocess;
  #current: Current | null = null;
  #alive = true;
  /** Why the server has ended it, where that says more than how it exited. */
  #endedFor: string | null = null;
  #rssBytes = 0;

  /** Starts the process; `file` is a script that calls `serveTasks`. */
  constructor(file: string) {
    this.#child = Bun.spawn([process.execPath, file], {
      stdin: "ignore",
      stdout: "ignore",
      stderr: "inherit",
      ipc: (message: WorkerMessage) => this.#hear(message),
      onExit: () => {
        this.#alive = false;
        this.#end({ type: "died", reason: this.#endedFor ?? deathOf(this.#child) });
      },
    });
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
   * Has the process do `task`, which is sent as a structured clone. A death is an ending; rejects only for a task that
   * cannot be sent.
   */
  run(kind: JobKind, task: unknown, listener: TaskListener): Promise<Ending> {
    if (this.#current || !this.#alive) throw new RangeError("the process is at work or ended");
    return new Promise((end) => {
      this.#current = { listener, end };
      this.#send({ type: "task", kind, task });
    });
  }

  /** Ends the process at once, whatever it is doing; native code too. Resolves when it has ended. */
  async kill(): Promise<void> {
    this.#alive = false;
    this.#child.kill("SIGKILL");
    await this.#child.exited;
  }

  #send(message: ServerMessage): void {
    try {
      this.#child.send(message);
    } catch (error) {
      // A process that is exiting at this moment is ended by onExit; anything else is a task that cannot be sent.
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
      this.#current = null;
      throw error;
    }
  }

  #hear(message: WorkerMessage): void {
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
    // What such a process still holds is not known: it is ended as if it had crashed.
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

/** How a process that has exited did so: the end of a sentence. */
function deathOf(child: Subprocess): string {
  const { signalCode, exitCode } = child;
  if (signalCode === null) return `ended with exit code ${exitCode}`;
  const megabytes = Math.round((child.resourceUsage()?.maxRSS ?? 0) / 1e6);
  const used = `was killed by ${signalCode} when it had used up to ${megabytes} MB of memory`;
  return signalCode === "SIGKILL" ? `${used}, which is what the system does when memory runs out` : used;
}
