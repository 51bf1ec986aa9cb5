import { UserError } from "../errors";
import { MINUTE_MS } from "../time";
import { Attempts } from "./attempts";
import type { FirebaseSignIn, Person } from "./firebase";
import { type IdentityToolkit, RefusedByFirebase } from "./identity-toolkit";
import { findInvitation, type InvitationStore, takeInvitation } from "./invitations";
import type { PersonSessions, Place } from "./person-sessions";
import { TooManyTriesError } from "./too-many-tries";

/** The result of signing in. */
type SignInOutcome =
  | { readonly is: "signed in"; readonly secret: string; readonly places: readonly Place[] }
  /** The words are the same whether or not there is such an account. */
  | { readonly is: "refused"; readonly says: string }
  /** The password is right; the address still has to be confirmed, and a mail is on its way. */
  | { readonly is: "to verify" }
  /** The password is right, but no tenant knows the person. */
  | { readonly is: "nowhere"; readonly says: string };

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
  /** Where the browser is, to count its tries. */
  readonly address: string;
}

export const LEAST_PASSWORD = 8;
export const MOST_PASSWORD = 1024;

const WRONG = "The e-mail address or the password is not right.";

/**
 * Signing in, registering and resetting by e-mail and password. No answer reveals whether an address has an account.
 */
export class EmailSignIn {
  readonly #fromAddress = new Attempts(30, 15 * MINUTE_MS);
  /** One address and one account: as many tries as a person who mistypes needs. */
  readonly #pair = new Attempts(10, 15 * MINUTE_MS);
  /** One account from everywhere: more, so that a few tries by a stranger do not lock out its owner. */
  readonly #account = new Attempts(50, 15 * MINUTE_MS);
  readonly #mails = new Attempts(5, 60 * MINUTE_MS);
  readonly #registrations = new Attempts(20, 60 * MINUTE_MS);

  constructor(private readonly options: EmailSignInOptions) {}

  /** Throws a TooManyTriesError or a SignInUnavailableError. `invitation`: the secret in the link that led here. */
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
   * Makes an account and mails a link to confirm its address. If the address already has an account, it gets a way in
   * by mail instead, and the answer is the same. Throws a UserError if the password is not accepted.
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

  /** Mails a link to set a new password, if the address has an account. */
  async reset(email: string, address: string): Promise<void> {
    this.#count([this.#registrations, address], [this.#mails, email]);
    await this.#mailReset(email);
  }

  async #signInMember(person: Person, token: string, invitation: string | null): Promise<SignInOutcome> {
    const { store, now } = this.options;
    const email = person.email?.toLowerCase() ?? "";
    const invited = findInvitation(store, invitation, now());
    if (invited && invited.email === email) {
      // The holder of the link may not be the person who reads the address's mail.
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
        ? "The invitation is for another address. Sign in with the address it was sent to, or ask for an invitation for this one."
        : "Your account is fine, but you are not a member of any shop yet.";
    return { is: "nowhere", says };
  }

  #places({ uid }: Person, except: string | null): Place[] {
    return this.options.store.members.everywhere(uid).filter(({ tenant }) => tenant !== except);
  }

  #open(person: Person, places: readonly Place[]): SignInOutcome {
    return { is: "signed in", secret: this.options.sessions.open(person, places[0]!.tenant), places };
  }

  /** Null if Firebase does not accept the two. */
  async #tokenOf(email: string, password: string): Promise<string | "second factor" | null> {
    try {
      return (await this.options.toolkit.signIn(email, password)) ?? "second factor";
    } catch (error) {
      if (!(error instanceof RefusedByFirebase)) throw error;
      // Google's own limit is not revealed either: only existing accounts have one.
      return null;
    }
  }

  async #mailReset(email: string): Promise<void> {
    try {
      await this.options.toolkit.mailReset(email);
    } catch (error) {
      // Mostly EMAIL_NOT_FOUND.
      if (!(error instanceof RefusedByFirebase)) throw error;
    }
  }

  /** Counts a try under each name, or under none if one has no try left. */
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
  if (reason === "WEAK_PASSWORD") return "The password is too easy to guess. Choose a longer one.";
  if (reason === "PASSWORD_DOES_NOT_MEET_REQUIREMENTS")
    return `The password is not accepted. ${detail.replace(/[^\w ,.:[\]-]/g, "").slice(0, 200)}`.trim();
  if (reason === "ADMIN_ONLY_OPERATION")
    return "An administrator makes the accounts here. Ask for one, then sign in.";
  if (reason === "INVALID_EMAIL") return "That is not an e-mail address.";
  return "The account could not be made. Try again later.";
}
