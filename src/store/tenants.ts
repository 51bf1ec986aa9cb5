import type { Statements } from "./statements";

/** The tenants. They come into being with their first dataset, job, model, prediction or key. */
export class TenantRepository {
  constructor(private readonly statements: Statements) {}

  /** Makes sure that the tenant is there. */
  ensure(tenant: string, now: number): void {
    ensureTenant(this.statements, tenant, now);
  }

  /** The ids of all tenants, in order. For those who look after the server, not for tenants. */
  list(): string[] {
    return this.statements.all<{ id: string }>("SELECT id FROM tenants ORDER BY id", {}).map(({ id }) => id);
  }

  defaultModel(tenant: string): string | null {
    const row = this.statements.one<{ default_model_id: string | null }>(
      "SELECT default_model_id FROM tenants WHERE id = $tenant",
      { tenant },
    );
    return row?.default_model_id ?? null;
  }

  /** False where the tenant has no such model. */
  setDefaultModel(tenant: string, model: string): boolean {
    return (
      this.statements.run(
        `UPDATE tenants SET default_model_id = $model
         WHERE id = $tenant AND EXISTS (SELECT 1 FROM models WHERE tenant_id = $tenant AND id = $model)`,
        { tenant, model },
      ) > 0
    );
  }

  /** Takes the tenant and every row of it out of the store. False where there is none. */
  delete(tenant: string): boolean {
    return this.statements.transaction(() => {
      this.statements.run("DELETE FROM idempotency WHERE tenant_id = $tenant", { tenant });
      return this.statements.run("DELETE FROM tenants WHERE id = $tenant", { tenant }) > 0;
    });
  }
}

/** Makes sure that the tenant is there; the repositories do so before a first row of it. */
export function ensureTenant(statements: Statements, tenant: string, now: number): void {
  statements.run("INSERT INTO tenants (id, created_at) VALUES ($tenant, $now) ON CONFLICT DO NOTHING", {
    tenant,
    now,
  });
}
