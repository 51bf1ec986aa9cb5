import type { MemberRow } from "./members";
import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** Someone who may become a tenant's member through a link that works once. */
export interface InvitationRow {
  readonly id: string;
  /** The hash of the link's secret. */
  readonly hash: Uint8Array;
  readonly email: string;
  readonly role: MemberRow["role"];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

interface StoredInvitation {
  tenant_id: string;
  id: string;
  hash: Uint8Array;
  email: string;
  role: MemberRow["role"];
  created_at: number;
  expires_at: number;
}

const COLUMNS = "id, hash, email, role, created_at, expires_at";

/** The open invitations. One that was accepted, withdrawn or has expired is gone, along with its address. */
export class InvitationRepository {
  constructor(private readonly statements: Statements) {}

  /** Replaces an existing invitation for the address. Removes all tenants' expired ones. */
  insert(tenant: string, invitation: InvitationRow): void {
    const { id, hash, email, role, createdAt, expiresAt } = invitation;
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, createdAt);
      this.sweep(createdAt);
      this.statements.run("DELETE FROM invitations WHERE tenant_id = $tenant AND email = $email", {
        tenant,
        email,
      });
      this.statements.run(
        `INSERT INTO invitations (tenant_id, ${COLUMNS}) VALUES ($tenant, $id, $hash, $email, $role, $created, $expires)`,
        { tenant, id, hash, email, role, created: createdAt, expires: expiresAt },
      );
    });
  }

  /** The open one with this hash and its tenant. Looks across tenants, because the link identifies the tenant. */
  findByHash(hash: Uint8Array, now: number): (InvitationRow & { readonly tenant: string }) | null {
    const row = this.statements.one<StoredInvitation>(
      `SELECT tenant_id, ${COLUMNS} FROM invitations WHERE hash = $hash AND expires_at > $now`,
      { hash, now },
    );
    return row && { tenant: row.tenant_id, ...toInvitation(row) };
  }

  /** Oldest first. */
  list(tenant: string, now: number): InvitationRow[] {
    return this.statements
      .all<StoredInvitation>(
        `SELECT ${COLUMNS} FROM invitations WHERE tenant_id = $tenant AND expires_at > $now ORDER BY id`,
        { tenant, now },
      )
      .map(toInvitation);
  }

  /** False if the tenant has no such invitation. */
  remove(tenant: string, id: string): boolean {
    return (
      this.statements.run("DELETE FROM invitations WHERE tenant_id = $tenant AND id = $id", { tenant, id }) >
      0
    );
  }

  /** Removes all tenants' expired ones. */
  sweep(now: number): void {
    this.statements.run("DELETE FROM invitations WHERE expires_at <= $now", { now });
  }
}

function toInvitation({ id, hash, email, role, created_at, expires_at }: StoredInvitation): InvitationRow {
  return { id, hash, email, role, createdAt: created_at, expiresAt: expires_at };
}
