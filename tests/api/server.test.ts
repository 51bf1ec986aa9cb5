import { describe, expect, test } from "bun:test";
import { startServer } from "../../src/api/server";

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
