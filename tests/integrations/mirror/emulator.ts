import { join } from "node:path";

export interface Report {
  /** What went against the order of the changes. */
  readonly faults: readonly string[];
  readonly seen: { readonly written: number; readonly deleted: number };
  /** Of all documents, in order. */
  readonly paths: readonly string[];
}

/** The emulator's process, seen from the test. */
export class Emulator {
  readonly #child: Bun.Subprocess;
  readonly #answers: ((report: Report) => void)[] = [];
  isListening = false;

  constructor(readonly port: number) {
    this.#child = Bun.spawn([process.execPath, join(import.meta.dir, "emulator-process.ts")], {
      ipc: (message) => this.#answers.shift()?.(message as Report),
      stdout: "ignore",
      stderr: "ignore",
    });
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  async listen(): Promise<void> {
    await this.#ask({ type: "listen", port: this.port });
    this.isListening = true;
  }

  /** Ends every connection and takes no new one. What it holds stays. */
  async hangUp(): Promise<void> {
    await this.#ask({ type: "hang up" });
    this.isListening = false;
  }

  report(): Promise<Report> {
    return this.#ask({ type: "report" });
  }

  /** Loses every document. */
  async forget(): Promise<void> {
    await this.#ask({ type: "forget" });
  }

  async end(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.exited;
  }

  #ask(message: object): Promise<Report> {
    return new Promise((resolve) => {
      this.#answers.push(resolve);
      this.#child.send(message);
    });
  }
}

/** A port that nobody has at this moment. */
export function freePort(): number {
  const server = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { port } = server;
  server.stop(true);
  return port;
}
