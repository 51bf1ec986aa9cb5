import { afterAll, beforeAll, expect, test } from "bun:test";
import { NOWHERE, runScenarios, send } from "./scenario";
import { type Belongings, type ShopServer, startShopServer } from "./shop-server";

let server: ShopServer;
let has: Belongings;
beforeAll(async () => {
  server = await startShopServer();
  has = await server.furnish("shop");
});
afterAll(() => server.close());

const webhooks = () => server.context.store.webhooks;

runScenarios("webhooks", () => server, {
  "are listed without a secret": () => ({
    method: "GET",
    url: "/webhooks",
    status: 200,
    has: [`"webhook_id":"${has.webhook}"`, '"enabled":true'],
    hasNot: ["whsec_", 'secret":'],
  }),
  "are added with a secret that Standard Webhooks takes": () => ({
    method: "POST",
    url: "/webhooks",
    body: { url: "https://example.com/new", events: ["drift.detected"] },
    status: 200,
    has: [/"secret":"whsec_[A-Za-z0-9+/]{43}="/, '"events":["drift.detected"]'],
    after: () => expect(webhooks().list("shop")).toHaveLength(2),
  }),
  "of an address within the server's network are refused": () => ({
    method: "POST",
    url: "/webhooks",
    body: { url: "https://10.0.0.1/" },
    status: 422,
    has: ["10.0.0.1 is not on the public internet"],
  }),
  "of an event that there is none of are refused": () => ({
    method: "POST",
    url: "/webhooks",
    body: { url: "https://example.com/", events: ["training.begun"] },
    status: 422,
    has: ['"field":"events.0"'],
  }),
  "are changed": () => ({
    method: "PATCH",
    url: `/webhooks/${has.webhook}`,
    body: { url: "https://example.org/", events: [], enabled: false },
    status: 200,
    has: ['"url":"https://example.org/"', '"enabled":false'],
  }),
  "are not changed to an address within the server's network": () => ({
    method: "PATCH",
    url: `/webhooks/${has.webhook}`,
    body: { url: "https://[::1]/" },
    status: 422,
  }),
  "that are off are sent no test": () => ({
    method: "POST",
    url: `/webhooks/${has.webhook}/test`,
    status: 409,
    has: ["Switch it on first"],
  }),
  "are switched on again": () => ({
    method: "PATCH",
    url: `/webhooks/${has.webhook}`,
    body: { enabled: true },
    status: 200,
    has: ['"enabled":true', '"disabled_reason":null'],
  }),
  "change to texts for a chat": () => ({
    method: "PATCH",
    url: `/webhooks/${has.webhook}`,
    body: { format: "slack" },
    status: 200,
    has: ['"format":"slack"'],
  }),
  "of a format that nobody reads are refused": () => ({
    method: "PATCH",
    url: `/webhooks/${has.webhook}`,
    body: { format: "carrier pigeon" },
    status: 422,
  }),
  "are sent a test": () => ({
    method: "POST",
    url: `/webhooks/${has.webhook}/test`,
    status: 200,
    has: ['"status":"queued"'],
  }),
  "tell what was sent": () => ({
    method: "GET",
    url: `/webhooks/${has.webhook}/deliveries`,
    status: 200,
    has: ['"event":"webhook.test"', '"state":"waiting"', '"attempts":0'],
  }),
  "get a new secret, and keep the old one for a day": () => ({
    method: "POST",
    url: `/webhooks/${has.webhook}/secret`,
    status: 200,
    has: [/"secret":"whsec_/, /"old_secret_until":"\d{4}/],
  }),
  "that nobody has are not there": () => ({ method: "DELETE", url: `/webhooks/${NOWHERE}`, status: 404 }),
  "are deleted with what waits": () => ({
    method: "DELETE",
    url: `/webhooks/${has.webhook}`,
    status: 200,
    after: () => {
      expect(webhooks().find("shop", has.webhook)).toBeNull();
      expect(server.context.store.outbox.waiting().webhook).toBe(0);
    },
  }),
});

runScenarios("notifications", () => server, {
  "are listed": () => ({
    method: "GET",
    url: "/notifications?unread=true",
    status: 200,
    has: [`"notification_id":"${has.notification}"`, '"read_at":null'],
  }),
  "are marked as read": () => ({
    method: "POST",
    url: `/notifications/${has.notification}/read`,
    status: 200,
  }),
  "that were read are left out of those that were not": () => ({
    method: "GET",
    url: "/notifications?unread=true",
    status: 200,
    has: [/^\[\]$/],
  }),
  "that nobody has are not there": () => ({
    method: "POST",
    url: `/notifications/${NOWHERE}/read`,
    status: 404,
  }),
  "are all marked as read": () => ({
    method: "POST",
    url: "/notifications/read",
    status: 200,
    has: ['"marked":0'],
  }),
});

test("of a tenant twenty webhooks may be, and what waits is counted for Prometheus", async () => {
  for (let i = 0; i < 20; i++)
    webhooks().insert("full", {
      id: `w${i}`,
      url: "https://example.com/",
      events: [],
      format: "standard",
      secret: "s",
      createdAt: 1,
    });
  const more = await send(server.url, {
    method: "POST",
    url: "/webhooks",
    tenant: "full",
    body: { url: "https://example.com/" },
  });
  expect(more.status).toBe(409);
  server.context.store.outbox.insert(
    "full",
    { id: "d", channel: "webhook", target: "w0", event: "e", payload: {} },
    1,
  );
  const counted = await send(server.url, { method: "GET", url: "/metrics/prometheus" });
  const text = await counted.text();
  expect(text).toContain("perennial_webhook_messages_waiting 1\n");
  expect(text).toContain("perennial_mails_waiting 0\n");
});
