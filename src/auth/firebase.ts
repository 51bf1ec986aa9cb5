import type { Auth, DecodedIdToken } from "firebase-admin/auth";
import type { MemberRepository } from "../store/members";
import { type Claim, readClaim } from "./claims";
import type { Principal } from "./principal";
import type { Standings } from "./standing";
import { UnauthenticatedError } from "./unauthenticated";
import { SignInUnavailableError } from "./unavailable";

/** The owner of a valid ID token. */
export interface Person {
  readonly uid: string;
  readonly email: string | null;
  /** Whether the person has followed a link mailed to the address. */
  readonly isVerified: boolean;
  /** When the password was entered, milliseconds since 1970. */
  readonly signedInAt: number;
  /** When the token expires. */
  readonly expiresAt: number;
  readonly claim: Claim | null;
}

/** A service account's key, as in its file. */
export interface AccountKey {
  readonly projectId: string;
  readonly clientEmail: string;
  readonly privateKey: string;
}

interface FirebaseOptions {
  /** The members of tenants; without it, only custom claims name the tenant. */
  readonly members?: Pick<MemberRepository, "everywhere"> | null;
  /** Asks Firebase about accounts: whether a token has been revoked since. */
  readonly standings?: Pick<Standings, "of"> | null;
}

/**
 * Checks Firebase ID tokens: signed by Google for this project, not expired and, if accounts can be looked up, not
 * revoked. The custom claims `tenant_id` and `role` name tenant and role; without them, the person's invitation does.
 * firebase-admin is loaded with the first token, since it would slow every start by 200 ms and more.
 */
export class FirebaseSignIn {
  #auth: Promise<Auth> | null = null;

  constructor(
    private readonly projectId: string,
    private readonly load: (projectId: string) => Promise<Auth> = loadAuth,
    private readonly options: FirebaseOptions = {},
  ) {}

  /** The account part of firebase-admin, loaded once; tried again if it failed. */
  auth(): Promise<Auth> {
    this.#auth ??= this.load(this.projectId).catch((error: unknown) => {
      this.#auth = null;
      throw error;
    });
    return this.#auth;
  }

  /** The token's owner. Throws an UnauthenticatedError if it is not valid. */
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

  /** The tenant the token's person calls for: if there are several, the `named` one. */
  async principalOf(token: string, named: string | null = null): Promise<Principal> {
    const { uid, signedInAt, claim } = await this.personOf(token);
    const standing = await this.options.standings?.of(uid);
    if (standing && (!standing.isActive || signedInAt < standing.validSince))
      throw new UnauthenticatedError("The ID token was revoked. Sign in again.");
    const places = claim ? [claim] : (this.options.members?.everywhere(uid) ?? []);
    const place = places.find(({ tenant }) => tenant === named) ?? places[0];
    if (!place) {
      throw new UnauthenticatedError(
        "The ID token names no tenant, and its person is not a member of one. Ask an administrator for an invitation.",
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
    // firebase-admin reports a failed download of the keys as a bad token.
    if (/error fetching|error while making request|network/i.test(message ?? "")) {
      throw new SignInUnavailableError("Google's public keys cannot be fetched. Try again in a moment.");
    }
    throw new UnauthenticatedError("The ID token is not valid for this project.");
  }
}

/** firebase-admin for the project: with an account's key it can look up accounts, without it only check tokens. */
export async function loadAuth(projectId: string, account: AccountKey | null = null): Promise<Auth> {
  // Checking needs no credentials; without this, outside Google's cloud, the SDK looks for a metadata server at every
  // start.
  process.env.METADATA_SERVER_DETECTION ??= "none";
  const [{ cert, initializeApp }, { getAuth }] = await Promise.all([
    import("firebase-admin/app"),
    import("firebase-admin/auth"),
  ]);
  const credential = account && { credential: cert({ ...account }) };
  return getAuth(initializeApp({ projectId, ...credential }, `perennial-sign-in-${projectId}`));
}
