import type { MemberRow } from "./members";
import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** A browser in which a person signed in with e-mail and password. */
interface PersonSessionRow {
  readonly tenant: string;
  /** The id of the account at Firebase. */
  readonly uid: string;
  /** The role in the account's claims; null if the membership gives the role. */
  readonly claimedRole: MemberRow["role"] | null;
  /** When the password was typed, milliseconds since 1970. */
  readonly signedInAt: number;
  readonly expiresAt: number;
}

interface StoredSession {
  tenant_id: string;
  uid: string;
  claimed_role: MemberRow["role"] | null;
  signed_in_at: number;
  expires_at: number;
}

/** People's sessions, found by the hash of their browser's cookie. */
export class PersonSessionRepository {
  constructor(private readonly statements: Statements) {}

  insert(tenant: string, hash: Uint8Array, session: Omit<PersonSessionRow, "tenant">, now: number): void {
    const { uid, claimedRole, signedInAt, expiresAt } = session;
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, now);
      this.statements.run("DELETE FROM person_sessions WHERE expires_at <= $now", { now });
      this.statements.run(
        `INSERT INTO person_sessions (tenant_id, hash, uid, claimed_role, signed_in_at, expires_at)
         VALUES ($tenant, $hash, $uid, $role, $signedIn, $expires)`,
        { tenant, hash, uid, role: claimedRole, signedIn: signedInAt, expires: expiresAt },
      );
    });
  }

  /**
   * The session with this hash; null if there is none or it has expired. Looks across tenants, because the cookie
   * identifies the tenant.
   */
  find(hash: Uint8Array, now: number): PersonSessionRow | null {
    const row = this.statements.one<StoredSession>(
      `SELECT tenant_id, uid, claimed_role, signed_in_at, expires_at FROM person_sessions
       WHERE hash = $hash AND expires_at > $now`,
      { hash, now },
    );
    return (
      row && {
        tenant: row.tenant_id,
        uid: row.uid,
        claimedRole: row.claimed_role,
        signedInAt: row.signed_in_at,
        expiresAt: row.expires_at,
      }
    );
  }

  delete(hash: Uint8Array): void {
    this.statements.run("DELETE FROM person_sessions WHERE hash = $hash", { hash });
  }
}
