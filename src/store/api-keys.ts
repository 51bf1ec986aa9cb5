import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** A key that a tenant's program signs in with. The store never holds the secret itself. */
export interface ApiKeyRow {
  readonly id: string;
  /** The beginning of the key, used to find and show it. Unique across tenants. */
  readonly prefix: string;
  /** The hash of the whole key. */
  readonly hash: Uint8Array;
  readonly role: "analyst" | "business" | "admin";
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly revokedAt: number | null;
}

interface StoredKey {
  tenant_id: string;
  id: string;
  prefix: string;
  hash: Uint8Array;
  role: ApiKeyRow["role"];
  name: string;
  created_at: number;
  revoked_at: number | null;
}

const COLUMNS = "id, prefix, hash, role, name, created_at, revoked_at";

/** The tenants' API keys. */
export class ApiKeyRepository {
  constructor(private readonly statements: Statements) {}

  insert(tenant: string, key: ApiKeyRow): void {
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, key.createdAt);
      this.statements.run(
        `INSERT INTO api_keys (tenant_id, ${COLUMNS})
         VALUES ($tenant, $id, $prefix, $hash, $role, $name, $created, $revoked)`,
        {
          tenant,
          id: key.id,
          prefix: key.prefix,
          hash: key.hash,
          role: key.role,
          name: key.name,
          created: key.createdAt,
          revoked: key.revokedAt,
        },
      );
    });
  }

  /**
   * The key with this prefix and its tenant, even if revoked. Looks across tenants, because at sign-in the key
   * identifies the tenant.
   */
  findByPrefix(prefix: string): (ApiKeyRow & { readonly tenant: string }) | null {
    const row = this.statements.one<StoredKey>(
      `SELECT tenant_id, ${COLUMNS} FROM api_keys WHERE prefix = $prefix`,
      { prefix },
    );
    return row && { tenant: row.tenant_id, ...toKey(row) };
  }

  /** Oldest first, including revoked ones. */
  list(tenant: string): ApiKeyRow[] {
    return this.statements
      .all<StoredKey>(`SELECT ${COLUMNS} FROM api_keys WHERE tenant_id = $tenant ORDER BY created_at, id`, {
        tenant,
      })
      .map(toKey);
  }

  /** Whether any tenant has a valid key. A server without one prints a first key. */
  any(): boolean {
    return this.statements.one("SELECT 1 FROM api_keys WHERE revoked_at IS NULL LIMIT 1", {}) !== null;
  }

  /** False if the tenant has no such key, or it was already revoked. */
  revoke(tenant: string, id: string, now: number): boolean {
    return (
      this.statements.run(
        "UPDATE api_keys SET revoked_at = $now WHERE tenant_id = $tenant AND id = $id AND revoked_at IS NULL",
        { tenant, id, now },
      ) > 0
    );
  }
}

function toKey(row: StoredKey): ApiKeyRow {
  return {
    id: row.id,
    prefix: row.prefix,
    hash: row.hash,
    role: row.role,
    name: row.name,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  };
}
