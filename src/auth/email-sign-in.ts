import { UserError } from "../errors";
import { MINUTE_MS } from "../time";
import { Attempts } from "./attempts";
import type { FirebaseSignIn, Person } from "./firebase";
import { type IdentityToolkit, RefusedByFirebase } from "./identity-toolkit";
import { findInvitation, type InvitationStore, takeInvitation } from "./invitations";
import type { PersonSessions, Place } from "./person-sessions";

/** What came of signing in. */
type SignInOutcome =
  | { readonly is: "signed in"; readonly secret: string; readonly places: readonly Place[] }
  /** The same words whether there is such an account or not. */
  | { readonly is: "refused"; readonly says: string }
  /** The password is right; the address has to be confirmed, and a mail is on its way. */
  | { readonly is: "to verify" }
  /** The password is right, and no tenant knows the person. */
  | { readonly is: "nowhere"; readonly says: string };

/** Somebody tried too often. */
export class TooManyTriesError extends UserError {
  override readonly name = "TooManyTriesError";
  override readonly status = 429;

  constructor(readonly retryAfterSeconds: number) {
    const minutes = Math.ceil(retryAfterSeconds / 60);
    super(`Too many tries. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`);
  }
}

interface EmailSignInOptions {
  readonly toolkit: Pick<IdentityToolkit, "signIn" | "signUp" | "mailReset" | "mailVerification">;
  readonly firebase: Pick<FirebaseSignIn, "personOf">;
  readonly sessions: PersonSessions;
  readonly store: InvitationStore;
  readonly now: () => number;
}

interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Where the browser is, for counting its tries. */
  readonly address: string;
}

export const LEAST_PASSWORD = 8;
export const MOST_PASSWORD = 1024;

const WRONG = "The e-mail address or the password is not right.";

/** Signing in, registering and resetting by e-mail and password. Nothing that is answered tells whether an address has an account. */
export class EmailSignIn {
  readonly #fromAddress = new Attempts(30, 15 * MINUTE_MS);
  /** One address and one account: what a person who mistypes comes to. */
  readonly #pair = new Attempts(10, 15 * MINUTE_MS);
  /** One account from everywhere: more, so that a stranger does not lock its owner out with a few tries. */
  readonly #account = new Attempts(50, 15 * MINUTE_MS);
  readonly #mails = new Attempts(5, 60 * MINUTE_MS);
  readonly #registrations = new Attempts(20, 60 * MINUTE_MS);

  constructor(private readonly options: EmailSignInOptions) {}

  /** Throws a TooManyTriesError or a SignInUnavailableError. `invitation`: what the link held that led here. */
  async signIn({ email, password, address }: Credentials, invitation: string | null): Promise<SignInOutcome> {
    const now = this.options.now();
    const pair = `${address} ${email}`;
    this.#count([this.#fromAddress, address], [this.#pair, pair], [this.#account, email]);
    const token = await this.#tokenOf(email, password);
    if (token === null) return { is: "refused", says: WRONG };
    this.#fromAddress.giveBack(address, now);
    this.#pair.giveBack(pair, now);
    this.#account.giveBack(email, now);
    if (token === "second factor")
      return {
        is: "refused",
        says: "This account asks for a second factor, which these pages cannot ask for.",
      };
    const person = await this.options.firebase.personOf(token);
    return person.claim ? this.#open(person, [person.claim]) : this.#signInMember(person, token, invitation);
  }

  /**
   * Makes an account and has its address confirmed by a mail. An address that has an account already is mailed a way in instead, and the
   * answer is the same. Throws a UserError where the password does not do.
   */
  async register({ email, password, address }: Credentials): Promise<void> {
    const { toolkit } = this.options;
    this.#count([this.#registrations, address], [this.#mails, email]);
    try {
      await toolkit.mailVerification(await toolkit.signUp(email, password));
    } catch (error) {
      if (!(error instanceof RefusedByFirebase)) throw error;
      if (error.reason === "EMAIL_EXISTS") await this.#mailReset(email);
      else throw new UserError(registrationRefused(error));
    }
  }

  /** Has a link mailed that sets a new password, where the address has an account. */
  async reset(email: string, address: string): Promise<void> {
    this.#count([this.#registrations, address], [this.#mails, email]);
    await this.#mailReset(email);
  }

  async #signInMember(person: Person, token: string, invitation: string | null): Promise<SignInOutcome> {
    const { store, now } = this.options;
    const email = person.email?.toLowerCase() ?? "";
    const invited = findInvitation(store, invitation, now());
    if (invited && invited.email === email) {
      // Whoever holds the link may still be somebody else than who reads the mail of the address.
      if (!person.isVerified) {
        if (this.#mails.take(email, now()) === 0) await this.options.toolkit.mailVerification(token);
        return { is: "to verify" };
      }
      const taken = takeInvitation(store, invitation!, { uid: person.uid, email, now: now() });
      if (taken) return this.#open(person, [taken, ...this.#places(person, taken.tenant)]);
    }
    const places = this.#places(person, null);
    if (places.length > 0) return this.#open(person, places);
    const says =
      invited && invited.email !== email
        ? "The invitation is for another address. Sign in with the address that it was sent to, or ask for one for this address."
        : "Your account is fine, but no shop has taken you in yet.";
    return { is: "nowhere", says };
  }

  #places({ uid }: Person, except: string | null): Place[] {
    return this.options.store.members.everywhere(uid).filter(({ tenant }) => tenant !== except);
  }

  #open(person: Person, places: readonly Place[]): SignInOutcome {
    return { is: "signed in", secret: this.options.sessions.open(person, places[0]!.tenant), places };
  }

  /** Null where Firebase does not take the two. */
  async #tokenOf(email: string, password: string): Promise<string | "second factor" | null> {
    try {
      return (await this.options.toolkit.signIn(email, password)) ?? "second factor";
    } catch (error) {
      if (!(error instanceof RefusedByFirebase)) throw error;
      // A word of Google's on its own limit is not told either: only accounts that are there have one.
      return null;
    }
  }

  async #mailReset(email: string): Promise<void> {
    try {
      await this.options.toolkit.mailReset(email);
    } catch (error) {
      // Above all EMAIL_NOT_FOUND.
      if (!(error instanceof RefusedByFirebase)) throw error;
    }
  }

  /** Counts a try under each name, or under none where one has no try left. */
  #count(...names: readonly (readonly [Attempts, string])[]): void {
    const now = this.options.now();
    const taken: (readonly [Attempts, string])[] = [];
    for (const [attempts, name] of names) {
      const wait = attempts.take(name, now);
      if (wait === 0) {
        taken.push([attempts, name]);
        continue;
      }
      for (const [others, other] of taken) others.giveBack(other, now);
      throw new TooManyTriesError(wait);
    }
  }
}

function registrationRefused({ reason, detail }: RefusedByFirebase): string {
  if (reason === "WEAK_PASSWORD") return "The password is too easy to guess. Take a longer one.";
  if (reason === "PASSWORD_DOES_NOT_MEET_REQUIREMENTS")
    return `The password does not do. ${detail.replace(/[^\w ,.:[\]-]/g, "").slice(0, 200)}`.trim();
  if (reason === "ADMIN_ONLY_OPERATION")
    return "Accounts are made by an administrator here. Ask for one, then sign in.";
  if (reason === "INVALID_EMAIL") return "That is no e-mail address.";
  return "The account could not be made. Try again later.";
}
