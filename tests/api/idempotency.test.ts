import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answerOnce, fingerprint, onceId } from "../../src/api/idempotency";
import type { Problem } from "../../src/api/problem";
import { queueRoutes } from "../../src/api/resources/queue";
import { type Done, sampleRoutes } from "./sample-routes";
import { startTestServer, type TestServer } from "./test-server";

let server: TestServer;
let done: Done;
beforeEach(() => {
  const sample = sampleRoutes();
  done = sample.done;
  server = startTestServer(sample.routes);
});
afterEach(() => server.close());

function post(path: string, key: string | null, { body = '{"name":"a"}', tenant = "shop" } = {}) {
  return fetch(server.url + path, {
    method: "POST",
    body,
    headers: {
      "Content-Type": "application/json",
      "X-Tenant-Id": tenant,
      ...(key !== null && { "Idempotency-Key": key }),
    },
  });
}

describe("a POST with an Idempotency-Key", () => {
  test("is done once: the same request again gets the first answer", async () => {
    const first = await post("/things", "k1");
    const again = await post("/things", "k1");
    expect([first.status, first.headers.has("idempotent-replayed")]).toEqual([201, false]);
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
    expect(await again.text()).toBe(await first.text());
    expect(done.writes).toBe(1);
  });

  test("in quotes is the same key as without", async () => {
    await post("/things", "k1");
    expect((await post("/things", '"k1"')).headers.get("idempotent-replayed")).toBe("true");
    expect(done.writes).toBe(1);
  });

  test("is refused for another body, and for another path", async () => {
    await post("/things", "k1");
    for (const other of [post("/things", "k1", { body: '{"name":"b"}' }), post("/conflict", "k1")]) {
      const response = await other;
      expect(response.status).toBe(422);
      expect(((await response.json()) as Problem).detail).toMatch(/was used for another request/);
    }
    expect(done.writes).toBe(1);
  });

  test("is of its tenant alone", async () => {
    await post("/things", "k1");
    expect((await post("/things", "k1", { tenant: "other" })).headers.has("idempotent-replayed")).toBe(false);
    expect(done.writes).toBe(2);
  });

  test("is told to wait while the first is at work, and gets its answer then", async () => {
    const first = post("/wait", "k1");
    await done.waiting;
    expect((await post("/wait", "k1")).status).toBe(409);
    done.release();
    expect((await first).status).toBe(200);
    expect((await post("/wait", "k1")).headers.get("idempotent-replayed")).toBe("true");
    expect(done.writes).toBe(1);
  });

  test("that failed may be sent again", async () => {
    expect((await post("/conflict", "k1")).status).toBe(409);
    expect((await post("/conflict", "k1")).headers.has("idempotent-replayed")).toBe(false);
    expect(done.writes).toBe(2);
  });

  test("whose fields do not fit leaves its key free", async () => {
    expect((await post("/things", "k1", { body: "{}" })).status).toBe(422);
    expect((await post("/things", "k1")).status).toBe(201);
  });

  test("is forgotten after 24 hours", async () => {
    await post("/things", "k1");
    server.advance(24 * 3_600_000);
    await post("/things", "k1");
    expect(done.writes).toBe(2);
  });

  test("that is no key is refused", async () => {
    for (const key of ["a b", '"a', "x".repeat(256)]) expect((await post("/things", key)).status).toBe(400);
    expect(done.writes).toBe(0);
  });
});

test("a POST without a key is done every time", async () => {
  await post("/things", null);
  await post("/things", null);
  expect(done.writes).toBe(2);
});

test("a kill between the deed and its answer leaves neither, and the repetition does it once", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "perennial-once-"));
  const program = `
    import { createApp } from "./src/api/app";
    import { queueRoutes } from "./src/api/resources/queue";
    import { startTestServer } from "./tests/api/test-server";
    const { context } = startTestServer([], { environment: { DATA_DIR: process.env.ONCE_DIR } });
    const route = queueRoutes.find(({ method }) => method === "POST");
    const killed = { ...route, handle: (input, context) => {
      route.handle(input, context);
      process.kill(process.pid, "SIGKILL");
      while (true);
    } };
    console.log(createApp(context, [killed]).listen(0).port);
  `;
  const child = Bun.spawn([process.execPath, "-e", program], {
    cwd: join(import.meta.dir, "../.."),
    env: { ...process.env, ONCE_DIR: dataDir },
    stdout: "pipe",
  });
  const { value } = await child.stdout.getReader().read();
  const once = (url: string) =>
    fetch(`${url}/queue`, {
      method: "POST",
      body: '{"kind":"training"}',
      headers: { "Content-Type": "application/json", "X-Tenant-Id": "shop", "Idempotency-Key": "k" },
    });
  await expect(once(`http://127.0.0.1:${Number(new TextDecoder().decode(value))}`)).rejects.toThrow();
  await child.exited;
  const next = startTestServer(queueRoutes, { environment: { DATA_DIR: dataDir } });
  expect((await once(next.url)).status).toBe(200);
  expect((await once(next.url)).headers.get("idempotent-replayed")).toBe("true");
  expect(next.context.store.jobs.list("shop", null, null)).toHaveLength(1);
  await next.close();
  rmSync(dataDir, { recursive: true });
});

test("a fingerprint is of method, path and body, and an id of tenant, key and fingerprint", () => {
  const prints = [
    ["POST", "/a", "x"],
    ["POST", "/b", "x"],
    ["PUT", "/a", "x"],
    ["POST", "/a", "y"],
  ].map(([method, path, sent]) => fingerprint(method!, path!, sent!));
  expect(new Set(prints).size).toBe(4);
  const ids = [onceId("t", "k", "h"), onceId("u", "k", "h"), onceId("t", "l", "h"), onceId("t", "k", "i")];
  expect(new Set(ids).size).toBe(4);
  expect(onceId("t", "k", "h")).toBe(ids[0]!);
});

test("what fails later frees its key, and an answer that is no success is not kept", async () => {
  const { store } = server.context;
  const asked = { tenant: "shop", key: "k", requestHash: "h", now: 1 };
  const failing = answerOnce(store, asked, async () => {
    await Promise.resolve();
    throw new Error("It rained.");
  });
  await expect(failing).rejects.toThrow("It rained.");
  const refused = await answerOnce(store, asked, async () => Response.json({}, { status: 409 }));
  expect(refused.status).toBe(409);
  const done = await answerOnce(store, asked, async () => Response.json({ done: 1 }));
  expect([done.status, done.headers.has("idempotent-replayed")]).toEqual([200, false]);
  const again = await answerOnce(store, asked, () => Response.json({ done: 2 }));
  expect([await again.json(), again.headers.get("idempotent-replayed")]).toEqual([{ done: 1 }, "true"]);
});
