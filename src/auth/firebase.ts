import type { Auth, DecodedIdToken } from "firebase-admin/auth";
import type { MemberRepository } from "../store/members";
import { type Claim, readClaim } from "./claims";
import type { Principal } from "./principal";
import type { Standings } from "./standing";
import { UnauthenticatedError } from "./unauthenticated";
import { SignInUnavailableError } from "./unavailable";

/** Whose ID token holds. */
export interface Person {
  readonly uid: string;
  readonly email: string | null;
  /** Whether the person has followed a link that was mailed to the address. */
  readonly isVerified: boolean;
  /** When the password was typed, milliseconds since 1970. */
  readonly signedInAt: number;
  /** Until when the token holds. */
  readonly expiresAt: number;
  readonly claim: Claim | null;
}

/** A service account's key, as its file has it. */
export interface AccountKey {
  readonly projectId: string;
  readonly clientEmail: string;
  readonly privateKey: string;
}

interface FirebaseOptions {
  /** Whom tenants have taken in; without, custom claims alone tell the tenant. */
  readonly members?: Pick<MemberRepository, "everywhere"> | null;
  /** Where Firebase may be asked about accounts: whether a token was revoked since. */
  readonly standings?: Pick<Standings, "of"> | null;
}

/**
 * Checks Firebase ID tokens: signed by Google for this project, not expired and, where accounts may be asked for, not revoked. The tenant is the
 * custom claim `tenant_id`, the role `role`; without them what a tenant's administrator gave by an invitation. firebase-admin is loaded with
 * the first token, since it costs a start 200 ms and more.
 */
export class FirebaseSignIn {
  #auth: Promise<Auth> | null = null;

  constructor(
    private readonly projectId: string,
    private readonly load: (projectId: string) => Promise<Auth> = loadAuth,
    private readonly options: FirebaseOptions = {},
  ) {}

  /** firebase-admin's part for accounts, loaded once; tried again where it failed. */
  auth(): Promise<Auth> {
    this.#auth ??= this.load(this.projectId).catch((error: unknown) => {
      this.#auth = null;
      throw error;
    });
    return this.#auth;
  }

  /** Whose token it is. Throws an UnauthenticatedError where it does not hold. */
  async personOf(token: string): Promise<Person> {
    const claims = await verify(await this.auth(), token);
    const { uid, email, email_verified: verified, auth_time: signedIn, exp } = claims;
    return {
      uid,
      email: email ?? null,
      isVerified: verified === true,
      signedInAt: signedIn * 1000,
      expiresAt: exp * 1000,
      claim: readClaim(claims),
    };
  }

  /** For which tenant the token's person calls: the one that is `named` where there are several. */
  async principalOf(token: string, named: string | null = null): Promise<Principal> {
    const { uid, signedInAt, claim } = await this.personOf(token);
    const standing = await this.options.standings?.of(uid);
    if (standing && (!standing.isActive || signedInAt < standing.validSince))
      throw new UnauthenticatedError("The ID token was revoked. Sign in again.");
    const places = claim ? [claim] : (this.options.members?.everywhere(uid) ?? []);
    const place = places.find(({ tenant }) => tenant === named) ?? places[0];
    if (!place) {
      throw new UnauthenticatedError(
        "The ID token names no tenant, and no tenant has taken its person in. Ask an administrator for an invitation.",
      );
    }
    return { via: "firebase", name: uid, tenant: place.tenant, role: place.role };
  }
}

async function verify(auth: Auth, token: string): Promise<DecodedIdToken> {
  try {
    return await auth.verifyIdToken(token);
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    if (code === "auth/id-token-expired") {
      throw new UnauthenticatedError("The ID token has expired. Get a new one and try again.");
    }
    if (code === "auth/id-token-revoked" || code === "auth/user-disabled") {
      throw new UnauthenticatedError("The ID token was revoked. Sign in again.");
    }
    // firebase-admin gives a failed download of the keys the code of a bad token.
    if (/error fetching|error while making request|network/i.test(message ?? "")) {
      throw new SignInUnavailableError("Google's public keys cannot be fetched. Try again in a moment.");
    }
    throw new UnauthenticatedError("The ID token does not hold for this project.");
  }
}

/** firebase-admin for the project: with an account's key it may ask about accounts, without it checks tokens. */
export async function loadAuth(projectId: string, account: AccountKey | null = null): Promise<Auth> {
  // Verifying asks for no credentials; without this the SDK looks for a metadata server at every start outside Google's cloud.
  process.env.METADATA_SERVER_DETECTION ??= "none";
  const [{ cert, initializeApp }, { getAuth }] = await Promise.all([
    import("firebase-admin/app"),
    import("firebase-admin/auth"),
  ]);
  const credential = account && { credential: cert({ ...account }) };
  return getAuth(initializeApp({ projectId, ...credential }, `perennial-sign-in-${projectId}`));
}
