import { chownSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A throw-away server of an engine on this machine. */
export interface Counterpart extends AsyncDisposable {
  readonly port: number;
  readonly process: Bun.Subprocess;
}

/** A port that nobody listens on now. The engines cannot be asked to choose one. */
export function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { port } = listener;
  listener.stop(true);
  return port;
}

/** A folder of one's own, for `user` if this is root: database servers refuse to run as root. */
export function folderFor(name: string, user: string | null): string {
  const folder = mkdtempSync(join(tmpdir(), `perennial-${name}-`));
  if (user && process.getuid?.() === 0) chownSync(folder, ...idsOf(user));
  return folder;
}

/** The words before a command that run it as `user` if this is root. */
export function asUser(user: string): string[] {
  if (process.getuid?.() !== 0) return [];
  const [uid, gid] = idsOf(user);
  return ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
}

function idsOf(user: string): [uid: number, gid: number] {
  const line = Bun.spawnSync(["getent", "passwd", user]).stdout.toString();
  const [, , uid, gid] = line.split(":");
  if (!uid || !gid) throw new Error(`There is no user ${user} on this machine.`);
  return [Number(uid), Number(gid)];
}

/** Where the first of some programs lies that are installed. */
export function installed(programs: readonly string[]): string | null {
  for (const program of programs) {
    const path = program.startsWith("/") ? program : Bun.which(program);
    if (path && existsSync(path) && statSync(path).isFile()) return path;
  }
  return null;
}

/** Waits until `isUp` no longer throws; throws what the server printed if it ends before or is not up in time. */
export async function whenUp(
  server: Bun.Subprocess,
  log: string,
  isUp: () => Promise<unknown>,
  withinMs = 60_000,
): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      await isUp();
      return;
    } catch {
      const hasEnded = server.exitCode !== null || server.signalCode !== null;
      if (hasEnded || Date.now() > end) {
        server.kill("SIGKILL");
        const printed = await Bun.file(log).text();
        throw new Error(
          `The server ${hasEnded ? "ended" : "did not start in time"}: ${printed.slice(-2000)}`,
        );
      }
      await Bun.sleep(100);
    }
  }
}

/** A server that ends, and whose folder goes, with `await using`. */
export function counterpart(port: number, server: Bun.Subprocess, folder: string): Counterpart {
  return {
    port,
    process: server,
    async [Symbol.asyncDispose]() {
      server.kill("SIGKILL");
      await server.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
