import { BY_ORDERS } from "./newest-orders";
import type { Statements } from "./statements";

/** The tables that have rows of a tenant. */
const COUNTED = [
  "datasets",
  "models",
  "predictions",
  "campaigns",
  "jobs",
  "api_keys",
  "idempotency",
] as const;
/** Those whose rows go with them without a word. */
const UNCOUNTED = [
  "sessions",
  "notifications",
  "schedules",
  "mail_recipients",
  "webhooks",
  "outbox",
  "members",
  "invitations",
  "person_sessions",
  "training_runs",
] as const;

/** The tenants. They come into being with their first dataset, job, model, prediction or key. */
export class TenantRepository {
  constructor(private readonly statements: Statements) {}

  /** Makes sure that the tenant is there. */
  ensure(tenant: string, now: number): void {
    ensureTenant(this.statements, tenant, now);
  }

  /** Puts a tenant back as it was. Throws where there is one of this id. */
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

  /** The ids of all tenants, in order. For those who look after the server, not for tenants. */
  list(): string[] {
    return this.statements.all<{ id: string }>("SELECT id FROM tenants ORDER BY id", {}).map(({ id }) => id);
  }

  /** When the tenant came into being, milliseconds since 1970; null where there is none. */
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

  /** Whether somebody chose the default model, so that it stays. */
  isDefaultChosen(tenant: string): boolean {
    const row = this.statements.one<{ chosen: number }>(
      "SELECT default_is_chosen AS chosen FROM tenants WHERE id = $tenant",
      { tenant },
    );
    return row?.chosen === 1;
  }

  /** Chooses the default model, which stays it from now on. False where the tenant has no such model. */
  setDefaultModel(tenant: string, model: string): boolean {
    return (
      this.statements.run(
        `UPDATE tenants SET default_model_id = $model, default_is_chosen = 1
         WHERE id = $tenant AND EXISTS (SELECT 1 FROM models WHERE tenant_id = $tenant AND id = $model)`,
        { tenant, model },
      ) > 0
    );
  }

  /** Makes the model with the newest orders the default, now and after each training, until one is chosen. */
  followNewestModel(tenant: string): void {
    this.statements.run("UPDATE tenants SET default_is_chosen = 0 WHERE id = $tenant", { tenant });
    this.offerDefaultModel(tenant);
  }

  /** Makes the model with the newest orders the default where none was chosen. */
  offerDefaultModel(tenant: string): void {
    this.statements.run(
      `UPDATE tenants SET default_model_id = (
         SELECT id FROM models WHERE tenant_id = $tenant ORDER BY ${BY_ORDERS} LIMIT 1
       ) WHERE id = $tenant AND default_is_chosen = 0`,
      { tenant },
    );
  }

  /** What the tenant has set, as it was saved; `{}` where nothing was. */
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

  /** Whether there is a row of the tenant, beside those of its erasures that are done. */
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

  /** Takes every row of the tenant but the job `exceptJob` out of the store, and answers how many they were. */
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
