import { expect, test } from "bun:test";
import { connect } from "node:net";
import { t } from "elysia";
import { createApp } from "../../src/api/app";
import { Capacity } from "../../src/api/capacity";
import { eventStream } from "../../src/api/event-stream";
import { defineRoute } from "../../src/api/route";
import { streamed } from "../../src/api/streamed";
import { sampleRoutes } from "./sample-routes";
import { startTestServer } from "./test-server";

const SHOP = { headers: { "X-Tenant-Id": "shop" } };

test("a request beyond the places is answered 503 with Retry-After, and again when one is free", async () => {
  const { routes, done } = sampleRoutes();
  const server = startTestServer(routes, { beside: () => ({ places: { inAll: 1, perAddress: 1 } }) });
  const first = fetch(`${server.url}/wait`, { method: "POST", ...SHOP });
  await done.waiting;
  const shed = await fetch(`${server.url}/things`, SHOP);
  expect([shed.status, shed.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(await shed.json()).toMatchObject({ status: 503, instance: "/things" });
  expect((await fetch(`${server.url}/health`)).status).not.toBe(503);
  done.release();
  expect((await first).status).toBe(200);
  expect((await fetch(`${server.url}/things`, SHOP)).status).toBe(200);
  await server.close();
});

test("one address cannot take the places of the others", () => {
  const capacity = new Capacity({ inAll: 3, perAddress: 2 });
  const leave = capacity.enter("192.0.2.1");
  capacity.enter("192.0.2.1");
  expect(() => capacity.enter("192.0.2.1")).toThrow("This address has 2 requests under way");
  capacity.enter("192.0.2.2");
  expect(() => capacity.enter("192.0.2.3")).toThrow("as many requests under way as it can take");
  leave();
  capacity.enter("192.0.2.1");
});

/** A route whose stream of events goes on until its reader leaves. */
function endlessEvents() {
  const gone = Promise.withResolvers<void>();
  const route = defineRoute({
    method: "GET",
    path: "/events",
    access: "business",
    slow: true,
    tag: "server",
    summary: "Events",
    description: "Events for tests.",
    answers: { 200: { description: "Events.", contentType: "text/event-stream" } },
    handle: () => {
      const controller = new AbortController();
      return eventStream(frames(controller.signal), controller, 10);
    },
  });
  async function* frames(left: AbortSignal) {
    yield "data: 1\n\n";
    await new Promise((resolve) => left.addEventListener("abort", resolve));
    gone.resolve();
  }
  return { route, gone: gone.promise };
}

test("a stream of events keeps its place until the reader leaves", async () => {
  const { route, gone } = endlessEvents();
  const { routes } = sampleRoutes();
  const beside = () => ({ places: { inAll: 1, perAddress: 1 } });
  const server = startTestServer([...routes, route], { beside });
  const reading = new AbortController();
  const stream = await fetch(`${server.url}/events`, { ...SHOP, signal: reading.signal });
  expect(stream.status).toBe(200);
  expect((await fetch(`${server.url}/things`, SHOP)).status).toBe(503);
  reading.abort();
  await gone;
  expect((await fetch(`${server.url}/things`, SHOP)).status).toBe(200);
  await server.close();
});

test("a stream of events is ended when the server stops, which does not wait for it", async () => {
  const { route, gone } = endlessEvents();
  const { context, close } = startTestServer([]);
  const server = createApp(context, [route]).listen(0);
  const stream = await fetch(`${server.url}/events`, SHOP);
  const text = stream.text();
  // Longer than the test may take.
  await server.stop(600_000);
  expect(await text).toStartWith("data: 1\n\n");
  await gone;
  await close();
});

test("a caller without a key gets no more time than the others on a route that may take long", async () => {
  const kept: string[] = [];
  const { routes } = sampleRoutes();
  const slow = defineRoute({
    method: "POST",
    path: "/slow",
    access: "business",
    slow: true,
    tag: "server",
    summary: "Slow",
    description: "A slow route for tests.",
    body: t.Object({}),
    bodyExample: {},
    answers: { 200: { description: "Done.", schema: t.Unknown(), example: {} } },
    handle: () => ({}),
  });
  const server = startTestServer(routes, { environment: { AUTH: "keys" } });
  const app = createApp(server.context, [slow]);
  const ask = (name: string, headers: Record<string, string>) =>
    app.answer(
      new Request("http://localhost/slow", {
        method: "POST",
        headers: { "X-Tenant-Id": "shop", "Content-Type": "application/json", ...headers },
        body: "{}",
      }),
      () => kept.push(name),
      "192.0.2.1",
    );
  expect((await ask("unknown", {})).status).toBe(401);
  expect((await ask("wrong", { "X-Api-Key": "pk_wrong" })).status).toBe(401);
  expect(kept).toEqual([]);
  await server.close();
});

test("an answer that the client does not take is given up", async () => {
  const cancelled = Promise.withResolvers<void>();
  const piece = new Uint8Array(1e6);
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull: (stream) => stream.enqueue(piece),
      cancel: () => cancelled.resolve(),
    });
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request, server) => {
      server.timeout(request, 0);
      return streamed(endless(), { "Content-Type": "application/zip" }, 300);
    },
  });
  const socket = connect(server.port!, "127.0.0.1");
  socket.on("error", () => {});
  socket.pause();
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await cancelled.promise;
  socket.destroy();
  await server.stop(true);
});
