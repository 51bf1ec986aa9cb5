import type { MailRecipientRow } from "../store/mail-recipients";
import type { NotificationEvent, NotificationRow } from "../store/notifications";
import type { Store } from "../store/store";
import type { WebhookRow } from "../store/webhooks";
import { EVENTS, type EventType, isEventType } from "./events";
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

/** Who gets messages about an event. */
interface Listeners {
  readonly webhooks: readonly WebhookRow[];
  readonly recipients: readonly MailRecipientRow[];
  readonly any: boolean;
}

export function listeners(
  store: Pick<Store, "webhooks" | "mailRecipients">,
  tenant: string,
  type: EventType,
): Listeners {
  const webhooks = webhooksFor(store, tenant, type);
  const { group } = EVENTS[type];
  const recipients = store.mailRecipients.list(tenant).filter(({ groups }) => groups.includes(group));
  return { webhooks, recipients, any: webhooks.length + recipients.length > 0 };
}

function webhooksFor({ webhooks }: Pick<Store, "webhooks">, tenant: string, type: string): WebhookRow[] {
  return webhooks
    .list(tenant)
    .filter(({ events, enabled }) => enabled && (events.length === 0 || events.includes(type)));
}

/** A message to every webhook that wants the event. `idFor` gives messages that must not be sent twice their ids. */
export function toWebhooks(
  { store, publicUrl }: TellingOptions,
  tenant: string,
  { title, text, link, createdAt }: Pick<NotificationRow, "title" | "text" | "link" | "createdAt">,
  { type, data }: NotificationEvent,
  idFor: (webhook: string) => string = () => Bun.randomUUIDv7(),
): void {
  for (const { id } of webhooksFor(store, tenant, type)) {
    const told = { tenant_id: tenant, ...data, title, text, ...(link && { link: (publicUrl ?? "") + link }) };
    const payload = { type, timestamp: new Date(createdAt).toISOString(), data: told };
    store.outbox.insert(
      tenant,
      { id: idFor(id), channel: "webhook", target: id, event: type, payload },
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
  for (const recipient of listeners(store, tenant, type).recipients) {
    const stop = publicUrl ? unsubscribeUrl(publicUrl, tenant, recipient, group) : undefined;
    const payload = { ...letterOf({ tenant, title, text, url, because, unsubscribeUrl: stop }), group };
    const id = Bun.randomUUIDv7();
    const delivery = { id, channel: "mail", target: recipient.address, event: type, payload } as const;
    store.outbox.insert(tenant, delivery, createdAt);
  }
}
