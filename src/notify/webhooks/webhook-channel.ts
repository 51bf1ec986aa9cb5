import { VERSION } from "../../config";
import { UserError } from "../../errors";
import type { Channel, Outcome } from "../../jobs/channel";
import type { RetryPolicy } from "../../retry";
import type { ClaimedDelivery } from "../../store/outbox";
import type { Store } from "../../store/store";
import type { WebhookRow } from "../../store/webhooks";
import { DAY_MS, HOUR_MS, isoDay } from "../../time";
import { type ChatTold, chatMessage } from "./chat-message";
import { type PinnedPostOptions, PostError, pinnedPost } from "./pinned-post";

const SECOND_MS = 1000;
/** As Standard Webhooks suggests: ten tries within a little over three days. */
const RETRY: RetryPolicy = {
  pausesMs: [
    5 * SECOND_MS,
    300 * SECOND_MS,
    0.5 * HOUR_MS,
    ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS),
  ],
  afterLast: "give up",
  spread: 0.1,
};

interface WebhookChannelOptions extends PinnedPostOptions {
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Sends to the tenants' webhooks, signed as Standard Webhooks specifies. */
export function webhookChannel({ store, now, ...post }: WebhookChannelOptions): Channel {
  return {
    atATime: 8,
    atOnce: 1,
    retry: RETRY,

    async send([delivery], signal): Promise<Outcome> {
      const webhook = store.webhooks.find(delivery.tenant, delivery.target!);
      if (!webhook?.enabled) return { type: "refused", reason: "The webhook is switched off." };
      const { payload } = delivery;
      const body = JSON.stringify(webhook.format === "slack" ? chatMessage(payload as ChatTold) : payload);
      const headers = {
        "Content-Type": "application/json",
        "User-Agent": `Perennial/${VERSION}`,
        ...(await signatureOf(webhook, delivery.id, body, now())),
      };
      try {
        const { status, retryAfter } = await pinnedPost(
          new URL(webhook.url),
          { headers, body },
          post,
          signal,
        );
        return outcomeOf(status, retryAfter, now());
      } catch (error) {
        if (error instanceof UserError) return { type: "refused", reason: error.message };
        if (error instanceof PostError) return { type: "later", reason: error.message };
        throw error;
      }
    },

    ended(delivery, how, reason) {
      const { tenant, createdAt } = delivery;
      const target = delivery.target!;
      if (how === "delivered") store.webhooks.succeeded(tenant, target, now());
      if (how === "gone") switchOff(store, delivery, reason, now());
      if (how !== "given up") return;
      const webhook = store.webhooks.find(tenant, target);
      // A receiver that accepted other messages in the meantime is alive.
      if (webhook && (webhook.lastSuccessAt ?? 0) < createdAt)
        switchOff(store, delivery, `It has accepted nothing since ${isoDay(createdAt)}. ${reason}`, now());
    },
  };
}

/** Headers that prove to the receiver that we sent the message, and when. */
async function signatureOf(
  { secret, oldSecret, oldSecretUntil }: WebhookRow,
  id: string,
  body: string,
  now: number,
): Promise<Record<string, string>> {
  const { Webhook } = await import("standardwebhooks");
  const at = new Date(now);
  const secrets = oldSecret !== null && now < (oldSecretUntil ?? 0) ? [secret, oldSecret] : [secret];
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now / 1000)),
    "webhook-signature": secrets.map((each) => new Webhook(each).sign(id, at, body)).join(" "),
  };
}

function outcomeOf(status: number, retryAfter: string | null, now: number): Outcome {
  if (status >= 200 && status < 300) return { type: "delivered" };
  if (status === 410)
    return { type: "gone", reason: "The receiver answered 410: it wants no more messages." };
  if (status >= 300 && status < 400)
    return {
      type: "later",
      reason: `The receiver answered ${status}, a redirect, and redirects are not followed. Give the webhook the URL of the redirect's target.`,
    };
  const isAsked = status === 429 || status === 503;
  return {
    type: "later",
    reason: `The receiver answered ${status}.`,
    ...(isAsked && { afterMs: askedPauseMs(retryAfter, now) }),
  };
}

/** `Retry-After` in seconds or as a date; at most a day. Null if it is neither. */
function askedPauseMs(text: string | null, now: number): number | null {
  if (text === null) return null;
  const pause = /^\d+$/.test(text) ? Number(text) * SECOND_MS : Date.parse(text) - now;
  return pause > 0 ? Math.min(pause, DAY_MS) : null;
}

/** Switches the webhook off, fails its waiting messages, and notifies the tenant. */
function switchOff(store: Store, delivery: ClaimedDelivery, reason: string, now: number): void {
  const { tenant } = delivery;
  const target = delivery.target!;
  const webhook = store.webhooks.find(tenant, target);
  if (!webhook || !store.webhooks.disable(tenant, target, reason)) return;
  store.outbox.failWaiting(tenant, "webhook", target, "The webhook was switched off.", now);
  if (store.erasures.isTenantErased(tenant, now)) return;
  // The path may contain a secret of the receiver.
  const { host } = new URL(webhook.url);
  store.notifications.insert(
    tenant,
    {
      id: Bun.randomUUIDv7(),
      kind: "webhook",
      tone: "bad",
      title: "A webhook was switched off",
      text: `This is the webhook to ${host}. ${reason} You can switch it on again in the settings.`,
      link: "/app/settings#webhooks",
      createdAt: now,
      readAt: null,
    },
    { type: "webhook.disabled", data: { webhook_id: target } },
  );
}
