import { afterAll, beforeAll, expect, test } from "bun:test";
import { unzipSync } from "fflate";
import { routes } from "../../src/api/resources";
import { createApiKey } from "../../src/auth/api-keys";
import { invite } from "../../src/auth/invitations";
import { COLLECTIONS } from "../../src/store/mirror-schema";
import { dashboards } from "../../views";
import { startTestServer, type TestServer } from "../api/test-server";

/** Given to the server, or made by it; none may be told to anybody but its owner, once. */
const ENVIRONMENT = {
  AUTH: "keys",
  LOG_LEVEL: "trace",
  BREVO_API_KEY: "xkeysib-0123456789abcdef",
  BREVO_SENDER_EMAIL: "shop@example.com",
};
const NOW = Date.UTC(2030, 0, 1);

let server: TestServer;
let key: string;
let secrets: Record<string, string>;
beforeAll(async () => {
  server = startTestServer(routes, { environment: ENVIRONMENT, beside: dashboards });
  const { store } = server.context;
  key = createApiKey(store.apiKeys, "shop", { role: "admin", name: "k", now: NOW }).key;
  const hook = await ask("/webhooks", { method: "POST", body: '{"url":"https://example.com/hooks"}' });
  const { secret } = (await hook.json()) as { secret: string };
  const signIn = await fetch(`${server.url}/app/sign-in`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ key }),
  });
  secrets = {
    key,
    webhook: secret,
    session: signIn.headers.get("set-cookie")!.match(/perennial_session=([^;]+)/)![1]!,
    invitation: invite(store, "shop", { email: "ann@example.com", role: "admin", now: Date.now() }),
    brevo: ENVIRONMENT.BREVO_API_KEY,
  };
});
afterAll(() => server.close());

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = {
    Authorization: `Bearer ${key}`,
    "X-Tenant-Id": "shop",
    "Content-Type": "application/json",
    ...init.headers,
  };
  return fetch(server.url + path, { redirect: "manual", ...init, headers });
}

function told(text: string, except: readonly string[] = []): string[] {
  return Object.entries(secrets)
    .filter(([name, secret]) => !except.includes(name) && text.includes(secret))
    .map(([name]) => name);
}

test("no secret is in the log, wherever a caller puts it", async () => {
  for (const secret of Object.values(secrets)) {
    await ask(`/models/${encodeURIComponent(secret)}?key=${encodeURIComponent(secret)}`);
    await ask("/queue", { method: "POST", body: `{"kind":"${secret}"}` });
    await ask("/nothing", { headers: { Authorization: `Bearer ${secret}`, "X-Api-Key": secret } });
    await ask("/app", { headers: { Cookie: `perennial_session=${secret}` } });
    await fetch(`${server.url}/app/sign-in`, { method: "POST", body: new URLSearchParams({ key: secret }) });
    await fetch(`${server.url}/app/invitation?code=${secret}`, { redirect: "manual" });
  }
  expect(server.log.length).toBeGreaterThan(20);
  expect(told(JSON.stringify(server.log))).toEqual([]);
});

test("no page, list or error tells a secret that was made earlier", async () => {
  for (const { method, path, hidden } of [...routes, ...dashboards(server.context.config).pages!]) {
    if (method !== "GET" || path.includes(":") || hidden === false || /events|stream|assets/.test(path))
      continue;
    const answer = await ask(path, { headers: { Accept: "text/html, application/json" } });
    expect({ path, told: told(await answer.text()) }).toEqual({ path, told: [] });
  }
  const wrong = await ask("/models", { headers: { Authorization: "Bearer pk_000000000000_wrong" } });
  expect(told(await wrong.text())).toEqual([]);
});

test("an export of the tenant has no secret and no hash of one", async () => {
  const answer = await ask("/tenants/shop/export");
  expect(answer.status).toBe(200);
  const files = Object.values(unzipSync(await answer.bytes())).map((bytes) =>
    new TextDecoder().decode(bytes),
  );
  expect(files.length).toBeGreaterThan(0);
  expect(told(files.join("\n"))).toEqual([]);
  const { hash } = server.context.store.apiKeys.list("shop")[0]!;
  expect(files.join("\n")).not.toContain(Buffer.from(hash).toString("hex"));
});

test("no key, session, invitation or webhook is copied to Firestore", () => {
  expect([...COLLECTIONS].sort()).toEqual([
    "models",
    "notifications",
    "predictions",
    "queue_jobs",
    "segments",
    "tenants",
    "training_runs",
  ]);
});

test("what is kept of a key, a session and an invitation is a hash", () => {
  const file = Bun.file(server.context.store.path);
  server.context.store.backup(`${server.context.store.path}.copy`);
  const kept = Bun.file(`${file.name}.copy`);
  return kept.text().then((text) => expect(told(text, ["webhook"])).toEqual([]));
});
