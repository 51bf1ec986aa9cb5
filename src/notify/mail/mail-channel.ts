import type { Channel, Outcome } from "../../jobs/channel";
import type { Store } from "../../store/store";
import type { Letter } from "./letter";
import { MAIL_RETRY, type Mailer, outcomeOf } from "./mailer";

interface MailChannelOptions {
  readonly store: Store;
  /** Null if mail was switched off after the deliveries were made. */
  readonly mailer: Mailer | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Sends tenants' news by mail. */
export function mailChannel({ store, mailer, now }: MailChannelOptions): Channel {
  return {
    atATime: 4,
    atOnce: 1,
    retry: MAIL_RETRY,

    async send([{ tenant, id, target, payload }], signal): Promise<Outcome> {
      if (!mailer) return { type: "refused", reason: "Mail is no longer configured on this server." };
      try {
        await mailer.send({ ...(payload as Letter), key: `delivery/${tenant}/${id}`, to: target! }, signal);
        return { type: "delivered" };
      } catch (error) {
        return outcomeOf(error);
      }
    },

    ended({ tenant }, how, reason) {
      if (how === "delivered" || store.erasures.isTenantErased(tenant, now())) return;
      // Not an event, because that would be mailed to the very address that refuses mail.
      store.notifications.insert(tenant, {
        id: Bun.randomUUIDv7(),
        kind: "email",
        tone: "bad",
        title: "A mail was not sent",
        text: reason,
        link: "/app/settings#mail",
        createdAt: now(),
        readAt: null,
      });
    },
  };
}
