import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { placesFor } from "../../src/api/capacity";

const ROOT = resolve(import.meta.dir, "../..");

/** A program of the project in a process that may open `most` files. */
function startWith(most: number, program: readonly string[], env: Record<string, string> = {}) {
  return Bun.spawn(["sh", "-c", `ulimit -n ${most} && exec "$@"`, "sh", process.execPath, ...program], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdout: "pipe",
    stderr: "pipe",
  });
}

test.skipIf(process.platform !== "linux")(
  "a server that may open few files closes waiting connections and goes on answering",
  async () => {
    const program = `
      import { startServer } from "./src/api/server";
      console.log(startServer(async () => new Response("ok"), "127.0.0.1", 0).port);
    `;
    const server = startWith(96, ["-e", program]);
    const { value } = await server.stdout.getReader().read();
    const port = Number(new TextDecoder().decode(value));
    const sockets: Socket[] = [];
    for (let i = 0; i < 120; i++) {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      sockets.push(socket);
    }
    const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(60_000) });
    expect(await answer.text()).toBe("ok");
    for (const socket of sockets) socket.destroy();
    server.kill();
    await server.exited;
  },
);

test.skipIf(process.platform !== "linux")(
  "a server that may open too few files says so and ends",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "perennial-files-"));
    const server = startWith(100, ["src/main.ts"], { DATA_DIR: folder, PORT: "0" });
    const [code, said] = await Promise.all([server.exited, new Response(server.stderr).text()]);
    expect(code).toBe(1);
    expect(said).toBe(
      'error: The server may open 100 files and connections at once and needs at least 256. Raise the limit, such as with "ulimit -n 1024".\n',
    );
    rmSync(folder, { recursive: true });
  },
);

test("no more requests are answered at once than half of the descriptors allow", () => {
  expect(placesFor(300)).toEqual({ inAll: 150, perAddress: 75 });
  expect(placesFor(null)).toEqual({ inAll: 1024, perAddress: 256 });
});
