import type { NotificationEvent, NotificationRow } from "../store/notifications";
import type { Store } from "../store/store";
import { EVENTS, isEventType } from "./events";
import { letterOf } from "./mail/letter";
import { unsubscribeUrl } from "./mail/unsubscribe-link";

export interface TellingOptions {
  readonly store: Store;
  /** Whether this server can send mails; if not, it makes none. */
  readonly canMail: boolean;
  /** The server's address for people; null if not configured. */
  readonly publicUrl: string | null;
}

/**
 * Turns each event for a tenant into deliveries for everyone who subscribed to it, in the same transaction, until the
 * returned function is called.
 */
export function fanOut(options: TellingOptions): () => void {
  return options.store.notifications.alongEvent((tenant, row, event) => {
    toWebhooks(options, tenant, row, event);
    if (options.canMail) toRecipients(options, tenant, row, event.type);
  });
}

function toWebhooks(
  { store, publicUrl }: TellingOptions,
  tenant: string,
  { title, text, link, createdAt }: NotificationRow,
  { type, data }: NotificationEvent,
): void {
  for (const { id, events, enabled } of store.webhooks.list(tenant)) {
    if (!enabled || (events.length > 0 && !events.includes(type))) continue;
    const told = { tenant_id: tenant, ...data, title, text, ...(link && { link: (publicUrl ?? "") + link }) };
    const payload = { type, timestamp: new Date(createdAt).toISOString(), data: told };
    store.outbox.insert(
      tenant,
      { id: Bun.randomUUIDv7(), channel: "webhook", target: id, event: type, payload },
      createdAt,
    );
  }
}

function toRecipients(
  { store, publicUrl }: TellingOptions,
  tenant: string,
  { title, text, link, createdAt }: NotificationRow,
  type: string,
): void {
  if (!isEventType(type)) return;
  const { group } = EVENTS[type];
  const url = publicUrl && link ? publicUrl + link : null;
  const because = `You get this mail because your address is in the settings of ${tenant}.`;
  for (const recipient of store.mailRecipients.list(tenant)) {
    const { address, groups } = recipient;
    if (!groups.includes(group)) continue;
    const stop = publicUrl ? unsubscribeUrl(publicUrl, tenant, recipient, group) : undefined;
    const payload = { ...letterOf({ tenant, title, text, url, because, unsubscribeUrl: stop }), group };
    const id = Bun.randomUUIDv7();
    store.outbox.insert(tenant, { id, channel: "mail", target: address, event: type, payload }, createdAt);
  }
}
