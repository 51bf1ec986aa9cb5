import { afterEach, describe, expect, test } from "bun:test";
import { Webhook } from "standardwebhooks";
import { WebhookReceiver } from "./notify/receiver";
import { NotifiedShop } from "./notify/shop";

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** The receivers of these tests are on this machine. */
const PRIVATE = { WEBHOOKS_ALLOW_PRIVATE: "1" };

interface Delivery {
  readonly delivery_id: string;
  readonly event: string;
  readonly state: string;
  readonly attempts: number;
  readonly last_error: string | null;
}

async function shopWith(environment: Record<string, string> = PRIVATE): Promise<NotifiedShop> {
  const shop = new NotifiedShop(environment);
  await shop.start();
  open.push(() => shop.end());
  return shop;
}

async function receiverOf(shop: NotifiedShop, events: readonly string[] = []) {
  const receiver = new WebhookReceiver();
  receiver.start();
  open.push(() => receiver.stop());
  const { webhook_id, secret } = await shop.call("POST", "/webhooks", { url: receiver.url, events });
  receiver.secrets = [secret!];
  const deliveries = () => shop.call<Delivery[]>("GET", `/webhooks/${webhook_id}/deliveries`);
  const test = async () => (await shop.call("POST", `/webhooks/${webhook_id}/test`)).delivery_id!;
  return { receiver, id: webhook_id!, secret: secret!, deliveries, test };
}

describe("webhooks, against a receiver that verifies by the standardwebhooks package", () => {
  test("a training that ends is told, signed, by https, to those who want to hear of it", async () => {
    const shop = await shopWith();
    const { receiver, deliveries } = await receiverOf(shop, ["training.completed"]);
    const other = await receiverOf(shop, ["drift.detected"]);
    const dataset_path = await shop.upload();
    const { job_id } = await shop.call("POST", "/train", { dataset_path, effort: "quick" });
    const [message] = await receiver.first(1);
    expect(message).toMatchObject({
      type: "training.completed",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      data: {
        tenant_id: "shop",
        job_id,
        model_id: job_id,
        title: "A new model is ready",
        link: `https://perennial.example.com/app/models/${job_id}`,
      },
    });
    await shop.seen(async () => (await deliveries())[0]?.state === "delivered");
    expect(other.receiver.tried).toEqual([]);
    const { integrations } = await shop.call<{ integrations: Record<string, string> }>(
      "GET",
      "/health/ready",
    );
    expect(integrations).toMatchObject({ webhooks: "well" });
  });

  test("a receiver that is down and comes up gets each message once, in the order in which they are due", async () => {
    const shop = await shopWith();
    const { receiver, deliveries, test } = await receiverOf(shop);
    await receiver.stop();
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      ids.push(await test());
      await shop.seen(async () =>
        (await deliveries()).every(({ state, attempts }) => state === "waiting" && attempts === 1),
      );
    }
    expect((await deliveries()).map(({ last_error }) => last_error)).toEqual(
      Array(3).fill("The receiver refused the connection."),
    );
    const due = shop.sql<{ id: string }>("SELECT id FROM outbox ORDER BY next_at, id").map(({ id }) => id);
    expect([...ids].sort()).toEqual([...due].sort());
    // Five seconds and a jitter later.
    receiver.start();
    await receiver.first(3);
    expect(receiver.received.map(({ id }) => id)).toEqual(due);
    expect(receiver.tried).toEqual(due);
    await shop.seen(async () =>
      (await deliveries()).every(({ state, attempts }) => state === "delivered" && attempts === 2),
    );
  });

  test("a server that is killed between two tries delivers when it is back", async () => {
    const shop = await shopWith();
    const { receiver, deliveries, test } = await receiverOf(shop);
    receiver.answer = () => new Response("not now", { status: 500 });
    const id = await test();
    await shop.seen(async () => (await deliveries())[0]?.last_error === "The receiver answered 500.");
    await shop.server.kill();
    shop.sql("UPDATE outbox SET next_at = 0");
    receiver.answer = () => null;
    await shop.start();
    expect(await receiver.first(1)).toMatchObject([{ id, type: "webhook.test" }]);
    await shop.seen(async () => (await deliveries())[0]?.state === "delivered");
    expect(receiver.tried).toEqual([id, id]);
  });

  test("a server that is killed while a message is on its way sends it again at once, under the same id", async () => {
    const shop = await shopWith();
    const { receiver, test } = await receiverOf(shop);
    const killed = Promise.withResolvers<void>();
    receiver.answer = async () => {
      await shop.server.kill();
      killed.resolve();
      return null;
    };
    const sent = test();
    await killed.promise;
    receiver.answer = () => null;
    await shop.start();
    await receiver.first(2);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
    await sent.catch(() => {});
  });

  test("a new secret signs beside the old one for a day", async () => {
    const shop = await shopWith();
    const { receiver, id, secret, test } = await receiverOf(shop);
    const { secret: newer, old_secret_until } = await shop.call("POST", `/webhooks/${id}/secret`);
    expect(newer).not.toBe(secret);
    expect(Date.parse(old_secret_until!) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    receiver.secrets = [secret, newer!];
    await test();
    await receiver.first(1);
    expect(() => new Webhook(newer!)).not.toThrow();
  });

  test("410 switches the webhook off and tells the tenant", async () => {
    const shop = await shopWith();
    const { receiver, id, test } = await receiverOf(shop);
    receiver.answer = () => new Response(null, { status: 410 });
    await test();
    const [row] = await shop.seen(async () => {
      const rows = await shop.call<{ enabled: boolean; disabled_reason: string }[]>("GET", "/webhooks");
      return rows[0]!.enabled ? null : rows;
    });
    expect(row!.disabled_reason).toContain("410");
    expect(await shop.call<{ title: string }[]>("GET", "/notifications")).toMatchObject([
      { title: "A webhook was switched off" },
    ]);
    const refused = await shop.server.call("POST", `/webhooks/${id}/test`);
    expect(refused.status).toBe(409);
  });
});

