import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** Someone who gets a tenant's news by mail. */
export interface MailRecipientRow {
  readonly address: string;
  /** The groups of events to mail. */
  readonly groups: readonly string[];
}

/** The tenants' recipients. Every method takes the tenant first. */
export class MailRecipientRepository {
  constructor(private readonly statements: Statements) {}

  /** Adds the address, or changes its groups. */
  save(tenant: string, { address, groups }: MailRecipientRow, now: number): void {
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, now);
      this.statements.run(
        `INSERT INTO mail_recipients (tenant_id, address, groups, created_at) VALUES ($tenant, $address, $groups, $now)
         ON CONFLICT (tenant_id, address) DO UPDATE SET groups = excluded.groups`,
        { tenant, address, groups: JSON.stringify(groups), now },
      );
    });
  }

  /** By address. */
  list(tenant: string): MailRecipientRow[] {
    return this.statements
      .all<{ address: string; groups: string }>(
        "SELECT address, groups FROM mail_recipients WHERE tenant_id = $tenant ORDER BY address",
        { tenant },
      )
      .map(({ address, groups }) => ({ address, groups: JSON.parse(groups) }));
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
