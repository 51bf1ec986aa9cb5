import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** When a tenant's weekly report goes out. */
export interface WeeklyReportRow {
  /** 1 Monday to 7 Sunday, and 0 to 23, by the tenant's clock. */
  readonly day: number;
  readonly hour: number;
  /** Milliseconds since 1970. */
  readonly nextDue: number;
  /** The Monday of the last week that one went out for; null if none has yet. */
  readonly lastWeek: string | null;
}

interface StoredReport {
  tenant_id: string;
  day: number;
  hour: number;
  next_due: number;
  last_week: string | null;
}

const COLUMNS = "day, hour, next_due, last_week";

/** The tenants' weekly reports. Every method but `due` and `unplanned` takes the tenant first. */
export class WeeklyReportRepository {
  constructor(private readonly statements: Statements) {}

  /** Null if no time was chosen and nobody has subscribed yet. */
  find(tenant: string): WeeklyReportRow | null {
    const row = this.statements.one<StoredReport>(
      `SELECT tenant_id, ${COLUMNS} FROM weekly_reports WHERE tenant_id = $tenant`,
      { tenant },
    );
    return row && toReport(row);
  }

  /** Sets when it goes out. The last week stays. */
  save(tenant: string, { day, hour, nextDue }: Omit<WeeklyReportRow, "lastWeek">, now: number): void {
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, now);
      this.statements.run(
        `INSERT INTO weekly_reports (tenant_id, day, hour, next_due) VALUES ($tenant, $day, $hour, $nextDue)
         ON CONFLICT (tenant_id) DO UPDATE SET day = excluded.day, hour = excluded.hour, next_due = excluded.next_due`,
        { tenant, day, hour, nextDue },
      );
    });
  }

  /** Tenants of whom somebody may have subscribed, and whose report has no time yet. Looks across tenants. */
  unplanned(): string[] {
    return this.statements
      .all<{ tenant_id: string }>(
        `SELECT tenant_id FROM mail_recipients UNION SELECT tenant_id FROM webhooks
         EXCEPT SELECT tenant_id FROM weekly_reports`,
        {},
      )
      .map(({ tenant_id }) => tenant_id);
  }

  /** All tenants' reports that are due, longest first. Looks across tenants. */
  due(now: number): (WeeklyReportRow & { readonly tenant: string })[] {
    return this.statements
      .all<StoredReport>(
        `SELECT tenant_id, ${COLUMNS} FROM weekly_reports WHERE next_due <= $now ORDER BY next_due LIMIT 100`,
        { now },
      )
      .map((row) => ({ tenant: row.tenant_id, ...toReport(row) }));
  }

  /**
   * Moves on to the next moment. False if it is no longer due at `from`: another server took it, or it was changed.
   */
  advance(
    tenant: string,
    from: number,
    { nextDue, lastWeek }: Pick<WeeklyReportRow, "nextDue" | "lastWeek">,
  ): boolean {
    return (
      this.statements.run(
        "UPDATE weekly_reports SET next_due = $nextDue, last_week = $lastWeek WHERE tenant_id = $tenant AND next_due = $from",
        { tenant, from, nextDue, lastWeek },
      ) > 0
    );
  }
}

function toReport(row: StoredReport): WeeklyReportRow {
  return { day: row.day, hour: row.hour, nextDue: row.next_due, lastWeek: row.last_week };
}
