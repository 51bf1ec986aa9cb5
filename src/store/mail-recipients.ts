import { randomBytes } from "node:crypto";
import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** Someone who gets a tenant's news by mail. */
export interface MailRecipientRow {
  readonly id: string;
  readonly address: string;
  /** The groups of events to mail. */
  readonly groups: readonly string[];
  /** The groups that this person no longer wants, and since when, milliseconds since 1970. */
  readonly unsubscribed: Readonly<Record<string, number>>;
  /** Signs the links by which this person unsubscribes: 32 random bytes. */
  readonly secret: Uint8Array;
}

interface StoredRecipient {
  id: string;
  address: string;
  groups: string;
  unsubscribed: string;
  secret: Uint8Array;
}

const COLUMNS = "id, address, groups, unsubscribed, secret";
const SECRET_BYTES = 32;

/** The tenants' recipients. Every method takes the tenant first. */
export class MailRecipientRepository {
  constructor(private readonly statements: Statements) {}

  /** Adds the address, or changes its groups. */
  save(tenant: string, { address, groups }: Pick<MailRecipientRow, "address" | "groups">, now: number): void {
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, now);
      this.statements.run(
        `INSERT INTO mail_recipients (tenant_id, id, address, groups, unsubscribed, secret, created_at)
         VALUES ($tenant, $id, $address, $groups, '{}', $secret, $now)
         ON CONFLICT (tenant_id, address) DO UPDATE SET groups = excluded.groups`,
        {
          tenant,
          id: Bun.randomUUIDv7(),
          address,
          groups: JSON.stringify(groups),
          secret: randomBytes(SECRET_BYTES),
          now,
        },
      );
    });
  }

  find(tenant: string, id: string): MailRecipientRow | null {
    const row = this.statements.one<StoredRecipient>(
      `SELECT ${COLUMNS} FROM mail_recipients WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toRecipient(row);
  }

  /** By address. */
  list(tenant: string): MailRecipientRow[] {
    return this.statements
      .all<StoredRecipient>(
        `SELECT ${COLUMNS} FROM mail_recipients WHERE tenant_id = $tenant ORDER BY address`,
        { tenant },
      )
      .map(toRecipient);
  }

  /**
   * The person no longer wants mails of this group. Those that wait are dropped. Unsubscribing again changes nothing.
   */
  unsubscribe(
    tenant: string,
    { id, address, groups, unsubscribed }: MailRecipientRow,
    group: string,
    now: number,
  ): void {
    this.statements.transaction(() => {
      this.statements.run(
        "UPDATE mail_recipients SET groups = $groups, unsubscribed = $unsubscribed WHERE tenant_id = $tenant AND id = $id",
        {
          tenant,
          id,
          groups: JSON.stringify(groups.filter((each) => each !== group)),
          unsubscribed: JSON.stringify({ [group]: now, ...unsubscribed }),
        },
      );
      this.statements.run(
        `DELETE FROM outbox WHERE tenant_id = $tenant AND channel = 'mail' AND target = $address
           AND state = 'waiting' AND payload ->> '$.group' = $group`,
        { tenant, address, group },
      );
    });
  }

  /** False if there is none. Sent mails lose the address too. */
  delete(tenant: string, address: string): boolean {
    return this.statements.transaction(() => {
      this.statements.run(
        "DELETE FROM outbox WHERE tenant_id = $tenant AND channel = 'mail' AND target = $address",
        { tenant, address },
      );
      return (
        this.statements.run("DELETE FROM mail_recipients WHERE tenant_id = $tenant AND address = $address", {
          tenant,
          address,
        }) > 0
      );
    });
  }
}

function toRecipient({ groups, unsubscribed, ...row }: StoredRecipient): MailRecipientRow {
  return { ...row, groups: JSON.parse(groups), unsubscribed: JSON.parse(unsubscribed) };
}
