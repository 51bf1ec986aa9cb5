import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** A person who works with a tenant's data, with a Firebase account. */
export interface MemberRow {
  readonly id: string;
  /** The account's id. */
  readonly uid: string;
  /** The address when the person joined. */
  readonly email: string;
  readonly role: "analyst" | "business" | "admin";
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

interface StoredMember {
  tenant_id: string;
  id: string;
  uid: string;
  email: string;
  role: MemberRow["role"];
  created_at: number;
}

const COLUMNS = "id, uid, email, role, created_at";

/** The tenants' members. */
export class MemberRepository {
  constructor(private readonly statements: Statements) {}

  /** An existing member keeps the id, and gets the new role and address. */
  save(tenant: string, member: MemberRow): void {
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, member.createdAt);
      this.statements.run(
        `INSERT INTO members (tenant_id, ${COLUMNS}) VALUES ($tenant, $id, $uid, $email, $role, $created)
         ON CONFLICT (uid, tenant_id) DO UPDATE SET email = excluded.email, role = excluded.role`,
        {
          tenant,
          id: member.id,
          uid: member.uid,
          email: member.email,
          role: member.role,
          created: member.createdAt,
        },
      );
    });
  }

  /** The tenant's member with this account; null if there is none. */
  ofPerson(tenant: string, uid: string): MemberRow | null {
    const row = this.statements.one<StoredMember>(
      `SELECT ${COLUMNS} FROM members WHERE uid = $uid AND tenant_id = $tenant`,
      { tenant, uid },
    );
    return row && toMember(row);
  }

  /**
   * All memberships of an account, in tenant order. Looks across tenants, because at sign-in the account identifies the
   * tenant.
   */
  everywhere(uid: string): (MemberRow & { readonly tenant: string })[] {
    return this.statements
      .all<StoredMember>(
        `SELECT tenant_id, ${COLUMNS} FROM members WHERE uid = $uid ORDER BY tenant_id LIMIT 100`,
        { uid },
      )
      .map((row) => ({ tenant: row.tenant_id, ...toMember(row) }));
  }

  /** Oldest first. */
  list(tenant: string): MemberRow[] {
    return this.statements
      .all<StoredMember>(`SELECT ${COLUMNS} FROM members WHERE tenant_id = $tenant ORDER BY id`, { tenant })
      .map(toMember);
  }

  /** Whether any tenant has a member. A server without one explains how to invite the first. */
  any(): boolean {
    return this.statements.one("SELECT 1 FROM members LIMIT 1", {}) !== null;
  }

  /** Removes the member and ends that person's sessions in the tenant. Null if there is none. */
  remove(tenant: string, id: string): MemberRow | null {
    return this.statements.transaction(() => {
      const row = this.statements.one<StoredMember>(
        `DELETE FROM members WHERE tenant_id = $tenant AND id = $id RETURNING ${COLUMNS}`,
        { tenant, id },
      );
      if (!row) return null;
      this.statements.run(
        "DELETE FROM person_sessions WHERE tenant_id = $tenant AND uid = $uid AND claimed_role IS NULL",
        { tenant, uid: row.uid },
      );
      return toMember(row);
    });
  }
}

function toMember({ id, uid, email, role, created_at }: StoredMember): MemberRow {
  return { id, uid, email, role, createdAt: created_at };
}
