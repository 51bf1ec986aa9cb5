import type { MemberRepository } from "../store/members";
import type { PersonSessionRepository } from "../store/person-sessions";
import type { Person } from "./firebase";
import type { Authenticator, Principal, Role } from "./principal";
import { hashOf, isSecret, newSecret } from "./secrets";
import { SESSION_MS, sessionCookie } from "./sessions";
import type { Standings } from "./standing";

interface PersonSessionsOptions {
  readonly store: { readonly members: MemberRepository; readonly personSessions: PersonSessionRepository };
  /**
   * Asks Firebase about accounts. Null: it cannot, and a session ends within an hour, with the ID token that opened it.
   */
  readonly standings: Pick<Standings, "of" | "forget"> | null;
  readonly now: () => number;
}

/** A tenant that a person may work for. */
export interface Place {
  readonly tenant: string;
  readonly role: Role;
}

/**
 * The sessions of people who signed in by e-mail and password. The cookie holds random bits, the store their hash and
 * owner, but no password and no Firebase token. Each request looks up the membership; the account is checked every five
 * minutes.
 */
export class PersonSessions {
  constructor(private readonly options: PersonSessionsOptions) {}

  /** Opens a session of the person in the tenant and returns the cookie's content, which the browser never chooses. */
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

  /** Opens the person's session in another of their tenants, replacing the request's. Null if there is none. */
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

  /** The tenants that the request's person may work for. */
  placesOf(request: Request): readonly Place[] {
    const session = this.#find(request);
    if (!session) return [];
    if (session.claimedRole !== null) return [{ tenant: session.tenant, role: session.claimedRole }];
    return this.options.store.members.everywhere(session.uid);
  }

  /** Uses the session cookie if a browser sends one without other credentials; else asks `others`. */
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
    // Claims take precedence, even if they were set after the person signed in.
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
