import type { Statements } from "./statements";

/**
 * What jobs have done for good on their way, a note each under a name of its own, of all attempts. A note is kept
 * before what it tells of is done; the first of a name stands, so a later attempt that does the rest of it adds
 * nothing. Every method takes the tenant first.
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

  /** Removes a note that is not needed any more. */
  remove(tenant: string, job: string, name: string): void {
    this.statements.run(
      "DELETE FROM job_notes WHERE tenant_id = $tenant AND job_id = $job AND name = $name",
      { tenant, job, name },
    );
  }

  /** Removes the notes of a job that is done: what they tell is in its result. */
  clear(tenant: string, job: string): void {
    this.statements.run("DELETE FROM job_notes WHERE tenant_id = $tenant AND job_id = $job", { tenant, job });
  }

  /** By name, in the order of the names. */
  of(tenant: string, job: string): Map<string, unknown> {
    const rows = this.statements.all<{ name: string; note: string }>(
      "SELECT name, note FROM job_notes WHERE tenant_id = $tenant AND job_id = $job ORDER BY name",
      { tenant, job },
    );
    return new Map(rows.map(({ name, note }) => [name, JSON.parse(note)]));
  }
}
