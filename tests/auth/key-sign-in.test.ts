import { afterEach, beforeEach, expect, test } from "bun:test";
import { routes } from "../../src/api/resources";
import { createApiKey } from "../../src/auth/api-keys";
import { dashboards } from "../../views";
import { startTestServer, type TestServer } from "../api/test-server";

let server: TestServer;
let key: string;
beforeEach(() => {
  server = startTestServer(routes, { environment: { AUTH: "keys" }, beside: dashboards });
  key = createApiKey(server.context.store.apiKeys, "shop", { role: "admin", name: "k", now: 0 }).key;
});
afterEach(() => server.close());

function signIn(secret: string, { cookie = "", from = "192.0.2.1" } = {}) {
  return fetch(`${server.url}/app/sign-in`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ key: secret }),
    headers: { ...(cookie && { Cookie: cookie }), "X-Forwarded-For": from },
  });
}

async function isSignedIn(cookie: string): Promise<boolean> {
  return (await fetch(`${server.url}/models`, { headers: { Cookie: cookie } })).status === 200;
}

test("signing in again ends the session that the browser had", async () => {
  const cookieOf = (answer: Response) => answer.headers.get("set-cookie")!.split(";")[0]!;
  const first = cookieOf(await signIn(key));
  expect(await isSignedIn(first)).toBe(true);
  const second = cookieOf(await signIn(key, { cookie: first }));
  expect(await isSignedIn(second)).toBe(true);
  expect(await isSignedIn(first)).toBe(false);
});

test("after many wrong keys an address has to wait, and others do not", async () => {
  for (let i = 0; i < 30; i++) expect((await signIn(`pk_wrong_${i}`)).status).toBe(401);
  const slowed = await signIn("pk_wrong");
  expect(slowed.status).toBe(429);
  expect(await slowed.text()).toContain("Too many tries");
  expect((await signIn(key)).status).toBe(429);
  expect((await signIn(key, { from: "192.0.2.2" })).status).toBe(303);
  server.advance(15 * 60_000);
  expect((await signIn(key)).status).toBe(303);
});

test("a session ends after twelve hours, when one signs out, and with its key", async () => {
  const cookieOf = (answer: Response) => answer.headers.get("set-cookie")!.split(";")[0]!;
  const signedOut = cookieOf(await signIn(key));
  await fetch(`${server.url}/app/sign-out`, {
    method: "POST",
    redirect: "manual",
    headers: { Cookie: signedOut },
  });
  expect(await isSignedIn(signedOut)).toBe(false);
  const cookie = cookieOf(await signIn(key));
  server.advance(12 * 3600_000 - 60_000);
  expect(await isSignedIn(cookie)).toBe(true);
  server.advance(120_000);
  expect(await isSignedIn(cookie)).toBe(false);
  const revoked = cookieOf(await signIn(key));
  const { apiKeys } = server.context.store;
  apiKeys.revoke("shop", apiKeys.list("shop")[0]!.id, 1);
  expect(await isSignedIn(revoked)).toBe(false);
});
