import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** Something that a tenant is told. It names no customer: an erasure does not look here. */
export interface NotificationRow {
  readonly id: string;
  /** What it is about, in the words of who writes it: `training`, `drift`, … */
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

/** The same as a program is told it. */
export interface NotificationEvent {
  /** `training.completed`, `drift.detected`, … */
  readonly type: string;
  /** Wire format. Names no customer. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Hears of a notification, and of the event that it is, in the transaction that stores it. */
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

/** What the tenants are told. Every method takes the tenant first. */
export class NotificationRepository {
  readonly #alongEvents = new Set<Along>();

  constructor(private readonly statements: Statements) {}

  /**
   * Calls `also` within the transaction that stores a notification of an event, until the returned function is called.
   */
  alongEvent(also: Along): () => void {
    this.#alongEvents.add(also);
    return () => this.#alongEvents.delete(also);
  }

  /** Stores what a tenant is told; with its `event` where those outside are to be told too. */
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

  /** How many have not been read. */
  unread(tenant: string): number {
    return this.statements.one<{ n: number }>(
      "SELECT count(*) AS n FROM notifications WHERE tenant_id = $tenant AND read_at IS NULL",
      { tenant },
    )!.n;
  }

  /** False where there is no such one, or it was read before. */
  markRead(tenant: string, id: string, now: number): boolean {
    return (
      this.statements.run(
        "UPDATE notifications SET read_at = $now WHERE tenant_id = $tenant AND id = $id AND read_at IS NULL",
        { tenant, id, now },
      ) > 0
    );
  }

  /** Answers how many were not read before. */
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
