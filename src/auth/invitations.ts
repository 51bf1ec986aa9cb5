import { UserError } from "../errors";
import type { ErasureRepository } from "../store/erasures";
import type { InvitationRepository, InvitationRow } from "../store/invitations";
import type { MemberRepository } from "../store/members";
import { DAY_MS } from "../time";
import type { Role } from "./principal";
import { hashOf, isSecret, newSecret } from "./secrets";

/** What invitations need from the store. */
export interface InvitationStore {
  readonly invitations: InvitationRepository;
  readonly members: MemberRepository;
  readonly erasures: Pick<ErasureRepository, "isTenantErased">;
  transaction<T>(change: () => T): T;
}

/** An open invitation and its tenant. */
export type Invitation = InvitationRow & { readonly tenant: string };

export const INVITATION_DAYS = 7;
/** Excludes characters that separate addresses or end a tag. */
const EMAIL = /^[^\s@<>",;:()[\]\\]+@[^\s@<>"',;:()[\]\\]+\.[^\s@<>"',;:()[\]\\.]+$/;

/** An e-mail address as accounts have it: trimmed and in lower case. Null if it cannot be one. */
export function readEmail(text: string | null | undefined): string | null {
  const email = (text ?? "").trim().toLowerCase();
  return email.length <= 254 && EMAIL.test(email) ? email : null;
}

/**
 * Invites a person into a tenant for seven days and returns the link's secret, which is stored nowhere. Replaces an
 * earlier invitation.
 */
export function invite(
  store: InvitationStore,
  tenant: string,
  { email, role, now, id = Bun.randomUUIDv7() }: { email: string; role: Role; now: number; id?: string },
): string {
  const secret = newSecret();
  store.transaction(() => {
    if (store.erasures.isTenantErased(tenant, now))
      throw new UserError("The tenant is being erased, so no one can be invited into it.");
    const expiresAt = now + INVITATION_DAYS * DAY_MS;
    store.invitations.insert(tenant, { id, hash: hashOf(secret), email, role, createdAt: now, expiresAt });
  });
  return secret;
}

/** Where an invitation leads. */
export function invitationPath(secret: string): string {
  return `/app/invitation?code=${secret}`;
}

/** The open invitation for a link's secret; null if there is none. */
export function findInvitation(
  { invitations, erasures }: Pick<InvitationStore, "invitations" | "erasures">,
  secret: string | null | undefined,
  now: number,
): Invitation | null {
  if (!secret || !isSecret(secret)) return null;
  const found = invitations.findByHash(hashOf(secret), now);
  return found && !erasures.isTenantErased(found.tenant, now) ? found : null;
}

/** Makes the person a member of the inviting tenant, once: if two come at the same time, only one gets in. */
export function takeInvitation(
  store: InvitationStore,
  secret: string,
  { uid, email, now }: { uid: string; email: string; now: number },
): Invitation | null {
  return store.transaction(() => {
    const found = findInvitation(store, secret, now);
    if (!found || found.email !== email || !store.invitations.remove(found.tenant, found.id)) return null;
    const { tenant, role } = found;
    store.members.save(tenant, { id: Bun.randomUUIDv7(), uid, email, role, createdAt: now });
    return found;
  });
}
