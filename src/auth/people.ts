import type { Auth } from "firebase-admin/auth";
import type { Config } from "../config";
import type { PersonSessionRepository } from "../store/person-sessions";
import { EmailSignIn } from "./email-sign-in";
import { type AccountKey, FirebaseSignIn, loadAuth } from "./firebase";
import { IdentityToolkit } from "./identity-toolkit";
import type { InvitationStore } from "./invitations";
import { PersonSessions } from "./person-sessions";
import { Standings } from "./standing";

/** Signing people in with `AUTH=firebase`. */
export interface People {
  /** By ID tokens. */
  readonly firebase: FirebaseSignIn;
  /** By e-mail and password; null where `FIREBASE_API_KEY` is not set. */
  readonly byEmail: EmailSignIn | null;
  readonly sessions: PersonSessions;
  /** Whether Firebase may be asked how an account stands. */
  readonly mayAsk: boolean;
  /** The newest trouble with Firebase, and when; null where the last try went well. */
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
  /** The key of `FIREBASE_SERVICE_ACCOUNT_PATH`. Throws a UserError where it cannot be read. */
  readonly readAccount: () => Promise<AccountKey>;
  /** In the place of firebase-admin's own. */
  readonly loadAuth?: (projectId: string) => Promise<Auth>;
}

/** What signs people in; null with another `AUTH`. Asks nobody and loads nothing before somebody comes. */
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
  // The emulator takes any key.
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
