import type { Config } from "../config";
import type { Integration, IntegrationStatus } from "../integration";
import type { People } from "./people";

/** Firebase sign-in as an outside service. */
export function signInIntegration(
  {
    firebaseProjectId,
    firebaseAuthEmulatorHost,
  }: Pick<Config, "firebaseProjectId" | "firebaseAuthEmulatorHost">,
  people: People | null,
): Integration {
  return {
    name: "sign-in",
    purpose: "signs people in with Firebase: e-mail and password, and ID tokens",
    status: () => (people ? statusOf(people, firebaseProjectId!, firebaseAuthEmulatorHost !== null) : OFF),
  };
}

const OFF: IntegrationStatus = {
  state: "off",
  detail:
    "No one signs in with Firebase. Set AUTH=firebase, FIREBASE_PROJECT_ID and, for e-mail and password, FIREBASE_API_KEY.",
};

function statusOf(people: People, projectId: string, isEmulated: boolean): IntegrationStatus {
  const trouble = people.trouble();
  if (trouble !== null) {
    return {
      state: "failing",
      detail: `The last sign-in did not get through to Firebase (${trouble}). Check FIREBASE_API_KEY, FIREBASE_SERVICE_ACCOUNT_PATH and the connection to the Internet.`,
    };
  }
  const place = `${isEmulated ? "the Auth emulator, for " : ""}the project ${projectId}`;
  const ways = people.byEmail
    ? "E-mail and password, and ID tokens"
    : "only ID tokens; set FIREBASE_API_KEY for e-mail and password";
  const lasts = people.mayAsk
    ? "Accounts are checked every five minutes."
    : "Sessions last an hour. With FIREBASE_SERVICE_ACCOUNT_PATH they last twelve, and accounts are checked every five minutes.";
  return { state: "well", detail: `By ${place}. ${ways}. ${lasts}` };
}
