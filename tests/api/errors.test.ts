import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { t } from "elysia";
import type { Problem } from "../../src/api/problem";
import { defineRoute } from "../../src/api/route";
import { sampleRoutes } from "./sample-routes";
import { startTestServer, type TestServer } from "./test-server";

const { routes } = sampleRoutes();
let server: TestServer;
beforeAll(() => {
  server = startTestServer(routes);
});
afterAll(() => server.close());

describe("a defect", () => {
  test("is a problem with the id under which the log has it, and tells nothing of what is inside", async () => {
    const response = await fetch(`${server.url}/defect`, { headers: { "X-Tenant-Id": "shop" } });
    const body = (await response.json()) as Problem;
    expect(response.status).toBe(500);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(Object.keys(body)).toEqual(["type", "title", "status", "detail", "instance", "request_id"]);
    expect(body.request_id).toBe(response.headers.get("x-request-id")!);
    expect(JSON.stringify(body)).not.toMatch(/secret internals|TypeError|\.ts|at /);
    const logged = server.log.find((line) => line.request_id === body.request_id && "err" in line);
    expect(JSON.stringify(logged)).toContain("secret internals");
  });
});

describe("the log", () => {
  test("has one line a request, with the route's pattern and never a path, a query, a header or a body", async () => {
    const before = server.log.length;
    await fetch(`${server.url}/things/customer-4711?name=Jane`, {
      headers: {
        "X-Tenant-Id": "shop",
        "X-Request-Id": "abc",
        Cookie: "session=s3cret",
        Authorization: "Bearer s3cret",
      },
    });
    const lines = server.log.slice(before);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      msg: "request",
      method: "GET",
      route: "/things/:id",
      status: 200,
      tenant: "shop",
      caller: "shop",
      request_id: "abc",
    });
    expect(lines[0]!.duration_ms).toBeNumber();
    expect(JSON.stringify(lines)).not.toMatch(/4711|Jane|s3cret/);
  });
});

describe("bytes that are no request of ours", () => {
  /** Sends bytes as they are and answers the first line of what comes back. */
  function raw(bytes: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1", () => socket.write(bytes));
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
      if (text.includes("\r\n")) socket.end();
    });
    socket.on("close", () => resolve(text.split("\r\n")[0]!));
    socket.on("error", reject);
    return promise;
  }

  for (const [name, bytes, first] of [
    [
      "a broken escape in the path",
      "GET /things/%zz HTTP/1.1\r\nHost: localhost\r\nX-Tenant-Id: shop\r\n\r\n",
      /^HTTP\/1\.1 (200|400|404|422) /,
    ],
    [
      "a path out of the root",
      "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
      /^HTTP\/1\.1 404 /,
    ],
    [
      "two tenants",
      "GET /things HTTP/1.1\r\nHost: localhost\r\nX-Tenant-Id: a\r\nX-Tenant-Id: b\r\n\r\n",
      /^HTTP\/1\.1 400 /,
    ],
  ] as const) {
    test(`such as ${name} are answered without a defect`, async () => {
      const before = server.log.filter((line) => line.level === 50).length;
      expect(await raw(bytes)).toMatch(first);
      expect(server.log.filter((line) => line.level === 50)).toHaveLength(before);
    });
  }
});

test("a client that hangs up is no defect", async () => {
  const started = Promise.withResolvers<void>();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const waiting = defineRoute({
    method: "GET",
    path: "/waiting",
    access: "business",
    tag: "server",
    summary: "Waits",
    description: "Waits for its client to go.",
    answers: { 200: { description: "Never.", schema: t.Unknown(), example: {} } },
    handle: ({ request: { signal } }) => {
      started.resolve();
      return new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          reject(signal.reason);
          setImmediate(resolve);
        });
      });
    },
  });
  const server = startTestServer([waiting]);
  const leaving = new AbortController();
  const headers = { "X-Tenant-Id": "shop" };
  const answer = fetch(`${server.url}/waiting`, { headers, signal: leaving.signal }).catch(() => null);
  await started.promise;
  leaving.abort();
  await answer;
  await ended;
  await server.stop();
  expect(server.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  expect(server.log).toContainEqual(expect.objectContaining({ route: "/waiting", status: 400 }));
  await server.close();
});

test("an error keeps the headers that tell what to do", async () => {
  const wrong = await fetch(`${server.url}/things`, { method: "DELETE", headers: { "X-Tenant-Id": "shop" } });
  expect(wrong.status).toBe(405);
  expect(wrong.headers.get("allow")).toContain("GET");
});
