import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** When a destination gets its audience. */
export type DestinationEvery = "training" | "daily" | "weekly" | "never";

/** Where a tenant's audience goes. */
export interface DestinationRow {
  readonly id: string;
  readonly name: string;
  /** Whom, in which format, and where to. Wire format; names no customer. */
  readonly settings: unknown;
  readonly every: DestinationEvery;
  /** Weekly: 1 Monday to 7 Sunday. */
  readonly day: number;
  /** 0 to 23, UTC. */
  readonly hour: number;
  /** Milliseconds since 1970; null if it waits for no time of day. */
  readonly nextDue: number | null;
  readonly createdAt: number;
}

interface StoredDestination {
  tenant_id: string;
  id: string;
  name: string;
  settings: string;
  every: DestinationEvery;
  day: number;
  hour: number;
  next_due: number | null;
  created_at: number;
}

const COLUMNS = "tenant_id, id, name, settings, every, day, hour, next_due, created_at";

/** The tenants' destinations. Every method but `due` takes the tenant first. */
export class DestinationRepository {
  constructor(private readonly statements: Statements) {}

  /** Adds it, or replaces what is there under its id. */
  save(tenant: string, row: DestinationRow): void {
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, row.createdAt);
      this.statements.run(
        `INSERT INTO destinations (${COLUMNS}) VALUES ($tenant, $id, $name, $settings, $every, $day, $hour, $due, $created)
         ON CONFLICT (tenant_id, id) DO UPDATE SET name = $name, settings = $settings, every = $every, day = $day,
           hour = $hour, next_due = $due`,
        {
          tenant,
          id: row.id,
          name: row.name,
          settings: JSON.stringify(row.settings),
          every: row.every,
          day: row.day,
          hour: row.hour,
          due: row.nextDue,
          created: row.createdAt,
        },
      );
    });
  }

  find(tenant: string, id: string): DestinationRow | null {
    const row = this.statements.one<StoredDestination>(
      `SELECT ${COLUMNS} FROM destinations WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toDestination(row);
  }

  /** Oldest first. */
  list(tenant: string): DestinationRow[] {
    return this.statements
      .all<StoredDestination>(
        `SELECT ${COLUMNS} FROM destinations WHERE tenant_id = $tenant ORDER BY created_at, id`,
        { tenant },
      )
      .map(toDestination);
  }

  /** Deletes it with its runs and with what waits to be sent to it. False if there is none. */
  delete(tenant: string, id: string): boolean {
    return this.statements.transaction(() => {
      this.statements.run(
        "DELETE FROM outbox WHERE tenant_id = $tenant AND channel = 'destination' AND target = $id",
        { tenant, id },
      );
      return (
        this.statements.run("DELETE FROM destinations WHERE tenant_id = $tenant AND id = $id", {
          tenant,
          id,
        }) > 0
      );
    });
  }

  /** All tenants' destinations that are due, for the timer. Looks across tenants. */
  due(now: number): (DestinationRow & { readonly tenant: string })[] {
    return this.statements
      .all<StoredDestination>(
        `SELECT ${COLUMNS} FROM destinations WHERE next_due <= $now ORDER BY next_due LIMIT 100`,
        { now },
      )
      .map((row) => ({ tenant: row.tenant_id, ...toDestination(row) }));
  }

  /** Moves its time on. False if it is no longer due at `from`: another server took it, or it was changed. */
  advance(tenant: string, id: string, from: number, to: number): boolean {
    return (
      this.statements.run(
        "UPDATE destinations SET next_due = $to WHERE tenant_id = $tenant AND id = $id AND next_due = $from",
        { tenant, id, from, to },
      ) > 0
    );
  }
}

function toDestination(row: StoredDestination): DestinationRow {
  return {
    id: row.id,
    name: row.name,
    settings: JSON.parse(row.settings),
    every: row.every,
    day: row.day,
    hour: row.hour,
    nextDue: row.next_due,
    createdAt: row.created_at,
  };
}