describe("webhooks that lead into the server's own network", () => {
  test("are refused when they are given", async () => {
    const shop = await shopWith({});
    for (const url of [
      "https://127.0.0.1/",
      "https://[::1]/",
      "https://169.254.169.254/",
      "https://localhost/",
      "http://example.com/",
      "https://example.com:22/",
    ]) {
      const response = await shop.server.call("POST", "/webhooks", { url });
      expect({ url, status: response.status }).toEqual({ url, status: 422 });
      const { detail } = (await response.json()) as { detail: string };
      expect(detail).toMatch(/public internet|only use https|ports 443/);
    }
  });

  test("a name that resolves to a private address is refused when something is sent, by the system's own resolver", async () => {
    const shop = await shopWith({});
    const receiver = new WebhookReceiver();
    receiver.start();
    open.push(() => receiver.stop());
    const { webhook_id } = await shop.call("POST", "/webhooks", { url: "https://hooks.example.com/" });
    // As if the name had led to a public address when it was given, and to this machine from then on.
    shop.sql(`UPDATE webhooks SET url = '${receiver.url}'`);
    await shop.call("POST", `/webhooks/${webhook_id}/test`);
    const [failed] = await shop.seen(async () => {
      const rows = await shop.call<Delivery[]>("GET", `/webhooks/${webhook_id}/deliveries`);
      return rows[0]?.state === "failed" ? rows : null;
    });
    expect(failed!.last_error).toBe(
      "localhost leads to a private address, and webhooks only go to public ones. Give the webhook another URL.",
    );
    expect(receiver.tried).toEqual([]);
  });

  test("a redirect to one is not followed, and said to be one", async () => {
    const shop = await shopWith();
    const inside = new WebhookReceiver();
    inside.start();
    open.push(() => inside.stop());
    const { receiver, deliveries, test } = await receiverOf(shop);
    receiver.answer = () => new Response(null, { status: 307, headers: { Location: inside.url } });
    await test();
    const [row] = await shop.seen(async () => {
      const rows = await deliveries();
      return rows[0]?.last_error ? rows : null;
    });
    expect(row).toMatchObject({
      state: "waiting",
      last_error:
        "The receiver answered 307, a redirect, and redirects are not followed. Give the webhook the URL of the redirect's target.",
    });
    expect(inside.tried).toEqual([]);
  });
});
