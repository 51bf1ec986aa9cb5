import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** News for a tenant. It names no customers, so an erasure does not look here. */
export interface NotificationRow {
  readonly id: string;
  /** The topic, in its writer's words: `training`, `drift`, … */
  readonly kind: string;
  readonly tone: "good" | "warn" | "bad";
  readonly title: string;
  readonly text: string;
  /** The page that shows more. */
  readonly link: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly readAt: number | null;
}

/** The same news for programs. */
export interface NotificationEvent {
  /** `training.completed`, `drift.detected`, … */
  readonly type: string;
  /** Wire format. Names no customers. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Gets a notification and its event, in the transaction that stores them. */
type Along = (tenant: string, row: NotificationRow, event: NotificationEvent) => void;

interface StoredNotification {
  id: string;
  kind: string;
  tone: NotificationRow["tone"];
  title: string;
  text: string;
  link: string | null;
  created_at: number;
  read_at: number | null;
}

/** A tenant's older ones are deleted. */
const MOST_KEPT = 500;
const COLUMNS = "id, kind, tone, title, text, link, created_at, read_at";

/** The tenants' notifications. Every method takes the tenant first. */
export class NotificationRepository {
  readonly #alongEvents = new Set<Along>();

  constructor(private readonly statements: Statements) {}

  /**
   * Calls `also` in the transaction that stores a notification with an event, until the returned function is called.
   */
  alongEvent(also: Along): () => void {
    this.#alongEvents.add(also);
    return () => this.#alongEvents.delete(also);
  }

  /** Stores news for a tenant, with an `event` if it should also go out. */
  insert(tenant: string, row: NotificationRow, event?: NotificationEvent): void {
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, row.createdAt);
      this.statements.run(
        `INSERT INTO notifications (tenant_id, ${COLUMNS})
         VALUES ($tenant, $id, $kind, $tone, $title, $text, $link, $created, $read)`,
        {
          tenant,
          id: row.id,
          kind: row.kind,
          tone: row.tone,
          title: row.title,
          text: row.text,
          link: row.link,
          created: row.createdAt,
          read: row.readAt,
        },
      );
      this.statements.run(
        `DELETE FROM notifications WHERE tenant_id = $tenant AND id IN (
           SELECT id FROM notifications WHERE tenant_id = $tenant
           ORDER BY created_at DESC, id DESC LIMIT -1 OFFSET ${MOST_KEPT})`,
        { tenant },
      );
      if (event) for (const also of this.#alongEvents) also(tenant, row, event);
    });
  }

  find(tenant: string, id: string): NotificationRow | null {
    const row = this.statements.one<StoredNotification>(
      `SELECT ${COLUMNS} FROM notifications WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toNotification(row);
  }

  /** Newest first, at most `limit`. */
  list(tenant: string, limit = MOST_KEPT): NotificationRow[] {
    return this.statements
      .all<StoredNotification>(
        `SELECT ${COLUMNS} FROM notifications WHERE tenant_id = $tenant
         ORDER BY created_at DESC, id DESC LIMIT $limit`,
        { tenant, limit },
      )
      .map(toNotification);
  }

  /** The number of unread ones. */
  unread(tenant: string): number {
    return this.statements.one<{ n: number }>(
      "SELECT count(*) AS n FROM notifications WHERE tenant_id = $tenant AND read_at IS NULL",
      { tenant },
    )!.n;
  }

  /** False if there is none, or it was already read. */
  markRead(tenant: string, id: string, now: number): boolean {
    return (
      this.statements.run(
        "UPDATE notifications SET read_at = $now WHERE tenant_id = $tenant AND id = $id AND read_at IS NULL",
        { tenant, id, now },
      ) > 0
    );
  }

  /** Returns how many were unread. */
  markAllRead(tenant: string, now: number): number {
    return this.statements.run(
      "UPDATE notifications SET read_at = $now WHERE tenant_id = $tenant AND read_at IS NULL",
      { tenant, now },
    );
  }
}

function toNotification(row: StoredNotification): NotificationRow {
  return {
    id: row.id,
    kind: row.kind,
    tone: row.tone,
    title: row.title,
    text: row.text,
    link: row.link,
    createdAt: row.created_at,
    readAt: row.read_at,
  };
}
