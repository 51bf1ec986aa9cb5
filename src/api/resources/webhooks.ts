import { t } from "elysia";
import { EVENT_TYPES, EVENTS } from "../../notify/events";
import {
  addWebhook,
  MOST_WEBHOOKS,
  rotateSecret,
  sendTest,
  switchOff,
} from "../../notify/webhooks/own-webhooks";
import { webhookUrl } from "../../notify/webhooks/url";
import type { DeliveryRow } from "../../store/outbox";
import type { WebhookRow } from "../../store/webhooks";
import { ConflictError, NotFoundError } from "../errors";
import { defineRoute, type Route } from "../route";
import { Id, Moment, moment } from "./schemas";

const NOT_FOUND = "Webhook not found";
const SHOWN_DELIVERIES = 50;
const WEBHOOK_ID_EXAMPLE = "0190a6b2-a144-7c55-8e66-5f6071829304";
const DELIVERY_ID_EXAMPLE = "0190a6b2-b255-7d66-9f77-607182930415";

const Url = t.String({
  minLength: 1,
  maxLength: 2000,
  description: "https, port 443 or 8443, a public address.",
});
const Events = t.Array(t.Union(EVENT_TYPES.map((type) => t.Literal(type))), {
  maxItems: EVENT_TYPES.length,
  description: `The events it gets; left out or empty, all of them. ${Object.entries(EVENTS)
    .map(([type, { meaning }]) => `\`${type}\`: ${meaning}`)
    .join(" ")}`,
});
const Format = t.Union([t.Literal("standard"), t.Literal("slack")], {
  description:
    '`standard`: events as JSON. `slack`: `{"text": …}` with the title, the text and the link of the event, as incoming webhooks of Slack and Mattermost take it.',
});
const Params = t.Object({ webhook_id: Id });

const Webhook = t.Object({
  webhook_id: t.String(),
  url: t.String(),
  events: t.Array(t.String(), { description: "Empty: everything." }),
  format: Format,
  enabled: t.Boolean(),
  disabled_reason: t.Union([t.String(), t.Null()], {
    description: "Why the server switched it off.",
  }),
  last_success_at: t.Union([Moment, t.Null()]),
  old_secret_until: t.Union([Moment, t.Null()], {
    description: "Until then, messages are also signed with the previous secret.",
  }),
  created_at: Moment,
});
const Secret = t.String({ description: "Signs every message. You only see it this once." });
const WEBHOOK_EXAMPLE = {
  webhook_id: WEBHOOK_ID_EXAMPLE,
  url: "https://example.com/hooks/perennial",
  events: ["training.completed", "drift.detected"],
  format: "standard",
  enabled: true,
  disabled_reason: null,
  last_success_at: "2011-12-10T08:05:00.000Z",
  old_secret_until: null,
  created_at: "2011-12-10T08:00:00.000Z",
};
const SECRET_EXAMPLE = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDazfgh8Ab0ME=";

const Delivery = t.Object({
  delivery_id: t.String({ description: "The `webhook-id` of the message, the same for every try." }),
  event: t.String(),
  state: t.Union([t.Literal("waiting"), t.Literal("sending"), t.Literal("delivered"), t.Literal("failed")]),
  attempts: t.Integer(),
  next_at: t.Union([Moment, t.Null()], { description: "When the next try is due." }),
  last_error: t.Union([t.String(), t.Null()]),
  created_at: Moment,
  updated_at: Moment,
});

function webhookAnswer(row: WebhookRow) {
  const optional = (time: number | null) => (time === null ? null : moment(time));
  return {
    webhook_id: row.id,
    url: row.url,
    events: row.events,
    format: row.format,
    enabled: row.enabled,
    disabled_reason: row.disabledReason,
    last_success_at: optional(row.lastSuccessAt),
    old_secret_until: optional(row.oldSecretUntil),
    created_at: moment(row.createdAt),
  };
}

function deliveryAnswer(row: DeliveryRow) {
  return {
    delivery_id: row.id,
    event: row.event,
    state: row.state,
    attempts: row.attempts,
    next_at: row.nextAt === null || row.state === "sending" ? null : moment(row.nextAt),
    last_error: row.lastError,
    created_at: moment(row.createdAt),
    updated_at: moment(row.updatedAt),
  };
}

/** The tenants' webhooks: which events they get, and the outcome of each message. */
export const webhookRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/webhooks",
    access: "admin",
    tag: "webhooks",
    summary: "The webhooks",
    description: "Oldest first, without their secrets.",
    answers: {
      200: { description: "One entry per webhook.", schema: t.Array(Webhook), example: [WEBHOOK_EXAMPLE] },
    },
    handle: ({ tenant }, { store }) => store.webhooks.list(tenant).map(webhookAnswer),
  }),
  defineRoute({
    method: "POST",
    path: "/webhooks",
    access: "admin",
    tag: "webhooks",
    summary: "Add a webhook",
    description: `The server posts events to its URL as JSON, \`{"type","timestamp","data"}\`, signed as Standard Webhooks specifies. At most ${MOST_WEBHOOKS}. Only this answer shows the secret.`,
    body: t.Object({ url: Url, events: t.Optional(Events), format: t.Optional(Format) }),
    bodyExample: { url: WEBHOOK_EXAMPLE.url, events: WEBHOOK_EXAMPLE.events },
    answers: {
      200: {
        description: "It is added.",
        schema: t.Intersect([Webhook, t.Object({ secret: Secret })]),
        example: { ...WEBHOOK_EXAMPLE, last_success_at: null, secret: SECRET_EXAMPLE },
      },
    },
    errors: { 409: "There are too many webhooks" },
    handle: ({ tenant, body: { url, events = [], format = "standard" } }, { store, config, now }) => {
      if (store.webhooks.list(tenant).length >= MOST_WEBHOOKS)
        throw new ConflictError(
          `There are already ${MOST_WEBHOOKS} webhooks, the most allowed. Delete one first.`,
        );
      const allowPrivate = config.webhooksAllowPrivate;
      const row = addWebhook(store, tenant, { url, events, format, allowPrivate, now: now() });
      return { ...webhookAnswer(row), secret: row.secret };
    },
  }),
  defineRoute({
    method: "PATCH",
    path: "/webhooks/:webhook_id",
    access: "admin",
    tag: "webhooks",
    summary: "Change a webhook",
    description:
      "Sets the given fields. A webhook misses events while it is off, and waiting messages are dropped when it is switched off.",
    params: Params,
    body: t.Object({
      url: t.Optional(Url),
      events: t.Optional(Events),
      format: t.Optional(Format),
      enabled: t.Optional(t.Boolean()),
    }),
    bodyExample: { enabled: true },
    answers: { 200: { description: "The webhook as it is now.", schema: Webhook, example: WEBHOOK_EXAMPLE } },
    errors: { 404: NOT_FOUND },
    handle: ({ tenant, params, body }, { store, config, now }) => {
      if (!store.webhooks.find(tenant, params.webhook_id)) throw new NotFoundError(NOT_FOUND);
      const { url, ...others } = body;
      const checked =
        url === undefined ? {} : { url: webhookUrl(url, { allowPrivate: config.webhooksAllowPrivate }) };
      store.transaction(() => {
        store.webhooks.change(tenant, params.webhook_id, { ...others, ...checked });
        if (body.enabled === false) switchOff(store, tenant, params.webhook_id, now());
      });
      return webhookAnswer(store.webhooks.find(tenant, params.webhook_id)!);
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/webhooks/:webhook_id",
    access: "admin",
    tag: "webhooks",
    summary: "Delete a webhook",
    description: "Also deletes its waiting messages and the record of its past ones.",
    params: Params,
    answers: {
      200: {
        description: "It is deleted.",
        schema: t.Object({ status: t.Literal("deleted"), webhook_id: t.String() }),
        example: { status: "deleted", webhook_id: WEBHOOK_ID_EXAMPLE },
      },
    },
    errors: { 404: NOT_FOUND },
    handle: ({ tenant, params }, { store }) => {
      if (!store.webhooks.delete(tenant, params.webhook_id)) throw new NotFoundError(NOT_FOUND);
      return { status: "deleted", webhook_id: params.webhook_id };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/webhooks/:webhook_id/secret",
    access: "admin",
    tag: "webhooks",
    summary: "Make a new secret",
    description:
      "For 24 hours, messages are signed with both secrets so that the receiver can switch. Only this answer shows the secret.",
    params: Params,
    answers: {
      200: {
        description: "The new secret.",
        schema: t.Intersect([Webhook, t.Object({ secret: Secret })]),
        example: { ...WEBHOOK_EXAMPLE, old_secret_until: "2011-12-11T08:00:00.000Z", secret: SECRET_EXAMPLE },
      },
    },
    errors: { 404: NOT_FOUND },
    handle: ({ tenant, params }, { store, now }) => {
      const row = rotateSecret(store, tenant, params.webhook_id, now());
      if (!row) throw new NotFoundError(NOT_FOUND);
      return { ...webhookAnswer(row), secret: row.secret };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/webhooks/:webhook_id/test",
    access: "admin",
    tag: "webhooks",
    summary: "Send a test",
    description:
      "Sends a message of the type `webhook.test`, whatever events the webhook gets. `GET /webhooks/{webhook_id}/deliveries` shows the outcome.",
    params: Params,
    answers: {
      200: {
        description: "It is on its way.",
        schema: t.Object({ status: t.Literal("queued"), delivery_id: t.String() }),
        example: { status: "queued", delivery_id: DELIVERY_ID_EXAMPLE },
      },
    },
    errors: { 404: NOT_FOUND, 409: "The webhook is switched off" },
    handle: ({ tenant, params }, { store, now }) => {
      const webhook = store.webhooks.find(tenant, params.webhook_id);
      if (!webhook) throw new NotFoundError(NOT_FOUND);
      if (!webhook.enabled) throw new ConflictError("The webhook is switched off. Switch it on first.");
      return { status: "queued", delivery_id: sendTest(store, tenant, webhook.id, now()) };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/webhooks/:webhook_id/deliveries",
    access: "admin",
    tag: "webhooks",
    summary: "What was sent to a webhook",
    description: `The newest ${SHOWN_DELIVERIES} messages and their outcomes, kept for 30 days.`,
    params: Params,
    answers: {
      200: {
        description: "Newest first.",
        schema: t.Array(Delivery),
        example: [
          {
            delivery_id: DELIVERY_ID_EXAMPLE,
            event: "training.completed",
            state: "waiting",
            attempts: 2,
            next_at: "2011-12-10T08:10:00.000Z",
            last_error: "The receiver answered 500.",
            created_at: "2011-12-10T08:05:00.000Z",
            updated_at: "2011-12-10T08:05:06.000Z",
          },
        ],
      },
    },
    errors: { 404: NOT_FOUND },
    handle: ({ tenant, params }, { store }) => {
      if (!store.webhooks.find(tenant, params.webhook_id)) throw new NotFoundError(NOT_FOUND);
      return store.outbox.list(tenant, "webhook", params.webhook_id, SHOWN_DELIVERIES).map(deliveryAnswer);
    },
  }),
];
