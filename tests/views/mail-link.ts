import { UNSUBSCRIBE_PATH, unsubscribeUrl } from "../../src/notify/mail/unsubscribe-link";
import type { Store } from "../../src/store/store";

/** Makes somebody a recipient of a tenant's mails and returns what their link to unsubscribe ends with. */
export function furnishMailLink(store: Store, tenant: string): string {
  store.mailRecipients.save(tenant, { address: "ann@shop.example", groups: ["drift"] }, 1);
  const recipient = store.mailRecipients.list(tenant)[0]!;
  return unsubscribeUrl("", tenant, recipient, "drift").replace(`${UNSUBSCRIBE_PATH}/`, "");
}
