import { afterEach, expect, test } from "bun:test";
import { type AppOptions, createApp } from "../../src/api/app";
import { sampleRoutes } from "./sample-routes";
import { startTestServer, type TestServer } from "./test-server";

const { routes } = sampleRoutes();
const first = routes.filter(({ path }) => path === "/open");
const HEADERS = { "X-Tenant-Id": "shop" };
let server: TestServer;

afterEach(() => server.close());

/** An app that has `/open` at once and loads the rest with `load`, and how often it has loaded. */
function lateApp(load: NonNullable<AppOptions["rest"]>) {
  server = startTestServer([]);
  const counted = { loads: 0 };
  const app = createApp(server.context, first, {
    rest: () => {
      counted.loads++;
      return load();
    },
  });
  const ask = (path: string, method = "GET") =>
    app.answer(new Request(`http://localhost${path}`, { method, headers: HEADERS }), () => {}, "127.0.0.1");
  return { app, ask, counted };
}

const everything = async () => ({ routes, pages: [], errorPage: async () => null });

test("the first routes answer without the others being loaded", async () => {
  const { ask, counted } = lateApp(everything);
  expect((await ask("/open")).status).toBe(200);
  expect((await ask("/open", "DELETE")).status).toBe(405);
  expect(counted.loads).toBe(0);
});

test("whatever else is asked for is answered when all routes are there, loaded once", async () => {
  const { ask, counted } = lateApp(everything);
  const answers = await Promise.all([ask("/things"), ask("/things/default"), ask("/docs"), ask("/nowhere")]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404]);
  expect((await ask("/open")).status).toBe(200);
  expect(counted.loads).toBe(1);
});

test("an app that was completed has loaded all its routes before anyone asks", async () => {
  const { app, ask, counted } = lateApp(everything);
  await app.complete();
  expect((await ask("/things")).status).toBe(200);
  expect(counted.loads).toBe(1);
});

test("an error page that came with the rest is shown", async () => {
  const { ask } = lateApp(async () => ({
    ...(await everything()),
    errorPage: async () => new Response("oh"),
  }));
  expect(await (await ask("/nowhere")).text()).toBe("oh");
});

test("routes that could not be loaded are a defect of that request, and the next one loads them again", async () => {
  let isBroken = true;
  const { ask, counted } = lateApp(async () => {
    if (!isBroken) return everything();
    isBroken = false;
    throw new Error("no such file");
  });
  expect((await ask("/things")).status).toBe(500);
  expect((await ask("/things")).status).toBe(200);
  expect(counted.loads).toBe(2);
});
