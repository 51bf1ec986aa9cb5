import type { Statements } from "./statements";

/** A browser that signed in with a key. */
interface SessionRow {
  readonly tenant: string;
  /** The key that it signed in with. The session ends with the key. */
  readonly keyPrefix: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The browsers' sessions, found by the hash of their cookie. */
export class SessionRepository {
  constructor(private readonly statements: Statements) {}

  insert(hash: Uint8Array, { tenant, keyPrefix, expiresAt }: SessionRow, now: number): void {
    this.statements.transaction(() => {
      this.statements.run("DELETE FROM sessions WHERE expires_at <= $now", { now });
      this.statements.run(
        "INSERT INTO sessions (tenant_id, hash, key_prefix, expires_at) VALUES ($tenant, $hash, $prefix, $expires)",
        { tenant, hash, prefix: keyPrefix, expires: expiresAt },
      );
    });
  }

  /**
   * The session with this hash; null if there is none or it has expired. Looks across tenants, because the cookie
   * identifies the tenant.
   */
  find(hash: Uint8Array, now: number): SessionRow | null {
    const row = this.statements.one<{ tenant_id: string; key_prefix: string; expires_at: number }>(
      "SELECT tenant_id, key_prefix, expires_at FROM sessions WHERE hash = $hash AND expires_at > $now",
      { hash, now },
    );
    return row && { tenant: row.tenant_id, keyPrefix: row.key_prefix, expiresAt: row.expires_at };
  }

  delete(hash: Uint8Array): void {
    this.statements.run("DELETE FROM sessions WHERE hash = $hash", { hash });
  }
}
