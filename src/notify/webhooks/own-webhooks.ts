import { InputError } from "../../errors";
import type { Store } from "../../store/store";
import type { WebhookRow } from "../../store/webhooks";
import { TEST_EVENT } from "../events";
import { newSecret, OVERLAP_MS } from "./secret";
import { webhookUrl } from "./url";

/** The maximum number of webhooks per tenant. */
export const MOST_WEBHOOKS = 20;

interface Asked {
  readonly url: string;
  /** An empty list means all. */
  readonly events: readonly string[];
  readonly format: WebhookRow["format"];
  readonly allowPrivate: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Its id; a new one by default. */
  readonly id?: string;
}

/**
 * Stores a new webhook and returns it with the secret, which is only shown this once. Throws an InputError if the URL
 * is not allowed, or there are too many.
 */
export function addWebhook(
  store: Store,
  tenant: string,
  { url, events, format, allowPrivate, now, id = Bun.randomUUIDv7() }: Asked,
): WebhookRow {
  const checked = webhookUrl(url, { allowPrivate });
  if (store.webhooks.list(tenant).length >= MOST_WEBHOOKS)
    throw new InputError(`There are already ${MOST_WEBHOOKS} webhooks, the most allowed. Delete one first.`);
  store.webhooks.insert(tenant, { id, url: checked, events, format, secret: newSecret(), createdAt: now });
  return store.webhooks.find(tenant, id)!;
}

/** Replaces the secret. The old one keeps signing for a day. Null if there is no such webhook. */
export function rotateSecret(store: Store, tenant: string, id: string, now: number): WebhookRow | null {
  return store.webhooks.setSecret(tenant, id, newSecret(), now + OVERLAP_MS)
    ? store.webhooks.find(tenant, id)
    : null;
}

/** Sends a test message and returns its id. */
export function sendTest(store: Store, tenant: string, webhook: string, now: number): string {
  const id = Bun.randomUUIDv7();
  const data = { tenant_id: tenant, title: "A test", text: "Messages arrive here." };
  const payload = { type: TEST_EVENT, timestamp: new Date(now).toISOString(), data };
  store.outbox.insert(tenant, { id, channel: "webhook", target: webhook, event: TEST_EVENT, payload }, now);
  return id;
}

/** Switches a webhook off and drops its waiting messages. */
export function switchOff(store: Store, tenant: string, webhook: string, now: number): void {
  store.transaction(() => {
    store.webhooks.change(tenant, webhook, { enabled: false });
    store.outbox.failWaiting(tenant, "webhook", webhook, "The webhook was switched off.", now);
  });
}
