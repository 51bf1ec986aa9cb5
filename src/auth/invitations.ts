import { UserError } from "../errors";
import type { ErasureRepository } from "../store/erasures";
import type { InvitationRepository, InvitationRow } from "../store/invitations";
import type { MemberRepository } from "../store/members";
import { DAY_MS } from "../time";
import type { Role } from "./principal";
import { hashOf, isSecret, newSecret } from "./secrets";

/** What inviting and being invited needs of the store. */
export interface InvitationStore {
  readonly invitations: InvitationRepository;
  readonly members: MemberRepository;
  readonly erasures: Pick<ErasureRepository, "isTenantErased">;
  transaction<T>(change: () => T): T;
}

/** An open invitation and whose it is. */
export type Invitation = InvitationRow & { readonly tenant: string };

export const INVITATION_DAYS = 7;
/** Without what separates addresses or ends a tag. */
const EMAIL = /^[^\s@<>",;:()[\]\\]+@[^\s@<>"',;:()[\]\\]+\.[^\s@<>"',;:()[\]\\.]+$/;

/** An e-mail address as accounts have it: without space around it, in small letters. Null where it can be none. */
export function readEmail(text: string | null | undefined): string | null {
  const email = (text ?? "").trim().toLowerCase();
  return email.length <= 254 && EMAIL.test(email) ? email : null;
}

/** Invites somebody into a tenant for seven days: what the link holds, which is kept nowhere. Takes the place of an earlier one. */
export function invite(
  store: InvitationStore,
  tenant: string,
  { email, role, now }: { email: string; role: Role; now: number },
): string {
  const secret = newSecret();
  store.transaction(() => {
    if (store.erasures.isTenantErased(tenant, now))
      throw new UserError("The tenant is being erased, and nobody can be invited into it.");
    const expiresAt = now + INVITATION_DAYS * DAY_MS;
    const id = Bun.randomUUIDv7();
    store.invitations.insert(tenant, { id, hash: hashOf(secret), email, role, createdAt: now, expiresAt });
  });
  return secret;
}

/** Where an invitation leads. */
export function invitationPath(secret: string): string {
  return `/app/invitation?code=${secret}`;
}

/** The open invitation that a link holds; null where there is none. */
export function findInvitation(
  { invitations, erasures }: Pick<InvitationStore, "invitations" | "erasures">,
  secret: string | null | undefined,
  now: number,
): Invitation | null {
  if (!secret || !isSecret(secret)) return null;
  const found = invitations.findByHash(hashOf(secret), now);
  return found && !erasures.isTenantErased(found.tenant, now) ? found : null;
}

/** Makes the person a member of the tenant that has invited them. Once: of two who come at the same time one is taken. */
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
