import type { VNode } from "preact";
import { EVENT_TYPES, EVENTS, type EventType } from "../../../../src/notify/events";
import type { DeliveryRow } from "../../../../src/store/outbox";
import type { WebhookRow } from "../../../../src/store/webhooks";
import { Badge, Card, type Tone } from "../../../components/card";
import { OnceField, OnceShown, ShownBefore } from "../../../components/once-shown";
import { Table } from "../../../components/table";
import type { Format } from "../../../format";
import type { Refused } from "./forms";

/** A secret just made, and its webhook. It is shown only once. */
export interface MadeSecret {
  readonly url: string;
  readonly secret: string;
}

interface WebhooksProps {
  readonly webhooks: readonly WebhookRow[];
  /** Newest first. */
  readonly deliveries: readonly DeliveryRow[];
  readonly made: MadeSecret | null;
  /** The form that made a secret was sent again. */
  readonly isRepeated: boolean;
  readonly refused: Refused | null;
  readonly format: Format;
}

const STATES: Readonly<Record<DeliveryRow["state"], { readonly word: string; readonly tone?: Tone }>> = {
  waiting: { word: "Retrying", tone: "warn" },
  sending: { word: "Sending" },
  delivered: { word: "Delivered", tone: "good" },
  failed: { word: "Gave up", tone: "bad" },
};

const FORMATS: readonly (readonly [WebhookRow["format"], string])[] = [
  ["standard", "A program: signed JSON"],
  ["slack", "A chat, such as Slack or Mattermost"],
];

/** Which secret a form replaces, without telling it: sent again, the form replaces no other. */
export function secretMark({ secret }: Pick<WebhookRow, "secret">): string {
  return Bun.hash(secret).toString(36);
}

/** Programs that hear what happens: which ones, whether they can be reached, and a form for another. */
export function WebhooksCard(props: WebhooksProps): VNode {
  const { webhooks, deliveries, made, isRepeated, refused, format } = props;
  return (
    <Card
      id="webhooks"
      title="Webhooks"
      note="Messages that tell your programs or your team’s chat what happens. They are signed (Standard Webhooks); the API documentation shows a receiver."
    >
      {made && (
        <OnceShown text={made.secret} label="The secret of the webhook">
          Messages to {hostOf(made.url)} are signed with this secret. It is shown only once, so copy it to the
          receiver now.
        </OnceShown>
      )}
      {isRepeated && (
        <ShownBefore>
          Nothing was made or changed. If you did not copy the secret, ask for a new one below.
        </ShownBefore>
      )}
      {webhooks.map((webhook) => (
        <OneWebhook key={webhook.id} webhook={webhook} format={format} />
      ))}
      {deliveries.length > 0 && <LastMessages webhooks={webhooks} deliveries={deliveries} format={format} />}
      <NewWebhook refused={refused?.form === "webhooks" ? refused : null} />
    </Card>
  );
}

function OneWebhook({ webhook, format }: { readonly webhook: WebhookRow; readonly format: Format }): VNode {
  const { id, url, events, format: writes, enabled, disabledReason, lastSuccessAt } = webhook;
  const about = events.length === 0 ? "Everything" : events.map(titleOf).join(", ");
  const button = (what: string, words: string, tone = "secondary") => (
    <form method="post" action={`/app/settings/webhooks/${encodeURIComponent(id)}/${what}#webhooks`}>
      {what === "secret" && <input type="hidden" name="replaces" value={secretMark(webhook)} />}
      <button class={`${tone} small`} type="submit">
        {words}
        <span class="visually-hidden"> ({hostOf(url)})</span>
      </button>
    </form>
  );
  return (
    <div class="stack webhook">
      <p class="row spread">
        <code class="address">{url}</code>
        <Badge {...(enabled ? { tone: "good" as const } : { tone: "bad" as const })}>
          {enabled ? "On" : "Off"}
        </Badge>
      </p>
      <p class="soft small">
        {about}
        {writes === "slack" && ", as messages for a chat"}.{" "}
        {lastSuccessAt === null
          ? "Nothing delivered yet."
          : `Last delivered ${format.moment(lastSuccessAt)}.`}
        {disabledReason && ` ${disabledReason}`}
      </p>
      <div class="row">
        {enabled && button("test", "Send a test")}
        {enabled ? button("off", "Turn off") : button("on", "Turn on")}
        {button("secret", "New secret")}
        {button("delete", "Delete", "danger")}
      </div>
    </div>
  );
}

function LastMessages({
  webhooks,
  deliveries,
  format,
}: Pick<WebhooksProps, "webhooks" | "deliveries" | "format">): VNode {
  const hosts = new Map(webhooks.map(({ id, url }) => [id, hostOf(url)]));
  return (
    <Table
      caption="Latest messages"
      showsCaption
      rows={deliveries}
      columns={[
        { title: "When", kind: "moment", cell: "createdAt" },
        { title: "What", cell: ({ event }) => titleOf(event) },
        { title: "Where", cell: ({ target }) => hosts.get(target ?? "") ?? "" },
        { title: "Outcome", cell: (delivery) => <Fate delivery={delivery} format={format} /> },
      ]}
    />
  );
}

function Fate({ delivery, format }: { readonly delivery: DeliveryRow; readonly format: Format }): VNode {
  const { state, attempts, nextAt, lastError } = delivery;
  const isNew = state === "waiting" && attempts === 0;
  const { word, tone } = isNew ? STATES.sending : STATES[state];
  const again = state === "waiting" && !isNew && nextAt !== null ? ` Next try ${format.moment(nextAt)}.` : "";
  return (
    <>
      <Badge {...(tone && { tone })}>{word}</Badge>{" "}
      {lastError && (
        <span class="soft small">
          {lastError} {attempts === 1 ? "Tried once." : `Tried ${format.count(attempts)} times.`}
          {again}
        </span>
      )}
    </>
  );
}

function NewWebhook({ refused }: { readonly refused: Refused | null }): VNode {
  const error = refused?.errors.url;
  const chosen = refused?.typed.getAll("event") ?? [];
  return (
    <form class="stack" method="post" action="/app/settings/webhooks#webhooks">
      <OnceField />
      <label>
        URL of the receiver
        <input
          name="url"
          type="url"
          required
          maxLength={2000}
          autocomplete="off"
          placeholder="https://"
          value={refused?.typed.get("url") ?? ""}
          {...(error && { "aria-invalid": "true" as const })}
        />
        {error ? (
          <span class="error">{error}</span>
        ) : (
          <span class="hint">https, on the public internet.</span>
        )}
      </label>
      <label>
        Receiver
        <select name="format">
          {FORMATS.map(([format, words]) => (
            <option key={format} value={format} selected={refused?.typed.get("format") === format}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <details class="more" {...(chosen.length > 0 && { open: true })}>
        <summary>Send only some events</summary>
        <fieldset class="bare">
          <legend class="visually-hidden">Events</legend>
          {EVENT_TYPES.map((type) => (
            <label class="check" key={type}>
              <input type="checkbox" name="event" value={type} checked={chosen.includes(type)} />
              <span>
                {titleOf(type)} <span class="soft small">{type}</span>
              </span>
            </label>
          ))}
        </fieldset>
      </details>
      <div class="row">
        <button type="submit">Add a webhook</button>
      </div>
    </form>
  );
}

function titleOf(type: string): string {
  return type in EVENTS ? EVENTS[type as EventType].title : "A test";
}

function hostOf(url: string): string {
  return new URL(url).host;
}
