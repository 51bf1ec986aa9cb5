import type { VNode } from "preact";
import type { Integration } from "../../../../src/integration";
import { MAIL_GROUPS, type MailGroup } from "../../../../src/notify/events";
import type { MailRecipientRow } from "../../../../src/store/mail-recipients";
import { Card, Notice } from "../../../components/card";
import { Table } from "../../../components/table";
import type { Refused } from "./forms";

interface MailProps {
  readonly recipients: readonly MailRecipientRow[];
  /** The part that sends; there is none where nobody opened it. */
  readonly mail: Integration | undefined;
  readonly refused: Refused | null;
  readonly isSaved: boolean;
}

/** Who is mailed what happens, and of what. */
export function MailCard({ recipients, mail, refused, isSaved }: MailProps): VNode {
  const own = refused?.form === "mail" ? refused : null;
  const chosen = own?.typed.getAll("group") ?? Object.keys(MAIL_GROUPS);
  const isOff = mail?.status().state !== "well" && mail?.status().state !== "failing";
  return (
    <Card id="mail" title="Mails" note="Who is mailed, and of what. A mail names no customer.">
      {isSaved && <Notice tone="good">Saved.</Notice>}
      {isOff && (
        <Notice tone="warn">
          This server cannot send mails yet, so nobody gets any. Who runs it switches them on; see
          Integrations.
        </Notice>
      )}
      {recipients.length > 0 && (
        <Table
          caption="Who is mailed"
          rows={recipients}
          columns={[
            { title: "Address", cell: "address" },
            { title: "Is mailed when", cell: ({ groups }) => groupWords(groups) },
            {
              title: <span class="visually-hidden">Remove</span>,
              cell: ({ address }) => (
                <form method="post" action="/app/settings/mail/remove">
                  <input type="hidden" name="address" value={address} />
                  <button class="secondary small" type="submit">
                    Remove<span class="visually-hidden"> {address}</span>
                  </button>
                </form>
              ),
            },
          ]}
        />
      )}
      <form class="stack" method="post" action="/app/settings/mail">
        <label>
          Address
          <input
            name="address"
            type="email"
            required
            maxLength={254}
            autocomplete="off"
            value={own?.typed.get("address") ?? ""}
            {...(own?.errors.address && { "aria-invalid": "true" as const })}
          />
          {own?.errors.address ? (
            <span class="error">{own.errors.address}</span>
          ) : (
            <span class="hint">One that is there already is changed.</span>
          )}
        </label>
        <fieldset class="bare">
          <legend>Mail when</legend>
          {Object.entries(MAIL_GROUPS).map(([group, words]) => (
            <label class="check" key={group}>
              <input type="checkbox" name="group" value={group} checked={chosen.includes(group)} />
              {words}
            </label>
          ))}
          {own?.errors.group && <span class="error">{own.errors.group}</span>}
        </fieldset>
        <div class="row">
          <button type="submit">Save the address</button>
        </div>
      </form>
    </Card>
  );
}

function groupWords(groups: readonly string[]): string {
  if (groups.length === Object.keys(MAIL_GROUPS).length) return "Anything happens";
  return groups.map((group) => MAIL_GROUPS[group as MailGroup]).join("; ");
}
