import type { VNode } from "preact";
import { MAIL_GROUPS, type MailGroup } from "../../../../src/notify/events";
import { USUAL_TIME } from "../../../../src/notify/reports/weekly-loop";
import type { MailRecipientRow } from "../../../../src/store/mail-recipients";
import type { WeeklyReportRow } from "../../../../src/store/weekly-reports";
import { Card, Notice } from "../../../components/card";
import { Table } from "../../../components/table";
import type { Format } from "../../../format";
import { WEEKDAYS } from "../../../words/weekdays";
import type { Refused } from "./forms";

interface MailProps {
  readonly recipients: readonly MailRecipientRow[];
  readonly canMail: boolean;
  readonly refused: Refused | null;
  readonly isSaved: boolean;
  /** Null until somebody has subscribed, or a time was chosen. */
  readonly weekly: WeeklyReportRow | null;
  readonly timeZone: string;
  readonly format: Format;
}

/** Addresses that get e-mails about what happens. */
export function MailCard(props: MailProps): VNode {
  const { recipients, canMail, refused, isSaved, format } = props;
  const own = refused?.form === "mail" ? refused : null;
  const chosen = own?.typed.getAll("group") ?? Object.keys(MAIL_GROUPS);
  return (
    <Card id="mail" title="E-mails" note="Who gets e-mails, and about what. They never name a customer.">
      {isSaved && <Notice tone="good">Saved.</Notice>}
      {!canMail && (
        <Notice tone="warn">
          This server cannot send e-mails yet. Its operator can turn them on; see Integrations.
        </Notice>
      )}
      {recipients.length > 0 && (
        <Table
          caption="Who gets e-mails"
          rows={recipients}
          columns={[
            { title: "Address", cell: "address" },
            { title: "Gets one when", cell: (recipient) => <Groups recipient={recipient} format={format} /> },
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
            <span class="hint">Enter a listed address again to change when it gets one.</span>
          )}
        </label>
        <fieldset class="bare">
          <legend>Send an e-mail when</legend>
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
      <WeeklyForm {...props} />
    </Card>
  );
}

/** When the weekly mail goes out. */
function WeeklyForm({ weekly, timeZone, refused, recipients, format }: MailProps): VNode {
  const own = refused?.form === "weekly" ? refused : null;
  const day = own?.typed.get("day") ?? String(weekly?.day ?? USUAL_TIME.day);
  const hour = own?.typed.get("hour") ?? String(weekly?.hour ?? USUAL_TIME.hour);
  const isWanted = recipients.some(({ groups }) => groups.includes("weekly"));
  const next = weekly && isWanted ? ` Next on ${format.moment(weekly.nextDue)}.` : "";
  return (
    <form class="stack" method="post" action="/app/settings/weekly#mail">
      <fieldset class="bare">
        <legend>The weekly e-mail goes out</legend>
        <div class="fields">
          <label>
            Each
            <select name="day">
              {WEEKDAYS.map((name, i) => (
                <option key={name} value={String(i + 1)} selected={day === String(i + 1)}>
                  {name}
                </option>
              ))}
            </select>
            {own?.errors.day && <span class="error">{own.errors.day}</span>}
          </label>
          <label>
            At
            <select name="hour">
              {Array.from({ length: 24 }, (_, i) => (
                <option key={i} value={String(i)} selected={hour === String(i)}>
                  {`${String(i).padStart(2, "0")}:00`}
                </option>
              ))}
            </select>
            {own?.errors.hour && <span class="error">{own.errors.hour}</span>}
          </label>
        </div>
        <span class="hint">
          In the time zone above ({timeZone}), by the default model.{next}
        </span>
        <div class="row">
          <button class="secondary" type="submit">
            Save the time
          </button>
        </div>
      </fieldset>
    </form>
  );
}

/** What somebody gets, and what they unsubscribed from. */
function Groups({ recipient, format }: { readonly recipient: MailRecipientRow; readonly format: Format }) {
  const { groups, unsubscribed } = recipient;
  return (
    <>
      {groupWords(groups)}
      {Object.entries(unsubscribed).map(([group, at]) => (
        <div key={group} class="soft small">
          Unsubscribed from “{MAIL_GROUPS[group as MailGroup]}” on {format.moment(at)}
        </div>
      ))}
    </>
  );
}

function groupWords(groups: readonly string[]): string {
  if (groups.length === 0) return "Nothing";
  if (groups.length === Object.keys(MAIL_GROUPS).length) return "Anything happens";
  return groups.map((group) => MAIL_GROUPS[group as MailGroup]).join("; ");
}
