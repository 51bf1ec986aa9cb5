import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Store } from "../src/store/store";
import { ordinaryShop, writeOrders } from "./pipeline/small-files";

const MAIN = resolve(import.meta.dir, "..", "src", "main.ts");
const DEMO = { "X-Tenant-Id": "demo" };
const folders: string[] = [];
const programs: Program[] = [];
afterAll(async () => {
  // Those of tests that failed; the others have ended.
  await Promise.all(programs.map((program) => program.end("SIGKILL")));
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A data folder whose default data set is `write`'s. */
function dataFolder(write: (file: string, folder: string) => void): string {
  const folder = mkdtempSync(join(tmpdir(), "perennial-"));
  folders.push(folder);
  mkdirSync(join(folder, "datasets"));
  write(join(folder, "datasets", "OnlineRetail.csv"), folder);
  return folder;
}

const shopFolder = () =>
  dataFolder((file, folder) => renameSync(writeOrders(folder, ordinaryShop(200, 300)), file));

type LogLine = Record<string, unknown>;

/** The program as `bun start` runs it, on a port of its own. */
class Program {
  readonly #child: Bun.Subprocess<"ignore", "pipe", "pipe">;
  readonly #stdout: AsyncIterator<string>;
  readonly #stderr: AsyncIterator<string>;
  url = "";

  constructor(dataDir: string, environment: Record<string, string> = {}, cwd = process.cwd()) {
    this.#child = Bun.spawn([process.execPath, MAIN], {
      cwd,
      env: { ...process.env, DATA_DIR: dataDir, PORT: "0", WORKERS: "1", ...environment },
      stdout: "pipe",
      stderr: "pipe",
    });
    programs.push(this);
    this.#stdout = linesOf(this.#child.stdout);
    this.#stderr = linesOf(this.#child.stderr);
  }

  /** Waits for the line that says where the server is. */
  async ready(): Promise<this> {
    for (let next = await this.#stdout.next(); !next.done; next = await this.#stdout.next()) {
      const url = next.value.match(/^ready: (\S+)/)?.[1];
      if (url) {
        this.url = url;
        return this;
      }
    }
    throw new Error(`the program ended before it was ready: ${JSON.stringify(await this.ended())}`);
  }

  nextLine = async () => (await this.#stdout.next()).value as string;

  /** Waits for a line of the log. */
  async logged(message: string): Promise<LogLine> {
    for (let next = await this.#stderr.next(); !next.done; next = await this.#stderr.next()) {
      const line = JSON.parse(next.value) as LogLine;
      if (line.msg === message) return line;
    }
    throw new Error(`the program ended without logging "${message}"`);
  }

  get = async (path: string, headers: Record<string, string> = DEMO) => fetch(this.url + path, { headers });

  /** Waits until a job has ended, by its events; answers its row. */
  async jobEnded(id: unknown): Promise<LogLine> {
    const events = await this.get(`/jobs/${id}/events`);
    await events.text();
    return (await (await this.get(`/jobs/${id}`)).json()) as LogLine;
  }

  end(signal: NodeJS.Signals = "SIGTERM"): Promise<{ code: number; stderr: string }> {
    this.#child.kill(signal);
    return this.ended();
  }

  /** Waits for the end of the program; answers what it wrote since the line that was last waited for. */
  async ended(): Promise<{ code: number; stderr: string }> {
    const rest: string[] = [];
    for (let next = await this.#stderr.next(); !next.done; next = await this.#stderr.next())
      rest.push(next.value);
    return { code: await this.#child.exited, stderr: rest.join("\n") };
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    const lines = text.split("\n");
    text = lines.pop()!;
    yield* lines;
  }
  if (text) yield text;
}

describe("bun start", () => {
  test("serves, trains the demo tenant once, and goes down with 0 at SIGTERM and SIGINT", async () => {
    const folder = shopFolder();
    const first = await new Program(folder).ready();
    expect((await first.get("/health", {})).status).toBe(200);
    const { job } = await first.logged("training the demo tenant");
    expect(await first.jobEnded(job)).toMatchObject({ status: "completed" });
    const segments = (await (await first.get("/segments")).json()) as unknown[];
    expect(segments.length).toBeGreaterThan(1);
    expect(await (await first.get("/models/default")).json()).toEqual({ model_id: job });
    expect((await first.end()).code).toBe(0);

    const second = await new Program(folder).ready();
    expect(await (await second.get("/segments")).json()).toEqual(segments);
    const { code, stderr } = await second.end("SIGINT");
    expect(code).toBe(0);
    expect(stderr).not.toContain("training the demo tenant");
    const third = await new Program(folder).ready();
    expect(await (await third.get("/models")).json()).toHaveLength(1);
    expect(await (await third.get("/queue")).json()).toHaveLength(1);
    await third.end();
  });

  test("serves its pages wherever it was started from", async () => {
    const folder = shopFolder();
    const program = await new Program(folder, {}, folder).ready();
    const page = await program.get("/app/queue");
    expect({ status: page.status, html: await page.text() }).toEqual({
      status: 200,
      html: expect.stringContaining("<title>Queue · Perennial</title>"),
    });
    await program.end("SIGKILL");
  });

  test("serves although the default data set cannot be used, and the job says why", async () => {
    const program = await new Program(dataFolder((file) => writeFileSync(file, ""))).ready();
    const { job } = await program.logged("training the demo tenant");
    const ended = await program.jobEnded(job);
    expect(ended).toMatchObject({ status: "failed" });
    expect(ended.error).toMatch(/OnlineRetail\.csv/);
    expect(await (await program.get("/segments")).json()).toEqual([]);
    expect((await program.end()).code).toBe(0);
  });

  test("ends its jobs or puts them back when it goes down, and the next start goes on", async () => {
    const folder = shopFolder();
    const first = await new Program(folder).ready();
    const { job } = await first.logged("training the demo tenant");
    expect((await first.end()).code).toBe(0);
    const second = await new Program(folder).ready();
    expect(await second.jobEnded(job)).toMatchObject({ status: "completed" });
    expect((await second.end()).code).toBe(0);
  });

  test("with AUTH=keys prints a first key once, with which the demo tenant can be asked", async () => {
    const folder = shopFolder();
    const first = await new Program(folder, { AUTH: "keys" }).ready();
    const line = await first.nextLine();
    const key = line.match(/^first key \(admin of the tenant demo\), shown only now: (pk_\S+)$/)?.[1];
    expect((await first.get("/models")).status).toBe(401);
    expect((await first.get("/models", { ...DEMO, Authorization: `Bearer ${key}` })).status).toBe(200);
    expect((await first.end()).stderr).not.toContain(key!);
    const second = await new Program(folder, { AUTH: "keys" }).ready();
    expect((await second.get("/models", { ...DEMO, "X-Api-Key": key! })).status).toBe(200);
    expect((await second.end()).code).toBe(0);
  });
});

describe("bun start ends with 1 and a sentence", () => {
  const ended = (environment: Record<string, string>) =>
    new Program(
      dataFolder((file) => writeFileSync(file, "")),
      environment,
    ).ended();

  test("that lists every setting that is wrong", async () => {
    const { code, stderr } = await ended({ PORT: "http", AUTH: "none" });
    expect(code).toBe(1);
    expect(stderr).toBe(
      'error: PORT is "http"; expected a whole number from 0 to 65535.\nAUTH is "none"; expected open, keys or firebase.',
    );
  });

  test("where everybody could reach a server that trusts everybody", async () => {
    const { code, stderr } = await ended({ HOST: "0.0.0.0" });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: AUTH=open trusts every caller/);
  });

  test("where the data folder cannot be written", async () => {
    const folder = dataFolder((file) => writeFileSync(file, ""));
    const file = join(folder, "datasets", "OnlineRetail.csv");
    const { code, stderr } = await new Program(file).ended();
    expect(code).toBe(1);
    expect(stderr).toBe(
      `error: DATA_DIR=${file} cannot be used: ${file}/datasets cannot be written (a part of the path is a file). Set DATA_DIR to a folder that this user can write to.`,
    );
  });

  test("where the port is taken", async () => {
    const other = createServer();
    const { promise, resolve } = Promise.withResolvers<void>();
    other.listen(0, "127.0.0.1", resolve);
    await promise;
    const port = (other.address() as { port: number }).port;
    const { code, stderr } = await ended({ PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(stderr).toBe(
      `error: HOST=127.0.0.1, PORT=${port} is in use by another program. Stop it or set another PORT.`,
    );
  });
});

describe("a store that cannot be used is one sentence and exit code 1, and stays as it is", () => {
  const sentences: [name: string, make: (path: string) => void, sentence: RegExp][] = [
    ["empty", (path) => writeFileSync(path, ""), /is empty\. Restore a backup .* or move the file away/],
    [
      "no database",
      (path) => writeFileSync(path, "no database, but text ".repeat(500)),
      /is damaged \(file is not a database\)\. Restore a backup/,
    ],
    ["a folder", (path) => mkdirSync(path), /cannot be opened \(.*\)\. Give this user the right/],
    [
      "another program's",
      (path) => {
        const database = new Database(path);
        database.run("CREATE TABLE notes (text TEXT)");
        database.close();
      },
      /is another program's database\. Move it away/,
    ],
    [
      "of a newer release",
      (path) => {
        Store.open(path).close();
        const database = new Database(path);
        database.run("PRAGMA user_version = 9999");
        database.close();
      },
      /is of version 9999; this release knows up to \d+\. Use the release/,
    ],
    [
      "damaged",
      (path) => {
        Store.open(path).close();
        const bytes = readFileSync(path);
        bytes.fill(0xff, 100, bytes.length);
        writeFileSync(path, bytes);
      },
      /is damaged \(.*\)\. Restore a backup/,
    ],
  ];
  for (const [name, make, sentence] of sentences)
    test(name, async () => {
      const folder = mkdtempSync(join(tmpdir(), "perennial-store-"));
      folders.push(folder);
      mkdirSync(join(folder, "artifacts"));
      const path = join(folder, "artifacts", "perennial.sqlite");
      make(path);
      const hash = () => (statSync(path).isFile() ? Bun.hash(readFileSync(path)) : 0);
      const before = hash();
      const child = Bun.spawn([process.execPath, MAIN], {
        env: { ...process.env, DATA_DIR: folder, PORT: "0", WORKERS: "1" },
        stdout: "pipe",
        stderr: "pipe",
      });
      const [code, said] = await Promise.all([child.exited, new Response(child.stderr).text()]);
      expect(said).toMatch(sentence);
      expect(said.trim().split("\n")).toHaveLength(1);
      expect([code, hash()]).toEqual([1, before]);
    });
});

test("a kill during an upload leaves nothing after the next start", async () => {
  const folder = shopFolder();
  const first = new Program(folder);
  await first.ready();
  const socket = connect(Number(new URL(first.url).port), "127.0.0.1");
  socket.on("error", () => {});
  socket.write(
    "POST /upload HTTP/1.1\r\nHost: localhost\r\nX-Tenant-Id: shop\r\nContent-Length: 1000000\r\n" +
      "Content-Type: multipart/form-data; boundary=X\r\n\r\n" +
      `--X\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${"1,2,3\n".repeat(50_000)}`,
  );
  const files = () => [...new Bun.Glob("datasets/tenants/shop/**/*").scanSync({ cwd: folder, dot: true })];
  while (files().length === 0) await Bun.sleep(5);
  await first.end("SIGKILL");
  socket.destroy();
  expect(files()).toHaveLength(1);
  const second = new Program(folder);
  await second.ready();
  expect(files()).toEqual([]);
  await second.end("SIGKILL");
});
