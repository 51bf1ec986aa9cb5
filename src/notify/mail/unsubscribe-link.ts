import { createHmac, timingSafeEqual } from "node:crypto";
import type { MailRecipientRow } from "../../store/mail-recipients";
import type { Store } from "../../store/store";
import { MAIL_GROUPS, type MailGroup } from "../events";

/** The page that links lead to. */
export const UNSUBSCRIBE_PATH = "/app/unsubscribe";

/** What a link says: whose mails, and of which kind. It holds no address. */
interface Unsubscription {
  readonly tenant: string;
  readonly recipient: MailRecipientRow;
  readonly group: MailGroup;
}

/**
 * Where this person stops this kind of mail, without signing in. It works as long as the person is a recipient, and for
 * nothing else: the secret that signs it is the recipient's own.
 */
export function unsubscribeUrl(
  publicUrl: string,
  tenant: string,
  recipient: Pick<MailRecipientRow, "id" | "secret">,
  group: MailGroup,
): string {
  const signature = signatureOf(recipient, tenant, group).toString("base64url");
  return `${publicUrl}${UNSUBSCRIBE_PATH}/${[tenant, recipient.id, group, signature].join(".")}`;
}

/** What the last part of a link asks for; null for any that we did not make, or whose recipient is gone. */
export function unsubscriptionOf(store: Pick<Store, "mailRecipients">, link: string): Unsubscription | null {
  const [tenant = "", id = "", group = "", signature = ""] = link.split(".");
  const recipient = store.mailRecipients.find(tenant, id);
  if (!recipient || !isMailGroup(group)) return null;
  const expected = signatureOf(recipient, tenant, group);
  const given = Buffer.from(signature, "base64url");
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
  return isSigned ? { tenant, recipient, group } : null;
}

function isMailGroup(text: string): text is MailGroup {
  return Object.hasOwn(MAIL_GROUPS, text);
}

function signatureOf({ id, secret }: Pick<MailRecipientRow, "id" | "secret">, tenant: string, group: string) {
  return createHmac("sha256", secret).update(`${tenant}\n${id}\n${group}`).digest();
}
