import type { Auth, DecodedIdToken } from "firebase-admin/auth";
import { UserError } from "../errors";
import { isTenantId, type Principal, ROLES } from "./principal";
import { UnauthenticatedError } from "./unauthenticated";

/** Google's public keys cannot be had, so that no token can be checked. */
export class SignInUnavailableError extends UserError {
  override readonly name = "SignInUnavailableError";
  override readonly status = 503;
}

/**
 * Checks Firebase ID tokens: signed by Google for this project and not expired. The tenant is the custom claim `tenant_id`, the
 * role `role`; without a role the least. firebase-admin is loaded with the first token, since it costs a start 200 ms and more.
 */
export class FirebaseSignIn {
  #auth: Promise<Auth> | null = null;

  constructor(
    private readonly projectId: string,
    private readonly load: (projectId: string) => Promise<Auth> = loadAuth,
  ) {}

  async principalOf(token: string): Promise<Principal> {
    this.#auth ??= this.load(this.projectId);
    const auth = await this.#auth;
    const { uid, tenant_id: tenant, role = "business" } = await verify(auth, token);
    if (typeof tenant !== "string" || !isTenantId(tenant)) {
      throw new UnauthenticatedError(
        "The ID token names no tenant. An administrator must set the custom claim tenant_id.",
      );
    }
    const known = ROLES.find((name) => name === role);
    if (!known) throw new UnauthenticatedError(`The ID token's role is none of ${ROLES.join(", ")}.`);
    return { via: "firebase", name: uid, tenant, role: known };
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
    // firebase-admin gives a failed download of the keys the code of a bad token.
    if (/error fetching|error while making request|network/i.test(message ?? "")) {
      throw new SignInUnavailableError("Google's public keys cannot be fetched. Try again in a moment.");
    }
    throw new UnauthenticatedError("The ID token does not hold for this project.");
  }
}

async function loadAuth(projectId: string): Promise<Auth> {
  // Verifying asks for no credentials; without this the SDK looks for a metadata server at every start outside Google's cloud.
  process.env.METADATA_SERVER_DETECTION ??= "none";
  const [{ initializeApp }, { getAuth }] = await Promise.all([
    import("firebase-admin/app"),
    import("firebase-admin/auth"),
  ]);
  return getAuth(initializeApp({ projectId }, `perennial-${projectId}`));
}
