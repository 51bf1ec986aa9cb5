import { afterAll, beforeAll, expect, test } from "bun:test";
import { dashboards } from "../../views";
import { startTestServer, type TestServer } from "../api/test-server";

let server: TestServer;
beforeAll(() => {
  server = startTestServer([], { beside: dashboards });
});
afterAll(() => server.close());

const ask = (accept: string) => fetch(`${server.url}/`, { headers: { Accept: accept }, redirect: "manual" });

test("a browser at the server's address is sent to the dashboards", async () => {
  const answer = await ask("text/html,application/xhtml+xml,*/*;q=0.8");
  expect([answer.status, answer.headers.get("location")]).toEqual([302, "/app"]);
});

test("a program there is told what there is, as JSON", async () => {
  for (const accept of ["*/*", "application/json"]) {
    const answer = await ask(accept);
    expect(answer.status).toBe(404);
    expect(((await answer.json()) as { detail: string }).detail).toContain("/docs");
  }
});
