import { join, resolve } from "node:path";

const CLI = join(resolve(import.meta.dir, "../../.."), "src", "cli.ts");

export type Environment = Readonly<Record<string, string>>;

const running = new Set<Bun.Subprocess>();

/** Ends the servers of tests that failed before they did. */
export async function endServers(): Promise<void> {
  for (const child of running) child.kill("SIGKILL");
  await Promise.all([...running].map((child) => child.exited));
}

/** `perennial serve` in a process of its own, to be killed. */
export class ServerProcess {
  private constructor(
    readonly child: Bun.Subprocess,
    readonly url: string,
  ) {}

  /** Resolves when it listens. */
  static async start(environment: Environment): Promise<ServerProcess> {
    const child = Bun.spawn([process.execPath, CLI, "serve"], {
      env: { ...process.env, PORT: "0", WORKERS: "1", LOG_LEVEL: "fatal", ...environment },
      stdout: "pipe",
      stderr: "inherit",
    });
    running.add(child);
    child.exited.then(() => running.delete(child));
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) {
      text += decoder.decode(chunk, { stream: true });
      const url = /^ready: (\S+)/m.exec(text)?.[1];
      if (url) return new ServerProcess(child, url);
    }
    throw new Error(`the server ended with ${await child.exited} before it listened: ${text}`);
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.child.exited;
  }

  /** Goes down in order; answers the exit code. */
  async stop(): Promise<number> {
    this.child.kill("SIGTERM");
    return this.child.exited;
  }

  async call(method: string, path: string, body?: object): Promise<Response> {
    return fetch(this.url + path, {
      method,
      headers: { "X-Tenant-Id": "shop", "Content-Type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
  }
}

/** A command to its end. */
export async function perennial(environment: Environment, ...args: string[]) {
  const child = Bun.spawn([process.execPath, CLI, ...args], {
    env: { ...process.env, ...environment },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { stdout, stderr, code };
}
