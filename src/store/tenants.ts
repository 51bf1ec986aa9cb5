import { BY_ORDERS } from "./newest-orders";
import type { Statements } from "./statements";

/** The tables with tenants' rows. */
const COUNTED = [
  "datasets",
  "models",
  "predictions",
  "campaigns",
  "jobs",
  "api_keys",
  "idempotency",
] as const;
/** Tables whose rows are deleted with them automatically. */
const UNCOUNTED = [
  "sessions",
  "notifications",
  "schedules",
  "weekly_reports",
  "alert_states",
  "mail_recipients",
  "webhooks",
  "outbox",
  "destination_runs",
  "destinations",
  "members",
  "invitations",
  "person_sessions",
  "training_runs",
  "saved_segments",
  "erased_people",
] as const;

/** The tenants. They come into existence with their first dataset, job, model, prediction or key. */
export class TenantRepository {
  constructor(private readonly statements: Statements) {}

  /** Creates the tenant if necessary. */
  ensure(tenant: string, now: number): void {
    ensureTenant(this.statements, tenant, now);
  }

  /** Restores a tenant. Throws if there is one with this id. */
  restore(
    tenant: string,
    {
      createdAt,
      defaultModel,
      isDefaultChosen,
      settings,
    }: { createdAt: number; defaultModel: string | null; isDefaultChosen: boolean; settings: unknown },
  ): void {
    this.statements.run(
      `INSERT INTO tenants (id, default_model_id, default_is_chosen, settings, created_at)
       VALUES ($tenant, $defaultModel, $isChosen, $settings, $createdAt)`,
      {
        tenant,
        defaultModel,
        isChosen: Number(isDefaultChosen),
        settings: JSON.stringify(settings),
        createdAt,
      },
    );
  }

  /** The ids of all tenants, in order. For operators, not for tenants. */
  list(): string[] {
    return this.statements.all<{ id: string }>("SELECT id FROM tenants ORDER BY id", {}).map(({ id }) => id);
  }

  /** When the tenant was created, milliseconds since 1970; null if it does not exist. */
  createdAt(tenant: string): number | null {
    const row = this.statements.one<{ created_at: number }>(
      "SELECT created_at FROM tenants WHERE id = $tenant",
      { tenant },
    );
    return row?.created_at ?? null;
  }

  defaultModel(tenant: string): string | null {
    const row = this.statements.one<{ default_model_id: string | null }>(
      "SELECT default_model_id FROM tenants WHERE id = $tenant",
      { tenant },
    );
    return row?.default_model_id ?? null;
  }

  /** Whether someone chose the default model, so that it stays. */
  isDefaultChosen(tenant: string): boolean {
    const row = this.statements.one<{ chosen: number }>(
      "SELECT default_is_chosen AS chosen FROM tenants WHERE id = $tenant",
      { tenant },
    );
    return row?.chosen === 1;
  }

  /** Chooses the default model, which stays from now on. False if the tenant has no such model. */
  setDefaultModel(tenant: string, model: string): boolean {
    return (
      this.statements.run(
        `UPDATE tenants SET default_model_id = $model, default_is_chosen = 1
         WHERE id = $tenant AND EXISTS (SELECT 1 FROM models WHERE tenant_id = $tenant AND id = $model)`,
        { tenant, model },
      ) > 0
    );
  }

  /** Makes the model with the newest orders the default, now and after each training, until someone chooses one. */
  followNewestModel(tenant: string): void {
    this.statements.run("UPDATE tenants SET default_is_chosen = 0 WHERE id = $tenant", { tenant });
    this.offerDefaultModel(tenant);
  }

  /** Makes the model with the newest orders the default, unless someone chose one. */
  offerDefaultModel(tenant: string): void {
    this.statements.run(
      `UPDATE tenants SET default_model_id = (
         SELECT id FROM models WHERE tenant_id = $tenant ORDER BY ${BY_ORDERS} LIMIT 1
       ) WHERE id = $tenant AND default_is_chosen = 0`,
      { tenant },
    );
  }

  /** The tenant's settings as saved; `{}` if there are none. */
  settings(tenant: string): Readonly<Record<string, unknown>> {
    const row = this.statements.one<{ settings: string }>("SELECT settings FROM tenants WHERE id = $tenant", {
      tenant,
    });
    return row ? JSON.parse(row.settings) : {};
  }

  saveSettings(tenant: string, settings: Readonly<Record<string, unknown>>, now: number): void {
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, now);
      this.statements.run("UPDATE tenants SET settings = $settings WHERE id = $tenant", {
        tenant,
        settings: JSON.stringify(settings),
      });
    });
  }

  /** Whether the tenant has any rows, apart from those of its finished erasures. */
  hasRows(tenant: string): boolean {
    const tables = [
      "datasets",
      "models",
      "predictions",
      "campaigns",
      "api_keys",
      "mail_recipients",
      "webhooks",
      "members",
      "invitations",
    ];
    return (
      this.statements.one(
        `${tables.map((table) => `SELECT 1 FROM ${table} WHERE tenant_id = $tenant`).join(" UNION ALL ")}
         UNION ALL SELECT 1 FROM jobs WHERE tenant_id = $tenant AND NOT (kind = 'erasure' AND status = 'completed') LIMIT 1`,
        { tenant },
      ) !== null
    );
  }

  /** Removes every row of the tenant from the store, except for the job `exceptJob`. Returns how many there were. */
  empty(tenant: string, exceptJob: string): Readonly<Record<(typeof COUNTED)[number], number>> {
    return this.statements.transaction(() => {
      const removed = COUNTED.map((table) => {
        const others = table === "jobs" ? "AND id <> $exceptJob" : "";
        const parameters = { tenant, ...(others && { exceptJob }) };
        return [
          table,
          this.statements.run(`DELETE FROM ${table} WHERE tenant_id = $tenant ${others}`, parameters),
        ];
      });
      for (const table of UNCOUNTED)
        this.statements.run(`DELETE FROM ${table} WHERE tenant_id = $tenant`, { tenant });
      this.statements.run(
        "UPDATE tenants SET default_model_id = NULL, default_is_chosen = 0, settings = '{}' WHERE id = $tenant",
        {
          tenant,
        },
      );
      return Object.fromEntries(removed);
    });
  }

  /** Removes the tenant and all of its rows from the store. False if there is none. */
  delete(tenant: string): boolean {
    return this.statements.transaction(() => {
      this.statements.run("DELETE FROM idempotency WHERE tenant_id = $tenant", { tenant });
      return this.statements.run("DELETE FROM tenants WHERE id = $tenant", { tenant }) > 0;
    });
  }
}

/** Creates the tenant if necessary. The repositories call it before a tenant's first row. */
export function ensureTenant(statements: Statements, tenant: string, now: number): void {
  statements.run("INSERT INTO tenants (id, created_at) VALUES ($tenant, $now) ON CONFLICT DO NOTHING", {
    tenant,
    now,
  });
}
