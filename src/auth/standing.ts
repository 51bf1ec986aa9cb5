import type { Auth, UserRecord } from "firebase-admin/auth";
import { MINUTE_MS } from "../time";
import { type Claim, readClaim } from "./claims";
import { SignInUnavailableError } from "./unavailable";

/** An account's state in Firebase. */
interface Standing {
  /** Neither deleted nor disabled. */
  readonly isActive: boolean;
  /** Earlier sign-ins were revoked at this moment. Milliseconds since 1970. */
  readonly validSince: number;
  readonly claim: Claim | null;
}

interface Known {
  readonly asked: Promise<Standing>;
  readonly at: number;
}

/** How long Firebase's answer about an account is trusted. */
export const RECHECK_MS = 5 * MINUTE_MS;
/** The same while Firebase cannot be reached: the life of an ID token. */
const MOST_AGE_MS = 60 * MINUTE_MS;
const MOST_REMEMBERED = 10_000;

/** Asks Firebase, as the project's administrator, about accounts: each at most once in five minutes. */
export class Standings {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly auth: () => Promise<Auth>,
    private readonly now: () => number,
  ) {}

  /** Throws a SignInUnavailableError if Firebase cannot be reached and nothing known is younger than an hour. */
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
      // The next request asks again, since `at` stays.
      this.#remember(uid, known);
      return known.asked;
    }
  }

  /** After a sign-in, the account is checked again. */
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
      throw new SignInUnavailableError(
        "Firebase cannot be reached to check the account. Try again in a moment.",
      );
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
