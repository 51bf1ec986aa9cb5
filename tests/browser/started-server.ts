import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface StartedServer {
  readonly url: string;
  /** What it printed until it was ready and a moment after. */
  readonly printed: () => string;
  stop(): Promise<void>;
}

/**
 * The server as it is started by hand, in a process and a folder of its own (or in `DATA_DIR`), on a port that is free.
 */
export async function startServer(environment: Record<string, string> = {}): Promise<StartedServer> {
  const folder = mkdtempSync(join(tmpdir(), "perennial-browser-"));
  const server = Bun.spawn([process.execPath, resolve(import.meta.dir, "../../src/cli.ts"), "serve"], {
    env: {
      ...process.env,
      DATA_DIR: folder,
      HOST: "127.0.0.1",
      PORT: "0",
      LOG_LEVEL: "warn",
      AUTH: "open",
      ...environment,
    },
    stdout: "pipe",
    stderr: "inherit",
  });
  let printed = "";
  const { promise, resolve: found, reject } = Promise.withResolvers<string>();
  void (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of server.stdout) {
      printed += decoder.decode(chunk, { stream: true });
      const url = /ready: (http:\/\/[^\s/]+)/.exec(printed)?.[1];
      if (url) found(url);
    }
    reject(new Error(`the server ended before it was ready: ${printed}`));
  })();
  const url = await promise;
  return {
    url,
    printed: () => printed,
    stop: async () => {
      server.kill("SIGTERM");
      await server.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
