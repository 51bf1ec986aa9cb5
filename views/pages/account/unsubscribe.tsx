import { t } from "elysia";
import type { ApiContext } from "../../../src/api/context";
import { TooManyRequestsError } from "../../../src/api/errors";
import type { Route } from "../../../src/api/route";
import { Attempts } from "../../../src/auth/attempts";
import { MAIL_GROUPS } from "../../../src/notify/events";
import { UNSUBSCRIBE_PATH, unsubscriptionOf } from "../../../src/notify/mail/unsubscribe-link";
import type { Store } from "../../../src/store/store";
import { MINUTE_MS } from "../../../src/time";
import { defineAction, definePage, pageResponse } from "../../page";
import type { PageContent } from "../../page-content";
import { accountPage } from "./email-forms";

const PATH = `${UNSUBSCRIBE_PATH.replace("/app", "")}/:mail_link`;

/** The same for a link that somebody made up and for one whose recipient was removed. */
const NO_LINK = accountPage(
  { title: "This link does not work", status: 404 },
  <section class="card">
    <p>Either the address no longer gets e-mails, or a part of the link is missing.</p>
  </section>,
);

/** A mail service posts for many of its people from one address. */
const MOST_A_MINUTE = 120;
const tries = new WeakMap<Store, Attempts>();

function limit({ store, now }: ApiContext, address: string): void {
  const known = tries.get(store) ?? new Attempts(MOST_A_MINUTE, MINUTE_MS);
  tries.set(store, known);
  const waitSeconds = known.take(address, now());
  if (waitSeconds > 0) throw new TooManyRequestsError(MOST_A_MINUTE, waitSeconds);
}

/** Quotes a kind of mail in a sentence. */
const kind = (group: keyof typeof MAIL_GROUPS) => `“${MAIL_GROUPS[group]}”`;

function stopped(tenant: string, group: keyof typeof MAIL_GROUPS): PageContent {
  return accountPage(
    { title: "You are unsubscribed" },
    <section class="card">
      <p>
        You get no more e-mails about {kind(group)} from {tenant}. Other e-mails that you chose still come.
      </p>
    </section>,
  );
}

/**
 * Where the link at the end of a mail leads, without signing in. Looking changes nothing, because programs that check
 * links look too; mail programs that unsubscribe with one click post to it (RFC 8058).
 */
export const unsubscribePages: readonly Route[] = [
  definePage({
    path: PATH,
    access: "public",
    summary: "Stop getting e-mails",
    params: t.Object({ mail_link: t.String({ maxLength: 400 }) }),
    show: ({ params, address }, context) => {
      limit(context, address);
      const asked = unsubscriptionOf(context.store, params.mail_link);
      if (!asked) return NO_LINK;
      const { tenant, recipient, group } = asked;
      if (!recipient.groups.includes(group)) return stopped(tenant, group);
      return accountPage(
        { title: "Stop these e-mails?" },
        <section class="card">
          <p>
            You get e-mails about {kind(group)} from {tenant}.
          </p>
          <form method="post" action={`${UNSUBSCRIBE_PATH}/${params.mail_link}`}>
            <button type="submit">Stop these e-mails</button>
          </form>
        </section>,
      );
    },
  }),
  defineAction({
    path: PATH,
    access: "public",
    summary: "Stop getting e-mails",
    act: (input, context) => {
      limit(context, input.address);
      const { store, now } = context;
      const asked = unsubscriptionOf(store, input.params.mail_link!);
      if (!asked) return pageResponse(NO_LINK, input, PATH);
      const { tenant, recipient, group } = asked;
      store.mailRecipients.unsubscribe(tenant, recipient, group, now());
      return pageResponse(stopped(tenant, group), input, PATH);
    },
  }),
];
