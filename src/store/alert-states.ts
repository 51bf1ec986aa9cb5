import type { Statements } from "./statements";

/** What the last look at a tenant's model left behind. */
export interface AlertStateRow {
  /** The model that was looked at; null to look again. */
  readonly modelId: string | null;
  /** JSON, without ids of customers: marks at most. */
  readonly state: unknown;
}

interface StoredState {
  model_id: string | null;
  known: string;
}

/** What alerts remember of each tenant. Every method but `unchecked` takes the tenant first. */
export class AlertStateRepository {
  constructor(private readonly statements: Statements) {}

  find(tenant: string): AlertStateRow | null {
    const row = this.statements.one<StoredState>(
      "SELECT model_id, known FROM alert_states WHERE tenant_id = $tenant",
      { tenant },
    );
    return row && { modelId: row.model_id, state: JSON.parse(row.known) };
  }

  /** Puts `next` in the place of `before`. False if that is no longer there: another server was first. */
  replace(tenant: string, before: AlertStateRow | null, next: AlertStateRow): boolean {
    const values = { tenant, model: next.modelId, state: JSON.stringify(next.state) };
    if (before === null)
      return (
        this.statements.run(
          `INSERT INTO alert_states (tenant_id, model_id, known) SELECT id, $model, $state FROM tenants WHERE id = $tenant
           ON CONFLICT DO NOTHING`,
          values,
        ) > 0
      );
    return (
      this.statements.run(
        `UPDATE alert_states SET model_id = $model, known = $state
         WHERE tenant_id = $tenant AND model_id IS $beforeModel AND known = $beforeState`,
        { ...values, beforeModel: before.modelId, beforeState: JSON.stringify(before.state) },
      ) > 0
    );
  }

  /** The model is looked at again, because the thresholds have changed. */
  lookAgain(tenant: string): void {
    this.statements.run("UPDATE alert_states SET model_id = NULL WHERE tenant_id = $tenant", { tenant });
  }

  /** Tenants that send messages, and whose default model was not looked at yet. Looks across tenants. */
  unchecked(): { readonly tenant: string; readonly modelId: string }[] {
    return this.statements.all(
      `SELECT id AS tenant, default_model_id AS modelId FROM tenants
       LEFT JOIN alert_states ON tenant_id = id
       WHERE default_model_id IS NOT NULL AND model_id IS NOT default_model_id
         AND id IN (SELECT tenant_id FROM mail_recipients UNION SELECT tenant_id FROM webhooks)
       ORDER BY id LIMIT 100`,
      {},
    );
  }
}
