import type { MemberRepository } from "../store/members";
import type { PersonSessionRepository } from "../store/person-sessions";
import type { Person } from "./firebase";
import type { Authenticator, Principal, Role } from "./principal";
import { hashOf, isSecret, newSecret } from "./secrets";
import { SESSION_MS, sessionCookie } from "./sessions";
import type { Standings } from "./standing";

interface PersonSessionsOptions {
  readonly store: { readonly members: MemberRepository; readonly personSessions: PersonSessionRepository };
  /** Where Firebase may be asked how an account stands. Null: it cannot, and a session ends with the ID token that opened it, within an hour. */
  readonly standings: Pick<Standings, "of" | "forget"> | null;
  readonly now: () => number;
}

/** A tenant that a person may work for. */
export interface Place {
  readonly tenant: string;
  readonly role: Role;
}

/**
 * The sessions of people who signed in by e-mail and password. The cookie holds random bits, the store their hash and whose they are: no password,
 * and no token of Firebase. Each request looks the membership up; how the account stands is asked every five minutes.
 */
export class PersonSessions {
  constructor(private readonly options: PersonSessionsOptions) {}

  /** Opens a session of the person in the tenant: what its cookie holds. Never one that the browser named itself. */
  open({ uid, claim, signedInAt, expiresAt }: Person, tenant: string): string {
    const { store, standings, now } = this.options;
    const secret = newSecret();
    const session = {
      uid,
      claimedRole: claim?.role ?? null,
      signedInAt,
      expiresAt: standings ? now() + SESSION_MS : Math.min(expiresAt, now() + SESSION_MS),
    };
    store.personSessions.insert(tenant, hashOf(secret), session, now());
    standings?.forget(uid);
    return secret;
  }

  /** Opens the person's session in another tenant that has taken them in, in the place of the one of the request. Null where none has. */
  moveTo(request: Request, tenant: string): string | null {
    const { store, now } = this.options;
    const session = this.#find(request);
    if (session?.claimedRole !== null || !store.members.ofPerson(tenant, session.uid)) return null;
    const secret = newSecret();
    this.close(request);
    store.personSessions.insert(tenant, hashOf(secret), session, now());
    return secret;
  }

  close(request: Request): void {
    const secret = secretOf(request);
    if (secret) this.options.store.personSessions.delete(hashOf(secret));
  }

  /** Where the person of the request may work. */
  placesOf(request: Request): readonly Place[] {
    const session = this.#find(request);
    if (!session) return [];
    if (session.claimedRole !== null) return [{ tenant: session.tenant, role: session.claimedRole }];
    return this.options.store.members.everywhere(session.uid);
  }

  /** Takes the session cookie where a browser sends one and no other credentials come along; else asks `others`. */
  authenticatorBefore(others: Authenticator): Authenticator {
    return async (request) => {
      if (request.headers.has("authorization")) return others(request);
      return (await this.#principalOf(request)) ?? others(request);
    };
  }

  async #principalOf(request: Request): Promise<Principal | null> {
    const session = this.#find(request);
    if (!session) return null;
    const { uid, tenant, signedInAt } = session;
    const standing = await this.options.standings?.of(uid);
    if (standing && (!standing.isActive || signedInAt < standing.validSince)) {
      this.close(request);
      return null;
    }
    const claim = standing ? standing.claim : session.claimedRole && { tenant, role: session.claimedRole };
    // Claims hold where there are any, also where they came after the person had signed in.
    const role = claim
      ? claim.tenant === tenant && claim.role
      : this.options.store.members.ofPerson(tenant, uid)?.role;
    return role ? { via: "session", name: uid, tenant, role } : null;
  }

  #find(request: Request) {
    const secret = secretOf(request);
    return secret ? this.options.store.personSessions.find(hashOf(secret), this.options.now()) : null;
  }
}

function secretOf(request: Request): string | null {
  const value = sessionCookie(request);
  return value && isSecret(value) ? value : null;
}
