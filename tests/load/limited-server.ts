import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ifLeftBehind } from "../left-behind";
import { memoryGroup } from "../memory-group";

/** A server in a process, a folder and, where the system lets us, a memory limit of its own. */
export interface LimitedServer {
  readonly url: string;
  readonly pid: number;
  /** How the memory is limited, for the report. */
  readonly limit: string;
  /** Whether the process that was started still runs. */
  isAlive(): boolean;
  residentMb(): number;
  descriptors(): number;
  stop(): Promise<void>;
}

/** Starts the server of the project in `root`. */
export async function startLimited(
  { root = resolve(import.meta.dir, "../.."), limitMb = 512, workers = 1 } = {},
  environment: Record<string, string> = {},
): Promise<LimitedServer> {
  const folder = mkdtempSync(join(tmpdir(), "perennial-load-"));
  const group = memoryGroup(limitMb);
  const words = [process.execPath, join(root, "src/cli.ts"), "serve"];
  const server = Bun.spawn(group?.command(words) ?? words, {
    cwd: root,
    env: {
      ...process.env,
      DATA_DIR: join(folder, "data"),
      HOST: "127.0.0.1",
      PORT: "0",
      WORKERS: String(workers),
      LOG_LEVEL: "error",
      AUTH: "open",
      ...environment,
    },
    stdout: "pipe",
    stderr: "ignore",
  });
  const isStopped = ifLeftBehind(() => {
    server.kill("SIGKILL");
    group?.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const url = await readyUrl(server.stdout);
  return {
    url,
    pid: server.pid,
    limit: group
      ? `${limitMb} MB for the server and its processes (${group.kind})`
      : "not limited: no memory cgroup can be made here",
    isAlive: () => server.exitCode === null && server.signalCode === null,
    residentMb: () => residentMb(server.pid),
    descriptors: () => readdirSync(`/proc/${server.pid}/fd`).length,
    stop: async () => {
      server.kill("SIGTERM");
      await server.exited;
      isStopped();
      group?.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Of the server process, without its workers. */
function residentMb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Math.round(Number(status.match(/VmRSS:\s+(\d+)/)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

async function readyUrl(stdout: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of stdout) {
    text += new TextDecoder().decode(chunk);
    const url = text.match(/ready: (http:\/\/[^\s/]+)/)?.[1];
    if (url) return url;
  }
  throw new Error(`the server ended before it was ready: ${text}`);
}
