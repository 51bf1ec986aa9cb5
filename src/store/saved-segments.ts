import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** A segment by a rule. Its customers are whoever fits the rule in a model: no row names them. */
export interface SavedSegmentRow {
  readonly id: string;
  /** No other of the tenant's has it, whatever the case of its letters. */
  readonly name: string;
  /** In text. */
  readonly rule: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface StoredSegment {
  id: string;
  name: string;
  rule: string;
  created_at: number;
  updated_at: number;
}

const COLUMNS = "id, name, rule, created_at, updated_at";

/** The tenants' saved segments. Every method takes the tenant first. */
export class SavedSegmentRepository {
  constructor(private readonly statements: Statements) {}

  /** False if the tenant already has a segment of this name. Throws for one with this id. */
  insert(tenant: string, { id, name, rule, createdAt }: Omit<SavedSegmentRow, "updatedAt">): boolean {
    return this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, createdAt);
      if (this.#named(tenant, name)) return false;
      this.statements.run(
        `INSERT INTO saved_segments (tenant_id, ${COLUMNS}) VALUES ($tenant, $id, $name, $rule, $now, $now)`,
        { tenant, id, name, rule, now: createdAt },
      );
      return true;
    });
  }

  find(tenant: string, id: string): SavedSegmentRow | null {
    const row = this.statements.one<StoredSegment>(
      `SELECT ${COLUMNS} FROM saved_segments WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toSegment(row);
  }

  /** By name. */
  list(tenant: string): SavedSegmentRow[] {
    return this.statements
      .all<StoredSegment>(`SELECT ${COLUMNS} FROM saved_segments WHERE tenant_id = $tenant ORDER BY name`, {
        tenant,
      })
      .map(toSegment);
  }

  /** False if another one of the tenant's has the name. Nothing happens to an unknown one. */
  update(tenant: string, { id, name, rule, updatedAt }: Omit<SavedSegmentRow, "createdAt">): boolean {
    return this.statements.transaction(() => {
      const other = this.#named(tenant, name);
      if (other !== null && other !== id) return false;
      this.statements.run(
        "UPDATE saved_segments SET name = $name, rule = $rule, updated_at = $now WHERE tenant_id = $tenant AND id = $id",
        { tenant, id, name, rule, now: updatedAt },
      );
      return true;
    });
  }

  /** False if there is no such segment. */
  delete(tenant: string, id: string): boolean {
    return (
      this.statements.run("DELETE FROM saved_segments WHERE tenant_id = $tenant AND id = $id", {
        tenant,
        id,
      }) > 0
    );
  }

  #named(tenant: string, name: string): string | null {
    const sql = "SELECT id FROM saved_segments WHERE tenant_id = $tenant AND name = $name";
    return this.statements.one<{ id: string }>(sql, { tenant, name })?.id ?? null;
  }
}

function toSegment({ id, name, rule, created_at, updated_at }: StoredSegment): SavedSegmentRow {
  return { id, name, rule, createdAt: created_at, updatedAt: updated_at };
}
