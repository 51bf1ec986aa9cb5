import { afterEach, expect, test } from "bun:test";
import { Webhook } from "standardwebhooks";
import { webhookChannel } from "../../../src/notify/webhooks/webhook-channel";
import type { ClaimedDelivery } from "../../../src/store/outbox";
import { cleanUpAfterwards, openStore } from "../../store/open-store";

cleanUpAfterwards();

const NOW = Date.UTC(2030, 0, 1, 12);
const [OLD, NEW] = ["old", "new"].map((word) => `whsec_${btoa(word.repeat(10))}`) as [string, string];
const MINUTE_MS = 60_000;

const servers: Bun.Server<undefined>[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop(true))));

/** A channel to a receiver that answers with `status`, and what the receiver got. */
function channelTo(status: number, headers: Record<string, string> = {}) {
  const got: { headers: Headers; body: string }[] = [];
  const receiver = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      got.push({ headers: request.headers, body: await request.text() });
      return new Response(null, { status, headers });
    },
  });
  servers.push(receiver);
  const store = openStore();
  const webhook = {
    id: "w",
    url: receiver.url.href,
    events: [],
    format: "standard",
    secret: OLD,
    createdAt: NOW,
  } as const;
  store.webhooks.insert("t", webhook);
  const clock = { now: NOW };
  const channel = webhookChannel({
    store,
    now: () => clock.now,
    allowPrivate: true,
    timeoutMs: 10_000,
    lookup: async () => ["127.0.0.1"],
  });
  const delivery = {
    tenant: "t",
    id: "d",
    channel: "webhook",
    target: "w",
    event: "training.completed",
    payload: { type: "training.completed", data: {} },
    attempts: 1,
    createdAt: NOW,
  } as unknown as ClaimedDelivery;
  const send = () => channel.send([delivery], new AbortController().signal);
  return { store, got, clock, channel, delivery, send };
}

test("a webhook for a chat gets a text in place of the event, and the same event waits for one that changes back", async () => {
  const { store, got, send, delivery } = channelTo(200);
  const data = { tenant_id: "t", title: "Done", text: "1 < 2", link: "https://a.example/app" };
  Object.assign(delivery, { payload: { type: "training.completed", data } });
  store.webhooks.change("t", "w", { format: "slack" });
  expect(await send()).toEqual({ type: "delivered" });
  expect(got[0]!.headers.get("content-type")).toBe("application/json");
  expect(JSON.parse(got[0]!.body)).toEqual({
    text: "*Done* (t)\n1 &lt; 2\n<https://a.example/app|Open the page>",
  });
  const signature = new Webhook(OLD).sign("d", new Date(NOW), got[0]!.body);
  expect(got[0]!.headers.get("webhook-signature")).toBe(signature);
  store.webhooks.change("t", "w", { format: "standard" });
  await send();
  expect(JSON.parse(got[1]!.body)).toEqual({ type: "training.completed", data });
});

test("pauses between tries grow from seconds to a day, and then it is given up", () => {
  const { channel } = channelTo(200);
  expect(channel.retry.pausesMs.map((pause) => pause / MINUTE_MS)).toEqual([
    5 / 60,
    5,
    30,
    120,
    300,
    600,
    840,
    1200,
    1440,
  ]);
  expect(channel.retry.afterLast).toBe("give up");
});

test("a message is signed for its moment in seconds, by the old secret too for as long as that holds", async () => {
  const { store, got, clock, send } = channelTo(204);
  store.webhooks.setSecret("t", "w", NEW, NOW + MINUTE_MS);
  expect(await send()).toEqual({ type: "delivered" });
  clock.now = NOW + MINUTE_MS;
  await send();
  const signatures = (secrets: readonly string[], at: number) =>
    secrets.map((secret) => new Webhook(secret).sign("d", new Date(at), got[0]!.body)).join(" ");
  const [first, second] = got.map(({ headers }) => headers);
  expect(first!.get("webhook-timestamp")).toBe(String(NOW / 1000));
  expect(first!.get("webhook-signature")).toBe(signatures([NEW, OLD], NOW));
  expect(second!.get("webhook-signature")).toBe(signatures([NEW], NOW + MINUTE_MS));
});

test("a webhook that was switched off gets nothing that waited", async () => {
  const { store, got, send } = channelTo(200);
  store.webhooks.change("t", "w", { enabled: false });
  expect(await send()).toEqual({ type: "refused", reason: "The webhook is switched off." });
  expect(got).toEqual([]);
});

test("what the receiver says decides: a redirect and an error are tried again, 410 is the end", async () => {
  expect(await channelTo(302, { Location: "https://example.com" }).send()).toMatchObject({ type: "later" });
  expect(await channelTo(500).send()).toMatchObject({ type: "later", reason: "The receiver answered 500." });
  expect(await channelTo(410).send()).toMatchObject({ type: "gone" });
  expect(await channelTo(503, { "Retry-After": "90" }).send()).toMatchObject({ afterMs: 90_000 });
  expect(await channelTo(500, { "Retry-After": "90" }).send()).not.toHaveProperty("afterMs");
});

test("after the last try it is switched off, unless it took other messages since", () => {
  const { store, channel, delivery } = channelTo(500);
  store.webhooks.succeeded("t", "w", NOW + 1);
  channel.ended(delivery, "given up", "It rained.");
  expect(store.webhooks.find("t", "w")!.enabled).toBeTrue();
  channel.ended({ ...delivery, createdAt: NOW + 2 }, "given up", "It rained.");
  expect(store.webhooks.find("t", "w")).toMatchObject({ enabled: false });
  expect(store.notifications.list("t").map(({ kind }) => kind)).toEqual(["webhook"]);
});
