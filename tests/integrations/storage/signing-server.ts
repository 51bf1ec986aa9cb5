import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BucketSettings } from "../../../src/store/bucket/bucket-settings";
import { COUNTERPARTS } from "../counterparts";

const PROGRAM = join(COUNTERPARTS, "versitygw");
export const hasSigningServer = existsSync(PROGRAM);

/** An S3 server that verifies signatures, in a process and a folder of its own. */
export interface SigningServer extends AsyncDisposable {
  readonly settings: BucketSettings;
  /** Where its objects lie as files, a folder a bucket. */
  readonly folder: string;
  /** Ends it as a crash would, and starts it again on the same address. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export async function signingServer({
  folder = mkdtempSync(join(tmpdir(), "bucket-")),
} = {}): Promise<SigningServer> {
  const port = await freePort();
  for (const part of ["objects", "objects/perennial", "versions"])
    mkdirSync(join(folder, part), { recursive: true });
  const spawn = () =>
    Bun.spawn(
      [
        PROGRAM,
        ...["--port", `127.0.0.1:${port}`, "--access", "the-key-id", "--secret", "the-app-key", "--quiet"],
        ...[
          "posix",
          "--versioning-dir",
          join(folder, "versions"),
          "--sidecar",
          join(folder, "sidecar"),
          join(folder, "objects"),
        ],
      ],
      { stdout: "ignore", stderr: "ignore" },
    );
  mkdirSync(join(folder, "sidecar"), { recursive: true });
  let child = spawn();
  await listening(port);
  const kill = async () => {
    child.kill("SIGKILL");
    await child.exited;
  };
  return {
    settings: {
      bucket: "perennial",
      endpoint: `http://127.0.0.1:${port}`,
      region: "us-east-1",
      keyId: "the-key-id",
      appKey: "the-app-key",
      timeoutMs: 10_000,
      cacheBytes: 2 ** 30,
    },
    folder: join(folder, "objects"),
    kill,
    start: async () => {
      child = spawn();
      await listening(port);
    },
    [Symbol.asyncDispose]: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves when somebody listens there: the port is asked until it answers. */
async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    const answers = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    });
    socket.destroy();
    if (answers) return;
    await Bun.sleep(20);
  }
}
