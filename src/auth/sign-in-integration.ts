import type { Config } from "../config";
import type { Integration, IntegrationStatus } from "../integration";
import type { People } from "./people";

/** Firebase sign-in as an outside part. */
export function signInIntegration(
  {
    firebaseProjectId,
    firebaseAuthEmulatorHost,
  }: Pick<Config, "firebaseProjectId" | "firebaseAuthEmulatorHost">,
  people: People | null,
): Integration {
  return {
    name: "sign-in",
    purpose: "signs people in by Firebase: e-mail and password, and ID tokens",
    status: () => (people ? statusOf(people, firebaseProjectId!, firebaseAuthEmulatorHost !== null) : OFF),
  };
}

const OFF: IntegrationStatus = {
  state: "off",
  detail:
    "Nobody signs in by Firebase. Set AUTH=firebase, FIREBASE_PROJECT_ID and, for e-mail and password, FIREBASE_API_KEY.",
};

function statusOf(people: People, projectId: string, isEmulated: boolean): IntegrationStatus {
  const trouble = people.trouble();
  if (trouble !== null) {
    return {
      state: "failing",
      detail: `The last try to sign somebody in did not get through to Firebase (${trouble}). Check FIREBASE_API_KEY, FIREBASE_SERVICE_ACCOUNT_PATH and the way out to the Internet.`,
    };
  }
  const place = `${isEmulated ? "the Auth emulator, for " : ""}the project ${projectId}`;
  const ways = people.byEmail
    ? "E-mail and password, and ID tokens"
    : "ID tokens alone; set FIREBASE_API_KEY for e-mail and password";
  const lasts = people.mayAsk
    ? "Accounts are looked at every five minutes."
    : "Sessions last an hour; with FIREBASE_SERVICE_ACCOUNT_PATH twelve, and accounts are looked at every five minutes.";
  return { state: "well", detail: `By ${place}. ${ways}. ${lasts}` };
}
