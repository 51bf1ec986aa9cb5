import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** When to retrain on a tenant's newest data set. */
export interface ScheduleRow {
  readonly every: "weekly" | "monthly";
  /** Weekly: 1 Monday to 7 Sunday. Monthly: 1 to 28. */
  readonly day: number;
  /** 0 to 23, UTC. */
  readonly hour: number;
  /** Milliseconds since 1970. */
  readonly nextDue: number;
}

interface StoredSchedule {
  tenant_id: string;
  every: ScheduleRow["every"];
  day: number;
  hour: number;
  next_due: number;
}

const COLUMNS = "every, day, hour, next_due";

/** The tenants' schedules, at most one each. Every method but `due` takes the tenant first. */
export class ScheduleRepository {
  constructor(private readonly statements: Statements) {}

  /** Null if nothing is scheduled. */
  find(tenant: string): ScheduleRow | null {
    const row = this.statements.one<StoredSchedule>(
      `SELECT tenant_id, ${COLUMNS} FROM schedules WHERE tenant_id = $tenant`,
      { tenant },
    );
    return row && toSchedule(row);
  }

  /** Null ends the schedule. */
  save(tenant: string, schedule: ScheduleRow | null, now: number): void {
    this.statements.transaction(() => {
      this.statements.run("DELETE FROM schedules WHERE tenant_id = $tenant", { tenant });
      if (!schedule) return;
      ensureTenant(this.statements, tenant, now);
      const { every, day, hour, nextDue } = schedule;
      this.statements.run(
        `INSERT INTO schedules (tenant_id, ${COLUMNS}) VALUES ($tenant, $every, $day, $hour, $due)`,
        { tenant, every, day, hour, due: nextDue },
      );
    });
  }

  /** All tenants' schedules that are due, for the timer. Looks across tenants. */
  due(now: number): (ScheduleRow & { readonly tenant: string })[] {
    return this.statements
      .all<StoredSchedule>(
        `SELECT tenant_id, ${COLUMNS} FROM schedules WHERE next_due <= $now ORDER BY next_due LIMIT 100`,
        { now },
      )
      .map((row) => ({ tenant: row.tenant_id, ...toSchedule(row) }));
  }

  /** Advances a schedule. False if it is no longer due at `from`: another server took it, or it was changed. */
  advance(tenant: string, from: number, to: number): boolean {
    return (
      this.statements.run(
        "UPDATE schedules SET next_due = $to WHERE tenant_id = $tenant AND next_due = $from",
        {
          tenant,
          from,
          to,
        },
      ) > 0
    );
  }
}

function toSchedule(row: StoredSchedule): ScheduleRow {
  return { every: row.every, day: row.day, hour: row.hour, nextDue: row.next_due };
}
