import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { cleanUp, newFolder, perennial, Running, smallOrders } from "./running";

afterAll(cleanUp);

const limited = (limit: string) => ["bash", "-c", `ulimit ${limit}; exec "$@"`, "limited"];

test("with too few descriptors it refuses to start, in a sentence", async () => {
  const failure = await Running.start({ dataDir: newFolder(), by: limited("-n 100") }).catch(String);
  expect(failure).toMatch(/exit code 1: error: The server may open 100 files .* Raise the limit/);
});

test("with few descriptors and more connections than it can hold, it answers again as soon as some close, and loses nothing", async () => {
  const dataDir = newFolder();
  const server = await Running.start({ dataDir, by: limited("-n 300") });
  const { hostname, port } = new URL(server.url);
  const kept: string[] = [];
  const add = async (id: string) => {
    const status = await server.add(id).catch(() => 0);
    if (status === 200) kept.push(id);
    return status;
  };
  expect(await add("before")).toBe(200);
  const sockets: Socket[] = [];
  for (let i = 0; i < 400; i++) {
    const socket = connect(Number(port), hostname);
    socket.on("error", () => {});
    socket.write("GET /health HTTP/1.1\r\nHost: x\r\n");
    sockets.push(socket);
  }
  for (let i = 0; i < 5; i++) await Promise.race([add(`during-${i}`), Bun.sleep(500)]);
  for (const socket of sockets) socket.destroy();
  let status = 0;
  for (let i = 0; i < 100 && status !== 200; i++) {
    status = await add(`after-${i}`);
    if (status !== 200) await Bun.sleep(100);
  }
  expect(status).toBe(200);
  await server.end();
  const again = await Running.start({ dataDir });
  const { json } = await again.call("GET", "/queue");
  const there = new Set((json as { queue_id: string }[]).map(({ queue_id }) => queue_id));
  expect(kept.filter((id) => !there.has(id))).toEqual([]);
  await again.end();
});

/** A control group with so much memory; null where this user cannot make one. */
function memoryGroup(
  bytes: number,
): { readonly by: string[]; remove(): void; readonly most: () => number } | null {
  const folder = `/sys/fs/cgroup/memory/perennial-${process.pid}`;
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, "memory.limit_in_bytes"), String(bytes));
  } catch {
    return null;
  }
  return {
    by: ["bash", "-c", `echo $$ > ${folder}/cgroup.procs; exec "$@"`, "limited"],
    most: () => Number(readFileSync(join(folder, "memory.max_usage_in_bytes"), "utf8")),
    remove: () => {
      try {
        rmdirSync(folder);
      } catch {
        // A process is still leaving it.
      }
    },
  };
}

test("in a control group with little memory a training is done or fails with a sentence, and the server goes on", async () => {
  const bytes = 320 * 2 ** 20;
  const group = existsSync("/sys/fs/cgroup/memory/memory.limit_in_bytes") ? memoryGroup(bytes) : null;
  if (!group) {
    console.log("left out: no control group for memory can be made here");
    return;
  }
  const dataDir = newFolder();
  const server = await Running.start({ dataDir, by: group.by });
  const { dataset_path } = await server.upload(await smallOrders());
  // The system ends the process that it likes least: the worker, or in the worst case the server.
  const job = await server.train(dataset_path).catch(() => null);
  if (job !== null) {
    expect(["completed", "failed"]).toContain(job.status);
    if (job.status === "failed") expect(job.error).toMatch(/gave up on the job after 3|memory/);
    expect((await server.call("GET", "/health")).status).toBe(200);
  }
  await server.end("SIGKILL");
  group.remove();
  const again = await Running.start({ dataDir });
  expect((await again.call("GET", "/datasets")).json).toHaveLength(1);
  await again.end();
  expect((await perennial(dataDir, "doctor", "--repair")).stdout).toMatch(/Nothing is wrong|0 left/);
  console.log(
    `memory: ${Math.round(group.most === undefined ? 0 : bytes / 2 ** 20)} MiB, training ${job?.status ?? "cut off with its server"}`,
  );
});
