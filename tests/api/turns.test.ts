import { expect, test } from "bun:test";
import { connect } from "node:net";
import { t } from "elysia";
import { defineRoute } from "../../src/api/route";
import { Turns } from "../../src/api/turns";
import { sampleRoutes } from "./sample-routes";
import { startTestServer } from "./test-server";

/** An event loop whose rounds the test makes, each of which takes some milliseconds. */
class HandLoop {
  time = 0;
  #due: (() => void)[] = [];
  readonly now = () => this.time;
  readonly later = (call: () => void) => void this.#due.push(call);

  get isIdle(): boolean {
    return this.#due.length === 0;
  }

  async round(ms: number): Promise<void> {
    this.time += ms;
    for (const call of this.#due.splice(0)) call();
    for (let i = 0; i < 4; i++) await null;
  }
}

const PATIENCE = { burstMs: 1000, standingMs: 250 };

function turns() {
  const loop = new HandLoop();
  const waiting = new Turns(loop, PATIENCE);
  const ends: string[] = [];
  const ask = (name: string, address = name, signal = new AbortController().signal) =>
    waiting.wait(address, signal).then(
      () => ends.push(name),
      (error: Error) => ends.push(`${name}: ${error.name}`),
    );
  return { loop, ends, ask };
}

test("a request alone begins at once, and nothing is left to do when all have begun", async () => {
  const { loop, ends, ask } = turns();
  await ask("a");
  expect(ends).toEqual(["a"]);
  await loop.round(1);
  await loop.round(1);
  expect(loop.isIdle).toBeTrue();
});

test("as many begin in a round as the rounds before could work off", async () => {
  const { loop, ends, ask } = turns();
  for (let i = 0; i < 100; i++) ask(String(i), "one");
  const begun: number[] = [];
  for (const ms of [1, 1, 1, 9, 9, 9, 9]) {
    await loop.round(ms);
    begun.push(ends.length);
  }
  expect(begun).toEqual([3, 7, 15, 19, 21, 22, 23]);
  expect(ends).toEqual(ends.map((_, i) => String(i)));
});

test("addresses take turns, so that one with many requests waits for itself", async () => {
  const { loop, ends, ask } = turns();
  for (let i = 0; i < 5; i++) ask(`many ${i}`, "many");
  ask("few");
  for (let i = 0; i < 6; i++) await loop.round(10);
  expect(ends).toEqual(["many 0", "many 1", "few", "many 2", "many 3", "many 4"]);
});

test("a burst is worked off for a second, and what still waits then is turned away", async () => {
  const { loop, ends, ask } = turns();
  for (let i = 0; i < 30; i++) ask(String(i), "one");
  for (let i = 0; i < 12; i++) await loop.round(100);
  expect(ends.slice(0, 11)).toEqual(ends.slice(0, 11).map((_, i) => String(i)));
  expect(ends.slice(11)).toEqual(ends.slice(11).map((_, i) => `${i + 11}: OverloadedError`));
  expect(ends).toHaveLength(30);
});

test("one long round, as when code is first loaded, turns nobody away", async () => {
  const { loop, ends, ask } = turns();
  for (let i = 0; i < 12; i++) ask(String(i), "one");
  await loop.round(3000);
  for (let i = 0; i < 8; i++) await loop.round(1);
  expect(ends).toHaveLength(12);
  expect(ends.filter((end) => end.includes("Error"))).toEqual([]);
});

test("once the queue has stood for a second, nobody waits longer than a quarter", async () => {
  const { loop, ends, ask } = turns();
  const asked: number[] = [];
  const waits: number[] = [];
  for (let round = 0; round < 400; round++) {
    for (let i = 0; i < 3; i++) {
      const n = asked.push(loop.time) - 1;
      ask(String(n), "one").then(() => waits.push(loop.time - asked[n]!));
    }
    await loop.round(10);
  }
  const [early, late] = [waits.slice(0, 300), waits.slice(600)];
  expect(Math.max(...early)).toBeGreaterThan(500);
  expect(Math.max(...late)).toBeLessThanOrEqual(260);
  // One a round: no turn is lost to those who are turned away.
  expect(ends.filter((end) => !end.includes("Error")).length).toBeGreaterThanOrEqual(400);
});

test("who has left is not waited for", async () => {
  const { loop, ends, ask } = turns();
  const leaving = new AbortController();
  ask("a");
  ask("b", "b", leaving.signal);
  ask("c");
  leaving.abort();
  await loop.round(10);
  expect(ends).toEqual(["a", "b: ClientGoneError", "c"]);
});

/** A route that keeps the only thread busy. */
const busy = defineRoute({
  method: "GET",
  path: "/busy",
  access: "business",
  tag: "server",
  summary: "Busy",
  description: "Work for tests.",
  answers: { 200: { description: "Done.", schema: t.Unknown(), example: {} } },
  handle: () => {
    Bun.sleepSync(60);
    return {};
  },
});

test("with more to do than it can, the server turns some away with Retry-After and still says that it is alive", async () => {
  const { routes } = sampleRoutes();
  const server = startTestServer([...routes, busy]);
  const health = Promise.withResolvers<void>();
  const statuses: number[] = [];
  const retryAfter = new Set<string | null>();
  const flood = Array.from({ length: 60 }, () =>
    askApart(server.url, "/busy").then(([status, after]) => {
      statuses.push(status);
      if (status === 503) retryAfter.add(after);
      health.resolve();
    }),
  );
  await health.promise;
  const alive = await fetch(`${server.url}/health`);
  const doneBefore = statuses.length;
  await alive.text();
  await Promise.all(flood);
  expect(doneBefore).toBeLessThan(60);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  expect([...retryAfter]).toEqual(["1"]);
  expect((await fetch(`${server.url}/busy`, { headers: { "X-Tenant-Id": "shop" } })).status).toBe(200);
  await server.close();
});

/** Asks over a connection of its own and returns the status and `Retry-After`. */
function askApart(url: string, path: string): Promise<[number, string | null]> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let text = "";
    socket.on("error", reject);
    socket.on("data", (data) => {
      text += data;
    });
    socket.on("close", () =>
      resolve([Number(text.slice(9, 12)), /^retry-after: (.*)\r$/im.exec(text)?.[1] ?? null]),
    );
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-Tenant-Id: shop\r\nConnection: close\r\n\r\n`);
  });
}

test("who is turned away leaves the place to others", async () => {
  const inAll = 30;
  const inside = Promise.withResolvers<void>();
  let count = 0;
  const meeting = defineRoute({
    ...busy,
    path: "/meeting",
    handle: async () => {
      if (++count === inAll) inside.resolve();
      await inside.promise;
      return {};
    },
  });
  const { routes } = sampleRoutes();
  const beside = () => ({ places: { inAll, perAddress: inAll } });
  const server = startTestServer([...routes, busy, meeting], { beside });
  const asked = (path: string) =>
    Promise.all(Array.from({ length: inAll }, () => askApart(server.url, path)));
  expect(new Set((await asked("/busy")).map(([status]) => status))).toEqual(new Set([200, 503]));
  // All places are free again: as many as there are get in together.
  const met = Array.from({ length: inAll }, async () => {
    const [status] = await askApart(server.url, "/meeting");
    if (status !== 200) inside.resolve();
    return status;
  });
  expect(await Promise.all(met)).toEqual(Array(inAll).fill(200));
  await server.close();
});
