import { describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { routes } from "../../src/api/resources";
import { startServer } from "../../src/api/server";
import { startTestServer } from "./test-server";

/** A server whose one answer waits until it is let go. */
function waitingServer() {
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const server = startServer(
    async () => {
      arrived.resolve();
      await released.promise;
      return new Response("done");
    },
    "127.0.0.1",
    0,
  );
  return { server, arrived: arrived.promise, release: released.resolve };
}

test("a head that never ends is not waited for, although it goes on coming", async () => {
  const server = startServer(async () => new Response("done"), "127.0.0.1", 0, 1);
  const socket = connect(server.port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
  const dripping = setInterval(() => socket.write("x"), 200);
  await new Promise<void>((resolve) => socket.once("close", () => resolve()));
  clearInterval(dripping);
  await server.stop();
});

describe("a server that is stopped", () => {
  test("ends the answers that are under way and takes no new ones", async () => {
    const { server, arrived, release } = waitingServer();
    const answer = fetch(server.url);
    await arrived;
    const stopped = server.stop(60_000);
    await expect(fetch(server.url)).rejects.toThrow();
    release();
    expect(await (await answer).text()).toBe("done");
    await stopped;
  });

  test("cuts off those that take longer than it was given", async () => {
    const { server, arrived } = waitingServer();
    const cut = fetch(server.url).then(
      () => "answered",
      () => "cut off",
    );
    await arrived;
    await server.stop(0);
    expect(await cut).toBe("cut off");
  });
});

test("a port that is taken is an error and not shared", async () => {
  const first = startServer(async () => new Response("first"), "127.0.0.1", 0);
  expect(() => startServer(async () => new Response("second"), "127.0.0.1", first.port)).toThrow(/in use/);
  await first.stop();
});

test("an upload that stalls is cut off when the server stops, and nothing remains of it", async () => {
  const server = startTestServer(routes);
  const { dataDir } = server.context.config;
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  socket.on("error", () => {});
  socket.write(
    "POST /upload HTTP/1.1\r\nHost: localhost\r\nX-Tenant-Id: shop\r\nContent-Length: 1000000\r\n" +
      "Content-Type: multipart/form-data; boundary=X\r\n\r\n" +
      `--X\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${"1,2,3\n".repeat(50_000)}`,
  );
  const files = () => [...new Bun.Glob("datasets/**/*").scanSync({ cwd: dataDir, dot: true })];
  while (files().length === 0) await Bun.sleep(5);
  await server.stop();
  expect(files()).toEqual([]);
  socket.destroy();
  await server.close();
});
