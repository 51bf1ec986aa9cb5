import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ifLeftBehind } from "../left-behind";
import { losePower } from "./power";

/** Where a process dies: the `nth` time that it comes there after it was armed. */
export interface Death {
  readonly role: "server" | "worker";
  readonly op: "commit" | "rename" | "remove" | "link" | "flush" | "send" | "message";
  readonly when: "before" | "after";
  readonly nth: number;
  /** The machine dies: all processes at once, and what is not on the disk is lost. */
  readonly all: boolean;
}

export type Fate = Death & { readonly what: string };

/** A server in a process group of its own that can be told where to die. */
export class ArmedServer {
  #child: Bun.Subprocess<"ignore", "pipe", "pipe"> | null = null;
  #url = "";
  #ended: Promise<void> = Promise.resolve();
  #armed = 0;
  #hasEnded = () => {};
  /** Lines of the log that tell of a defect. */
  readonly defects: string[] = [];

  constructor(
    /** The folder with `src/cli.ts`. */
    private readonly program: string,
    readonly dataDir: string,
    private readonly environment: Readonly<Record<string, string>> = {},
  ) {}

  get url(): string {
    return this.#url;
  }

  /** Beside the data folder, as nothing but the server may write there. */
  get #file(): string {
    return join(dirname(this.dataDir), "failpoint.json");
  }

  /** Starts it. False if it died before it was ready, as `death` wants. */
  async start(death: Death | null = null): Promise<boolean> {
    const child = Bun.spawn([process.execPath, join(this.program, "src/cli.ts"), "serve"], {
      cwd: this.program,
      env: {
        ...process.env,
        DATA_DIR: this.dataDir,
        HOST: "127.0.0.1",
        PORT: "0",
        WORKERS: "1",
        AUTH: "open",
        LOG_LEVEL: "warn",
        REQUESTS_PER_MINUTE: "1000000",
        WEBHOOKS_ALLOW_PRIVATE: "1",
        BUN_OPTIONS: `--preload=${join(import.meta.dir, "failpoints.ts")}`,
        FAILPOINT_FILE: this.#file,
        ...this.environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.#child = child;
    this.#hasEnded = ifLeftBehind(() => process.kill(-child.pid, "SIGKILL"));
    this.disarm();
    if (death) this.arm(death);
    // Its workers hold the pipe open too: when it ends, all have ended.
    this.#ended = this.#readLog(child.stderr);
    const decoder = new TextDecoder();
    let printed = "";
    for await (const chunk of child.stdout) {
      printed += decoder.decode(chunk, { stream: true });
      const url = /ready: (http:\/\/[^\s/]+)/.exec(printed)?.[1];
      if (!url) continue;
      this.#url = url;
      return true;
    }
    return false;
  }

  /** From now on it dies where it is told. */
  arm(death: Death): void {
    this.#armed++;
    writeFileSync(this.#file, JSON.stringify({ ...death, id: this.#armed, group: this.#child!.pid }));
  }

  disarm(): void {
    rmSync(this.#file, { force: true });
  }

  /** Where it died, if it did since the last call. */
  takeFate(): Fate | null {
    const path = `${this.#file}.died`;
    if (!existsSync(path)) return null;
    const fate = JSON.parse(readFileSync(path, "utf8")) as Fate;
    rmSync(path);
    return fate;
  }

  /** Resolves when the server and all its processes have ended; the power is then lost if it is to be. */
  async dead(powerFails: boolean): Promise<string[]> {
    await this.#ended;
    this.#hasEnded();
    const journal = `${this.#file}.journal`;
    const lost = powerFails ? losePower(journal) : [];
    rmSync(journal, { force: true });
    rmSync(`${this.#file}.replaced`, { recursive: true, force: true });
    return lost;
  }

  get isAlive(): boolean {
    const { exitCode, signalCode } = this.#child!;
    return exitCode === null && signalCode === null;
  }

  exited(): Promise<number> {
    return this.#child!.exited;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  async #readLog(stream: ReadableStream<Uint8Array>): Promise<void> {
    const text = await new Response(stream).text();
    for (const line of text.split("\n")) {
      const isDefect = /"level":(50|60)|^(error|\w*Error):|panic|Segmentation/.test(line);
      if (isDefect) this.defects.push(line.slice(0, 600));
    }
  }
}
