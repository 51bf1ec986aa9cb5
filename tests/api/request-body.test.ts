import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { boundedRequest } from "../../src/api/request-body";
import { routes } from "../../src/api/resources";
import { createApiKey } from "../../src/auth/api-keys";
import { dashboards } from "../../views";
import { startTestServer, type TestServer } from "./test-server";

let server: TestServer;
let key: string;

beforeAll(() => {
  server = startTestServer(routes, { environment: { AUTH: "keys" }, beside: dashboards });
  key = createApiKey(server.context.store.apiKeys, "shop", { role: "admin", name: "test", now: 0 }).key;
});
afterAll(() => server.close());

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

/** A body that never ends, in pieces of 64 KiB; `sent.bytes` tells how much the server took. */
function endless(sent: { bytes: number }): ReadableStream<Uint8Array> {
  const piece = new Uint8Array(64 * 1024).fill(120);
  return new ReadableStream({
    pull(stream) {
      sent.bytes += piece.length;
      // A server that reads everything must end at some time.
      if (sent.bytes > 300e6) stream.close();
      else stream.enqueue(piece);
    },
  });
}

describe("a body longer than its route allows is answered 413", () => {
  const unknown: [string, string, number][] = [
    ["before sign-in", "/app/sign-in", 17_000],
    ["on the page that a mail leads to", "/app/register", 17_000],
    ["when the colours are chosen", "/app/theme", 17_000],
    ["far above", "/app/sign-in", 2_000_000],
  ];
  for (const [name, path, bytes] of unknown) {
    test(name, async () => {
      const body = `key=${"x".repeat(bytes)}`;
      const response = await fetch(server.url + path, { method: "POST", headers: FORM, body });
      expect([response.status, path]).toEqual([413, path]);
    });
  }

  test("without an end, long before 300 MB", async () => {
    for (const path of ["/app/sign-in", "/app/settings/keys"]) {
      const sent = { bytes: 0 };
      const headers = { ...FORM, ...(path !== "/app/sign-in" && { Authorization: `Bearer ${key}` }) };
      const answered = await fetch(server.url + path, {
        method: "POST",
        headers: { ...headers, "X-Tenant-Id": "shop" },
        body: endless(sent),
      });
      expect([answered.status, path]).toEqual([413, path]);
    }
  });

  test("and a form of a signed-in person may be longer", async () => {
    const response = await fetch(`${server.url}/app/settings/keys`, {
      method: "POST",
      headers: { ...FORM, Authorization: `Bearer ${key}`, "X-Tenant-Id": "shop" },
      body: `unknown=${"x".repeat(50_000)}`,
    });
    expect(response.status).not.toBe(413);
  });
});

test("every route that reads a body has a limit, and only uploads count for themselves", () => {
  const { pages = [] } = dashboards(server.context.config);
  const counting = [...routes, ...pages].filter(({ bodyBytes }) => typeof bodyBytes === "string");
  expect(counting.map(({ path }) => path).sort()).toEqual([
    "/app/datasets/:dataset_id/customers",
    "/app/upload",
    "/datasets/:dataset_id/customers",
    "/upload",
  ]);
});

describe("a body that comes too slowly", () => {
  function dripping(): Request {
    let over = false;
    const body = new ReadableStream<Uint8Array>({
      async pull(stream) {
        await Bun.sleep(20);
        if (!over) stream.enqueue(new Uint8Array(1));
      },
      cancel() {
        over = true;
      },
    });
    return new Request("http://localhost/", { method: "POST", body });
  }

  test("is given up with 408", async () => {
    // At this pace, its limit of bytes would come after four seconds.
    const request = boundedRequest(dripping(), 200, { windowMs: 100, leastBytes: 1000 });
    await expect(request.text()).rejects.toMatchObject({ status: 408 });
  });

  test("is read to its limit where the pace is enough", async () => {
    const request = boundedRequest(dripping(), 20, { windowMs: 5_000, leastBytes: 1 });
    await expect(request.text()).rejects.toMatchObject({ status: 413 });
  });
});
