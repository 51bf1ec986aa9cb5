import type { Statements } from "./statements";

/**
 * Permanent effects of jobs, as a note each with its own name, over all attempts. A note is stored before the effect
 * happens. The first note with a name stays, so a later attempt that finishes the work adds nothing. Every method takes
 * the tenant first.
 */
export class JobNotes {
  constructor(private readonly statements: Statements) {}

  add(tenant: string, job: string, name: string, note: unknown): void {
    this.statements.run(
      `INSERT INTO job_notes (tenant_id, job_id, name, note) VALUES ($tenant, $job, $name, $note)
       ON CONFLICT (tenant_id, job_id, name) DO NOTHING`,
      { tenant, job, name, note: JSON.stringify(note ?? null) },
    );
  }

  /** Removes a note that is no longer needed. */
  remove(tenant: string, job: string, name: string): void {
    this.statements.run(
      "DELETE FROM job_notes WHERE tenant_id = $tenant AND job_id = $job AND name = $name",
      { tenant, job, name },
    );
  }

  /** Removes the notes of a finished job, whose result contains what they say. */
  clear(tenant: string, job: string): void {
    this.statements.run("DELETE FROM job_notes WHERE tenant_id = $tenant AND job_id = $job", { tenant, job });
  }

  /** By name, in name order. */
  of(tenant: string, job: string): Map<string, unknown> {
    const rows = this.statements.all<{ name: string; note: string }>(
      "SELECT name, note FROM job_notes WHERE tenant_id = $tenant AND job_id = $job ORDER BY name",
      { tenant, job },
    );
    return new Map(rows.map(({ name, note }) => [name, JSON.parse(note)]));
  }
}
