import type { Auth } from "firebase-admin/auth";
import type { Config } from "../config";
import type { PersonSessionRepository } from "../store/person-sessions";
import { EmailSignIn } from "./email-sign-in";
import { type AccountKey, FirebaseSignIn, loadAuth } from "./firebase";
import { IdentityToolkit } from "./identity-toolkit";
import type { InvitationStore } from "./invitations";
import { PersonSessions } from "./person-sessions";
import { Standings } from "./standing";

/** Sign-in services with `AUTH=firebase`. */
export interface People {
  /** By ID tokens. */
  readonly firebase: FirebaseSignIn;
  /** By e-mail and password; null if `FIREBASE_API_KEY` is not set. */
  readonly byEmail: EmailSignIn | null;
  readonly sessions: PersonSessions;
  /** Whether Firebase can be asked about accounts. */
  readonly mayAsk: boolean;
  /** The newest trouble with Firebase, and when; null if the last try went well. */
  trouble(): string | null;
}

export interface PeopleOptions {
  readonly config: Pick<
    Config,
    | "auth"
    | "firebaseProjectId"
    | "firebaseApiKey"
    | "firebaseAuthEmulatorHost"
    | "firebaseServiceAccountPath"
  >;
  readonly store: InvitationStore & { readonly personSessions: PersonSessionRepository };
  readonly now: () => number;
  readonly log: { warn(details: object, message: string): void };
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The key of `FIREBASE_SERVICE_ACCOUNT_PATH`. Throws a UserError if it cannot be read. */
  readonly readAccount: () => Promise<AccountKey>;
  /** Replaces firebase-admin's own. */
  readonly loadAuth?: (projectId: string) => Promise<Auth>;
}

/** The sign-in services; null with another `AUTH`. Contacts no one and loads nothing until someone signs in. */
export function openPeople(options: PeopleOptions): People | null {
  const { config, store, now, log } = options;
  if (config.auth !== "firebase") return null;
  const { firebaseServiceAccountPath: account, firebaseAuthEmulatorHost: emulatorHost } = config;
  const mayAsk = account !== null || emulatorHost !== null;
  const load =
    options.loadAuth ??
    (async (projectId: string) => loadAuth(projectId, account === null ? null : await options.readAccount()));
  let trouble: string | null = null;
  const loadWatched = async (projectId: string) => {
    try {
      return await load(projectId);
    } catch (error) {
      trouble = (error as Error).message;
      log.warn({ err: error }, "Firebase's service account cannot be read");
      throw error;
    }
  };
  const standings: Standings | null = mayAsk ? new Standings(() => firebase.auth(), now) : null;
  const firebase = new FirebaseSignIn(config.firebaseProjectId!, loadWatched, {
    members: store.members,
    standings,
  });
  const sessions = new PersonSessions({ store, standings, now });
  // The emulator accepts any key.
  const apiKey = config.firebaseApiKey ?? (emulatorHost && "emulator");
  const toolkit =
    apiKey &&
    new IdentityToolkit({
      apiKey,
      emulatorHost,
      fetch: options.fetch,
      onAnswer: (reason) => {
        if (reason !== null) log.warn({ reason }, "Firebase does not sign people in");
        trouble = reason;
      },
    });
  return {
    firebase,
    byEmail: toolkit ? new EmailSignIn({ toolkit, firebase, sessions, store, now }) : null,
    sessions,
    mayAsk,
    trouble: () => trouble,
  };
}
