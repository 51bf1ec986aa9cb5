import type { SQLQueryBindings } from "bun:sqlite";
import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** A tenant's program that gets events. */
export interface WebhookRow {
  readonly id: string;
  readonly url: string;
  /** The types of events that it gets; empty means all. */
  readonly events: readonly string[];
  /** `standard`: events as JSON. `slack`: texts for a chat that takes `{"text": …}`. */
  readonly format: "standard" | "slack";
  readonly enabled: boolean;
  /** Why the server switched it off; null if it is on, or a person switched it off. */
  readonly disabledReason: string | null;
  /** The signing secret: `whsec_` and base64. */
  readonly secret: string;
  /** Also signs until `oldSecretUntil`, milliseconds since 1970. */
  readonly oldSecret: string | null;
  readonly oldSecretUntil: number | null;
  readonly lastSuccessAt: number | null;
  readonly createdAt: number;
}

interface StoredWebhook {
  id: string;
  url: string;
  events: string;
  format: WebhookRow["format"];
  enabled: number;
  disabled_reason: string | null;
  secret: string;
  old_secret: string | null;
  old_secret_until: number | null;
  last_success_at: number | null;
  created_at: number;
}

const COLUMNS =
  "id, url, events, format, enabled, disabled_reason, secret, old_secret, old_secret_until, last_success_at, created_at";

/** The tenants' webhooks. Every method takes the tenant first. */
export class WebhookRepository {
  constructor(private readonly statements: Statements) {}

  insert(
    tenant: string,
    row: Pick<WebhookRow, "id" | "url" | "events" | "format" | "secret" | "createdAt">,
  ): void {
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, row.createdAt);
      this.statements.run(
        `INSERT INTO webhooks (tenant_id, id, url, events, format, enabled, secret, created_at)
         VALUES ($tenant, $id, $url, $events, $format, 1, $secret, $created)`,
        {
          tenant,
          id: row.id,
          url: row.url,
          events: JSON.stringify(row.events),
          format: row.format,
          secret: row.secret,
          created: row.createdAt,
        },
      );
    });
  }

  find(tenant: string, id: string): WebhookRow | null {
    const row = this.statements.one<StoredWebhook>(
      `SELECT ${COLUMNS} FROM webhooks WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toWebhook(row);
  }

  /** Oldest first. */
  list(tenant: string): WebhookRow[] {
    return this.statements
      .all<StoredWebhook>(`SELECT ${COLUMNS} FROM webhooks WHERE tenant_id = $tenant ORDER BY id`, { tenant })
      .map(toWebhook);
  }

  /** Whether any tenant has one. */
  any(): boolean {
    return this.statements.one("SELECT 1 FROM webhooks LIMIT 1", {}) !== null;
  }

  /** Changes the given fields. Switching it on clears the reason why it was off. False if there is none. */
  change(
    tenant: string,
    id: string,
    { url, events, format, enabled }: Partial<Pick<WebhookRow, "url" | "events" | "format" | "enabled">>,
  ): boolean {
    const set: Record<string, SQLQueryBindings> = {
      ...(url !== undefined && { url }),
      ...(events && { events: JSON.stringify(events) }),
      ...(format && { format }),
      ...(enabled !== undefined && { enabled: enabled ? 1 : 0, disabled_reason: null }),
    };
    const names = Object.keys(set);
    if (names.length === 0) return this.find(tenant, id) !== null;
    const assignments = names.map((name) => `${name} = $${name}`).join(", ");
    return (
      this.statements.run(`UPDATE webhooks SET ${assignments} WHERE tenant_id = $tenant AND id = $id`, {
        tenant,
        id,
        ...set,
      }) > 0
    );
  }

  /** Replaces the secret. The old one keeps signing until `oldUntil`. */
  setSecret(tenant: string, id: string, secret: string, oldUntil: number): boolean {
    return (
      this.statements.run(
        `UPDATE webhooks SET old_secret = secret, old_secret_until = $oldUntil, secret = $secret
         WHERE tenant_id = $tenant AND id = $id`,
        { tenant, id, secret, oldUntil },
      ) > 0
    );
  }

  /** Records that a message has arrived. */
  succeeded(tenant: string, id: string, now: number): void {
    this.statements.run("UPDATE webhooks SET last_success_at = $now WHERE tenant_id = $tenant AND id = $id", {
      tenant,
      id,
      now,
    });
  }

  /** Switches it off. False if it was already off, or does not exist. */
  disable(tenant: string, id: string, reason: string): boolean {
    return (
      this.statements.run(
        "UPDATE webhooks SET enabled = 0, disabled_reason = $reason WHERE tenant_id = $tenant AND id = $id AND enabled = 1",
        { tenant, id, reason },
      ) > 0
    );
  }

  /** Deletes it with its deliveries. False if there is none. */
  delete(tenant: string, id: string): boolean {
    return this.statements.transaction(() => {
      this.statements.run(
        "DELETE FROM outbox WHERE tenant_id = $tenant AND channel = 'webhook' AND target = $id",
        { tenant, id },
      );
      return (
        this.statements.run("DELETE FROM webhooks WHERE tenant_id = $tenant AND id = $id", { tenant, id }) > 0
      );
    });
  }
}

function toWebhook(row: StoredWebhook): WebhookRow {
  return {
    id: row.id,
    url: row.url,
    events: JSON.parse(row.events),
    format: row.format,
    enabled: row.enabled === 1,
    disabledReason: row.disabled_reason,
    secret: row.secret,
    oldSecret: row.old_secret,
    oldSecretUntil: row.old_secret_until,
    lastSuccessAt: row.last_success_at,
    createdAt: row.created_at,
  };
}
