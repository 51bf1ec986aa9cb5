import { t } from "elysia";
import type { NotificationRow } from "../../store/notifications";
import { NotFoundError } from "../errors";
import { defineRoute, type Route } from "../route";
import { Done, Id, Moment, moment } from "./schemas";

const NOT_FOUND = "Notification not found";

const Notification = t.Object({
  notification_id: t.String(),
  kind: t.String({ description: "What it is about: `training`, `drift`, `schedule`, `webhook`, …" }),
  tone: t.Union([t.Literal("good"), t.Literal("warn"), t.Literal("bad")]),
  title: t.String(),
  text: t.String(),
  link: t.Union([t.String(), t.Null()], { description: "The page that shows more, a path." }),
  created_at: Moment,
  read_at: t.Union([Moment, t.Null()]),
});

const EXAMPLE = {
  notification_id: "0190a6b2-c366-7e77-8a88-718293041526",
  kind: "training",
  tone: "good",
  title: "A new model is ready",
  text: "It knows 4,338 customers as of 2011-12-09 and tells who leaves fairly well: right for 79 of 100 pairs of a leaver and a stayer.",
  link: "/app/models/0190a6b2-7c1e-7d3a-9f10-2b6c8d4e5f60",
  created_at: "2011-12-10T08:05:00.000Z",
  read_at: null,
};

function answer({ id, kind, tone, title, text, link, createdAt, readAt }: NotificationRow) {
  return {
    notification_id: id,
    kind,
    tone,
    title,
    text,
    link,
    created_at: moment(createdAt),
    read_at: readAt === null ? null : moment(readAt),
  };
}

/** The tenants' notifications. */
export const notificationRoutes: readonly Route[] = [
  defineRoute({
    method: "GET",
    path: "/notifications",
    access: "business",
    tag: "notifications",
    summary: "All notifications",
    description: "How jobs ended, and what the server noticed. Newest first; the newest 500 are kept.",
    query: t.Object({
      limit: t.Optional(
        t.Integer({ minimum: 1, maximum: 500, description: "Entries at most; 100 by default." }),
      ),
      unread: t.Optional(t.Boolean({ description: "Only those that nobody has read." })),
    }),
    answers: {
      200: { description: "One entry per notification.", schema: t.Array(Notification), example: [EXAMPLE] },
    },
    handle: ({ tenant, query: { limit = 100, unread = false } }, { store }) =>
      store.notifications
        .list(tenant)
        .filter(({ readAt }) => !unread || readAt === null)
        .slice(0, limit)
        .map(answer),
  }),
  defineRoute({
    method: "POST",
    path: "/notifications/read",
    access: "business",
    tag: "notifications",
    summary: "Mark all as read",
    description: "This marks them as read for everyone who works with the tenant's data.",
    answers: {
      200: {
        description: "How many were unread before.",
        schema: t.Object({ status: t.Literal("ok"), marked: t.Integer() }),
        example: { status: "ok", marked: 3 },
      },
    },
    handle: ({ tenant }, { store, now }) => ({
      status: "ok",
      marked: store.notifications.markAllRead(tenant, now()),
    }),
  }),
  defineRoute({
    method: "POST",
    path: "/notifications/:notification_id/read",
    access: "business",
    tag: "notifications",
    summary: "Mark as read",
    description:
      "This marks it as read for everyone who works with the tenant's data. One already read stays as it is.",
    params: t.Object({ notification_id: Id }),
    answers: { 200: { description: "It is read.", schema: Done, example: { status: "ok" } } },
    errors: { 404: NOT_FOUND },
    handle: ({ tenant, params }, { store, now }) => {
      if (!store.notifications.find(tenant, params.notification_id)) throw new NotFoundError(NOT_FOUND);
      store.notifications.markRead(tenant, params.notification_id, now());
      return { status: "ok" };
    },
  }),
];
