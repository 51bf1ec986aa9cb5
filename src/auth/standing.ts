import type { Auth, UserRecord } from "firebase-admin/auth";
import { MINUTE_MS } from "../time";
import { type Claim, readClaim } from "./claims";
import { SignInUnavailableError } from "./unavailable";

/** How an account stands with Firebase. */
interface Standing {
  /** Neither deleted nor disabled. */
  readonly isActive: boolean;
  /** What was signed in before was revoked. Milliseconds since 1970. */
  readonly validSince: number;
  readonly claim: Claim | null;
}

interface Known {
  readonly asked: Promise<Standing>;
  readonly at: number;
}

/** For so long what Firebase said of an account is taken for true. */
export const RECHECK_MS = 5 * MINUTE_MS;
/** While Firebase cannot be asked, for so long: as an ID token would hold. */
const MOST_AGE_MS = 60 * MINUTE_MS;
const MOST_REMEMBERED = 10_000;

/** Asks Firebase, as the project's administrator, how accounts stand: each at most once in five minutes. */
export class Standings {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly auth: () => Promise<Auth>,
    private readonly now: () => number,
  ) {}

  /** Throws a SignInUnavailableError where Firebase cannot be asked and nothing is known that is younger than an hour. */
  async of(uid: string): Promise<Standing> {
    const known = this.#known.get(uid);
    const now = this.now();
    if (known && now - known.at < RECHECK_MS && now >= known.at) return known.asked;
    const asked = this.#ask(uid);
    this.#remember(uid, { asked, at: now });
    try {
      return await asked;
    } catch (error) {
      if (!known || now - known.at >= MOST_AGE_MS || !(error instanceof SignInUnavailableError)) {
        this.#known.delete(uid);
        throw error;
      }
      // Asked again with the next request, since `at` stays.
      this.#remember(uid, known);
      return known.asked;
    }
  }

  /** Whoever just signed in is asked again. */
  forget(uid: string): void {
    this.#known.delete(uid);
  }

  async #ask(uid: string): Promise<Standing> {
    let user: UserRecord;
    try {
      user = await (await this.auth()).getUser(uid);
    } catch (error) {
      if ((error as { code?: string }).code === "auth/user-not-found")
        return { isActive: false, validSince: 0, claim: null };
      throw new SignInUnavailableError("Firebase cannot be asked about the account. Try again in a moment.");
    }
    return {
      isActive: !user.disabled,
      validSince: user.tokensValidAfterTime ? Date.parse(user.tokensValidAfterTime) : 0,
      claim: readClaim(user.customClaims ?? {}),
    };
  }

  #remember(uid: string, known: Known): void {
    this.#known.delete(uid);
    this.#known.set(uid, known);
    if (this.#known.size > MOST_REMEMBERED) this.#known.delete(this.#known.keys().next().value!);
  }
}
