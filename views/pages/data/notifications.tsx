import type { VNode } from "preact";
import type { Route } from "../../../src/api/route";
import type { NotificationRow } from "../../../src/store/notifications";
import { Badge, Empty, type Tone } from "../../components/card";
import { Icon, type IconName } from "../../components/icon";
import { type Format, formatFor } from "../../format";
import { defineAction, definePage, redirect } from "../../page";
import { plainWords } from "../../words/plain-words";

const SHOWN = 100;
const PATH = "/app/notifications";

const ICONS: Readonly<Record<NotificationRow["tone"], IconName>> = {
  good: "check",
  warn: "warning",
  bad: "cross",
};

function Notification({ row, format }: { readonly row: NotificationRow; readonly format: Format }): VNode {
  const isNew = row.readAt === null;
  const tone: Tone = row.tone;
  return (
    <li class={`notification ${isNew ? "new" : ""}`}>
      <span class={`badge ${tone}`}>
        <Icon name={ICONS[row.tone]} />
      </span>
      <div>
        <h2>
          {row.link ? <a href={row.link}>{row.title}</a> : row.title}{" "}
          {isNew && <Badge tone="brand">New</Badge>}
        </h2>
        <p>{plainWords(row.text, format)}</p>
        <p class="soft small">
          <time dateTime={new Date(row.createdAt).toISOString()}>{format.moment(row.createdAt)}</time>
        </p>
      </div>
      {isNew && (
        <form method="post" action={`${PATH}/${encodeURIComponent(row.id)}/read`}>
          <button class="quiet small" type="submit">
            Mark as read<span class="visually-hidden">: {row.title}</span>
          </button>
        </form>
      )}
    </li>
  );
}

/** What the server has reported about jobs and models. */
export const notificationPages: readonly Route[] = [
  definePage({
    path: "/notifications",
    summary: "Notifications",
    show: ({ tenant, settings }, { store }) => {
      const rows = store.notifications.list(tenant, SHOWN);
      const unread = store.notifications.unread(tenant);
      const format = formatFor(settings);
      return {
        title: "Notifications",
        subtitle: `How jobs ended, and what the server noticed. ${unread === 0 ? "All read." : `${format.count(unread)} unread.`}`,
        ...(unread > 0 && {
          actions: (
            <form method="post" action={`${PATH}/read`}>
              <button class="secondary" type="submit">
                Mark all as read
              </button>
            </form>
          ),
        }),
        body:
          rows.length === 0 ? (
            <Empty icon="bell" title="No notifications yet">
              <p>
                You will see here when a training or a prediction for all customers has finished or failed,
                and when your customers have changed.
              </p>
              <a class="button secondary" href="/app/queue">
                See the queue
              </a>
            </Empty>
          ) : (
            <section class="card" aria-label="Notifications">
              <ul class="notifications">
                {rows.map((row) => (
                  <Notification key={row.id} row={row} format={format} />
                ))}
              </ul>
              {rows.length === SHOWN && <p class="soft small">Only the newest {SHOWN} are shown.</p>}
            </section>
          ),
      };
    },
  }),
  defineAction({
    path: "/notifications/read",
    summary: "Mark all as read",
    act: ({ tenant, request }, { store, now }) => {
      store.notifications.markAllRead(tenant, now());
      return redirect(request, PATH);
    },
  }),
  defineAction({
    path: "/notifications/:notification_id/read",
    summary: "Mark as read",
    act: ({ tenant, request, params }, { store, now }) => {
      store.notifications.markRead(tenant, params.notification_id!, now());
      return redirect(request, PATH);
    },
  }),
];
